"""Pages of cases, driven from what the tenant may see."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from supervision.domain.case import SupervisedCase
from supervision.domain.states import State
from supervision.storage.cases import CaseStore
from supervision.storage.tables import METADATA, CaseRow

_SEEN: Table = METADATA.tables["case_visibility"]


class CaseList:
    """Lists of one tenant's cases."""

    def __init__(self, session: AsyncSession, tenant: str) -> None:
        self._session = session
        self._tenant = tenant

    async def page(
        self, *, state: State | None, unit: str | None, offset: int, limit: int
    ) -> tuple[list[SupervisedCase], int]:
        """One page by case number, and how many there are in all.

        Args:
            state: only cases in this state.
            unit: only cases led by this unit.
            offset: cases before the page.
            limit: cases on the page.
        """
        wanted = self._filters(state, unit)
        total = await self._session.scalar(select(func.count()).select_from(CaseRow).where(*wanted))
        cases = await CaseStore(self._session).many(
            select(CaseRow).where(*wanted).order_by(CaseRow.case_no).offset(offset).limit(limit)
        )
        return cases, total or 0

    async def seen(self, case_ids: Iterable[UUID]) -> frozenset[UUID]:
        """Those of the cases that the tenant may know of."""
        wanted = select(_SEEN.c.case_id).where(
            _SEEN.c.tenant == self._tenant, _SEEN.c.case_id.in_(list(case_ids))
        )
        return frozenset(await self._session.scalars(wanted))

    def _filters(self, state: State | None, unit: str | None) -> list[ColumnElement[bool]]:
        seen = select(_SEEN.c.case_id).where(_SEEN.c.tenant == self._tenant)
        wanted: list[ColumnElement[bool]] = [
            CaseRow.case_id.in_(seen),
            CaseRow.case_no.is_not(None),
        ]
        if state is not None:
            wanted.append(CaseRow.state == state.value)
        if unit is not None:
            wanted.append(CaseRow.lead_unit == unit)
        return wanted
