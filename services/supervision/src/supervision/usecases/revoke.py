"""R28: 撤销化解 after an inspection."""

from datetime import date
from uuid import UUID

from dbkit.caller import Caller
from dbkit.database import Database
from dbkit.receipt import Receipt
from servicekit.ids import new_id

from supervision.storage.vault import TextVault
from supervision.usecases.commanding import actor_of, locked, receipt, replayed, stamp_of
from supervision.usecases.revoking import keep_revocation


class RevokeResolution:
    """The office takes a recognition back: an inspection found the case unresolved (R28).

    Args:
        db: the service's database.
        vault: encrypts the reason.
        late_after_days: from when on an entry is late.
    """

    def __init__(self, db: Database, vault: TextVault, late_after_days: int) -> None:
        self._db = db
        self._vault = vault
        self._late_after_days = late_after_days

    async def __call__(
        self, caller: Caller, case_id: UUID, reason: str, occurred_on: date | None
    ) -> Receipt:
        """Revoke.

        Raises:
            CaseNotFoundError, RoleMissingError, IllegalTransitionError (nothing to take back),
            ReasonMissingError, BusinessDateError (before the recognition or the write-off).
        """
        async with self._db.transaction(caller) as tx:
            if tx.replayed is not None:
                return replayed(tx.replayed)
            case = await locked(tx, case_id)
            before = case.state
            revocation = case.revoke(
                actor_of(caller.principal),
                stamp_of(tx, occurred_on, self._late_after_days),
                revocation_id=new_id(),
                reason=reason,
            )
            await keep_revocation(tx, self._vault, case, revocation, before)
            return receipt(tx, case, revocation.id)
