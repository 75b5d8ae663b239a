"""How every command on one case runs: lock, check, act, save, grant sight, publish, answer."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from contracts.vocab import VisibilityRole
from dbkit import visibility
from dbkit.caller import Caller
from dbkit.database import Database
from dbkit.receipt import Receipt
from dbkit.transaction import Transaction
from servicekit.auth import Principal
from servicekit.dates import check_business_date

from assignment.domain.case import AssignedCase
from assignment.domain.values import Actor, Fact, Stamp
from assignment.storage.cases import CaseStore
from assignment.usecases.publish import publish

Act = Callable[[AssignedCase, Actor, Stamp], UUID | None]
"""One command on the aggregate; answers with the id of what it made, if it made something."""


def actor(principal: Principal) -> Actor:
    """The domain's view of a caller."""
    return Actor(unit=principal.unit, is_office=principal.is_office, roles=principal.roles)


def stamp_of(tx: Transaction, occurred_on: date | None, late_after_days: int) -> Stamp:
    """A stamp for facts of this transaction; the day is today when none is given."""
    user = tx.user.principal
    day = occurred_on or tx.today

    def stamp(cause: date | None) -> Fact:
        late = check_business_date(
            day, today=tx.today, may_enter_late=user.may_enter_late, cause=cause,
            late_after_days=late_after_days,
        )  # fmt: skip
        return Fact(on=day, at=tx.now, by=user.sub, unit=user.unit, late=late)

    return stamp


class CaseWork:
    """Runs one command on one case in one transaction.

    Args:
        db: the service's database.
        late_after_days: from how many days back an entry is late (补录).
    """

    def __init__(self, db: Database, *, late_after_days: int) -> None:
        self._db = db
        self._late_after_days = late_after_days

    async def __call__(
        self, caller: Caller, case_id: UUID, occurred_on: date | None, act: Act
    ) -> Receipt:
        """Run ``act`` on the locked case.

        Raises:
            CaseNotFoundError: the caller's unit does not see such a case.
            StaleVersionError: ``If-Match`` named another version, or the race was lost.
            BusinessDateError: the day cannot be right, or is late without the right.
            DomainError: whatever the aggregate refuses.
        """
        async with self._db.transaction(caller) as tx:
            if tx.replayed is not None:
                return Receipt.model_validate(tx.replayed)
            store = CaseStore(tx.session)
            case = await store.take(case_id)
            caller.check_version(case.version)
            before, came_from = case.viewers(), case.state
            stamp = stamp_of(tx, occurred_on, self._late_after_days)
            made = act(case, actor(caller.principal), stamp)
            store.save(case)
            await tx.session.flush()
            await publish(tx, case, came_from)
            await _show(tx, case, before)
            receipt = Receipt(
                id=made or case.id, case_id=case.id, version=case.version, state=case.state.value
            )
            tx.respond(receipt.model_dump(mode="json"))
            return receipt


async def _show(
    tx: Transaction, case: AssignedCase, before: frozenset[tuple[str, VisibilityRole]]
) -> None:
    after = case.viewers()
    await visibility.grant(tx, case.id, sorted(after - before))
    for unit, role in sorted(before - after):
        await visibility.revoke(tx, case.id, unit, role)
