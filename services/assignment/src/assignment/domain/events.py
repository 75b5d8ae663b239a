"""What the aggregate says has happened; the use cases publish and audit it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.vocab import DutyRole, LeaderLevel

from assignment.domain.values import Duty, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Base: the dated fact, and the written reason where the act needs one."""

    fact: Fact
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseIssued(Happened):
    """集中交办."""

    batch_id: UUID
    letter_no: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySigned(Happened):
    """签收."""

    unit: str
    role: DutyRole


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRaised(Happened):
    """异议提出."""

    objection_id: UUID
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionDecided(Happened):
    """异议裁定."""

    objection_id: UUID
    unit: str
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderOverrideRecorded(Happened):
    """包案领导级别例外."""

    override_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderAssigned(Happened):
    """包案领导确定."""

    leader_account: str
    leader_unit: str
    level: LeaderLevel
    by_override: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskForceNamed(Happened):
    """专班组建."""

    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineSet(Happened):
    """时限确定."""

    due_on: date
    previous: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionStarted(Happened):
    """转入化解."""

    lead_unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFiled(Happened):
    """方案制定."""

    plan_id: UUID
    steps: int
    target_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStepDone(Happened):
    """方案步骤完成."""

    plan_id: UUID
    step: int
