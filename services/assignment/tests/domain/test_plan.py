"""R21: the plan and its steps."""

from datetime import date

import pytest
from assignment.domain import events
from assignment.domain.case import AssignedCase
from assignment.domain.errors import (
    BlankFieldError,
    NoPlanError,
    NotLeadUnitError,
    PlanDatesError,
    StepAlreadyDoneError,
    StepNotFoundError,
)
from servicekit.errors import IllegalTransitionError
from servicekit.ids import new_id

from .builders import ASSISTANT, HANDLER, issued, on, planned, resolving, signed

STEPS = [("见面", "甲", date(2020, 11, 20))]


def file(case: AssignedCase, **over: object) -> None:
    parts: dict[str, object] = {
        "plan_id": new_id(),
        "measures": "协调整改",
        "steps": STEPS,
        "target_on": date(2020, 12, 31),
    }
    case.file_plan(HANDLER, on(10), **{**parts, **over})  # type: ignore[arg-type]


def test_r21_a_plan_holds_measures_numbered_steps_owners_and_dates() -> None:
    plan = planned().plan
    assert plan is not None
    assert [(s.n, s.title, s.owner) for s in plan.steps] == [(1, "见面", "甲"), (2, "整改", "乙")]
    assert plan.target_on == date(2020, 12, 31)


def test_a_plan_may_be_filed_before_the_resolution_starts_but_not_before_the_signature() -> None:
    case = signed()
    file(case)
    assert case.plan is not None
    with pytest.raises(IllegalTransitionError):
        file(issued())


def test_a_later_plan_takes_the_earlier_ones_place() -> None:
    case = planned()
    before = case.plan
    file(case)
    assert case.plan is not None
    assert before is not None
    assert case.plan.id != before.id


@pytest.mark.parametrize(
    "over", [{"measures": " "}, {"steps": []}, {"steps": [(" ", "甲", date(2020, 11, 20))]}]
)
def test_a_plan_with_a_blank_part_is_refused(over: dict[str, object]) -> None:
    with pytest.raises(BlankFieldError):
        file(resolving(), **over)


def test_a_step_after_the_target_is_refused_by_its_number() -> None:
    steps = [*STEPS, ("整改", "乙", date(2021, 1, 1))]
    with pytest.raises(PlanDatesError) as e:
        file(resolving(), steps=steps)
    assert e.value.context["steps"] == [2]


def test_a_target_before_the_filing_is_refused() -> None:
    with pytest.raises(PlanDatesError):
        file(resolving(), target_on=date(2020, 11, 9), steps=[("见面", "甲", date(2020, 11, 9))])


def test_a_done_step_is_told_with_its_number() -> None:
    case = planned()
    case.complete_step(HANDLER, on(18), n=2, note="已整改")
    (event,) = case.pending
    assert isinstance(event, events.PlanStepDone)
    assert event.step == 2
    assert case.plan is not None
    assert [s.done is not None for s in case.plan.steps] == [False, True]


def test_a_step_is_done_only_once() -> None:
    case = planned()
    case.complete_step(HANDLER, on(18), n=1, note=None)
    with pytest.raises(StepAlreadyDoneError):
        case.complete_step(HANDLER, on(19), n=1, note=None)


def test_a_step_that_is_not_in_the_plan_is_not_found() -> None:
    with pytest.raises(StepNotFoundError):
        planned().complete_step(HANDLER, on(18), n=3, note=None)


def test_there_are_no_steps_without_a_plan() -> None:
    with pytest.raises(NoPlanError):
        resolving().complete_step(HANDLER, on(18), n=1, note=None)


def test_a_step_is_not_done_before_the_plan_was_filed() -> None:
    with pytest.raises(AssertionError, match="before its cause 2020-11-07"):
        planned().complete_step(HANDLER, on(6), n=1, note=None)


def test_an_assisting_unit_files_no_plan() -> None:
    with pytest.raises(NotLeadUnitError):
        resolving().file_plan(
            ASSISTANT,
            on(10),
            plan_id=new_id(),
            measures="x",
            steps=STEPS,
            target_on=date(2020, 12, 31),
        )
