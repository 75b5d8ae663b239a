"""Stores ledger imports and their rows; a row's content is one sealed blob."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from servicekit.ids import new_id
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.errors import ImportNotFoundError
from intake.domain.ledger_import import ImportState, LedgerImport
from intake.storage.import_tables import ImportLineRow, ImportRow
from intake.storage.vault import Place, Vault


@dataclass(frozen=True, slots=True)
class NewImport:
    """What is kept of a file that was read."""

    ledger_import: LedgerImport
    file_name: str
    file_hash: bytes
    file_verdict: str
    reason: str | None
    reason_zh: str | None
    rows_total: int
    rows_accepted: int
    summary: dict[str, Any]
    created_by: str
    lines: Sequence["NewLine"]


@dataclass(frozen=True, slots=True)
class NewLine:
    """One row of the file, accepted or rejected."""

    row: int
    serial: int | None
    verdict: str
    content: dict[str, Any]
    codes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    normalisations: tuple[str, ...] = ()
    column: str | None = None
    reason_zh: str | None = None


@dataclass(frozen=True, slots=True)
class AcceptedLine:
    """An accepted row, opened, on its way to becoming a case."""

    id: UUID
    row: int
    values: dict[str, Any]
    extras: dict[str, Any]


class ImportStore:
    """Imports of one transaction; a tenant sees its own."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def of_file(self, tenant: str, file_hash: bytes) -> UUID | None:
        """The import of the same file by the same unit that was not refused."""
        return await self._session.scalar(
            select(ImportRow.id).where(
                ImportRow.tenant == tenant,
                ImportRow.file_hash == file_hash,
                ImportRow.state != ImportState.REFUSED.value,
            )
        )

    async def add(self, new: NewImport, *, at: datetime) -> bool:
        """Insert an import with its rows.

        Returns:
            False when the same file was imported at the same time by somebody else of the unit.
        """
        i = new.ledger_import
        added = await self._session.scalar(
            upsert(ImportRow)
            .values(
                id=i.id, tenant=i.tenant, file_name=new.file_name, file_hash=new.file_hash,
                file_verdict=new.file_verdict, reason=new.reason, reason_zh=new.reason_zh,
                rows_total=new.rows_total, rows_accepted=new.rows_accepted, summary=new.summary,
                state=i.state.value, version=i.version, committed=0, created_by=new.created_by,
                created_at=at,
            )
            .on_conflict_do_nothing()
            .returning(ImportRow.id)
        )  # fmt: skip
        if added is None:
            return False
        if new.lines:
            await self._session.execute(
                insert(ImportLineRow), [self._line(i, line) for line in new.lines]
            )
        return True

    def _line(self, i: LedgerImport, line: NewLine) -> dict[str, Any]:
        id_ = new_id()
        return {
            "id": id_, "import_id": i.id, "tenant": i.tenant, "row": line.row,
            "serial": line.serial, "verdict": line.verdict, "codes": list(line.codes),
            "warnings": list(line.warnings), "normalisations": list(line.normalisations),
            "column_name": line.column, "reason_zh": line.reason_zh, "case_id": None,
            "sealed": self._vault.seal(
                line.content, Place(i.tenant, "import_rows", id_), "sealed"
            ),
        }  # fmt: skip

    async def lock(self, import_id: UUID) -> LedgerImport:
        """Load an import and hold it until commit.

        Raises:
            ImportNotFoundError: none of this unit.
        """
        row = await self._session.get(ImportRow, import_id, with_for_update=True)
        if row is None:
            raise ImportNotFoundError
        return LedgerImport(row.id, row.tenant, ImportState(row.state), row.version, row.committed)

    async def save(
        self, ledger_import: LedgerImport, *, source_letter: str | None, at: datetime
    ) -> None:
        """Write a committed import."""
        row = await self._session.get_one(ImportRow, ledger_import.id)
        row.state, row.version = ledger_import.state.value, ledger_import.version
        row.committed, row.source_letter, row.committed_at = (
            ledger_import.committed, source_letter, at,
        )  # fmt: skip

    async def accepted_lines(self, ledger_import: LedgerImport) -> list[AcceptedLine]:
        """The accepted rows, opened, in the order of the sheet."""
        rows = await self._session.execute(
            select(ImportLineRow.id, ImportLineRow.row, ImportLineRow.sealed)
            .where(ImportLineRow.import_id == ledger_import.id, ImportLineRow.verdict == "accepted")
            .order_by(ImportLineRow.row)
        )
        lines = []
        for r in rows:
            content = self._vault.open(
                r.sealed, Place(ledger_import.tenant, "import_rows", r.id), "sealed"
            )  # fmt: skip
            lines.append(AcceptedLine(r.id, r.row, content["values"], content["extras"]))
        return lines

    async def set_cases(self, cases: Sequence[tuple[UUID, UUID]]) -> None:
        """Note which row became (or already was) which case: pairs of row id and case id."""
        if cases:
            await self._session.execute(
                update(ImportLineRow.__table__)  # type: ignore[arg-type]
                .where(ImportLineRow.__table__.c.id == bindparam("line"))
                .values(case_id=bindparam("case")),
                [{"line": line, "case": case} for line, case in cases],
            )
