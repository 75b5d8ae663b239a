"""A person decides that a suspected repeat is none, or takes a decision back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from contracts.intake import RepeatDismissedV1, RepeatWithdrawnV1
from dbkit.caller import Caller
from dbkit.transaction import Transaction
from eventing.outbox import Told

from intake.domain.repeat import Grounds, RepeatLink
from intake.usecases.context import Context
from intake.usecases.deciding import Deciding, check_right


class DismissRepeat:
    """Clears a suspicion; the system's advice never stands by itself."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(self, caller: Caller, link_id: UUID, *, grounds: Grounds) -> dict[str, Any]:
        """Dismiss.

        Raises:
            LinkNotFoundError: none that the caller sees.
            OtherSideHiddenError: the caller sees one of the cases only.
            IllegalTransitionError: decided before.
            DecisionUnexplainedError: neither a code nor a sentence.
            StaleVersionError: ``If-Match`` names another version of the link.
        """

        def dismissed(tx: Transaction, link: RepeatLink) -> Told:
            link.dismiss(grounds=grounds, by=tx.actor_sub, at=tx.now)
            data = RepeatDismissedV1(link_id=link.id, later_case_id=link.later_case)
            return Told(link.earlier_case, data, tx.today)

        return await _decide(self._context, caller, link_id, "dismissed", dismissed)


class WithdrawDecision:
    """Undo: the pair is open again; what the decision set off elsewhere is told to be undone."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(self, caller: Caller, link_id: UUID, *, grounds: Grounds) -> dict[str, Any]:
        """Take the standing decision back.

        Raises:
            LinkNotFoundError: none that the caller sees.
            OtherSideHiddenError: the caller sees one of the cases only.
            IllegalTransitionError: nothing is decided.
            DecisionUnexplainedError: neither a code nor a sentence.
            StaleVersionError: ``If-Match`` names another version of the link.
        """

        def withdrawn(tx: Transaction, link: RepeatLink) -> Told:
            was = link.withdraw(grounds=grounds)
            data = RepeatWithdrawnV1(link_id=link.id, later_case_id=link.later_case, was=was.value)
            return Told(link.earlier_case, data, tx.today)

        return await _decide(self._context, caller, link_id, "withdrawn", withdrawn)


async def _decide(
    context: Context, caller: Caller, link_id: UUID, decision: str,
    change: Callable[[Transaction, RepeatLink], Told],
) -> dict[str, Any]:  # fmt: skip
    check_right(caller)
    async with context.db.transaction(caller) as tx:
        if tx.replayed is not None:
            return tx.replayed
        deciding = Deciding(context, tx)
        link = await deciding.links.lock(link_id)
        pair = await deciding.both(link)
        caller.check_version(link.version)
        told = change(tx, link)
        return await deciding.done(pair, link, decision, told, answer_version=link.version)
