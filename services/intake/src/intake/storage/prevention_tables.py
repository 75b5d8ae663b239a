"""Tables of campaign documents, declared counts, early disputes and early signs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Double, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from intake.storage.base import Base


class PreventionSightRow(Base):
    """Which units see a dispute or a sign."""

    __tablename__ = "prevention_sight"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    object_id: Mapped[UUID] = mapped_column(primary_key=True)


class CampaignDocumentRow(Base):
    """A document of the campaign; every unit reads, the office writes."""

    __tablename__ = "campaign_documents"
    __table_args__ = (UniqueConstraint("letter_no"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    version: Mapped[int]
    letter_no: Mapped[str]
    title: Mapped[str]
    issuer: Mapped[str]
    level: Mapped[str]
    issued_on: Mapped[date]
    received_on: Mapped[date | None]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign_documents.id"))
    governs: Mapped[list[Any]]
    registered_by: Mapped[str]
    registered_at: Mapped[datetime]


class DeclaredCountRow(Base):
    """How many cases a level said it handed down; every unit reads, the office writes."""

    __tablename__ = "declared_counts"

    source: Mapped[str] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    version: Mapped[int]
    count: Mapped[int]
    letter_no: Mapped[str]
    declared_on: Mapped[date]
    declared_by: Mapped[str]
    declared_at: Mapped[datetime]


class EarlyDisputeRow(Base):
    """A dispute on the ground; the summary is encrypted. Seen by whom ``prevention_sight`` names."""

    __tablename__ = "early_disputes"
    __table_args__ = (
        Index(None, "state", "occurred_on"),
        Index(None, "occurred_on"),
        Index(None, "case_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    version: Mapped[int]
    state: Mapped[str]
    kind: Mapped[str]
    place_unit: Mapped[str]
    place: Mapped[str | None]
    people_count: Mapped[int]
    occurred_on: Mapped[date]
    level: Mapped[str]
    settled_on: Mapped[date | None]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    summary: Mapped[bytes]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class DisputeStepRow(Base):
    """What happened to a dispute; the note is encrypted."""

    __tablename__ = "dispute_steps"

    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("early_disputes.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str]
    level: Mapped[str]
    occurred_on: Mapped[date]
    note: Mapped[bytes | None]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]


class EarlySignRow(Base):
    """A matter, place, company, field or unit on the rise; never a person."""

    __tablename__ = "early_signs"
    __table_args__ = (
        Index(None, "state", "found_at"),
        Index(
            "uq_early_signs_live", "kind", "subject", unique=True,
            postgresql_where=text("state in ('open', 'acknowledged')"),
        ),
        Index(None, "kind", "subject", "last_on"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    state: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    """The matter's id, the unit's or field's code, or the keyed hash of a name."""
    name: Mapped[bytes | None]
    """The encrypted name of a place or company."""
    cases: Mapped[int]
    petitioners: Mapped[int]
    before: Mapped[float] = mapped_column(Double)
    increase: Mapped[float | None] = mapped_column(Double)
    first_on: Mapped[date]
    last_on: Mapped[date]
    found_on: Mapped[date]
    found_at: Mapped[datetime]
    limits: Mapped[dict[str, Any]]
    """The thresholds it was found by."""
    evidence: Mapped[list[Any]]
    """Ids of the cases that were counted, the newest of them."""
    steps: Mapped[list[Any]]
    """What persons decided: action, day, account, reason."""


class SignThresholdsRow(Base):
    """From when on something is an early sign; one row a district, read by every unit."""

    __tablename__ = "sign_thresholds"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    limits: Mapped[dict[str, Any]]
    set_by: Mapped[str]
    set_at: Mapped[datetime]
