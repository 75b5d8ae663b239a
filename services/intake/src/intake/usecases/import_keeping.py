"""Writes down what was read of a ledger: its verdict and its rows."""

from collections.abc import Sequence
from dataclasses import replace

from dbkit.transaction import Transaction

from intake.domain.ledger_import import ImportState, LedgerImport
from intake.ledger.options import Profile
from intake.ledger.runner import Row
from intake.storage.import_mappings import ImportMappingStore
from intake.storage.imports import ImportStore, NewLine, Reading
from intake.usecases.context import Context
from intake.usecases.import_preview import BATCH, NO_CASE, Previewing, turned_away


class KeepReading:
    """Rows and verdict of one reading, inside the transaction that ends it."""

    def __init__(self, context: Context, previewing: Previewing) -> None:
        self._context = context
        self._previewing = previewing

    async def judged(
        self, tx: Transaction, rows: Sequence[Row], profile: Profile, reading: Reading
    ) -> tuple[list[NewLine], Reading]:
        """The lines of a file held in memory, and its verdict after they were compared."""
        if not reading.rows_total:
            return [], reading
        lines: list[NewLine] = []
        for start in range(0, len(rows), BATCH):
            lines += await self._previewing.lines(tx, rows[start : start + BATCH], profile)
        return lines, after_comparison(reading, turned_away(lines))

    async def written(
        self, tx: Transaction, import_: LedgerImport, lines: Sequence[NewLine], reading: Reading
    ) -> None:
        """Write the lines of an import that stands, and what is to be remembered of its reading."""
        store = ImportStore(tx.session, self._context.vault)
        for start in range(0, len(lines), BATCH):
            await store.add_lines(import_, lines[start : start + BATCH])
        await self.told(tx, import_, reading)

    async def told(self, tx: Transaction, import_: LedgerImport, reading: Reading) -> None:
        """Audit a reading, and count the use of a remembered mapping."""
        if reading.summary.get("remembered_mapping") and reading.header_key is not None:
            mappings = ImportMappingStore(tx.session, self._context.vault)
            await mappings.used(import_.tenant, reading.header_key, tx.now)
        refused = import_.state is ImportState.REFUSED
        tx.audit(
            "import.refused" if refused else "import.previewed", import_.id,
            after={"rows": reading.rows_total, "accepted": reading.rows_accepted},
            reason=reading.reason,
        )  # fmt: skip


def after_comparison(reading: Reading, away: int) -> Reading:
    """The verdict when so many rows turned out to be of no case that the unit may correct."""
    if not away:
        return reading
    accepted = reading.rows_accepted - away
    sentence = f"{away} 行的信访件编号没有本单位登记的件"
    reason = NO_CASE if reading.reason in {None, NO_CASE} else "rows_rejected"
    words = f"{reading.reason_zh}；{sentence}" if reading.reason_zh else sentence
    return replace(
        reading, rows_accepted=accepted, reason=reason, reason_zh=words,
        file_verdict="partial" if accepted else "refused",
    )  # fmt: skip
