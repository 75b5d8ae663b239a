"""ORM rows of the assignment database."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from dbkit.tables import TYPES, new_metadata
from eventing.tables import add_plumbing
from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

Doc = dict[str, Any]


class Base(DeclarativeBase):
    """All tables of this service."""

    metadata = new_metadata()
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        **TYPES,
        list[str]: JSONB,
        Doc: JSONB(none_as_null=True),
    }


add_plumbing(Base.metadata)


class DutyRow(Base):
    """One unit's duty in a case."""

    __tablename__ = "duties"
    __table_args__ = (
        Index("ix_duties_unit_case_id", "unit", "case_id"),
        Index("uq_duties_one_lead", "case_id", unique=True, postgresql_where=text("role = 'lead'")),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.case_id"), primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]
    position: Mapped[int]
    signed: Mapped[Doc | None]


class ObjectionRow(Base):
    """An objection with its decision."""

    __tablename__ = "objections"
    __table_args__ = (Index(None, "case_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.case_id"))
    unit: Mapped[str]
    reason: Mapped[str]
    raised: Mapped[Doc]
    accepted: Mapped[bool | None]
    decision_reason: Mapped[str | None]
    decided: Mapped[Doc | None]


class OverrideRow(Base):
    """The office's written leave for a leader below county level."""

    __tablename__ = "leader_overrides"
    __table_args__ = (Index(None, "case_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.case_id"))
    reason: Mapped[str]
    allowed: Mapped[Doc]
    standing: Mapped[bool]


class StepRow(Base):
    """One step of a plan."""

    __tablename__ = "plan_steps"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.case_id"))
    title: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date]
    done: Mapped[Doc | None]
    note: Mapped[str | None]


class PlanRow(Base):
    """A plan; only the latest stands."""

    __tablename__ = "plans"
    __table_args__ = (Index(None, "case_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.case_id"))
    measures: Mapped[str]
    target_on: Mapped[date]
    filed: Mapped[Doc]
    standing: Mapped[bool]
    steps: Mapped[list[StepRow]] = relationship(order_by=StepRow.n, lazy="selectin")


class CaseRow(Base):
    """A case as 交办 sees it."""

    __tablename__ = "cases"
    __table_args__ = (UniqueConstraint("case_no"), Index(None, "state", "due_on"))

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_no: Mapped[str]
    source: Mapped[str]
    cohort: Mapped[str]
    field: Mapped[str]
    category: Mapped[str]
    case_kind: Mapped[str]
    cross_separated: Mapped[bool]
    registered_on: Mapped[date]
    handed_down_on: Mapped[date | None]
    place_unit: Mapped[str | None]
    proposed_unit: Mapped[str | None]
    proposed_assist_units: Mapped[list[str]]
    proposed_deadline: Mapped[date | None]
    sealed: Mapped[bool]
    tags: Mapped[list[str]]
    registrar_unit: Mapped[str | None]
    state: Mapped[str]
    state_since: Mapped[date]
    version: Mapped[int] = mapped_column()
    due_on: Mapped[date | None]
    batch_id: Mapped[UUID | None]
    batch_no: Mapped[str | None]
    letter_no: Mapped[str | None]
    verified: Mapped[Doc | None]
    issued: Mapped[Doc | None]
    started: Mapped[Doc | None]
    closed: Mapped[Doc | None]
    leader: Mapped[Doc | None]
    task_force: Mapped[Doc | None]
    deadline: Mapped[Doc | None]
    duties: Mapped[list[DutyRow]] = relationship(
        order_by=DutyRow.position, lazy="selectin", cascade="all, delete-orphan"
    )
    objections: Mapped[list[ObjectionRow]] = relationship(order_by=ObjectionRow.id, lazy="selectin")
    overrides: Mapped[list[OverrideRow]] = relationship(order_by=OverrideRow.id, lazy="selectin")
    plans: Mapped[list[PlanRow]] = relationship(order_by=PlanRow.id, lazy="selectin")

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012


class BatchRow(Base):
    """A 交办 batch under one letter."""

    __tablename__ = "batches"
    __table_args__ = (UniqueConstraint("tenant", "batch_no"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    batch_no: Mapped[str]
    letter_no: Mapped[str]
    made: Mapped[Doc]
    created_at: Mapped[datetime]


class BatchItemRow(Base):
    """One case as it was issued; stays as it was when the case is taken back."""

    __tablename__ = "batch_items"
    __table_args__ = (Index(None, "batch_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batches.id"))
    case_id: Mapped[UUID]
    case_no: Mapped[str]
    duties: Mapped[list[Any]]
    due_on: Mapped[date | None]
    issued: Mapped[Doc]
