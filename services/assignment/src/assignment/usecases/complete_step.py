"""方案步骤: the lead unit reports a step done."""

from datetime import date
from uuid import UUID

from dbkit.caller import Caller
from dbkit.receipt import Receipt

from assignment.usecases.work import CaseWork


class CompleteStep:
    """Reports one step of the standing plan done: progress in the sense of R56."""

    def __init__(self, work: CaseWork) -> None:
        self._work = work

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        *,
        n: int,
        note: str | None,
        occurred_on: date | None,
    ) -> Receipt:
        """Report it.

        Raises:
            NoPlanError: there is no plan.
            StepNotFoundError: the plan has no such step.
            StepAlreadyDoneError: it was reported before.
        """
        return await self._work(
            caller,
            case_id,
            occurred_on,
            lambda case, actor, stamp: case.complete_step(actor, stamp, n=n, note=note),
        )
