"""Tables of match keys and repeat links."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from intake.storage.base import Base


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
