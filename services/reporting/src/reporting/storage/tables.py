"""Tables of reporting: consumed events, one row per case, dated facts, snapshots."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from dbkit.tables import TYPES, DeclarativeBase, new_metadata
from eventing.tables import add_plumbing
from sqlalchemy import ARRAY, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

TEXTS = ARRAY(Text)


class Base(DeclarativeBase):
    """Base of this service's tables."""

    metadata = new_metadata()
    type_annotation_map = TYPES


add_plumbing(Base.metadata)


class EventRecord(Base):
    """One consumed event, whole: the timeline, and what projections are rebuilt from."""

    __tablename__ = "case_events"
    __table_args__ = (UniqueConstraint("case_id", "source", "version"),)

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    source: Mapped[str]
    version: Mapped[int]
    type: Mapped[str]
    tenant: Mapped[str]
    occurred_on: Mapped[date]
    recorded_at: Mapped[datetime]
    late: Mapped[bool]
    actor_sub: Mapped[str]
    actor_unit: Mapped[str]
    correlation_id: Mapped[str]
    causation_id: Mapped[str | None]
    data: Mapped[dict[str, Any]]


class FactRecord(Base):
    """One dated fact of a case; see ``projections.rows.Fact``."""

    __tablename__ = "case_facts"
    __table_args__ = (
        Index(None, "kind", "occurred_on"),
        Index(None, "recorded_at"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    occurred_on: Mapped[date]
    recorded_at: Mapped[datetime]
    late: Mapped[bool]
    actor_unit: Mapped[str]
    ref: Mapped[UUID | None]
    unit: Mapped[str | None]
    due_on: Mapped[date | None]


class CaseRecord(Base):
    """One case: the columns of the four parts, and what is derived from all of them."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(None, "unit"),
        Index(None, "state"),
        Index(None, "cohort"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)

    # intake
    intake_version: Mapped[int]
    intake_events: Mapped[int]
    case_no: Mapped[str | None] = mapped_column(Text(collation="C"), index=True)
    source: Mapped[str | None]
    cohort: Mapped[str | None]
    handed_down_on: Mapped[date | None]
    registered_on: Mapped[date | None]
    channel: Mapped[str | None]
    people_count: Mapped[int | None]
    field: Mapped[str | None]
    category: Mapped[str | None]
    case_kind: Mapped[str | None]
    cross_separated: Mapped[bool]
    place_unit: Mapped[str | None]
    proposed_unit: Mapped[str | None]
    proposed_assist_units: Mapped[list[str]] = mapped_column(TEXTS)
    proposed_deadline: Mapped[date | None]
    source_letter_no: Mapped[str | None]
    first_unit: Mapped[str | None]
    demand_class: Mapped[str | None]
    special_hardship: Mapped[bool]
    cross_kinds: Mapped[list[str]] = mapped_column(TEXTS)
    tags: Mapped[list[str]] = mapped_column(TEXTS)
    matter_id: Mapped[UUID | None] = mapped_column(index=True)
    sealed: Mapped[bool]
    registrar_unit: Mapped[str | None]
    verified_on: Mapped[date | None]
    repeats: Mapped[int]

    # assignment
    assignment_version: Mapped[int]
    assignment_events: Mapped[int]
    batch_id: Mapped[UUID | None]
    letter_no: Mapped[str | None]
    issued_on: Mapped[date | None]
    lead_unit: Mapped[str | None]
    assist_units: Mapped[list[str]] = mapped_column(TEXTS)
    cooperate_units: Mapped[list[str]] = mapped_column(TEXTS)
    signed_on: Mapped[date | None]
    objected: Mapped[bool]
    leader_account: Mapped[str | None]
    leader_unit: Mapped[str | None]
    leader_level: Mapped[str | None]
    leader_override: Mapped[bool]
    task_force: Mapped[int]
    due_on: Mapped[date | None]
    due_set_on: Mapped[date | None]
    started_on: Mapped[date | None]
    plan_id: Mapped[UUID | None]
    plan_steps: Mapped[int]
    plan_steps_done: Mapped[int]
    plan_target_on: Mapped[date | None]

    # mediation
    mediation_version: Mapped[int]
    mediation_events: Mapped[int]
    activities: Mapped[int]
    face_to_face: Mapped[int]
    sessions: Mapped[int]
    measures: Mapped[int]
    notices: Mapped[int]
    last_activity_on: Mapped[date | None]
    report_id: Mapped[UUID | None]
    report_round: Mapped[int]
    reported_on: Mapped[date | None]
    opinion_agreed: Mapped[bool | None]
    opinion_on: Mapped[date | None]

    # supervision
    supervision_version: Mapped[int]
    supervision_events: Mapped[int]
    approved_report: Mapped[UUID | None]
    approved_on: Mapped[date | None]
    ended_report: Mapped[UUID | None]
    returns: Mapped[int]
    recognition_id: Mapped[UUID | None]
    recognised_on: Mapped[date | None]
    observe_until: Mapped[date | None]
    written_off_on: Mapped[date | None]
    fast_closed: Mapped[bool]
    revoked_on: Mapped[date | None]
    revocation_cause: Mapped[str | None]
    revocations: Mapped[int]

    # derived from the parts whenever one of them changes
    state: Mapped[str]
    unit: Mapped[str | None]


class FrozenMilestone(Base):
    """A milestone's figures as they were known when it was frozen; never changed afterwards."""

    __tablename__ = "frozen_milestones"

    cohort: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    target: Mapped[Decimal]
    needed: Mapped[int]
    total: Mapped[int]
    claimed: Mapped[int]
    resolved: Mapped[int]
    reached: Mapped[bool]
    known_at: Mapped[datetime]
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[str]


class MetricSnapshot(Base):
    """The figures the worker took last for Prometheus; one row."""

    __tablename__ = "metric_snapshot"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    taken_at: Mapped[datetime]
    figures: Mapped[dict[str, Any]] = mapped_column(JSONB)
