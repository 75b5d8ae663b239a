"""Works on long imports beside the requests, and goes on with them after a restart."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from dbkit.caller import Caller
from dbkit.transaction import Transaction
from servicekit.errors import Category, DomainError
from servicekit.logging import get_logger
from sqlalchemy import text
from typing_extensions import override

from intake.domain.ledger_import import ImportState, LedgerImport
from intake.ledger.options import Profile
from intake.ledger.runner import Row
from intake.metrics import LEDGERS
from intake.storage.import_files import ImportFileStore
from intake.storage.imports import ImportStore
from intake.usecases.committing import Committing
from intake.usecases.context import Context
from intake.usecases.correct_mapping import CorrectMapping, kept_file
from intake.usecases.import_keeping import KeepReading, after_comparison
from intake.usecases.import_orders import CommitOrder, ReadOrder
from intake.usecases.import_preview import BATCH, Previewing, PreviewSink, turned_away
from intake.usecases.import_reading import ReadLedger

log = get_logger(__name__)

_POLL = 1.0
_EXPIRE_EVERY = 3_600.0
_TRIES = 5
"""How often work on an import may fail before it is given up."""
_LOCK_BASE = 0x6C65_6467
_LOCK = text("select pg_try_advisory_xact_lock(:base, :key)")


class ImportWorker:
    """One import at a time; an advisory lock keeps other workers off it, a cursor from doing it twice."""

    def __init__(
        self, context: Context, read: ReadLedger, keep: KeepReading, previewing: Previewing,
        committing: Committing, mappings: CorrectMapping,
    ) -> None:  # fmt: skip
        self._context = context
        self._read = read
        self._keep = keep
        self._previewing = previewing
        self._committing = committing
        self._mappings = mappings
        self._wake = asyncio.Event()
        self._not_before: dict[UUID, float] = {}
        self._expired = 0.0

    def wake(self) -> None:
        """There is something to do; without it work begins a second later."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            if not await self.step():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), _POLL)
            self._wake.clear()

    async def step(self) -> bool:
        """Bring the oldest waiting import to its next resting state.

        Returns:
            False when nothing waits.
        """
        await self._expire()
        async with self._context.db.system_read() as session:
            waiting = await ImportStore(session, self._context.vault).waiting()
        now = time.monotonic()
        for import_id in waiting:
            if self._not_before.get(import_id, 0.0) <= now and await self._claimed(import_id):
                return True
        return False

    async def _claimed(self, import_id: UUID) -> bool:
        # The lock lives as long as this transaction: a worker that dies lets go of it.
        async with self._context.db.system("imports") as tx:
            key = {"base": _LOCK_BASE, "key": int.from_bytes(import_id.bytes[-4:], signed=True)}
            if not await tx.session.scalar(_LOCK, key):
                return False
            store = ImportStore(tx.session, self._context.vault)
            state, work = await store.work(import_id)
            try:
                if state is ImportState.READING:
                    await self._reading(import_id, ReadOrder.from_json(work))
                elif state is ImportState.COMMITTING:
                    await self._commit(import_id, CommitOrder.from_json(work))
            except Exception as e:  # noqa: BLE001  one file must not stop the others
                await self._troubled(import_id, e)
        return True

    async def _reading(self, import_id: UUID, order: ReadOrder) -> None:
        caller, context = order.caller, self._context
        async with context.db.read(caller.tenant) as session:
            name, data = await kept_file(session, context, import_id, caller.tenant)
        sink = _KeptRows(context, self._previewing, caller, import_id)
        outcome, reading = await self._read(caller, name, data, order.asked, sink)
        LEDGERS.labels(outcome.file_verdict).inc()
        await sink.flush()
        reading = after_comparison(reading, sink.away)
        async with context.db.transaction(caller) as tx:
            store = ImportStore(tx.session, context.vault)
            import_ = await store.lock(import_id)
            import_.read(refused=reading.file_verdict == "refused")
            if not reading.rows_total:
                await store.clear_lines(import_id)
            await store.save_reading(import_, reading)
            await store.save(import_)
            await self._keep.told(tx, import_, reading)
            if order.remember:
                await self._mappings.remember(tx, import_, order.asked, reading)
            if not outcome.columns:
                await ImportFileStore(tx.session, context.vault).drop(import_id)
                await store.not_kept(import_id)
            await store.progress(import_id, None, 0, None)

    async def _commit(self, import_id: UUID, order: CommitOrder) -> None:
        async with self._context.db.transaction(order.caller) as tx:
            import_ = await ImportStore(tx.session, self._context.vault).lock(import_id)
            await self._show(tx, import_, over=False)
        over = False
        while not over:
            async with self._context.db.transaction(order.caller) as tx:
                done = await self._committing.portion(tx, import_id, order)
                over = done.over
                await self._show(tx, done.ledger_import, over=over)

    async def _show(self, tx: Transaction, i: LedgerImport, *, over: bool) -> None:
        store = ImportStore(tx.session, self._context.vault)
        await tx.session.flush()
        total = None if over else i.rows_done + await store.rows_left(i)
        await store.progress(i.id, None if over else "committing", i.rows_done, total)

    async def _troubled(self, import_id: UUID, error: Exception) -> None:
        passing = isinstance(error, DomainError) and error.category is Category.UNAVAILABLE
        log.error("import failed", exc_info=error, reason_code=_code(error))
        self._not_before[import_id] = time.monotonic() + _POLL
        if passing:
            return
        async with self._context.db.system("imports") as tx:
            store = ImportStore(tx.session, self._context.vault)
            import_ = await store.lock(import_id)
            tries = await store.trouble(import_id)
            self._not_before[import_id] = time.monotonic() + min(2.0**tries, 30.0)
            if tries >= _TRIES:
                import_.fail()
                await store.save(import_)
                tx.audit("import.failed", import_id, reason=_code(error))

    async def _expire(self) -> None:
        if time.monotonic() - self._expired < _EXPIRE_EVERY and self._expired:
            return
        self._expired = time.monotonic()
        async with self._context.db.system("imports") as tx:
            gone = await ImportFileStore(tx.session, self._context.vault).drop_expired(tx.now)
            if gone:
                log.info("kept ledgers expired", count=gone)


class _KeptRows(PreviewSink):
    """Writes rows down as they come, so that progress shows and memory stays small."""

    def __init__(
        self, context: Context, previewing: Previewing, caller: Caller, import_id: UUID
    ) -> None:
        self._context = context
        self._previewing = previewing
        self._caller = replace(caller, idempotency_key=None)
        self._id = import_id
        self._profile = Profile.CAMPAIGN
        self._waiting: list[Row] = []
        self._done = 0
        self._total: int | None = None
        self.away = 0

    @override
    async def begin(self, profile: Profile) -> None:
        self._profile, self._waiting, self._done, self._total, self.away = profile, [], 0, None, 0
        async with self._context.db.transaction(self._caller) as tx:
            store = ImportStore(tx.session, self._context.vault)
            await store.clear_lines(self._id)
            await store.progress(self._id, "reading", 0, None)

    @override
    async def expect(self, rows: int | None) -> None:
        self._total = rows

    @override
    async def rows(self, batch: Sequence[Row]) -> None:
        self._waiting += batch
        if len(self._waiting) >= BATCH:
            await self.flush()

    async def flush(self) -> None:
        """Write what is waiting."""
        rows, self._waiting = self._waiting, []
        if not rows:
            return
        async with self._context.db.transaction(self._caller) as tx:
            store = ImportStore(tx.session, self._context.vault)
            import_ = await store.lock(self._id)
            lines = await self._previewing.lines(tx, rows, self._profile)
            await store.add_lines(import_, lines)
            self.away += turned_away(lines)
            self._done += len(rows)
            total = max(self._total, self._done) if self._total else None
            await store.progress(self._id, "reading", self._done, total)


def _code(error: Exception) -> str:
    return error.code if isinstance(error, DomainError) else type(error).__name__
