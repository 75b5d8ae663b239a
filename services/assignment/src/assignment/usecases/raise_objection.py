"""异议: the lead unit says a case is not in its competence."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from dbkit.caller import Caller
from dbkit.receipt import Receipt

from assignment.domain.case import AssignedCase
from assignment.domain.values import Actor, Stamp
from assignment.usecases.work import CaseWork


class RaiseObjection:
    """Raises an objection of the lead unit (信访工作条例 Art. 23, T3)."""

    def __init__(self, work: CaseWork, new_id: Callable[[], UUID]) -> None:
        self._work = work
        self._new_id = new_id

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        *,
        reason: str,
        occurred_on: date | None,
    ) -> Receipt:
        """Object, before the case is in 化解中.

        Raises:
            NotLeadUnitError: only the lead unit objects.
            ReasonError: no reason given.
        """
        objection_id = self._new_id()

        def act(case: AssignedCase, actor: Actor, stamp: Stamp) -> UUID:
            case.object(actor, stamp, objection_id=objection_id, reason=reason)
            return objection_id

        return await self._work(caller, case_id, occurred_on, act)
