"""Follows assignment's decision on an objection: accepted, it takes the case from its lead unit."""

from contracts.assignment import ObjectionDecidedV1
from contracts.event import Envelope
from dbkit.transaction import Transaction
from dbkit.visibility import BY_ISSUE, replace

from supervision.storage.cases import CaseStore


class FollowObjection:
    """Nobody leads a case that was taken back, until it is issued anew (T3)."""

    async def __call__(self, tx: Transaction, envelope: Envelope, data: ObjectionDecidedV1) -> None:
        """Forget the lead unit, inside the consumer's transaction; a rejected objection is nothing."""
        if not data.accepted:
            return
        store = CaseStore(tx.session)
        case = await store.obtain(envelope.case_id, tx.now)
        case.lead_unit = None
        await replace(tx, case.id, BY_ISSUE, [])
        await store.save(case, tx.now)
