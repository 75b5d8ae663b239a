"""转入化解: the case enters 化解中."""

from datetime import date
from uuid import UUID

from dbkit.caller import Caller
from dbkit.receipt import Receipt

from assignment.usecases.work import CaseWork


class StartResolution:
    """Starts the resolution once leader, task force, deadline and signature are there (R18)."""

    def __init__(self, work: CaseWork) -> None:
        self._work = work

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        *,
        occurred_on: date | None,
    ) -> Receipt:
        """Start.

        Raises:
            NotReadyToResolveError: with ``missing`` naming what R18 still asks for.
            NotLeadUnitError: only the lead unit starts.
            BeforeItsCauseError: the day lies before one of the four facts.
        """
        return await self._work(
            caller, case_id, occurred_on, lambda case, actor, stamp: case.start(actor, stamp)
        )
