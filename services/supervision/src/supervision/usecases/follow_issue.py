"""Follows assignment's 交办: the lead unit may look at the closure of its case."""

from contracts.assignment import CaseIssuedV1
from contracts.event import Envelope
from contracts.vocab import DutyRole, VisibilityRole
from dbkit.transaction import Transaction
from dbkit.visibility import grant, revoke

from supervision.storage.cases import CaseStore


class FollowIssue:
    """Learns who leads a case; a case issued anew is taken from the former lead's sight (R34)."""

    async def __call__(self, tx: Transaction, envelope: Envelope, data: CaseIssuedV1) -> None:
        """Keep the lead unit, inside the consumer's transaction."""
        store = CaseStore(tx.session)
        case = await store.obtain(envelope.case_id, tx.now)
        lead = next(d.unit for d in data.duties if d.role is DutyRole.LEAD)
        if case.lead_unit not in {None, lead}:
            await revoke(tx, case.id, str(case.lead_unit), VisibilityRole.LEAD)
        case.lead_unit = lead
        await grant(tx, case.id, [(lead, VisibilityRole.LEAD)])
        await store.save(case, tx.now)
