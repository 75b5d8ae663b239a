"""A person confirms that a case repeats an earlier one."""

from datetime import date
from typing import Any
from uuid import UUID

from contracts.intake import RepeatConfirmedV1
from dbkit.caller import Caller
from dbkit.transaction import Transaction
from eventing.outbox import Told

from intake.domain.errors import SamePetitionError
from intake.domain.repeat import Basis, Grounds, RepeatLink, check_order
from intake.usecases.context import Context
from intake.usecases.deciding import Deciding, check_right


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
        """Confirm a pair that the caller names; tells ``repeat_confirmed`` on the earlier case.

        Args:
            caller: registrar or supervisor of the office, or of 纪检监察 for sealed cases.
            case_id: the earlier case, whose recognition the repeat may revoke.
            later_case_id: the case that repeats it.
            repeated_on: the day the petitioner came again; today when not given.
            reason: why both are one matter.

        Raises:
            CaseNotFoundError: one of them is none that the caller sees.
            SamePetitionError: one and the same, the wrong way round, or one of them sealed.
            IllegalTransitionError: confirmed before.
            BusinessDateError: in the future, before the earlier registration, or late without right.
        """
        check_right(caller)
        check_order(case_id, later_case_id)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            deciding = Deciding(self._context, tx)
            pair = await deciding.pair(case_id, later_case_id)
            earlier, later = pair.earlier, pair.later
            caller.check_version(earlier.version)
            if earlier.sealed != later.sealed:
                raise SamePetitionError("封存件与其他件不能关联。")
            if later.registered_on < earlier.registered_on:
                raise SamePetitionError("后一件的登记时间早于前一件，请对调后再确认。")
            day = repeated_on or tx.today
            late = self._context.check_day(tx, day, cause=earlier.registered_on)
            link = await deciding.links.between(case_id, later_case_id)
            if link is None:
                link = RepeatLink(self._context.new_id(), case_id, later_case_id, Basis.MANUAL)
                await deciding.links.add_all([(link, None)], at=tx.now)
            told = _confirmed(tx, link, day, Grounds(text=reason), late=late)
            version = earlier.version
            return await deciding.done(pair, link, "confirmed", told, answer_version=version)

    async def link(
        self, caller: Caller, link_id: UUID, *, repeated_on: date | None, grounds: Grounds
    ) -> dict[str, Any]:
        """Confirm a link of the system, or one that was open again.

        Args:
            caller: as above; must see both cases.
            link_id: the link.
            repeated_on: the day the petitioner came again; the later case's 登记时间 when not given.
            grounds: code or sentence; none means same petitioner and same matter.

        Raises:
            LinkNotFoundError: none that the caller sees.
            OtherSideHiddenError: the caller sees one of the cases only.
            IllegalTransitionError: confirmed before.
            StaleVersionError: ``If-Match`` names another version of the link.
            BusinessDateError: in the future, before the earlier registration, or late without right.
        """
        check_right(caller)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            deciding = Deciding(self._context, tx)
            link = await deciding.links.lock(link_id)
            pair = await deciding.both(link)
            caller.check_version(link.version)
            if repeated_on is None:
                day, late = pair.later.registered_on, False
                late = self._context.is_late(tx, day)
            else:
                day, first = repeated_on, pair.earlier.registered_on
                late = self._context.check_day(tx, day, cause=first)
            told = _confirmed(tx, link, day, grounds, late=late)
            version = link.version
            return await deciding.done(pair, link, "confirmed", told, answer_version=version)


def _confirmed(
    tx: Transaction, link: RepeatLink, day: date, grounds: Grounds, *, late: bool
) -> Told:
    link.confirm(repeated_on=day, grounds=grounds, by=tx.actor_sub, at=tx.now)
    confirmed = RepeatConfirmedV1(link_id=link.id, later_case_id=link.later_case, repeated_on=day)
    return Told(link.earlier_case, confirmed, day, late)
