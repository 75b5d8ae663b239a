"""A case as the reads show it, alone and in lists."""

from datetime import date
from uuid import UUID

from contracts.vocab import CaseKind, Cohort, DutyRole, Source
from contracts.vocab import Field as Area
from pydantic import BaseModel

from assignment.api.schemas import (
    ActionOut,
    DeadlineOut,
    DutyOut,
    FactOut,
    LeaderOut,
    ObjectionOut,
    OverrideOut,
    PlanOut,
    TaskForceOut,
)
from assignment.domain.case import AssignedCase
from assignment.domain.states import STATE_LABELS, State
from assignment.domain.values import Actor


class CaseSummary(BaseModel):
    """A case in a list, with what the ledger proposes for its 交办."""

    case_id: UUID
    case_no: str
    version: int
    state: State
    state_label: str
    state_since: date
    source: Source
    cohort: Cohort
    field: Area
    category: str
    case_kind: CaseKind
    cross_separated: bool
    needs_county_leader: bool
    leader_level_below_county: bool
    """A leader stands who is too low since the case became hard (R19)."""
    registered_on: date
    handed_down_on: date | None
    place_unit: str | None
    proposed_unit: str | None
    proposed_assist_units: list[str]
    proposed_deadline: date | None
    lead_unit: str | None
    assist_units: list[str]
    cooperate_units: list[str]
    leader: LeaderOut | None
    due_on: date | None

    @classmethod
    def of(cls, c: AssignedCase) -> "CaseSummary":
        """The view of a case in a list."""
        return cls(**_summary(c))


class CaseOut(CaseSummary):
    """A case with everything 交办 knows of it, and what the caller may do with it."""

    batch_id: UUID | None
    batch_no: str | None
    letter_no: str | None
    verified: FactOut | None
    issued: FactOut | None
    started: FactOut | None
    closed: FactOut | None
    duties: list[DutyOut]
    override: OverrideOut | None
    task_force: TaskForceOut | None
    deadline: DeadlineOut | None
    objections: list[ObjectionOut]
    plan: PlanOut | None
    missing_to_start: list[str]
    allowed_actions: list[ActionOut]

    @classmethod
    def for_(cls, c: AssignedCase, actor: Actor) -> "CaseOut":
        """The view of a case for one caller."""
        letter, force, line = c.letter, c.task_force, c.deadline
        return cls(
            **_summary(c),
            batch_id=letter.batch_id if letter else None,
            batch_no=letter.batch_no if letter else None,
            letter_no=letter.letter_no if letter else None,
            verified=FactOut.maybe(c.verified),
            issued=FactOut.maybe(c.issued),
            started=FactOut.maybe(c.started),
            closed=FactOut.maybe(c.closed),
            duties=[
                DutyOut(unit=d.unit, role=d.role, signed=FactOut.maybe(d.signed)) for d in c.duties
            ],
            override=c.override
            and OverrideOut(
                id=c.override.id,
                reason=c.override.reason,
                allowed=FactOut.of(c.override.allowed),
            ),
            task_force=force
            and TaskForceOut(
                name=force.name, members=list(force.members), named=FactOut.of(force.named)
            ),
            deadline=line
            and DeadlineOut(due_on=line.due_on, reason=line.reason, set=FactOut.of(line.set)),
            objections=[ObjectionOut.of(o) for o in c.objections],
            plan=PlanOut.of(c.plan) if c.plan else None,
            missing_to_start=c.missing_to_start(),
            allowed_actions=[ActionOut(action=a, label=t) for a, t in c.allowed_actions(actor)],
        )


def _units(c: AssignedCase, role: DutyRole) -> list[str]:
    return [d.unit for d in c.duties if d.role is role]


def _leader(c: AssignedCase) -> LeaderOut | None:
    leader = c.leader
    if leader is None:
        return None
    return LeaderOut(
        account=leader.account, unit=leader.unit, name=leader.name, title=leader.title,
        level=leader.level, by_override=leader.by_override, assigned=FactOut.of(leader.assigned),
    )  # fmt: skip


def _summary(c: AssignedCase) -> dict[str, object]:
    r = c.registered
    return {
        "case_id": c.id,
        "case_no": r.case_no,
        "version": c.version,
        "state": c.state,
        "state_label": STATE_LABELS[c.state],
        "state_since": c.state_since,
        "source": r.source,
        "cohort": r.cohort,
        "field": r.field,
        "category": r.category,
        "case_kind": r.case_kind,
        "cross_separated": r.cross_separated,
        "needs_county_leader": c.is_hard,
        "leader_level_below_county": c.leader_level_below_county,
        "registered_on": r.registered_on,
        "handed_down_on": r.handed_down_on,
        "place_unit": r.place_unit,
        "proposed_unit": r.proposed_unit,
        "proposed_assist_units": list(r.proposed_assist_units),
        "proposed_deadline": r.proposed_deadline,
        "lead_unit": c.lead_unit,
        "assist_units": _units(c, DutyRole.ASSIST),
        "cooperate_units": _units(c, DutyRole.COOPERATE),
        "leader": _leader(c),
        "due_on": c.deadline.due_on if c.deadline else None,
    }
