"""Tables of mediation."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from dbkit.tables import TYPES, DeclarativeBase, new_metadata
from eventing.tables import add_plumbing
from sqlalchemy import ForeignKey, Index, MetaData, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column


def _metadata() -> MetaData:
    metadata = new_metadata()
    add_plumbing(metadata)
    return metadata


class Base(DeclarativeBase):
    """Base of this service's rows."""

    metadata = _metadata()
    type_annotation_map = TYPES


class CaseRow(Base):
    """A case under resolution, without a word of what it is about."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(None, "lead_unit", "state"),
        Index(None, "leader_unit", "leader_account", "state"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_no: Mapped[str | None]
    sealed: Mapped[bool]
    tags: Mapped[list[Any]]
    state: Mapped[str]
    version: Mapped[int]
    duties: Mapped[list[Any]]
    lead_unit: Mapped[str | None]
    leader_account: Mapped[str | None]
    leader_unit: Mapped[str | None]
    issued_on: Mapped[date | None]
    started_on: Mapped[date | None]
    reopened_on: Mapped[date | None]
    reported_on: Mapped[date | None]
    since: Mapped[date | None]
    due_on: Mapped[date | None]
    round: Mapped[int]
    report_id: Mapped[UUID | None]
    reporter: Mapped[str | None]
    met_on: Mapped[date | None]
    executed_on: Mapped[date | None]
    replied_on: Mapped[date | None]
    updated_at: Mapped[datetime]


class RecordRow:
    """Columns of everything that is recorded on a case; ``sealed`` holds its encrypted texts."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.case_id"), index=True)
    unit: Mapped[str]
    author_sub: Mapped[str]
    author_account: Mapped[str]
    occurred_on: Mapped[date]
    late: Mapped[bool]
    recorded_at: Mapped[datetime]
    sealed: Mapped[bytes]


class ActivityRow(RecordRow, Base):
    """接访、下访、走访、研究、会商、疏导."""

    __tablename__ = "activities"

    kind: Mapped[str]
    by_leader: Mapped[bool]
    face_to_face: Mapped[bool]


class SessionRow(RecordRow, Base):
    """Mediation sessions."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "unit", "confirm_by"),)

    kind: Mapped[str]
    outcome: Mapped[str]
    confirm_by: Mapped[date | None]


class MeasureRow(RecordRow, Base):
    """Measures, and their execution."""

    __tablename__ = "measures"

    means: Mapped[list[Any]]
    executed_on: Mapped[date | None]
    executed_late: Mapped[bool | None]
    executed_recorded_at: Mapped[datetime | None]
    executed_by_unit: Mapped[str | None]
    sealed_result: Mapped[bytes | None]


class NoticeRow(RecordRow, Base):
    """What the petitioner was told."""

    __tablename__ = "notices"

    kind: Mapped[str]
    receipt: Mapped[bool]


class ReportRow(RecordRow, Base):
    """办结报告, one per round."""

    __tablename__ = "closure_reports"
    __table_args__ = (UniqueConstraint("case_id", "round"),)

    round: Mapped[int]


class OpeningRow(Base):
    """Which leader opened which report, and when."""

    __tablename__ = "report_openings"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("closure_reports.id"), primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(index=True)
    opened_at: Mapped[datetime]


class OpinionRow(RecordRow, Base):
    """包案领导书面意见, one per report."""

    __tablename__ = "leader_opinions"
    __table_args__ = (UniqueConstraint("report_id"),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("closure_reports.id"))
    agreed: Mapped[bool]
