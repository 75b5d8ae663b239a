"""Opens the petitioners of cases, for masking or for an audited reveal."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from intake.storage.case_tables import CaseRow, PetitionerRow
from intake.storage.vault import Place, Vault


@dataclass(frozen=True, slots=True)
class ClearPetitioner:
    """One petitioner, in clear."""

    seq: int
    name: str
    id_no: str | None
    id_state: str


@dataclass(frozen=True, slots=True)
class ClearPersons:
    """All personal data of one case, in clear."""

    petitioners: tuple[ClearPetitioner, ...]
    phones: tuple[str, ...]
    household: str | None
    residence: str | None


class PersonReads:
    """Reads personal data under row security."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def of_case(self, case_id: UUID) -> ClearPersons | None:
        """Everything about a case's petitioners, or None when the tenant sees no such case."""
        row = await self._session.get(CaseRow, case_id)
        if row is None:
            return None
        place = Place(row.tenant, "cases", row.id)
        return ClearPersons(
            (await self.of_cases([row])).get(row.id, ()),
            tuple(self._vault.open(row.phones, place, "phones") or ()),
            self._vault.open(row.household, place, "household"),
            self._vault.open(row.residence, place, "residence"),
        )

    async def of_cases(self, cases: Sequence[CaseRow]) -> dict[UUID, tuple[ClearPetitioner, ...]]:
        """Petitioners by case, in their order."""
        tenants = {c.id: c.tenant for c in cases}
        rows = await self._session.scalars(
            select(PetitionerRow)
            .where(PetitionerRow.case_id.in_(tenants))
            .order_by(PetitionerRow.case_id, PetitionerRow.seq)
        )
        found: dict[UUID, tuple[ClearPetitioner, ...]] = {}
        for r in rows:
            person = self._open(r, tenants[r.case_id])
            found[r.case_id] = (*found.get(r.case_id, ()), person)
        return found

    def _open(self, r: PetitionerRow, tenant: str) -> ClearPetitioner:
        place = Place(tenant, "petitioners", r.id)
        return ClearPetitioner(
            r.seq,
            self._vault.open(r.name, place, "name"),
            self._vault.open(r.id_no, place, "id_no"),
            r.id_state,
        )
