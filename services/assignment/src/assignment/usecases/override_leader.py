"""R19 例外: the office allows a leader below county level for a hard case."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from dbkit.caller import Caller
from dbkit.receipt import Receipt

from assignment.domain.case import AssignedCase
from assignment.domain.values import Actor, Stamp
from assignment.usecases.work import CaseWork


class OverrideLeader:
    """Records the office's written override for one hard case (R19)."""

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
        """Record the override.

        Raises:
            OverrideNotNeededError: the case is ordinary.
            OverrideStandsError: there is one already.
            ReasonTooShortError: fewer than ten characters.
        """
        override_id = self._new_id()

        def act(case: AssignedCase, actor: Actor, stamp: Stamp) -> UUID:
            case.override_leader(actor, stamp, override_id=override_id, reason=reason)
            return override_id

        return await self._work(caller, case_id, occurred_on, act)
