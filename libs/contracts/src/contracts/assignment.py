"""Events that assignment publishes: who must do what by when."""

from datetime import date
from uuid import UUID

from contracts.event import EventData, event
from contracts.vocab import DutyRole, LeaderLevel


class IssuedDuty(EventData):
    """One unit's duty in an issued case."""

    unit: str
    role: DutyRole


@event("assignment", "case_issued", 1)
class CaseIssuedV1(EventData):
    """The district office handed the case to its units in a batch (集中交办)."""

    batch_id: UUID
    letter_no: str
    """交办文号"""
    duties: tuple[IssuedDuty, ...]
    """Exactly one of them is the lead (R34)."""


@event("assignment", "duty_signed", 1)
class DutySignedV1(EventData):
    """A unit signed for its duty (签收)."""

    unit: str
    role: DutyRole


@event("assignment", "objection_raised", 1)
class ObjectionRaisedV1(EventData):
    """The lead unit says the case is not in its competence (T3)."""

    unit: str


@event("assignment", "objection_decided", 1)
class ObjectionDecidedV1(EventData):
    """The sender decided an objection; accepted means the duty is taken back."""

    unit: str
    accepted: bool


@event("assignment", "leader_override_recorded", 1)
class LeaderOverrideRecordedV1(EventData):
    """The district office allowed, in writing, a leader below county level for a hard case (R19)."""

    override_id: UUID


@event("assignment", "leader_assigned", 1)
class LeaderAssignedV1(EventData):
    """包案领导 named."""

    leader_account: str
    """Account name (preferred_username) of the leader: the only one who may sign the opinion (R24)."""
    leader_unit: str
    """Unit code the leader's account belongs to."""
    level: LeaderLevel
    by_override: bool


@event("assignment", "task_force_named", 1)
class TaskForceNamedV1(EventData):
    """工作专班 named."""

    members: int


@event("assignment", "deadline_set", 1)
class DeadlineSetV1(EventData):
    """化解时限 set or changed."""

    due_on: date
    previous: date | None


@event("assignment", "resolution_started", 1)
class ResolutionStartedV1(EventData):
    """The case entered 化解中: leader, unit, task force and deadline are all there (R18)."""

    lead_unit: str


@event("assignment", "plan_filed", 1)
class PlanFiledV1(EventData):
    """化解方案 / 工作推进方案 filed."""

    plan_id: UUID
    steps: int
    target_on: date


@event("assignment", "plan_step_done", 1)
class PlanStepDoneV1(EventData):
    """A step of the plan is done: a qualifying event of progress (R56)."""

    plan_id: UUID
    step: int
