"""裁定异议: the office decides an objection."""

from datetime import date
from uuid import UUID

from dbkit.caller import Caller
from dbkit.receipt import Receipt

from assignment.usecases.work import CaseWork


class DecideObjection:
    """Decides an objection; accepted, the duties are taken back and the case can be issued anew."""

    def __init__(self, work: CaseWork) -> None:
        self._work = work

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        *,
        accepted: bool,
        reason: str,
        occurred_on: date | None,
    ) -> Receipt:
        """Decide.

        Raises:
            RoleMissingError: not a supervisor of the district office.
            IllegalTransitionError: no objection is open.
            ReasonError: no reason given.
        """
        return await self._work(
            caller,
            case_id,
            occurred_on,
            lambda case, actor, stamp: case.decide_objection(
                actor, stamp, accepted=accepted, reason=reason
            ),
        )
