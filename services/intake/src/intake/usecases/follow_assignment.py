"""Lets the units that assignment names, and only as long as it does, see their cases in intake too."""

from uuid import UUID

from contracts.assignment import CaseIssuedV1, LeaderAssignedV1
from contracts.vocab import VisibilityRole
from dbkit.transaction import Transaction
from dbkit.visibility import BY_ISSUE, DUTIES, replace

from intake.storage.petitions import PetitionStore
from intake.usecases.context import Context


class FollowAssignment:
    """Reacts to assignment's events; runs inside the consumer's transaction.

    A case that was sealed in the meantime stays with 纪检监察: no unit and no leader gets to see it (R72).
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    async def case_issued(self, tx: Transaction, case_id: UUID, data: CaseIssuedV1) -> None:
        """主办、协办、配合 see the case; units of an earlier batch no longer."""
        store = self._store(tx)
        await store.set_issued(case_id, issued=True)
        sealed = await store.is_sealed(case_id)
        units = [] if sealed else [(d.unit, VisibilityRole(d.role.value)) for d in data.duties]
        await replace(tx, case_id, DUTIES, units)

    async def taken_back(self, tx: Transaction, case_id: UUID) -> None:
        """An accepted objection takes the case from its units and its leader (T3)."""
        await self._store(tx).set_issued(case_id, issued=False)
        await replace(tx, case_id, BY_ISSUE, [])

    async def leader_assigned(self, tx: Transaction, case_id: UUID, data: LeaderAssignedV1) -> None:
        """The unit of the 包案领导 sees the case; that of the one before no longer."""
        sealed = await self._store(tx).is_sealed(case_id)
        leader = [] if sealed else [(data.leader_unit, VisibilityRole.LEADER)]
        await replace(tx, case_id, {VisibilityRole.LEADER}, leader)

    def _store(self, tx: Transaction) -> PetitionStore:
        return PetitionStore(tx.session, self._context.vault)
