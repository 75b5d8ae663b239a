"""Lets the units that assignment names see their cases in intake too."""

from uuid import UUID

from contracts.assignment import CaseIssuedV1, LeaderAssignedV1
from contracts.vocab import VisibilityRole
from dbkit.transaction import Transaction
from dbkit.visibility import grant


class FollowAssignment:
    """Reacts to assignment's events; runs inside the consumer's transaction."""

    async def case_issued(self, tx: Transaction, case_id: UUID, data: CaseIssuedV1) -> None:
        """主办、协办、配合 see the case."""
        await grant(tx, case_id, [(d.unit, VisibilityRole(d.role.value)) for d in data.duties])

    async def leader_assigned(self, tx: Transaction, case_id: UUID, data: LeaderAssignedV1) -> None:
        """The unit of the 包案领导 sees the case."""
        await grant(tx, case_id, [(data.leader_unit, VisibilityRole.LEADER)])
