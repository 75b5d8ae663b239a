"""签收: a unit signs for its duty."""

from datetime import date
from uuid import UUID

from dbkit.caller import Caller
from dbkit.receipt import Receipt

from assignment.usecases.work import CaseWork


class SignDuty:
    """Signs for the caller's own unit; the lead's signature moves the case to signed (R15)."""

    def __init__(self, work: CaseWork) -> None:
        self._work = work

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        *,
        occurred_on: date | None,
    ) -> Receipt:
        """Sign.

        Raises:
            NotDutyUnitError: the unit has no duty in the case.
            IllegalTransitionError: signed before, or the case is not issued.
        """
        return await self._work(
            caller, case_id, occurred_on, lambda case, actor, stamp: case.sign(actor, stamp)
        )
