"""Tables of cases and their petitioners."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from intake.storage.base import Base


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
