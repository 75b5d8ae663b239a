"""A person decides that a suspected repeat is none."""

from typing import Any
from uuid import UUID

from contracts.intake import RepeatDismissedV1
from contracts.vocab import Role
from dbkit.caller import Caller
from dbkit.receipt import Receipt
from eventing.outbox import emit

from intake.storage.repeat_links import RepeatLinkStore
from intake.usecases.context import Context


class DismissRepeat:
    """Clears a suspicion; the system's advice never stands by itself."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(self, caller: Caller, link_id: UUID, *, reason: str) -> dict[str, Any]:
        """Dismiss.

        Raises:
            LinkNotFoundError: none that the caller sees.
            IllegalTransitionError: decided before.
            StaleVersionError: ``If-Match`` names another version of the link.
        """
        caller.principal.require(Role.REGISTRAR, Role.SUPERVISOR, office=True)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            links = RepeatLinkStore(tx.session)
            link = await links.lock(link_id)
            caller.check_version(link.version)
            link.dismiss(reason=reason, by=tx.actor_sub, at=tx.now)
            await links.save(link)
            tx.audit(
                "repeat.dismissed", link.id, after={"earlier": str(link.earlier_case)},
                reason=reason,
            )  # fmt: skip
            dismissed = RepeatDismissedV1(link_id=link.id, later_case_id=link.later_case)
            await emit(tx, link.earlier_case, dismissed, occurred_on=tx.today)
            receipt = Receipt(
                id=link.id, case_id=link.earlier_case, version=link.version, state=link.state.value
            )
            return tx.respond(receipt.model_dump(mode="json"))
