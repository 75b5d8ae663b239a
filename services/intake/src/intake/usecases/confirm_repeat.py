"""A person confirms that a case repeats an earlier one."""

from datetime import date
from typing import Any
from uuid import UUID

from contracts.intake import RepeatConfirmedV1
from contracts.vocab import Role
from dbkit.caller import Caller
from dbkit.receipt import Receipt
from eventing.outbox import emit

from intake.domain.errors import SamePetitionError
from intake.domain.repeat import Basis, RepeatLink, check_order
from intake.storage.petitions import PetitionStore
from intake.storage.repeat_links import RepeatLinkStore
from intake.usecases.context import Context


class ConfirmRepeat:
    """Same petitioner, same matter: the records are linked, never merged."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        *,
        later_case_id: UUID,
        repeated_on: date | None,
        reason: str,
    ) -> dict[str, Any]:
        """Confirm; tells ``repeat_confirmed`` on the earlier case, whose recognition it may revoke.

        Args:
            caller: registrar or supervisor of the office.
            case_id: the earlier case.
            later_case_id: the case that repeats it.
            repeated_on: the day the petitioner came again; today when not given.
            reason: why both are one matter.

        Raises:
            CaseNotFoundError: one of them is none that the caller sees.
            SamePetitionError: one and the same, or the wrong way round.
            IllegalTransitionError: confirmed before.
            BusinessDateError: in the future, before the earlier registration, or late without right.
        """
        caller.principal.require(Role.REGISTRAR, Role.SUPERVISOR, office=True)
        check_order(case_id, later_case_id)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            petitions, links = (
                PetitionStore(tx.session, self._context.vault), RepeatLinkStore(tx.session),
            )  # fmt: skip
            earlier = await petitions.lock(case_id)
            later = await petitions.lock(later_case_id)
            caller.check_version(earlier.version)
            if later.registered_on < earlier.registered_on:
                raise SamePetitionError("后一件的登记时间早于前一件，请对调后再确认。")
            day = repeated_on or tx.today
            late = self._context.check_day(tx, day, cause=earlier.registered_on)
            link = await links.between(case_id, later_case_id)
            if link is None:
                link = RepeatLink(self._context.new_id(), case_id, later_case_id, Basis.MANUAL)
                await links.add_all([link], at=tx.now)
            link.confirm(repeated_on=day, reason=reason, by=tx.actor_sub, at=tx.now)
            await links.save(link)
            tx.audit(
                "repeat.confirmed", link.id,
                after={"earlier": str(case_id), "later": str(later_case_id)}, reason=reason,
            )  # fmt: skip
            await emit(
                tx, case_id,
                RepeatConfirmedV1(link_id=link.id, later_case_id=later_case_id, repeated_on=day),
                occurred_on=day, late=late,
            )  # fmt: skip
            receipt = Receipt(
                id=link.id, case_id=case_id, version=earlier.version, state=link.state.value
            )
            return tx.respond(receipt.model_dump(mode="json"))
