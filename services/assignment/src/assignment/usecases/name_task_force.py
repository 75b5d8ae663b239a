"""工作专班: the lead unit names its task force."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from dbkit.caller import Caller
from dbkit.receipt import Receipt

from assignment.usecases.work import CaseWork


class NameTaskForce:
    """Names the task force of a case (R18)."""

    def __init__(self, work: CaseWork) -> None:
        self._work = work

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        *,
        name: str,
        members: Sequence[str],
        occurred_on: date | None,
    ) -> Receipt:
        """Name it; a later one takes its place.

        Raises:
            NotLeadUnitError: only the lead unit names one.
            BlankFieldError: no name or no members.
        """
        return await self._work(
            caller,
            case_id,
            occurred_on,
            lambda case, actor, stamp: case.name_task_force(
                actor, stamp, name=name, members=members
            ),
        )
