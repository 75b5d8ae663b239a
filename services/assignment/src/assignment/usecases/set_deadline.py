"""化解时限: the lead unit sets the first deadline, the office any."""

from datetime import date
from uuid import UUID

from dbkit.caller import Caller
from dbkit.receipt import Receipt

from assignment.usecases.work import CaseWork


class SetDeadline:
    """Sets or changes the deadline of a case (R18)."""

    def __init__(self, work: CaseWork) -> None:
        self._work = work

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        *,
        due_on: date,
        reason: str | None,
        occurred_on: date | None,
    ) -> Receipt:
        """Set it.

        Raises:
            DeadlineChangeNeedsOfficeError: the lead unit may not change a deadline.
            ReasonError: a change needs a reason.
            DeadlineBeforeIssueError: it lies before the day of issue.
        """
        return await self._work(
            caller,
            case_id,
            occurred_on,
            lambda case, actor, stamp: case.set_deadline(
                actor, stamp, due_on=due_on, reason=reason
            ),
        )
