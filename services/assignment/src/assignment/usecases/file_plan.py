"""化解方案: the lead unit files its plan."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from dbkit.caller import Caller
from dbkit.receipt import Receipt

from assignment.domain.case import AssignedCase
from assignment.domain.values import Actor, Stamp
from assignment.usecases.work import CaseWork


class FilePlan:
    """Files a plan with measures, steps, owners and dates (R21)."""

    def __init__(self, work: CaseWork, new_id: Callable[[], UUID]) -> None:
        self._work = work
        self._new_id = new_id

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        *,
        measures: str,
        steps: Sequence[tuple[str, str, date]],
        target_on: date,
        occurred_on: date | None,
    ) -> Receipt:
        """File it; a later plan takes the earlier one's place.

        Raises:
            NotLeadUnitError: only the lead unit files one.
            BlankFieldError: measures, steps, a title or an owner are missing.
            PlanDatesError: target before filing, or a step after the target.
        """
        plan_id = self._new_id()

        def act(case: AssignedCase, actor: Actor, stamp: Stamp) -> UUID:
            case.file_plan(
                actor, stamp, plan_id=plan_id, measures=measures, steps=steps, target_on=target_on
            )
            return plan_id

        return await self._work(caller, case_id, occurred_on, act)
