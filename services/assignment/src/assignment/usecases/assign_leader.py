"""包案领导: names the leader in charge of a case."""

from datetime import date
from uuid import UUID

from contracts.units import UnitDirectory
from contracts.vocab import LeaderLevel
from dbkit.caller import Caller
from dbkit.receipt import Receipt

from assignment.domain.case import AssignedCase
from assignment.domain.values import Actor, Stamp
from assignment.usecases.work import CaseWork


class AssignLeader:
    """Names the leader; a hard case needs county level unless an override stands (R18, R19).

    The leader's unit sees the case from then on; the earlier leader's unit no longer does.
    """

    def __init__(self, work: CaseWork, units: UnitDirectory) -> None:
        self._work = work
        self._units = units

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        *,
        account: str,
        unit: str,
        name: str,
        title: str,
        level: LeaderLevel,
        occurred_on: date | None,
    ) -> Receipt:
        """Name the leader.

        Raises:
            LeaderBelowCountyError: a hard case, a lower level, no override (R19).
            LeaderUnitError: neither the lead unit nor the district's leaders.
            CountyLeaderUnitError: county level claimed outside the district's leaders.
        """
        known = self._units.get(unit)

        def act(case: AssignedCase, actor: Actor, stamp: Stamp) -> None:
            case.assign_leader(
                actor, stamp, account=account, unit=unit, unit_kind=known.kind if known else None,
                name=name, title=title, level=level,
            )  # fmt: skip

        return await self._work(caller, case_id, occurred_on, act)
