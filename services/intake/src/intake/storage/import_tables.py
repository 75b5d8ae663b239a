"""Tables of ledger imports: the import, its rows, the kept file, the mappings a unit chose."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from intake.storage.base import Base


class ImportRow(Base):
    """One ledger file that a unit handed in; ``name`` and ``mapping`` are encrypted."""

    __tablename__ = "imports"
    __table_args__ = (
        Index(
            "uq_imports_live_file", "tenant", "file_hash", "profile", unique=True,
            postgresql_where=text("state <> 'refused'"),
        ),
        Index(None, "tenant", "created_at"),
        Index(
            "ix_imports_at_work", "created_at",
            postgresql_where=text("state in ('reading', 'committing')"),
        ),
        Index("ix_imports_kept_until", "kept_until", postgresql_where=text("kept_until is not null")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    file_name: Mapped[str | None]
    """In clear, of imports made before names were encrypted."""
    name: Mapped[bytes | None]
    file_hash: Mapped[bytes]
    profile: Mapped[str]
    file_verdict: Mapped[str]
    reason: Mapped[str | None]
    reason_zh: Mapped[str | None]
    rows_total: Mapped[int]
    rows_accepted: Mapped[int]
    summary: Mapped[dict[str, Any]]
    state: Mapped[str]
    version: Mapped[int]
    committed: Mapped[int]
    present: Mapped[int] = mapped_column(default=0)
    amended: Mapped[int] = mapped_column(default=0)
    cursor: Mapped[int] = mapped_column(default=0)
    started: Mapped[bool] = mapped_column(default=False)
    options: Mapped[dict[str, Any]]
    """What the reader was told: sheet, header row, columns."""
    mapping: Mapped[bytes | None]
    header_key: Mapped[bytes | None]
    """Fingerprint of the headings as found, under which a mapping is remembered."""
    work: Mapped[dict[str, Any]]
    """What the worker needs to go on: who ordered it, day, letter, rows to amend."""
    phase: Mapped[str | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    kept_until: Mapped[datetime | None]
    """Until when the file is kept; None when it is not."""
    source_letter: Mapped[str | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    committed_at: Mapped[datetime | None]


class ImportLineRow(Base):
    """One row of an imported ledger; ``sealed`` holds all it said, encrypted as one."""

    __tablename__ = "import_rows"
    __table_args__ = (UniqueConstraint("import_id", "row"), Index(None, "number_key"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id"))
    tenant: Mapped[str]
    row: Mapped[int]
    serial: Mapped[int | None]
    verdict: Mapped[str]
    standing: Mapped[str | None]
    changed: Mapped[list[Any]]
    """Names of the fields in which a registered case differs."""
    codes: Mapped[list[Any]]
    warnings: Mapped[list[Any]]
    normalisations: Mapped[list[Any]]
    column_name: Mapped[str | None]
    reason_zh: Mapped[str | None]
    sealed: Mapped[bytes]
    number_key: Mapped[bytes | None]
    """Blind index of the row's 信访件编号, empty when it has none; None until it was made."""
    case_id: Mapped[UUID | None]


class ImportFileRow(Base):
    """A part of an uploaded file, encrypted; kept until the import is committed or expires."""

    __tablename__ = "import_files"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    sealed: Mapped[bytes]


class ImportMappingRow(Base):
    """Which column means what under certain headings, as a unit's registrar chose; encrypted."""

    __tablename__ = "import_mappings"
    __table_args__ = (UniqueConstraint("tenant", "header_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    header_key: Mapped[bytes]
    sealed: Mapped[bytes]
    uses: Mapped[int]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
