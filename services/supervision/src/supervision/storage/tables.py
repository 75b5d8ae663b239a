"""Tables of supervision: cases, closure facts, reviews, recognitions, revocations, repeats."""

from datetime import date, datetime
from uuid import UUID

from dbkit.tables import TYPES, DeclarativeBase, new_metadata
from eventing.tables import add_plumbing
from sqlalchemy import ARRAY, ForeignKey, Index, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

METADATA = new_metadata()
add_plumbing(METADATA)


class Base(DeclarativeBase):
    """Declarative base of this service."""

    metadata = METADATA
    type_annotation_map = TYPES


class CaseRow(Base):
    """One case; made by whichever event about it arrives first."""

    __tablename__ = "cases"
    __table_args__ = (Index(None, "state", "state_since"),)

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    state: Mapped[str]
    state_since: Mapped[date | None]
    case_no: Mapped[str | None] = mapped_column(unique=True)
    cohort: Mapped[str | None]
    sealed: Mapped[bool]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text))
    lead_unit: Mapped[str | None]
    returns: Mapped[int]
    observe_until: Mapped[date | None]
    updated_at: Mapped[datetime]


class _Authored:
    """When it happened, when it was recorded, by whom."""

    occurred_on: Mapped[date]
    recorded_at: Mapped[datetime]
    actor_sub: Mapped[str]
    unit: Mapped[str]
    late: Mapped[bool]


class FactRow(_Authored, Base):
    """One closure fact; only ``standing`` ever changes."""

    __tablename__ = "closure_facts"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.case_id"), primary_key=True)
    seq: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str]
    ref: Mapped[UUID]
    round: Mapped[int]
    standing: Mapped[bool]


class ReviewRow(_Authored, Base):
    """One review; the reason is encrypted."""

    __tablename__ = "reviews"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.case_id"), index=True)
    report_id: Mapped[UUID]
    round: Mapped[int]
    decision: Mapped[str]
    result_answers_demand: Mapped[bool]
    measures_executed: Mapped[bool]
    receipt_present: Mapped[bool]
    leader_opinion_read: Mapped[bool]
    reason: Mapped[bytes | None]


class RecognitionRow(_Authored, Base):
    """One recognition and its observation window; the number of a basis document is encrypted."""

    __tablename__ = "recognitions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.case_id"), index=True)
    observe_until: Mapped[date]
    basis: Mapped[bytes | None]


class EvidenceRow(Base):
    """Evidence of one condition of one recognition; its texts are encrypted."""

    __tablename__ = "evidence"
    __table_args__ = (Index(None, "recognition_id", "slot", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recognition_id: Mapped[UUID] = mapped_column(ForeignKey("recognitions.id"))
    case_id: Mapped[UUID] = mapped_column(index=True)
    unit: Mapped[str]
    slot: Mapped[str]
    document_no: Mapped[bytes]
    description: Mapped[bytes]
    confirmed_by: Mapped[bytes | None]
    voluntary: Mapped[bool | None]


class RevocationRow(_Authored, Base):
    """One recognition taken back; the reason is encrypted."""

    __tablename__ = "revocations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.case_id"), index=True)
    recognition_id: Mapped[UUID] = mapped_column(ForeignKey("recognitions.id"))
    cause: Mapped[str]
    later_case_id: Mapped[UUID | None]
    reason: Mapped[bytes | None]


class RepeatRow(Base):
    """One confirmed repeat, and whether it took a recognition back."""

    __tablename__ = "repeats"

    link_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.case_id"), index=True)
    later_case_id: Mapped[UUID]
    repeated_on: Mapped[date]
    recorded_at: Mapped[datetime]
    revoked: Mapped[bool]
    revocation_id: Mapped[UUID | None]
    withdrawn: Mapped[bool]
