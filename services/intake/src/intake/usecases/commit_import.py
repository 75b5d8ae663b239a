"""Orders the good rows of a previewed ledger into the register."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from contracts.vocab import Role
from dbkit.caller import Caller

from intake.ledger.options import Profile
from intake.storage.imports import ImportStore
from intake.usecases.committing import Committing, Portion, answer_of
from intake.usecases.context import Context
from intake.usecases.import_orders import CommitOrder


class CommitImport:
    """入库: a short ledger in one transaction, a long one by the worker in portions (ADR 9)."""

    def __init__(self, context: Context, committing: Committing, *, at_once_rows: int) -> None:
        self._context = context
        self._committing = committing
        self._at_once_rows = at_once_rows

    async def __call__(
        self,
        caller: Caller,
        import_id: UUID,
        *,
        occurred_on: date | None,
        source_letter: str | None,
        amend_rows: frozenset[int] | None = None,
    ) -> dict[str, Any]:
        """Commit, or go on with a commit that failed half-way.

        Rows whose number is registered are left alone, except those of ``amend_rows``.

        Args:
            caller: a registrar of the unit that uploaded the file.
            import_id: the previewed import.
            occurred_on: the day the ledger was handed in; today when not given.
            source_letter: the letter with which the cases were handed down, if there is one (R2).
            amend_rows: sheet rows that differ from their registered case and amend it; of a list of
                corrections all rows when not given.

        Returns:
            The result; its state is ``committing`` when the worker goes on with it.

        Raises:
            ImportNotFoundError: no such import of this unit.
            IllegalTransitionError: committed before, or refused.
            StaleVersionError: ``If-Match`` names another version.
            BusinessDateError: ``occurred_on`` is in the future.
        """
        caller.principal.require(Role.REGISTRAR)
        # The version in ``If-Match`` is the import's, not that of the cases it may amend.
        async with self._context.db.transaction(replace(caller, expected_version=None)) as tx:
            if tx.replayed is not None:
                return tx.replayed
            store = ImportStore(tx.session, self._context.vault)
            ledger_import = await store.lock(import_id)
            caller.check_version(ledger_import.version)
            day = occurred_on or tx.today
            self._context.is_late(tx, day)
            profile = await store.profile(import_id)
            if amend_rows is None and profile != Profile.CORRECTIONS:
                amend_rows = frozenset()
            order = CommitOrder(caller, day, source_letter, amend_rows)
            ledger_import.begin()
            await store.save(ledger_import)
            await store.order(ledger_import, order.to_json(), letter=source_letter)
            await tx.session.flush()
            if await store.rows_left(ledger_import) > self._at_once_rows:
                tx.audit("import.ordered", import_id, after={"occurred_on": str(day)})
                return tx.respond(answer_of(Portion(ledger_import)))
            done = await self._committing.portion(tx, import_id, order, self._at_once_rows + 1)
            return tx.respond(answer_of(done))
