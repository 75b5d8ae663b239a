"""Takes a ledger file in: reads it at arm's length and keeps a preview of every row."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from contracts.vocab import Role
from dbkit.caller import Caller

from intake.domain.errors import UploadTooLargeError, refused_because
from intake.domain.ledger_import import ImportState, LedgerImport
from intake.ledger.outcome import AcceptedRow, Outcome, RejectedRow
from intake.ledger.runner import LedgerRunner
from intake.ledger.sniff import MAX_BYTES
from intake.metrics import LEDGERS
from intake.storage.imports import ImportStore, NewImport, NewLine
from intake.usecases.context import Context

_SHOWN = 200
"""Rejected rows that a refusal names; the rest only in the count."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Which import the file is, and whether it is new."""

    import_id: UUID
    created: bool


class ImportLedger:
    """Preview of a ledger: nothing becomes a case before somebody commits it."""

    def __init__(self, context: Context, runner: LedgerRunner) -> None:
        self._context = context
        self._runner = runner

    async def __call__(self, caller: Caller, file_name: str, data: bytes) -> Taken:
        """Read and keep a file; the same file from the same unit is the same import.

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
        known = await self._known(caller, digest)
        if known is not None:
            return Taken(known, created=False)
        outcome = await self._runner.read(
            data, file=_tidy(file_name), today=self._context.db.clock.today()
        )
        LEDGERS.labels(outcome.file_verdict).inc()
        taken = await self._keep(caller, digest, outcome)
        if outcome.file_verdict == "refused":
            raise _refusal(outcome)
        return taken

    async def _known(self, caller: Caller, digest: bytes) -> UUID | None:
        async with self._context.db.read(caller.tenant) as session:
            return await ImportStore(session, self._context.vault).of_file(caller.tenant, digest)

    async def _keep(self, caller: Caller, digest: bytes, outcome: Outcome) -> Taken:
        refused = outcome.file_verdict == "refused"
        state = ImportState.REFUSED if refused else ImportState.PREVIEWED
        import_ = LedgerImport(self._context.new_id(), caller.tenant, state)
        new = NewImport(
            ledger_import=import_, file_name=outcome.file, file_hash=digest,
            file_verdict=outcome.file_verdict, reason=outcome.reason, reason_zh=outcome.reason_zh,
            rows_total=outcome.rows_total, rows_accepted=outcome.rows_accepted,
            summary=_summary(outcome), created_by=caller.principal.sub, lines=_lines(outcome),
        )  # fmt: skip
        # The file's hash is what makes an upload idempotent, so its key is not used up.
        async with self._context.db.transaction(replace(caller, idempotency_key=None)) as tx:
            store = ImportStore(tx.session, self._context.vault)
            if await store.add(new, at=tx.now):
                tx.audit(
                    f"import.{state.value}", import_.id,
                    after={"rows": outcome.rows_total, "accepted": outcome.rows_accepted},
                    reason=outcome.reason,
                )  # fmt: skip
                return Taken(import_.id, created=True)
            first = await store.of_file(caller.tenant, digest)
        return Taken(first or import_.id, created=False)


def _tidy(name: str) -> str:
    base = re.split(r"[/\\]", name)[-1]
    shown = "".join(c for c in base if unicodedata.category(c)[0] != "C").strip()
    return shown[-120:] or "未命名"


def _summary(outcome: Outcome) -> dict[str, Any]:
    return {
        "sheet": outcome.sheet, "encoding": outcome.encoding, "delimiter": outcome.delimiter,
        "header_rows": outcome.header_rows, "first_data_row": outcome.first_data_row,
        "column_map": outcome.column_map, "skipped_rows": outcome.skipped_rows,
        "notes": outcome.notes,
    }  # fmt: skip


def _lines(outcome: Outcome) -> list[NewLine]:
    lines = [_accepted(r) for r in outcome.rows] + [_rejected(r) for r in outcome.rows_rejected]
    return sorted(lines, key=lambda line: line.row)


def _accepted(r: AcceptedRow) -> NewLine:
    return NewLine(
        r.row, r.serial, "accepted", {"values": r.values, "extras": r.extras},
        warnings=tuple(r.warnings), normalisations=tuple(r.normalisations),
    )  # fmt: skip


def _rejected(r: RejectedRow) -> NewLine:
    return NewLine(
        r.row, r.serial, "rejected", {"values": r.values, "extras": {}}, codes=tuple(r.codes),
        column=r.column, reason_zh=r.reason_zh,
    )  # fmt: skip


def _refusal(outcome: Outcome) -> Exception:
    rows = [
        {"row": r.row, "codes": r.codes, "reason_zh": r.reason_zh}
        for r in outcome.rows_rejected[:_SHOWN]
    ]
    return refused_because(
        outcome.reason or "ledger_refused",
        f"{outcome.reason_zh}。",
        missing=outcome.missing_columns or None,
        rows_rejected=rows or None,
        rows_total=outcome.rows_total or None,
    )
