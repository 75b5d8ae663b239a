"""What every command of a user shares: who acts, what day it is, the case, the answer."""

from datetime import date
from typing import Any
from uuid import UUID

from dbkit.receipt import Receipt
from dbkit.transaction import Transaction
from servicekit.auth import Principal
from servicekit.dates import check_business_date

from supervision.domain.actors import Actor
from supervision.domain.case import SupervisedCase
from supervision.domain.facts import Entry, Stamp
from supervision.storage.cases import CaseStore


def actor_of(principal: Principal) -> Actor:
    """The caller, as the domain knows it."""
    return Actor(principal.sub, principal.unit, principal.is_office, principal.roles)


def stamp_of(tx: Transaction, occurred_on: date | None, late_after_days: int) -> Stamp:
    """Dates the caller's command: today unless said otherwise, never before its cause."""

    def stamp(cause: date | None) -> Entry:
        on = occurred_on or tx.today
        late = check_business_date(
            on, today=tx.today, may_enter_late=tx.user.principal.may_enter_late, cause=cause,
            late_after_days=late_after_days,
        )  # fmt: skip
        return Entry(on, tx.now, tx.actor_sub, tx.actor_unit, late)

    return stamp


async def locked(tx: Transaction, case_id: UUID) -> SupervisedCase:
    """The case, locked, in the version the caller saw.

    Raises:
        CaseNotFoundError: there is none, or the caller's unit may not know of it.
        StaleVersionError: ``If-Match`` named another version.
    """
    case = await CaseStore(tx.session).lock(case_id)
    tx.user.check_version(case.version)
    return case


def receipt(tx: Transaction, case: SupervisedCase, id_: UUID) -> Receipt:
    """The answer to a command, stored for replays."""
    answer = Receipt(id=id_, case_id=case.id, version=case.version, state=case.state.value)
    tx.respond(answer.model_dump(mode="json"))
    return answer


def replayed(answer: dict[str, Any]) -> Receipt:
    """The stored answer of an earlier call."""
    return Receipt.model_validate(answer)
