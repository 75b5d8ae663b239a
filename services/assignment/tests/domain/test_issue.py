"""集中交办: R12, R15 and R34."""

from datetime import date

import pytest
from assignment.domain import events
from assignment.domain.case import AssignedCase
from assignment.domain.duties import make_duties
from assignment.domain.errors import (
    CaseNotVerifiedError,
    DeadlineBeforeIssueError,
    LeadUnitMissingError,
    RoleMissingError,
    UnitTwiceError,
    UnitUnknownError,
)
from assignment.domain.states import State
from assignment.domain.values import Actor, Letter
from contracts.vocab import DutyRole, Role, VisibilityRole
from servicekit.errors import IllegalTransitionError

from .builders import (
    ASSIST,
    BATCH,
    COOPERATE,
    HANDLER,
    LEAD,
    OFFICE,
    a_case,
    an_actor,
    issued,
    on,
    ready,
)

LETTER = Letter(BATCH, "2020-001", "兴信联发〔2020〕1号")
KNOWN = {LEAD, ASSIST, COOPERATE}


def issue(case: AssignedCase, actor: Actor = OFFICE, due_on: date | None = None) -> None:
    duties = make_duties(LEAD, [ASSIST], [COOPERATE], KNOWN.__contains__)
    case.issue(actor, on(1), letter=LETTER, duties=duties, due_on=due_on)


def test_r12_an_unverified_case_is_not_issued() -> None:
    case = a_case()
    with pytest.raises(CaseNotVerifiedError) as e:
        issue(case)
    assert e.value.code == "case_not_verified"
    assert case.state is State.AWAITING_VERIFICATION
    assert case.pending == []


def test_r34_an_issued_case_has_one_and_only_one_lead() -> None:
    case = issued()
    assert [d.role for d in case.duties].count(DutyRole.LEAD) == 1
    assert case.lead_unit == LEAD


@pytest.mark.parametrize("lead", [None, "", "  "])
def test_r34_a_case_without_a_lead_is_refused(lead: str | None) -> None:
    with pytest.raises(LeadUnitMissingError) as e:
        make_duties(lead, [ASSIST], [], KNOWN.__contains__)
    assert e.value.context["missing"] == ["lead_unit"]


def test_r34_a_unit_cannot_hold_two_duties() -> None:
    with pytest.raises(UnitTwiceError):
        make_duties(LEAD, [LEAD], [], KNOWN.__contains__)
    with pytest.raises(UnitTwiceError):
        make_duties(LEAD, [ASSIST], [ASSIST], KNOWN.__contains__)


def test_a_unit_that_does_not_exist_is_named_in_the_refusal() -> None:
    with pytest.raises(UnitUnknownError) as e:
        make_duties(LEAD, ["nowhere"], [], KNOWN.__contains__)
    assert e.value.context["units"] == ["nowhere"]


def test_issuing_tells_of_the_duties_and_of_the_deadline_in_that_order() -> None:
    case = ready()
    issue(case, due_on=date(2020, 12, 31))
    first, second = case.pending
    assert isinstance(first, events.CaseIssued)
    assert [(d.unit, d.role) for d in first.duties] == [
        (LEAD, DutyRole.LEAD),
        (ASSIST, DutyRole.ASSIST),
        (COOPERATE, DutyRole.COOPERATE),
    ]
    assert isinstance(second, events.DeadlineSet)
    assert (second.due_on, second.previous) == (date(2020, 12, 31), None)


def test_issuing_lets_every_duty_unit_see_the_case() -> None:
    assert issued().viewers() == {
        (LEAD, VisibilityRole.LEAD),
        (ASSIST, VisibilityRole.ASSIST),
        (COOPERATE, VisibilityRole.COOPERATE),
    }


def test_a_deadline_before_the_day_of_issue_is_refused_and_leaves_the_case_ready() -> None:
    case = ready()
    with pytest.raises(DeadlineBeforeIssueError):
        issue(case, due_on=date(2020, 10, 31))
    assert case.state is State.READY
    assert case.duties == ()


@pytest.mark.parametrize(
    "actor",
    [HANDLER, an_actor("xlb", Role.REVIEWER, office=True), an_actor(LEAD, Role.SUPERVISOR)],
)
def test_only_a_supervisor_of_the_office_issues(actor: Actor) -> None:
    with pytest.raises(RoleMissingError):
        issue(ready(), actor)


def test_an_issued_case_cannot_be_issued_again() -> None:
    with pytest.raises(IllegalTransitionError):
        issue(issued())
