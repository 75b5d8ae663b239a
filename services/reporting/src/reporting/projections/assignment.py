"""Folds assignment's events into duties, leader, deadline and plan."""

from dataclasses import replace

from contracts.assignment import (
    CaseIssuedV1,
    DeadlineSetV1,
    DutySignedV1,
    LeaderAssignedV1,
    LeaderOverrideRecordedV1,
    ObjectionDecidedV1,
    ObjectionRaisedV1,
    PlanFiledV1,
    PlanStepDoneV1,
    ResolutionStartedV1,
    TaskForceNamedV1,
)
from contracts.event import Envelope, EventData
from contracts.vocab import DutyRole

from reporting.projections.facts import fact
from reporting.projections.rows import AssignmentPart, Fact, FactKind

Folded = tuple[AssignmentPart, tuple[Fact, ...]]


def fold(part: AssignmentPart, envelope: Envelope, data: EventData | None) -> Folded:
    """Apply one event of assignment."""
    match data:
        case CaseIssuedV1():
            return _issued(part, envelope, data)
        case DutySignedV1():
            return _signed(part, envelope, data)
        case ObjectionDecidedV1():
            return _decided(part, envelope, data)
        case DeadlineSetV1():
            return _deadline(part, envelope, data)
        case ResolutionStartedV1():
            part = replace(part, started_on=envelope.occurred_on)
            return part, (fact(envelope, FactKind.STARTED, unit=data.lead_unit),)
        case _:
            return _particulars(part, data), ()


def _issued(part: AssignmentPart, envelope: Envelope, data: CaseIssuedV1) -> Folded:
    units = {role: tuple(d.unit for d in data.duties if d.role is role) for role in DutyRole}
    lead = units[DutyRole.LEAD][0]
    part = replace(
        part,
        batch_id=data.batch_id,
        letter_no=data.letter_no,
        issued_on=envelope.occurred_on,
        lead_unit=lead,
        assist_units=units[DutyRole.ASSIST],
        cooperate_units=units[DutyRole.COOPERATE],
        signed_on=None,
        objected=False,
        started_on=None,
    )
    return part, (fact(envelope, FactKind.ISSUED, unit=lead),)


def _signed(part: AssignmentPart, envelope: Envelope, data: DutySignedV1) -> Folded:
    if data.role is DutyRole.LEAD:
        part = replace(part, signed_on=envelope.occurred_on)
    return part, (fact(envelope, FactKind.SIGNED, unit=data.unit),)


def _decided(part: AssignmentPart, envelope: Envelope, data: ObjectionDecidedV1) -> Folded:
    if not data.accepted:
        return replace(part, objected=False), ()
    part = replace(
        part, objected=False, lead_unit=None, assist_units=(), cooperate_units=(), issued_on=None,
        signed_on=None, started_on=None, leader_account=None, leader_unit=None, leader_level=None,
        leader_override=False, task_force=0, plan_id=None, plan_steps=0, plan_steps_done=0,
        plan_target_on=None,
    )  # fmt: skip
    return part, (fact(envelope, FactKind.TAKEN_BACK, unit=data.unit),)


def _deadline(part: AssignmentPart, envelope: Envelope, data: DeadlineSetV1) -> Folded:
    # A deadline entered afterwards for an earlier day does not displace one set on a later day.
    if part.due_set_on is None or envelope.occurred_on >= part.due_set_on:
        part = replace(part, due_on=data.due_on, due_set_on=envelope.occurred_on)
    return part, (fact(envelope, FactKind.DEADLINE, due_on=data.due_on),)


def _particulars(part: AssignmentPart, data: EventData | None) -> AssignmentPart:
    match data:
        case ObjectionRaisedV1():
            return replace(part, objected=True)
        case LeaderAssignedV1():
            return replace(
                part, leader_account=data.leader_account, leader_unit=data.leader_unit,
                leader_level=data.level.value,
            )  # fmt: skip
        case LeaderOverrideRecordedV1():
            return replace(part, leader_override=True)
        case TaskForceNamedV1():
            return replace(part, task_force=data.members)
        case _:
            return _planned(part, data)


def _planned(part: AssignmentPart, data: EventData | None) -> AssignmentPart:
    match data:
        case PlanFiledV1():
            return replace(
                part, plan_id=data.plan_id, plan_steps=data.steps, plan_steps_done=0,
                plan_target_on=data.target_on,
            )  # fmt: skip
        case PlanStepDoneV1():
            return replace(part, plan_steps_done=part.plan_steps_done + 1)
        case _:
            return part
