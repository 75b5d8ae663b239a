"""Takes a ledger file in: a short one is read at once, a long one beside the requests."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from contracts.vocab import Role
from dbkit.caller import Caller
from dbkit.transaction import Transaction

from intake.domain.errors import UploadTooLargeError, refused_because
from intake.domain.ledger_import import ImportState, LedgerImport
from intake.ledger.options import Profile
from intake.ledger.outcome import Outcome
from intake.ledger.sniff import MAX_BYTES
from intake.metrics import LEDGERS
from intake.storage.import_files import KEPT_FOR, ImportFileStore
from intake.storage.imports import UNREAD, ImportStore, NewImport, NewLine, Reading
from intake.usecases.context import Context
from intake.usecases.import_keeping import KeepReading
from intake.usecases.import_orders import ReadOrder
from intake.usecases.import_preview import CollectedRows
from intake.usecases.import_reading import Asked, ReadLedger

_SHOWN = 200
"""Rejected rows that a refusal names; the rest only in the count."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Which import the file is, whether it is new, and whether it is still being read."""

    import_id: UUID
    created: bool
    reading: bool = False


class ImportLedger:
    """Preview of a ledger: nothing becomes a case before somebody commits it.

    Args:
        context: what every use case works with.
        read: reads a file at arm's length.
        keep: writes down what was read.
        at_once_bytes: up to this size a file is read before the upload is answered.
    """

    def __init__(
        self, context: Context, read: ReadLedger, keep: KeepReading, *, at_once_bytes: int
    ) -> None:
        self._context = context
        self._read = read
        self._keep = keep
        self._at_once_bytes = at_once_bytes

    async def __call__(
        self, caller: Caller, file_name: str, data: bytes, profile: Profile | None
    ) -> Taken:
        """Read and keep a file; the same file from the same unit is the same import.

        Args:
            caller: a registrar.
            file_name: as the browser named it.
            data: the file.
            profile: what kind of list it is; found out when None.

        Raises:
            UploadTooLargeError: the file passes the limit.
            LedgerRefusedError: with the reader's reason as its code; the refusal is kept too.
        """
        caller.principal.require(Role.REGISTRAR)
        if len(data) > MAX_BYTES:
            raise UploadTooLargeError(
                f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请拆分后分批上传。"
            )
        digest = hashlib.sha256(data).digest()
        known = await self._known(caller, digest, profile)
        if known is not None:
            return Taken(known, created=False)
        # The file's hash is what makes an upload idempotent, so its key is not used up.
        caller = replace(caller, idempotency_key=None)
        upload = _Upload(caller, _tidy(file_name), data, digest, Asked(profile))
        if len(data) > self._at_once_bytes:
            return await self._later(upload)
        return await self._now(upload)

    async def _known(self, caller: Caller, digest: bytes, profile: Profile | None) -> UUID | None:
        async with self._context.db.read(caller.tenant) as session:
            return await ImportStore(session, self._context.vault).of_file(
                caller.tenant, digest, profile.value if profile else None
            )

    async def _later(self, upload: "_Upload") -> Taken:
        import_ = LedgerImport(self._context.new_id(), upload.caller.tenant, ImportState.READING)
        profile = upload.asked.profile or Profile.CAMPAIGN
        order = ReadOrder(upload.caller, upload.asked)
        new = upload.new(import_, replace(UNREAD, profile=profile.value), order.to_json())
        async with self._context.db.transaction(upload.caller) as tx:
            if await self._add(tx, new, upload.data, kept=True):
                tx.audit("import.received", import_.id, after={"bytes": len(upload.data)})
                return Taken(import_.id, created=True, reading=True)
            return await self._first(tx, upload)

    async def _now(self, upload: "_Upload") -> Taken:
        sink = CollectedRows()
        outcome, reading = await self._read(
            upload.caller, upload.name, upload.data, upload.asked, sink
        )
        LEDGERS.labels(outcome.file_verdict).inc()
        async with self._context.db.transaction(upload.caller) as tx:
            lines, reading = await self._keep.judged(tx, sink.rows_read, sink.profile, reading)
            import_ = LedgerImport(
                self._context.new_id(), upload.caller.tenant, _outcome_state(reading)
            )
            new = upload.new(import_, reading)
            if not await self._add(tx, new, upload.data, kept=bool(outcome.columns)):
                return await self._first(tx, upload)
            await self._keep.written(tx, import_, lines, reading)
        if import_.state is ImportState.REFUSED:
            raise _refusal(import_.id, outcome, reading, lines)
        return Taken(import_.id, created=True)

    async def _add(self, tx: Transaction, new: NewImport, data: bytes, *, kept: bool) -> bool:
        until = tx.now + KEPT_FOR if kept else None
        store = ImportStore(tx.session, self._context.vault)
        added = await store.add(new, at=tx.now, kept_until=until)
        if added and kept:
            files = ImportFileStore(tx.session, self._context.vault)
            await files.keep(new.ledger_import.id, new.ledger_import.tenant, data)
        return added

    async def _first(self, tx: Transaction, upload: "_Upload") -> Taken:
        """Somebody else of the unit uploaded the same file at the same moment."""
        store = ImportStore(tx.session, self._context.vault)
        found = await store.of_file(upload.caller.tenant, upload.digest, None)
        assert found is not None  # noqa: S101  the unique index just said so
        return Taken(found, created=False)


@dataclass(frozen=True, slots=True)
class _Upload:
    caller: Caller
    name: str
    data: bytes
    digest: bytes
    asked: Asked

    def new(
        self, import_: LedgerImport, reading: Reading, work: dict[str, Any] | None = None
    ) -> NewImport:
        return NewImport(
            import_, self.name, self.digest, self.caller.principal.sub, reading, work or {}
        )


def _outcome_state(reading: Reading) -> ImportState:
    refused = reading.file_verdict == "refused"
    return ImportState.REFUSED if refused else ImportState.PREVIEWED


def _tidy(name: str) -> str:
    base = re.split(r"[/\\]", name)[-1]
    shown = "".join(c for c in base if unicodedata.category(c)[0] != "C").strip()
    return shown[-120:] or "未命名"


def _refusal(
    import_id: UUID, outcome: Outcome, reading: Reading, lines: Sequence[NewLine]
) -> Exception:
    rows = [
        {"row": r.row, "codes": list(r.codes), "reason_zh": r.reason_zh}
        for r in lines[:_SHOWN]
        if r.verdict == "rejected"
    ]
    return refused_because(
        reading.reason or "ledger_refused",
        f"{reading.reason_zh}。",
        import_id=str(import_id),
        mappable=outcome.mappable or None,
        missing=outcome.missing_columns or None,
        rows_rejected=rows or None,
        rows_total=outcome.rows_total or None,
    )
