"""Cases at each stage of their life, and those who act on them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from assignment.domain.case import AssignedCase
from assignment.domain.duties import make_duties
from assignment.domain.states import Action, State
from assignment.domain.values import Actor, Fact, Letter, Registered, Stamp
from contracts.vocab import (
    CaseKind,
    Cohort,
    Field,
    LeaderLevel,
    Role,
    Source,
    UnitKind,
)
from servicekit.ids import new_id

LEAD, ASSIST, COOPERATE, STRANGER = "wenhuajie", "zjj", "daxinzhen", "shenglijie"
BATCH = UUID("01900000-0000-7000-8000-000000000001")
AT = datetime(2020, 11, 30, 4, 0, tzinfo=UTC)

REGISTERED = Registered(
    case_no="GJ2019032520392",
    source=Source.CENTRAL,
    cohort=Cohort.A,
    field=Field.REAL_ESTATE,
    category="城乡建设",
    case_kind=CaseKind.ORDINARY,
    cross_separated=False,
    registered_on=date(2019, 3, 25),
    handed_down_on=date(2020, 10, 27),
    place_unit=LEAD,
    proposed_unit=LEAD,
    proposed_assist_units=(ASSIST,),
    proposed_deadline=date(2020, 12, 31),
)


def an_actor(unit: str, *roles: Role, office: bool = False) -> Actor:
    return Actor(unit, office, frozenset(roles))


OFFICE = an_actor("xlb", Role.SUPERVISOR, office=True)
HANDLER = an_actor(LEAD, Role.HANDLER)
ASSISTANT = an_actor(ASSIST, Role.HANDLER)
COOPERATOR = an_actor(COOPERATE, Role.HANDLER)
OUTSIDER = an_actor(STRANGER, Role.HANDLER)


def on(day: int, month: int = 11, by: Actor = HANDLER) -> Stamp:
    """A stamp for a day of 2020 that checks only the cause."""

    def stamp(cause: date | None) -> Fact:
        wanted = date(2020, month, day)
        assert cause is None or wanted >= cause, f"{wanted} before its cause {cause}"
        return Fact(wanted, AT, "sub", by.unit)

    return stamp


def a_case(kind: CaseKind = CaseKind.ORDINARY, *, cross: bool = False) -> AssignedCase:
    registered = replace(REGISTERED, case_kind=kind, cross_separated=cross)
    return AssignedCase.register(new_id(), registered, date(2019, 3, 25))


def ready(kind: CaseKind = CaseKind.ORDINARY, *, cross: bool = False) -> AssignedCase:
    case = a_case(kind, cross=cross)
    case.note(Action.VERIFY, Fact(date(2020, 10, 28), AT, "sub", "xlb"))
    return case


def issued(kind: CaseKind = CaseKind.ORDINARY, *, cross: bool = False) -> AssignedCase:
    case = ready(kind, cross=cross)
    duties = make_duties(LEAD, [ASSIST], [COOPERATE], lambda _: True)
    letter = Letter(BATCH, "2020-001", "兴信联发〔2020〕1号")
    case.issue(OFFICE, on(1), letter=letter, duties=duties, due_on=None)
    case.pending.clear()
    return case


def signed(kind: CaseKind = CaseKind.ORDINARY, *, cross: bool = False) -> AssignedCase:
    case = issued(kind, cross=cross)
    case.sign(HANDLER, on(2))
    case.pending.clear()
    return case


def name_leader(
    case: AssignedCase, level: LeaderLevel = LeaderLevel.COUNTY, unit: str = "qld", day: int = 3
) -> None:
    kind = UnitKind.LEADERS if unit == "qld" else UnitKind.STREET
    case.assign_leader(
        HANDLER,
        on(day),
        account="leader01",
        unit=unit,
        unit_kind=kind,
        name="赵雯",
        title="副区长",
        level=level,
    )


def equipped() -> AssignedCase:
    case = signed()
    name_leader(case)
    case.name_task_force(HANDLER, on(4), name="文化街化解专班", members=["甲", "乙"])
    case.set_deadline(HANDLER, on(5), due_on=date(2020, 12, 31), reason=None)
    case.pending.clear()
    return case


def resolving() -> AssignedCase:
    case = equipped()
    case.start(HANDLER, on(6))
    case.pending.clear()
    return case


def planned() -> AssignedCase:
    case = resolving()
    case.file_plan(
        HANDLER,
        on(7),
        plan_id=new_id(),
        measures="召开协调会，督促整改",
        steps=[("见面", "甲", date(2020, 11, 20)), ("整改", "乙", date(2020, 12, 20))],
        target_on=date(2020, 12, 31),
    )
    case.pending.clear()
    return case


def objected() -> AssignedCase:
    case = issued()
    case.object(HANDLER, on(2), objection_id=new_id(), reason="不属于本街道职权范围")
    case.pending.clear()
    return case


def closed() -> AssignedCase:
    case = resolving()
    case.note(Action.RECOGNISE, Fact(date(2020, 11, 20), AT, "sub", "xlb"))
    return case


STAGES: dict[State, Callable[[], AssignedCase]] = {
    State.AWAITING_VERIFICATION: a_case,
    State.READY: ready,
    State.ISSUED: issued,
    State.OBJECTED: objected,
    State.SIGNED: signed,
    State.RESOLVING: resolving,
    State.CLOSED: closed,
}
