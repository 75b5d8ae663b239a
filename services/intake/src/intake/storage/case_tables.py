"""Tables of cases, their parties, legal references, case numbers and progress of sealed cases."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from intake.storage.base import Base

KEYS_VERSION = 1
"""Raise it with any change of what the models take for keys: the worker then renews all of them."""


class CaseRow(Base):
    """A registered case; every ``bytes`` column is encrypted.

    ``demand`` is the clear text of rows written before texts were encrypted, as are the texts inside
    ``proposal``; the job of ``seal_texts`` moves them into ``demand_sealed`` and ``proposal_sealed``.
    """

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("case_no"),
        Index(None, "state", "registered_on"),
        Index(None, "keyed_version"),
        Index("ix_cases_open_key", "open_key", postgresql_where=text("open_key is not null")),
        Index(
            "ix_cases_clear_texts", "id",
            postgresql_where=text("demand is not null or proposal ?| array['remark', 'measures']"),
        ),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    case_no: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    source: Mapped[str]
    cohort: Mapped[str]
    handed_down_on: Mapped[date | None]
    registered_on: Mapped[date]
    channel: Mapped[str]
    people_count: Mapped[int]
    field: Mapped[str]
    category: Mapped[str]
    case_kind: Mapped[str]
    cross_separated: Mapped[bool]
    cross_kind: Mapped[str | None]
    place: Mapped[str | None]
    place_unit: Mapped[str | None]
    incident_place: Mapped[str | None]
    demand: Mapped[str | None]
    phones: Mapped[bytes | None]
    household: Mapped[bytes | None]
    residence: Mapped[bytes | None]
    proposal: Mapped[dict[str, Any]]
    ticks: Mapped[dict[str, Any]]
    import_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    demand_sealed: Mapped[bytes | None]
    proposal_sealed: Mapped[bytes | None]
    """化解措施 and 备注 of the proposal."""
    received_on: Mapped[date | None]
    first_petition_on: Mapped[date | None]
    first_here: Mapped[bool | None]
    first_nationwide: Mapped[bool | None]
    category_level2: Mapped[str | None]
    category_level3: Mapped[str | None]
    cross_kinds: Mapped[list[Any]]
    tags: Mapped[list[Any]]
    demand_class: Mapped[str | None]
    special_hardship: Mapped[bool]
    letter_no: Mapped[str | None]
    repeat_visits: Mapped[int]
    ordinary_because: Mapped[str | None]
    anonymous: Mapped[bool]
    accused: Mapped[bytes | None]
    first_unit: Mapped[str | None]
    first_person: Mapped[str | None]
    registered_by: Mapped[str | None]
    sealed: Mapped[bool]
    open_no: Mapped[bytes | None]
    """The number a sealed case was typed in with, or had before it was sealed."""
    open_key: Mapped[bytes | None]
    """Blind index of the number that a sealed case had in the open: no ledger registers it again."""
    issued: Mapped[bool]
    fast_eligible_on: Mapped[date | None]
    fast_because: Mapped[str | None]
    fast_closed_on: Mapped[date | None]
    fast_document_no: Mapped[str | None]
    fast_basis: Mapped[str | None]
    keyed_version: Mapped[int] = mapped_column(default=KEYS_VERSION)
    """Which version of the matcher's keys stands in ``person_keys`` and ``matter_keys``."""


class PetitionerRow(Base):
    """A petitioner; name, number and ``details`` (own phones and addresses) are encrypted."""

    __tablename__ = "petitioners"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int]
    name: Mapped[bytes]
    id_no: Mapped[bytes | None]
    id_state: Mapped[str]
    representative: Mapped[bool]
    details: Mapped[bytes | None]


class AgentRow(Base):
    """Somebody who files for a petitioner; all of it but the position is encrypted."""

    __tablename__ = "agents"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int]
    acts_for: Mapped[int]
    person: Mapped[bytes]


class LegalReferenceRow(Base):
    """A document of another authority, by number only (R33)."""

    __tablename__ = "legal_references"
    __table_args__ = (UniqueConstraint("case_id", "document_no"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    document_no: Mapped[str]
    organ: Mapped[str]
    issued_on: Mapped[date]
    kind: Mapped[str]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class CompartmentProgressRow(Base):
    """How far a sealed case is: a copy for each unit that may know, without the case's id (R72)."""

    __tablename__ = "compartment_progress"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str]
    stage: Mapped[str]
    occurred_on: Mapped[date]
    recorded_at: Mapped[datetime]


class CaseNumberRow(Base):
    """The last number given in a series: a unit's day, or a year of sealed cases."""

    __tablename__ = "case_numbers"

    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
