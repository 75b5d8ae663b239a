"""The parts of a case as the reads show them."""

from datetime import date, datetime
from uuid import UUID

from contracts.vocab import DutyRole, LeaderLevel
from pydantic import BaseModel

from assignment.domain.values import Fact, Objection, Plan


class FactOut(BaseModel):
    """When it happened, when it was recorded, by which unit, and whether late."""

    occurred_on: date
    recorded_at: datetime
    by: str
    unit: str
    late: bool

    @classmethod
    def of(cls, f: Fact) -> "FactOut":
        """The view of a fact."""
        return cls(occurred_on=f.on, recorded_at=f.at, by=f.by, unit=f.unit, late=f.late)

    @classmethod
    def maybe(cls, f: Fact | None) -> "FactOut | None":
        """The view of a fact that may be missing."""
        return None if f is None else cls.of(f)


class ActionOut(BaseModel):
    """A command the caller may send now."""

    action: str
    label: str


class DutyOut(BaseModel):
    """A unit's duty."""

    unit: str
    role: DutyRole
    signed: FactOut | None


class LeaderOut(BaseModel):
    """包案领导."""

    account: str
    unit: str
    name: str
    title: str
    level: LeaderLevel
    by_override: bool
    assigned: FactOut


class OverrideOut(BaseModel):
    """The standing override of a case (R19)."""

    id: UUID
    reason: str
    allowed: FactOut


class TaskForceOut(BaseModel):
    """工作专班."""

    name: str
    members: list[str]
    named: FactOut


class DeadlineOut(BaseModel):
    """化解时限."""

    due_on: date
    reason: str | None
    set: FactOut


class ObjectionOut(BaseModel):
    """An objection and how it was decided."""

    id: UUID
    unit: str
    reason: str
    raised: FactOut
    accepted: bool | None
    decision_reason: str | None
    decided: FactOut | None

    @classmethod
    def of(cls, o: Objection) -> "ObjectionOut":
        """The view of an objection."""
        d = o.decision
        return cls(
            id=o.id, unit=o.unit, reason=o.reason, raised=FactOut.of(o.raised),
            accepted=d.accepted if d else None, decision_reason=d.reason if d else None,
            decided=FactOut.of(d.decided) if d else None,
        )  # fmt: skip


class StepOut(BaseModel):
    """A step of a plan."""

    n: int
    title: str
    owner: str
    due_on: date
    done: FactOut | None
    note: str | None


class PlanOut(BaseModel):
    """The standing plan."""

    id: UUID
    measures: str
    target_on: date
    filed: FactOut
    steps: list[StepOut]

    @classmethod
    def of(cls, p: Plan) -> "PlanOut":
        """The view of a plan."""
        steps = [
            StepOut(
                n=s.n, title=s.title, owner=s.owner, due_on=s.due_on, done=FactOut.maybe(s.done),
                note=s.note,
            )
            for s in p.steps
        ]  # fmt: skip
        return cls(
            id=p.id, measures=p.measures, target_on=p.target_on, filed=FactOut.of(p.filed),
            steps=steps,
        )  # fmt: skip
