"""Exports the ledger as xlsx: what the caller sees and filtered, row for row, and audited."""

import asyncio
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from contracts.units import UnitDirectory
from dbkit.caller import Caller
from dbkit.database import Database
from dbkit.transaction import Transaction
from servicekit.errors import Category, DomainError
from servicekit.ids import new_id

from reporting.export.workbook import LedgerWorkbook, Watermark
from reporting.reads.ledger import LedgerFilter, ledger_row, select_ledger

_CHUNK = 500


class ExportTooLargeError(DomainError):
    """More rows than one file may hold."""

    code = "export_too_large"
    category = Category.TOO_LARGE


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished file; the receiver deletes it."""

    path: Path
    file_name: str
    rows: int


class ExportLedger:
    """Streams the caller's ledger into a file.

    Args:
        db: the database.
        units: names of units.
        max_rows: most cases in one file.
    """

    def __init__(self, db: Database, units: UnitDirectory, max_rows: int) -> None:
        self._db = db
        self._units = units
        self._max_rows = max_rows

    async def __call__(self, caller: Caller, criteria: LedgerFilter) -> Exported:
        """Write the file; the audit row says who took how many rows by which filter (R16, R77).

        Raises:
            ExportTooLargeError: the filter matches more rows than allowed; nothing is kept.
        """
        handle = tempfile.NamedTemporaryFile(prefix="ledger-", suffix=".xlsx", delete=False)  # noqa: SIM115
        path = Path(handle.name)
        handle.close()
        try:
            async with self._db.transaction(replace(caller, idempotency_key=None)) as tx:
                mark = Watermark(
                    self._units.name_of(caller.tenant), caller.principal.username, tx.now
                )
                rows = await self._write(tx, criteria, LedgerWorkbook(path, mark, self._units))
                tx.audit("ledger.exported", new_id(), after={"rows": rows, **criteria.as_codes()})
        except BaseException:
            await asyncio.to_thread(path.unlink, missing_ok=True)
            raise
        return Exported(path, f"台账-{tx.today:%Y%m%d}.xlsx", rows)

    async def _write(self, tx: Transaction, criteria: LedgerFilter, book: LedgerWorkbook) -> int:
        try:
            result = await tx.session.stream(select_ledger(criteria, tx.today))
            async for records in result.partitions(_CHUNK):
                if book.rows + len(records) > self._max_rows:
                    raise ExportTooLargeError(
                        f"符合条件的信访件超过 {self._max_rows} 件，请缩小筛选范围后再导出。"
                    )
                rows = [ledger_row(r, self._units) for r in records]
                await asyncio.to_thread(book.write, rows)
        finally:
            await asyncio.to_thread(book.close)
        return book.rows
