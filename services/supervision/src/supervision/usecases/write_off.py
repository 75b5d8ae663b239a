"""R27: 销号 after the observation window."""

from datetime import date
from uuid import UUID

from contracts.supervision import CaseWrittenOffV1
from dbkit.caller import Caller
from dbkit.database import Database
from dbkit.receipt import Receipt
from eventing.outbox import emit

from supervision.storage.cases import CaseStore
from supervision.usecases.commanding import actor_of, locked, receipt, replayed, stamp_of


class WriteOffCase:
    """The office strikes a resolved case off the list (R27).

    Args:
        db: the service's database.
        late_after_days: from when on an entry is late.
    """

    def __init__(self, db: Database, late_after_days: int) -> None:
        self._db = db
        self._late_after_days = late_after_days

    async def __call__(self, caller: Caller, case_id: UUID, occurred_on: date | None) -> Receipt:
        """Write off.

        Raises:
            CaseNotFoundError, RoleMissingError, IllegalTransitionError (not recognised, or revoked
            by a repeat), ObservationRunningError, BusinessDateError.
        """
        async with self._db.transaction(caller) as tx:
            if tx.replayed is not None:
                return replayed(tx.replayed)
            case = await locked(tx, case_id)
            before = case.state
            fact = case.write_off(
                actor_of(caller.principal), stamp_of(tx, occurred_on, self._late_after_days)
            )
            await CaseStore(tx.session).save(case, tx.now)
            await emit(
                tx, case.id, CaseWrittenOffV1(recognition_id=fact.ref),
                occurred_on=fact.entry.on, late=fact.entry.late,
            )  # fmt: skip
            tx.audit(
                "case.written_off", case.id, before={"state": before},
                after={"state": case.state, "recognition_id": fact.ref},
            )  # fmt: skip
            return receipt(tx, case, fact.ref)
