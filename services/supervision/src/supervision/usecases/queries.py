"""Reads: one case with its records, pages of cases, the desk."""

from dataclasses import dataclass
from uuid import UUID

from dbkit.database import Database
from servicekit.auth import CASE_DUTIES, Principal

from supervision.domain.case import SupervisedCase
from supervision.domain.desk import Owed, owed, states_for
from supervision.domain.states import State
from supervision.storage.cases import CaseStore
from supervision.storage.lists import CaseList
from supervision.storage.records import Records, RecordStore
from supervision.storage.vault import TextVault
from supervision.usecases.commanding import actor_of


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """One case as one caller may see it; units see facts, the office also evidence and reasons.

    ``seen`` are the cases said to repeat it that the caller's unit may know of: one that was sealed
    since is not even named by its id (R72).
    """

    case: SupervisedCase
    records: Records
    allowed_actions: list[str]
    full: bool
    seen: frozenset[UUID]


class Queries:
    """Reads under the caller's unit: what it does not see does not exist.

    Args:
        db: the service's database.
        vault: opens encrypted texts.
    """

    def __init__(self, db: Database, vault: TextVault) -> None:
        self._db = db
        self._vault = vault

    async def case(self, principal: Principal, case_id: UUID) -> CaseDetail:
        """One case.

        Raises:
            CaseNotFoundError: there is none, or the unit may not know of it.
        """
        principal.require(*CASE_DUTIES)
        async with self._db.read(principal.unit) as session:
            case = await CaseStore(session).get(case_id)
            records = await RecordStore(session, self._vault).of_case(case_id)
            later = {r.later_case_id for r in case.repeats}
            later |= {r.later_case_id for r in records.revocations if r.later_case_id is not None}
            seen = await CaseList(session, principal.unit).seen(later)
        allowed = case.allowed_actions(actor_of(principal), self._db.clock.today())
        return CaseDetail(case, records, allowed, principal.is_office, seen)

    async def page(
        self,
        principal: Principal,
        *,
        state: State | None,
        unit: str | None,
        offset: int,
        limit: int,
    ) -> tuple[list[SupervisedCase], int]:
        """One page of the cases the unit sees, and their number."""
        principal.require(*CASE_DUTIES)
        async with self._db.read(principal.unit) as session:
            return await CaseList(session, principal.unit).page(
                state=state, unit=unit, offset=offset, limit=limit
            )

    async def desk(self, principal: Principal) -> list[Owed]:
        """What waits for the caller, longest first; empty for all but the office."""
        principal.require(*CASE_DUTIES)
        actor, today = actor_of(principal), self._db.clock.today()
        states = states_for(actor)
        if not states:
            return []
        async with self._db.read(principal.unit) as session:
            cases = await CaseStore(session).waiting(states, today)
        return owed(cases, actor, today)
