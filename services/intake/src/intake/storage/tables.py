"""Intake's tables."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from dbkit.tables import TYPES, DeclarativeBase, new_metadata
from eventing.tables import add_plumbing
from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

METADATA = new_metadata()
add_plumbing(METADATA)


class Base(DeclarativeBase):
    """Base of intake's rows."""

    metadata = METADATA
    type_annotation_map = TYPES


class CaseRow(Base):
    """A registered case. ``phones``, ``household`` and ``residence`` are encrypted."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("case_no"),
        Index(None, "state", "registered_on"),
    )

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
    demand: Mapped[str]
    phones: Mapped[bytes | None]
    household: Mapped[bytes | None]
    residence: Mapped[bytes | None]
    proposal: Mapped[dict[str, Any]]
    ticks: Mapped[dict[str, Any]]
    import_id: Mapped[UUID | None]
    created_at: Mapped[datetime]


class PetitionerRow(Base):
    """A petitioner; name and number are encrypted."""

    __tablename__ = "petitioners"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int]
    name: Mapped[bytes]
    id_no: Mapped[bytes | None]
    id_state: Mapped[str]


class MatchKeyRow(Base):
    """Blind indexes of a case: by number, by phone, by name and phone together."""

    __tablename__ = "match_keys"
    __table_args__ = (Index(None, "kind", "digest"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(primary_key=True)


class RepeatLinkRow(Base):
    """A suspected, confirmed or dismissed repeat; seen by those who see the earlier case."""

    __tablename__ = "repeat_links"
    __table_args__ = (
        UniqueConstraint("earlier_case_id", "later_case_id"),
        Index(None, "state", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    earlier_case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    later_case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    basis: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    repeated_on: Mapped[date | None]
    reason: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class ImportRow(Base):
    """One ledger file that a unit handed in."""

    __tablename__ = "imports"
    __table_args__ = (
        Index(
            "uq_imports_live_file", "tenant", "file_hash", unique=True,
            postgresql_where=text("state <> 'refused'"),
        ),
        Index(None, "tenant", "created_at"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[bytes]
    file_verdict: Mapped[str]
    reason: Mapped[str | None]
    reason_zh: Mapped[str | None]
    rows_total: Mapped[int]
    rows_accepted: Mapped[int]
    summary: Mapped[dict[str, Any]]
    state: Mapped[str]
    version: Mapped[int]
    committed: Mapped[int]
    source_letter: Mapped[str | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    committed_at: Mapped[datetime | None]


class ImportLineRow(Base):
    """One row of an imported ledger; ``sealed`` holds all it said, encrypted as one."""

    __tablename__ = "import_rows"
    __table_args__ = (UniqueConstraint("import_id", "row"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id"))
    tenant: Mapped[str]
    row: Mapped[int]
    serial: Mapped[int | None]
    verdict: Mapped[str]
    codes: Mapped[list[Any]]
    warnings: Mapped[list[Any]]
    normalisations: Mapped[list[Any]]
    column_name: Mapped[str | None]
    reason_zh: Mapped[str | None]
    sealed: Mapped[bytes]
    case_id: Mapped[UUID | None]
