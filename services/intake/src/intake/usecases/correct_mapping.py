"""Reads a kept file again with the columns, sheet or header that a person chose."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from contracts.vocab import Role
from dbkit.caller import Caller
from dbkit.transaction import Transaction
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.errors import FileGoneError
from intake.domain.ledger_import import LedgerImport
from intake.ledger.outcome import column_from_json
from intake.storage.import_files import ImportFileStore
from intake.storage.import_mappings import ImportMappingStore
from intake.storage.import_reads import ImportReads
from intake.storage.imports import ImportStore, Reading
from intake.usecases.context import Context
from intake.usecases.import_keeping import KeepReading
from intake.usecases.import_orders import ReadOrder
from intake.usecases.import_preview import CollectedRows
from intake.usecases.import_reading import Asked, ReadLedger


class CorrectMapping:
    """Replaces a preview; nothing of it may have been committed."""

    def __init__(
        self, context: Context, read: ReadLedger, keep: KeepReading, *, at_once_bytes: int
    ) -> None:
        self._context = context
        self._read = read
        self._keep = keep
        self._at_once_bytes = at_once_bytes

    async def __call__(
        self, caller: Caller, import_id: UUID, asked: Asked, *, remember: bool
    ) -> bool:
        """Read again.

        Args:
            caller: a registrar of the unit that uploaded the file.
            import_id: an import of which nothing is committed.
            asked: what the person chose.
            remember: whether the choice counts for the unit's next file under these headings.

        Returns:
            Whether the file is long and still being read.

        Raises:
            ImportNotFoundError: no such import of this unit.
            IllegalTransitionError: it is committed, or being worked on.
            FileGoneError: the file is not kept any more.
            StaleVersionError: ``If-Match`` names another version.
        """
        caller.principal.require(Role.REGISTRAR)
        name, data = await self._file(caller, import_id)
        if len(data) > self._at_once_bytes:
            order = ReadOrder(caller, asked, remember)
            async with self._context.db.transaction(replace(caller, idempotency_key=None)) as tx:
                import_ = await self._open(tx, caller, import_id)
                store = ImportStore(tx.session, self._context.vault)
                await store.save(import_)
                await store.order(import_, order.to_json())
            return True
        sink = CollectedRows()
        _, reading = await self._read(caller, name, data, asked, sink)
        async with self._context.db.transaction(replace(caller, idempotency_key=None)) as tx:
            import_ = await self._open(tx, caller, import_id)
            lines, reading = await self._keep.judged(tx, sink.rows_read, sink.profile, reading)
            store = ImportStore(tx.session, self._context.vault)
            await store.clear_lines(import_id)
            import_.read(refused=reading.file_verdict == "refused")
            await store.save_reading(import_, reading)
            await store.save(import_)
            await self._keep.written(tx, import_, lines, reading)
            if remember:
                await self.remember(tx, import_, asked, reading)
        return False

    async def remember(
        self, tx: Transaction, import_: LedgerImport, asked: Asked, reading: Reading
    ) -> None:
        """Keep a choice by which the file could be read, for the next one under its headings."""
        store = ImportStore(tx.session, self._context.vault)
        key = await store.header_key(import_.id)
        if key is None or reading.file_verdict == "refused":
            return
        choice = {"choice": asked.to_json(), "profile": reading.profile} | _shown(reading)
        mappings = ImportMappingStore(tx.session, self._context.vault)
        await mappings.remember(import_.tenant, key, choice, by=tx.user.principal.sub, at=tx.now)

    async def _open(self, tx: Transaction, caller: Caller, import_id: UUID) -> LedgerImport:
        import_ = await ImportStore(tx.session, self._context.vault).lock(import_id)
        caller.check_version(import_.version)
        import_.read_again()
        return import_

    async def _file(self, caller: Caller, import_id: UUID) -> tuple[str, bytes]:
        async with self._context.db.read(caller.tenant) as session:
            return await kept_file(session, self._context, import_id, caller.tenant)


async def kept_file(
    session: AsyncSession, context: Context, import_id: UUID, tenant: str
) -> tuple[str, bytes]:
    """Name and bytes of an import's file.

    Raises:
        ImportNotFoundError: no such import of the running tenant.
        FileGoneError: the file is not kept (any more).
    """
    name = await ImportReads(session, context.vault).name(import_id)
    data = await ImportFileStore(session, context.vault).load(import_id, tenant)
    if data is None:
        raise FileGoneError
    return name, data


def _shown(reading: Reading) -> dict[str, Any]:
    columns = [column_from_json(c) for c in reading.mapping["columns"]]
    return {
        "sheet": reading.mapping["sheet"], "header_rows": reading.mapping["header_rows"],
        "columns": [
            {"name": c.name, "letter": c.letter, "heading": c.heading} for c in columns if c.name
        ],
    }  # fmt: skip
