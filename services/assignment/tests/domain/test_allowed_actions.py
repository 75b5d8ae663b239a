"""What a caller may do, and what waits on the desk: the same rules as the commands."""

from collections.abc import Callable
from datetime import date

import pytest
from assignment.domain.case import AssignedCase
from assignment.domain.desk import owed_to
from assignment.domain.duties import make_duties
from assignment.domain.states import Action, State
from assignment.domain.values import Actor, Letter
from contracts.vocab import CaseKind, LeaderLevel, UnitKind
from servicekit.errors import DomainError
from servicekit.ids import new_id

from .builders import (
    ASSIST,
    ASSISTANT,
    BATCH,
    COOPERATE,
    HANDLER,
    LEAD,
    OFFICE,
    OUTSIDER,
    STAGES,
    equipped,
    issued,
    name_leader,
    objected,
    on,
    planned,
    ready,
    resolving,
    signed,
)

Attempt = Callable[[AssignedCase, Actor], object]
DUE = date(2020, 12, 31)

ATTEMPTS: dict[str, Attempt] = {
    "issue": lambda c, a: c.issue(
        a,
        on(25),
        letter=Letter(BATCH, "n", "l"),
        duties=make_duties(LEAD, [ASSIST], [COOPERATE], lambda _: True),
        due_on=None,
    ),
    "sign": lambda c, a: c.sign(a, on(25)),
    "object": lambda c, a: c.object(a, on(25), objection_id=new_id(), reason="理由"),
    "decide_objection": lambda c, a: c.decide_objection(a, on(25), accepted=True, reason="理由"),
    "assign_leader": lambda c, a: c.assign_leader(
        a,
        on(25),
        account="l",
        unit="qld",
        unit_kind=UnitKind.LEADERS,
        name="赵",
        title="",
        level=LeaderLevel.COUNTY,
    ),
    "override_leader": lambda c, a: c.override_leader(
        a, on(25), override_id=new_id(), reason="十个字以上的书面批准理由"
    ),
    "name_task_force": lambda c, a: c.name_task_force(a, on(25), name="专班", members=["甲"]),
    "set_deadline": lambda c, a: c.set_deadline(a, on(25), due_on=DUE, reason="理由"),
    "start": lambda c, a: c.start(a, on(25)),
    "file_plan": lambda c, a: c.file_plan(
        a, on(25), plan_id=new_id(), measures="措施", steps=[("一", "甲", DUE)], target_on=DUE
    ),
    "complete_step": lambda c, a: c.complete_step(a, on(25), n=1, note=None),
}
BUILDERS: list[Callable[[], AssignedCase]] = [
    *STAGES.values(),
    equipped,
    planned,
    lambda: signed(CaseKind.NAIL),
    lambda: ready(CaseKind.BONE),
]


@pytest.mark.parametrize("actor", [OFFICE, HANDLER, ASSISTANT, OUTSIDER])
@pytest.mark.parametrize("build", BUILDERS)
@pytest.mark.parametrize("command", list(ATTEMPTS))
def test_an_action_is_listed_exactly_when_the_command_succeeds(
    command: str, build: Callable[[], AssignedCase], actor: Actor
) -> None:
    listed = command in dict(build().allowed_actions(actor))
    try:
        ATTEMPTS[command](build(), actor)
        succeeded = True
    except DomainError:
        succeeded = False
    assert listed == succeeded


def test_a_fact_of_another_service_is_nobodys_action() -> None:
    for action in (Action.VERIFY, Action.RECOGNISE, Action.REVOKE):
        assert STAGES[State.RESOLVING]().refusal(action, OFFICE) is not None


def test_the_lead_of_a_fresh_case_is_offered_its_commands_with_labels() -> None:
    assert issued().allowed_actions(HANDLER) == [
        ("sign", "签收"),
        ("object", "提出异议"),
        ("assign_leader", "确定包案领导"),
        ("name_task_force", "组建工作专班"),
        ("set_deadline", "确定化解时限"),
    ]


def test_an_outsider_is_offered_nothing() -> None:
    for build in BUILDERS:
        assert build().allowed_actions(OUTSIDER) == []


def commands(case: AssignedCase, actor: Actor) -> list[str]:
    return [o.action for o in owed_to(case, actor)]


def test_the_offices_desk_holds_cases_to_issue_and_objections_to_decide() -> None:
    assert commands(ready(), OFFICE) == ["issue"]
    assert commands(objected(), OFFICE) == ["decide_objection"]
    assert commands(issued(), OFFICE) == []


def test_the_leads_desk_asks_for_what_r18_still_misses_and_then_for_the_start() -> None:
    case = issued()
    assert commands(case, HANDLER) == ["sign"]
    case.sign(HANDLER, on(2))
    assert commands(case, HANDLER) == ["assign_leader", "name_task_force", "set_deadline"]
    name_leader(case)
    case.name_task_force(HANDLER, on(4), name="专班", members=["甲"])
    case.set_deadline(HANDLER, on(5), due_on=DUE, reason=None)
    assert commands(case, HANDLER) == ["start"]
    case.start(HANDLER, on(6))
    assert commands(case, HANDLER) == []


def test_a_hard_case_in_resolving_owes_a_plan_and_then_its_next_open_step() -> None:
    assert commands(resolving(), HANDLER) == []
    (step,) = owed_to(planned(), HANDLER)
    assert (step.action, step.due_on) == ("complete_step", date(2020, 11, 20))


def test_a_supporting_unit_owes_its_signature_until_it_signs() -> None:
    case = issued()
    assert commands(case, ASSISTANT) == ["sign"]
    case.sign(ASSISTANT, on(2))
    assert commands(case, ASSISTANT) == []
