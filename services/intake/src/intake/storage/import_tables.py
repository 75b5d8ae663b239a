"""Tables of ledger imports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from intake.storage.base import Base


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
