"""Follows intake's registration: the case exists, and the offices see it."""

from contracts.event import Envelope
from contracts.intake import CaseRegisteredV1
from contracts.units import UnitDirectory
from contracts.vocab import UnitKind, VisibilityRole
from dbkit.transaction import Transaction
from dbkit.visibility import grant

from supervision.storage.cases import CaseStore


class FollowRegistration:
    """Learns a case's number and opens it to both offices; a sealed case stays closed to them.

    Args:
        units: the district's units.
    """

    def __init__(self, units: UnitDirectory) -> None:
        self._offices = [u.code for u in units if u.kind is UnitKind.DISTRICT_OFFICE]

    async def __call__(self, tx: Transaction, envelope: Envelope, data: CaseRegisteredV1) -> None:
        """Keep the number, inside the consumer's transaction."""
        store = CaseStore(tx.session)
        case = await store.obtain(envelope.case_id, tx.now)
        case.case_no, case.cohort = data.case_no, data.cohort.value
        case.state_since = case.state_since or data.registered_on
        if not data.sealed:
            offices = [(unit, VisibilityRole.SUPERVISION) for unit in self._offices]
            await grant(tx, case.id, offices)
        await store.save(case, tx.now)
