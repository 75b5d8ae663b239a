"""Lets the units that assignment names, and only as long as it does, see their cases in intake too."""

from uuid import UUID

from contracts.assignment import CaseIssuedV1, LeaderAssignedV1
from contracts.vocab import VisibilityRole
from dbkit.transaction import Transaction
from dbkit.visibility import BY_ISSUE, DUTIES, replace


class FollowAssignment:
    """Reacts to assignment's events; runs inside the consumer's transaction."""

    async def case_issued(self, tx: Transaction, case_id: UUID, data: CaseIssuedV1) -> None:
        """主办、协办、配合 see the case; units of an earlier batch no longer."""
        units = [(d.unit, VisibilityRole(d.role.value)) for d in data.duties]
        await replace(tx, case_id, DUTIES, units)

    async def taken_back(self, tx: Transaction, case_id: UUID) -> None:
        """An accepted objection takes the case from its units and its leader (T3)."""
        await replace(tx, case_id, BY_ISSUE, [])

    async def leader_assigned(self, tx: Transaction, case_id: UUID, data: LeaderAssignedV1) -> None:
        """The unit of the 包案领导 sees the case; that of the one before no longer."""
        leader = (data.leader_unit, VisibilityRole.LEADER)
        await replace(tx, case_id, {VisibilityRole.LEADER}, [leader])
