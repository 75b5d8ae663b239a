"""Registers the good rows of an import, a portion a transaction; each row once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dbkit.transaction import Transaction
from servicekit.errors import Category, DomainError

from intake.domain.ledger_import import LedgerImport, Standing
from intake.ledger.options import Profile
from intake.storage.import_files import ImportFileStore
from intake.storage.imports import AcceptedLine, ImportStore, LineNote
from intake.usecases.amend_petition import AmendPetition
from intake.usecases.context import Context
from intake.usecases.from_ledger import registration_of
from intake.usecases.import_orders import CommitOrder
from intake.usecases.import_standing import Judged, Standings
from intake.usecases.registering import NewCase, Registering

_REASON = "按更正台账更正"


@dataclass(slots=True)
class Portion:
    """What one transaction did."""

    ledger_import: LedgerImport
    cases: list[tuple[int, UUID, str]] = field(default_factory=list)
    """Sheet row, case, number of each new case."""
    over: bool = False


class Committing:
    """The steps of 入库, inside open transactions of the one who ordered it."""

    def __init__(
        self, context: Context, registering: Registering, amending: AmendPetition,
        standings: Standings, *, portion_rows: int,
    ) -> None:  # fmt: skip
        self._context = context
        self._registering = registering
        self._amending = amending
        self._standings = standings
        self._portion_rows = portion_rows

    async def portion(
        self, tx: Transaction, import_id: UUID, order: CommitOrder, size: int | None = None
    ) -> Portion:
        """Take the next rows in; the import's row lock and cursor make that happen once a row.

        Args:
            tx: of the one who ordered it.
            import_id: the import.
            order: what was ordered.
            size: most rows; the usual portion when not given.

        Raises:
            IllegalTransitionError: the import is not being committed.
            CaseNumberTakenError: a number was registered by hand at this moment; try again.
        """
        store = ImportStore(tx.session, self._context.vault)
        import_ = await store.lock(import_id)
        done, size = Portion(import_), size or self._portion_rows
        lines = await store.accepted_lines(import_, size)
        if lines:
            await self._take(tx, store, lines, order, done)
        if len(lines) < size:
            await self._finish(tx, store, import_, order)
            done.over = True
        await store.save(import_)
        return done

    async def _take(
        self, tx: Transaction, store: ImportStore, lines: Sequence[AcceptedLine],
        order: CommitOrder, done: Portion,
    ) -> None:  # fmt: skip
        profile = await store.profile(done.ledger_import.id)
        corrections = profile == Profile.CORRECTIONS
        judged = await self._standings.judge(
            tx, [(line.values, line.extras) for line in lines], clears=corrections, hold=True
        )
        pairs = list(zip(lines, judged, strict=True))
        fresh = (
            []
            if corrections
            else [
                (line, self._prepare(tx, line, order))
                for line, j in pairs
                if j.standing is Standing.NEW
            ]
        )
        await self._registering(tx, [n for _, n in fresh], import_id=done.ledger_import.id)
        amended = [
            (line, j)
            for line, j in pairs
            if j.standing is Standing.DIFFERS and order.amends(line.row)
        ]
        put_right = {line.id for line, j in amended if await self._amend(tx, store, line, j, order)}
        new = {line.id: n.petition.id for line, n in fresh}
        await store.note_lines([_note(line, j, new, put_right) for line, j in pairs])
        done.cases = [(line.row, n.petition.id, n.petition.case_no) for line, n in fresh]
        done.ledger_import.took(
            lines[-1].row, committed=len(fresh), amended=len(put_right),
            present=len(lines) - len(fresh) - len(put_right),
        )  # fmt: skip

    def _prepare(self, tx: Transaction, line: AcceptedLine, order: CommitOrder) -> NewCase:
        registration = registration_of(
            line.values, line.extras, self._context.units, letter=order.letter
        )
        late = self._context.is_late(tx, registration.registered_on)
        return self._registering.prepare(tx, registration, late=late)

    async def _amend(
        self, tx: Transaction, store: ImportStore, line: AcceptedLine, judged: Judged,
        order: CommitOrder,
    ) -> bool:  # fmt: skip
        assert judged.case_id is not None  # noqa: S101  a row that differs has its case
        reason = f"{_REASON}（{order.letter}）" if order.letter else _REASON
        try:
            async with tx.session.begin_nested():
                await self._amending.amend(tx, judged.case_id, judged.changes, reason=reason)
        except DomainError as e:
            if e.category is Category.UNAVAILABLE:
                raise
            await store.reject(line.id, e.code, f"第 {line.row} 行：{e.detail}")
            return False
        return True

    async def _finish(
        self, tx: Transaction, store: ImportStore, import_: LedgerImport, order: CommitOrder
    ) -> None:
        import_.finish()
        await store.committed(import_, at=tx.now)
        await ImportFileStore(tx.session, self._context.vault).drop(import_.id)
        tx.audit(
            "import.committed", import_.id,
            after={
                "cases": import_.committed, "already_present": import_.present,
                "amended": import_.amended, "occurred_on": str(order.occurred_on),
                "letter_no": order.letter,
            },
        )  # fmt: skip


def _note(
    line: AcceptedLine, judged: Judged, new: dict[UUID, UUID], put_right: set[UUID]
) -> LineNote:
    if line.id in new:
        return LineNote(line.id, new[line.id], Standing.NEW)
    if line.id in put_right:
        return LineNote(line.id, judged.case_id, Standing.AMENDED, judged.columns)
    standing = Standing.PRESENT if judged.standing is Standing.NEW else judged.standing
    return LineNote(line.id, judged.case_id, standing, judged.columns)


def answer_of(done: Portion) -> dict[str, Any]:
    """What a commit tells its caller."""
    i = done.ledger_import
    return {
        "import_id": str(i.id), "version": i.version, "state": i.state.value,
        "committed": i.committed, "already_present": i.present, "amended": i.amended,
        "cases": [
            {"row": row, "case_id": str(case_id), "case_no": number}
            for row, case_id, number in done.cases
        ],
    }  # fmt: skip
