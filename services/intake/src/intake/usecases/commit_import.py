"""Turns the good rows of a previewed ledger into cases, all at once."""

from datetime import date
from typing import Any
from uuid import UUID

from contracts.vocab import Role
from dbkit.caller import SYSTEM_TENANT, Caller
from dbkit.transaction import Transaction

from intake.domain.ledger_import import LedgerImport
from intake.storage.imports import AcceptedLine, ImportStore
from intake.storage.petitions import PetitionStore
from intake.usecases.context import Context
from intake.usecases.from_ledger import registration_of
from intake.usecases.registering import NewCase, Registering


class CommitImport:
    """入库: one transaction for the whole file; rows whose number is registered are left alone."""

    def __init__(self, context: Context, registering: Registering) -> None:
        self._context = context
        self._registering = registering

    async def __call__(
        self,
        caller: Caller,
        import_id: UUID,
        *,
        occurred_on: date | None,
        source_letter: str | None,
    ) -> dict[str, Any]:
        """Commit.

        Args:
            caller: a registrar of the unit that uploaded the file.
            import_id: the previewed import.
            occurred_on: the day the ledger was handed in; today when not given.
            source_letter: the letter with which the cases were handed down, if there is one.

        Raises:
            ImportNotFoundError: no such import of this unit.
            IllegalTransitionError: committed before, or refused.
            StaleVersionError: ``If-Match`` names another version.
            BusinessDateError: ``occurred_on`` is in the future.
        """
        caller.principal.require(Role.REGISTRAR)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            store = ImportStore(tx.session, self._context.vault)
            ledger_import = await store.lock(import_id)
            caller.check_version(ledger_import.version)
            day = occurred_on or tx.today
            self._context.is_late(tx, day)
            lines = await store.accepted_lines(ledger_import)
            taken = await self._taken(tx, lines)
            fresh = [
                (line, self._prepare(tx, line))
                for line in lines
                if line.values["信访件编号"] not in taken
            ]
            ledger_import.commit(len(fresh))
            await self._registering(tx, [n for _, n in fresh], import_id=import_id)
            await store.set_cases(await self._cases(tx, lines, fresh))
            await store.save(ledger_import, source_letter=source_letter, at=tx.now)
            tx.audit(
                "import.committed", import_id,
                after={"cases": len(fresh), "already_present": len(taken), "occurred_on": str(day)},
            )  # fmt: skip
            return tx.respond(_answer(ledger_import, fresh, len(taken)))

    def _prepare(self, tx: Transaction, line: AcceptedLine) -> NewCase:
        registration = registration_of(line.values, line.extras, self._context.units)
        late = self._context.is_late(tx, registration.registered_on)
        return self._registering.prepare(tx, registration, late=late)

    async def _taken(self, tx: Transaction, lines: list[AcceptedLine]) -> dict[str, UUID]:
        # Numbers are unique in the district, so other units' cases count too.
        async with tx.as_tenant(SYSTEM_TENANT):
            store = PetitionStore(tx.session, self._context.vault)
            return await store.taken(line.values["信访件编号"] for line in lines)

    async def _cases(
        self, tx: Transaction, lines: list[AcceptedLine], fresh: list[tuple[AcceptedLine, NewCase]]
    ) -> list[tuple[UUID, UUID]]:
        """Rows with their cases: the new ones, and those present before that this unit sees."""
        new = {line.id for line, _ in fresh}
        old = {line.values["信访件编号"]: line.id for line in lines if line.id not in new}
        seen = await PetitionStore(tx.session, self._context.vault).taken(old)
        return [(line.id, n.petition.id) for line, n in fresh] + [
            (old[number], case_id) for number, case_id in seen.items()
        ]


def _answer(
    ledger_import: LedgerImport, fresh: list[tuple[AcceptedLine, NewCase]], present: int
) -> dict[str, Any]:
    return {
        "import_id": str(ledger_import.id),
        "version": ledger_import.version,
        "committed": ledger_import.committed,
        "already_present": present,
        "cases": [
            {"row": line.row, "case_id": str(n.petition.id), "case_no": n.petition.case_no}
            for line, n in fresh
        ],
    }
