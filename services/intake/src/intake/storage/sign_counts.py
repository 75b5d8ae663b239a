"""Reads the cases of the last weeks as early signs count them: no person, no sealed case (R62, R72)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.early_sign import Counted
from intake.domain.petition import State
from intake.storage.case_tables import CaseRow
from intake.storage.matter_reads import petitioner
from intake.storage.registration_rows import demand_of
from intake.storage.repeat_tables import MatterMemberRow
from intake.storage.vault import Vault

_STATES = [s.value for s in State]
"""All of them: the index on state and day serves a range of days within each."""


@dataclass(frozen=True, slots=True)
class RecentCase:
    """A case with what it may be counted under."""

    counted: Counted
    version: int
    matter: UUID | None
    unit: str
    field: str


class SignCounts:
    """Reads of the system (all cases) or of one tenant."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def since(self, day: date) -> list[RecentCase]:
        """Cases registered on this day or later, newest first."""
        unit = func.coalesce(CaseRow.place_unit, CaseRow.first_unit, CaseRow.tenant)
        rows = await self._session.execute(
            select(
                CaseRow.id, CaseRow.registered_on, petitioner(), CaseRow.version,
                MatterMemberRow.matter_id, unit, CaseRow.field,
            )
            .outerjoin(MatterMemberRow, MatterMemberRow.case_id == CaseRow.id)
            .where(
                CaseRow.state.in_(_STATES), CaseRow.registered_on >= day, CaseRow.sealed.is_(False)
            )
            .order_by(CaseRow.registered_on.desc(), CaseRow.id)
        )  # fmt: skip
        return [
            RecentCase(Counted(id_, on, who), version, matter, place, field)
            for id_, on, who, version, matter, place, field in rows
        ]

    async def texts(self, case_ids: Collection[UUID]) -> Mapping[UUID, str]:
        """The demands of these cases, in clear."""
        rows = await self._session.scalars(select(CaseRow).where(CaseRow.id.in_(case_ids)))
        return {r.id: demand_of(self._vault, r) for r in rows}

    async def categories(self, case_ids: Collection[UUID]) -> Mapping[UUID, str]:
        """What these cases are about, of those that the tenant sees."""
        rows = await self._session.execute(
            select(CaseRow.id, CaseRow.category, CaseRow.category_level2, CaseRow.category_level3)
            .where(CaseRow.id.in_(case_ids))
        )  # fmt: skip
        return {id_: "／".join(dict.fromkeys(_named(levels))) for id_, *levels in rows}


def _named(levels: list[str | None]) -> Iterator[str]:
    return (x for x in levels if x)
