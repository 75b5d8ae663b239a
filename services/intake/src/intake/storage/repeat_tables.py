"""Tables of match keys, repeat links and matters."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Double, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from intake.storage.base import Base


class MatchKeyRow(Base):
    """Blind indexes by which a person finds a case: of a number, of a phone."""

    __tablename__ = "match_keys"
    __table_args__ = (Index(None, "kind", "digest"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(primary_key=True)


class PersonKeyRow(Base):
    """Blocking keys of a case's petitioners: the first 64 bits of a keyed hash, of whatever kind.

    No foreign key, here and below: the keys follow the case in one transaction, cases are never deleted, and
    thirty checks a case would cost more than the search.
    """

    __tablename__ = "person_keys"
    __table_args__ = (Index(None, "case_id"),)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)


class MatterKeyRow(Base):
    """Blocking keys of a case's text, keyed like those of the petitioners."""

    __tablename__ = "matter_keys"
    __table_args__ = (Index(None, "case_id"),)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)


class RepeatLinkRow(Base):
    """A suspected, confirmed or dismissed repeat; seen by those who see the earlier case.

    ``reasons`` are sealed, as they may quote the texts. Both cases are sealed, or neither is (R72).
    """

    __tablename__ = "repeat_links"
    __table_args__ = (
        UniqueConstraint("earlier_case_id", "later_case_id"),
        Index(None, "state", "created_at"),
        Index(None, "state", "probability"),
        Index(None, "later_case_id"),
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
    band: Mapped[str | None]
    probability: Mapped[float | None] = mapped_column(Double)
    person_probability: Mapped[float | None] = mapped_column(Double)
    matter_probability: Mapped[float | None] = mapped_column(Double)
    reason_codes: Mapped[list[Any] | None]
    reasons: Mapped[bytes | None]
    code: Mapped[str | None]


class MatterMemberRow(Base):
    """A case's matter; ``matter_id`` is None when a person took the case out and it must stay out."""

    __tablename__ = "matter_members"
    __table_args__ = (Index(None, "matter_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    matter_id: Mapped[UUID | None]
    joined_at: Mapped[datetime]
    joined_by: Mapped[str]
