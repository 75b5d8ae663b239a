"""签收 and 异议."""

from dataclasses import replace
from datetime import date

import pytest
from assignment.domain import events
from assignment.domain.duties import make_duties
from assignment.domain.errors import (
    DeadlineBeforeIssueError,
    NotDutyUnitError,
    NotLeadUnitError,
    ReasonError,
    RoleMissingError,
)
from assignment.domain.states import State
from assignment.domain.values import Actor, Letter
from contracts.vocab import CaseKind, DutyRole, Role
from servicekit.errors import IllegalTransitionError
from servicekit.ids import new_id

from .builders import (
    ASSIST,
    ASSISTANT,
    BATCH,
    COOPERATOR,
    HANDLER,
    LEAD,
    OFFICE,
    OUTSIDER,
    an_actor,
    equipped,
    issued,
    name_leader,
    objected,
    on,
    resolving,
    signed,
)

REASON = "该事项不属于本街道职权范围"


def test_the_leads_signature_moves_the_case_to_signed() -> None:
    case = issued()
    case.sign(HANDLER, on(2))
    assert case.state is State.SIGNED
    assert case.state_since == date(2020, 11, 2)
    (event,) = case.pending
    assert isinstance(event, events.DutySigned)
    assert (event.unit, event.role) == (LEAD, DutyRole.LEAD)


@pytest.mark.parametrize("actor", [ASSISTANT, COOPERATOR])
def test_a_supporting_units_signature_leaves_the_state_alone(actor: Actor) -> None:
    case = issued()
    case.sign(actor, on(2))
    assert case.state is State.ISSUED
    duty = case.duty_of(actor.unit)
    assert duty is not None
    assert duty.signed is not None


def test_a_supporting_unit_may_sign_after_the_resolution_has_started() -> None:
    case = resolving()
    case.sign(ASSISTANT, on(20))
    assert case.state is State.RESOLVING


@pytest.mark.parametrize("actor", [HANDLER, ASSISTANT])
def test_a_unit_signs_only_once(actor: Actor) -> None:
    case = issued()
    case.sign(actor, on(2))
    with pytest.raises(IllegalTransitionError):
        case.sign(actor, on(3))


def test_a_unit_without_a_duty_cannot_sign() -> None:
    with pytest.raises((NotDutyUnitError, NotLeadUnitError)):
        issued().sign(OUTSIDER, on(2))


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.LEADER, Role.ANALYST])
def test_only_the_handler_of_a_unit_signs(role: Role) -> None:
    with pytest.raises(RoleMissingError):
        issued().sign(an_actor(LEAD, role), on(2))


@pytest.mark.parametrize("build", [issued, signed])
def test_the_lead_may_object_until_the_resolution_starts(build) -> None:  # type: ignore[no-untyped-def]
    case = build()
    case.object(HANDLER, on(3), objection_id=new_id(), reason=REASON)
    assert case.state is State.OBJECTED
    (event,) = case.pending
    assert isinstance(event, events.ObjectionRaised)
    assert event.reason == REASON


def test_an_objection_needs_a_reason() -> None:
    with pytest.raises(ReasonError):
        issued().object(HANDLER, on(3), objection_id=new_id(), reason="  ")


def test_an_assisting_unit_cannot_object() -> None:
    with pytest.raises(NotLeadUnitError):
        issued().object(ASSISTANT, on(3), objection_id=new_id(), reason=REASON)


def test_a_resolving_case_can_no_longer_be_objected_to() -> None:
    with pytest.raises(IllegalTransitionError):
        resolving().object(HANDLER, on(20), objection_id=new_id(), reason=REASON)


def test_an_accepted_objection_takes_duties_leader_and_task_force_back() -> None:
    case = equipped()
    case.object(HANDLER, on(6), objection_id=new_id(), reason=REASON)
    case.decide_objection(OFFICE, on(7), accepted=True, reason="属住建部门职权")
    assert case.state is State.READY
    assert case.duties == ()
    assert (case.leader, case.task_force, case.letter) == (None, None, None)
    assert case.viewers() == frozenset()
    assert case.deadline is not None


def test_a_case_taken_back_can_be_issued_to_another_unit_but_not_before_the_decision() -> None:
    case = objected()
    case.decide_objection(OFFICE, on(7), accepted=True, reason="属住建部门职权")
    duties = make_duties(ASSIST, [], [], lambda _: True)
    letter = Letter(BATCH, "2020-002", "兴信联发〔2020〕2号")
    with pytest.raises(AssertionError, match="before its cause 2020-11-07"):
        case.issue(OFFICE, on(6), letter=letter, duties=duties, due_on=None)
    case.issue(OFFICE, on(8), letter=letter, duties=duties, due_on=None)
    assert case.lead_unit == ASSIST


def test_a_case_taken_back_is_not_issued_anew_under_a_deadline_that_has_passed() -> None:
    case = equipped()
    assert case.deadline is not None
    case.deadline = replace(case.deadline, due_on=date(2020, 11, 20))
    case.object(HANDLER, on(6), objection_id=new_id(), reason=REASON)
    case.decide_objection(OFFICE, on(7), accepted=True, reason="属住建部门职权")
    duties = make_duties(ASSIST, [], [], lambda _: True)
    letter = Letter(BATCH, "2020-002", "兴信联发〔2020〕2号")
    with pytest.raises(DeadlineBeforeIssueError):
        case.issue(OFFICE, on(21), letter=letter, duties=duties, due_on=None)
    case.issue(OFFICE, on(21), letter=letter, duties=duties, due_on=date(2020, 12, 21))
    assert (case.lead_unit, case.deadline.due_on) == (ASSIST, date(2020, 12, 21))


def test_an_override_falls_when_the_duties_are_taken_back() -> None:
    case = signed(CaseKind.NAIL)
    case.override_leader(OFFICE, on(3), override_id=new_id(), reason="县级领导已另有安排，特批")
    case.object(HANDLER, on(4), objection_id=new_id(), reason=REASON)
    case.decide_objection(OFFICE, on(5), accepted=True, reason="属住建部门职权")
    assert case.override is None


def test_a_rejected_objection_restores_an_unsigned_case_to_issued() -> None:
    case = objected()
    case.decide_objection(OFFICE, on(3), accepted=False, reason="属地管理，应由该街道办理")
    assert case.state is State.ISSUED
    assert case.lead_unit == LEAD


def test_a_rejected_objection_restores_a_signed_case_to_signed() -> None:
    case = signed()
    name_leader(case)
    case.object(HANDLER, on(4), objection_id=new_id(), reason=REASON)
    case.decide_objection(OFFICE, on(5), accepted=False, reason="属地管理，应由该街道办理")
    assert case.state is State.SIGNED
    assert case.leader is not None


def test_only_the_office_decides_an_objection() -> None:
    with pytest.raises(RoleMissingError):
        objected().decide_objection(HANDLER, on(3), accepted=True, reason="同意")


def test_a_decision_lies_not_before_the_objection() -> None:
    with pytest.raises(AssertionError, match="before its cause 2020-11-02"):
        objected().decide_objection(OFFICE, on(1), accepted=True, reason="同意")


def test_there_is_nothing_to_decide_without_an_objection() -> None:
    with pytest.raises(IllegalTransitionError):
        issued().decide_objection(OFFICE, on(3), accepted=True, reason="同意")
