"""Cases and people for the tests of the aggregate."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from contracts.vocab import EvidenceSlot, Role
from servicekit.errors import BeforeItsCauseError
from supervision.domain.actors import Actor
from supervision.domain.case import SupervisedCase
from supervision.domain.facts import Entry
from supervision.domain.recognition import Evidence, UnitNames
from supervision.domain.review import Checklist, Decision
from supervision.domain.revocation import Repeat
from supervision.domain.states import Action, State

DAY = date(2020, 11, 2)
NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
REPORT = uuid4()
REVIEWER = Actor("sub-r", "xlb", True, frozenset({Role.REVIEWER}))
SUPERVISOR = Actor("sub-s", "xlb", True, frozenset({Role.SUPERVISOR}))
FULL = Checklist(True, True, True, True)
EVIDENCE = (
    Evidence(EvidenceSlot.SETTLED, "文1", "欠薪已发"),
    Evidence(EvidenceSlot.CEASED, "文2", "签字息访", "区信联办回访人员", True),
    Evidence(EvidenceSlot.SATISFIED, "文3", "回访满意"),
)
LEAD = UnitNames("wenhuajie", "文化街街道", ("文化街街道办事处", "文化街办事处"))


def entry(on: date = DAY, by: str = "sub-h", unit: str = "wenhuajie") -> Entry:
    return Entry(on, NOW, by, unit)


def on(day: date):
    def stamp(cause: date | None) -> Entry:
        if cause is not None and day < cause:
            raise BeforeItsCauseError("早于依据")
        return Entry(day, NOW, "sub-r", "xlb")

    return stamp


def a_case(state: State = State.OPEN) -> SupervisedCase:
    case = SupervisedCase(uuid4(), case_no="XQ1", lead_unit="wenhuajie")
    steps = list(State)[1 : list(State).index(state) + 1]
    for s in steps:
        _reach(case, s)
    assert case.state is state
    return case


def _reach(case: SupervisedCase, state: State) -> None:
    match state:
        case State.REPORTED:
            case.note_report(entry(), REPORT, case.trail.round + 1)
        case State.OPINION_SIGNED:
            case.note_opinion(entry(), REPORT, agreed=True)
        case State.APPROVED:
            review(case)
        case State.RECOGNISED:
            recognise(case)
        case State.WRITTEN_OFF:
            case.write_off(SUPERVISOR, on(DAY + timedelta(days=90)))


def review(
    case: SupervisedCase, actor: Actor = REVIEWER, day: date = DAY, decision: Decision = Decision.APPROVED,
    checklist: Checklist = FULL, reason: str | None = None,
):  # fmt: skip
    return case.review(
        actor, on(day), review_id=uuid4(), decision=decision, checklist=checklist, reason=reason
    )


def recognise(
    case: SupervisedCase,
    evidence=EVIDENCE,
    day: date = DAY,
    actor: Actor = REVIEWER,
    days: int = 90,
):
    return case.recognise(
        actor, on(day), recognition_id=uuid4(), evidence=evidence, responsible=[LEAD],
        observation_days=days,
    )  # fmt: skip


def repeat_of(case: SupervisedCase, day: date, later: UUID | None = None):
    repeat = Repeat(uuid4(), later or uuid4(), day)
    return case.note_repeat(repeat, entry(day, by="system:consumer:supervision"), uuid4())


def do(case: SupervisedCase, action: Action) -> None:
    match action:
        case Action.REPORT:
            case.note_report(entry(), REPORT, case.trail.round + 1)
        case Action.AGREE | Action.DECLINE:
            case.note_opinion(entry(), REPORT, agreed=action is Action.AGREE)
        case Action.APPROVE:
            review(case)
        case Action.RETURN:
            review(case, decision=Decision.RETURNED, reason="办理结果没有回应信访人的诉求")
        case Action.RECOGNISE:
            recognise(case)
        case Action.WRITE_OFF:
            case.write_off(SUPERVISOR, on(DAY + timedelta(days=90)))
        case Action.REVOKE:
            case.revoke(
                SUPERVISOR, on(DAY + timedelta(days=90)), revocation_id=uuid4(), reason="未化解"
            )
        case Action.RELAPSE:
            repeat_of(case, DAY)


COMMANDED = [a for a in Action if a not in {Action.RELAPSE, Action.STRIKE_OFF, Action.REINSTATE}]
