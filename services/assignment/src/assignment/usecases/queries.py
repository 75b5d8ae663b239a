"""Reads: cases, the desk, overrides and batches, each under the caller's tenant."""

from dataclasses import dataclass
from uuid import UUID

from contracts.vocab import Role
from dbkit.database import Database
from dbkit.paging import PageParams
from servicekit.auth import Principal

from assignment.domain.case import AssignedCase
from assignment.domain.desk import OFFICE_STATES, Owed, owed_to
from assignment.domain.errors import BatchNotFoundError, CaseNotFoundError
from assignment.domain.states import IN_WORK
from assignment.storage.batches import Batch, BatchItem, BatchStore
from assignment.storage.case_reads import CaseFilter, CaseReads, RecordedOverride
from assignment.usecases.work import actor

_DESK_LIMIT = 500


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One thing to do, and in which case."""

    case_id: UUID
    case_no: str
    owed: Owed


class CaseQueries:
    """Reads of cases."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, principal: Principal, case_id: UUID) -> AssignedCase:
        """One case.

        Raises:
            CaseNotFoundError: there is none, or the unit does not see it.
        """
        async with self._db.read(principal.unit) as session:
            case = await CaseReads(session, principal.unit).get(case_id)
        if case is None:
            raise CaseNotFoundError
        return case

    async def page(
        self, principal: Principal, wanted: CaseFilter, paging: PageParams
    ) -> tuple[list[AssignedCase], int]:
        """One page of the cases the unit sees."""
        async with self._db.read(principal.unit) as session:
            reads = CaseReads(session, principal.unit)
            return await reads.page(wanted, paging.offset, paging.size)

    async def desk(self, principal: Principal) -> list[DeskItem]:
        """What the caller should do next (待办), those due first."""
        by = actor(principal)
        office = by.is_office and by.has(Role.SUPERVISOR)
        async with self._db.read(principal.unit) as session:
            cases = await CaseReads(session, principal.unit).on_desk(
                waiting_for_office=OFFICE_STATES if office else frozenset(),
                waiting_for_unit=IN_WORK if by.has(Role.HANDLER) else frozenset(),
                low_leaders=office,
                limit=_DESK_LIMIT,
            )
        return [DeskItem(c.id, c.registered.case_no, o) for c in cases for o in owed_to(c, by)]

    async def overrides(
        self, principal: Principal, paging: PageParams
    ) -> tuple[list[RecordedOverride], int]:
        """The leader overrides of the cases the unit sees (R19)."""
        async with self._db.read(principal.unit) as session:
            reads = CaseReads(session, principal.unit)
            return await reads.overrides(paging.offset, paging.size)


class BatchQueries:
    """Reads of the unit's own batches."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def page(self, principal: Principal, paging: PageParams) -> tuple[list[Batch], int]:
        """One page, newest first."""
        async with self._db.read(principal.unit) as session:
            return await BatchStore(session).page(paging.offset, paging.size)

    async def get(self, principal: Principal, batch_id: UUID) -> tuple[Batch, list[BatchItem]]:
        """One batch with its cases as they were issued.

        Raises:
            BatchNotFoundError: the unit has no such batch.
        """
        async with self._db.read(principal.unit) as session:
            found = await BatchStore(session).get(batch_id)
        if found is None:
            raise BatchNotFoundError
        return found
