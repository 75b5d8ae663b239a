"""Opens the petitioners of cases, for masking or for an audited reveal."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.registration import Accused, Agent, Petitioner
from intake.storage.case_tables import AgentRow, CaseRow, PetitionerRow
from intake.storage.registration_rows import accused_of, agent_of, contact_of, petitioner_of
from intake.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class ClearPersons:
    """All personal data of one case, in clear; phones and addresses of the row as a whole."""

    petitioners: tuple[Petitioner, ...]
    phones: tuple[str, ...]
    household: str | None
    residence: str | None
    agents: tuple[Agent, ...] = ()
    accused: tuple[Accused, ...] = ()


class PersonReads:
    """Reads personal data under row security."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def of_case(self, case_id: UUID) -> ClearPersons | None:
        """Everything about a case's parties, or None when the tenant sees no such case."""
        row = await self._session.get(CaseRow, case_id)
        if row is None:
            return None
        agents = await self._session.scalars(
            select(AgentRow).where(AgentRow.case_id == case_id).order_by(AgentRow.seq)
        )
        contact = contact_of(self._vault, row)
        return ClearPersons(
            (await self.of_cases([row])).get(row.id, ()), contact.phones, contact.household,
            contact.residence, tuple(agent_of(self._vault, row.tenant, a) for a in agents),
            accused_of(self._vault, row),
        )  # fmt: skip

    async def of_cases(self, cases: Sequence[CaseRow]) -> dict[UUID, tuple[Petitioner, ...]]:
        """Petitioners by case, in their order."""
        tenants = {c.id: c.tenant for c in cases}
        rows = await self._session.scalars(
            select(PetitionerRow)
            .where(PetitionerRow.case_id.in_(tenants))
            .order_by(PetitionerRow.case_id, PetitionerRow.seq)
        )
        found: dict[UUID, tuple[Petitioner, ...]] = {}
        for r in rows:
            person = petitioner_of(self._vault, tenants[r.case_id], r)
            found[r.case_id] = (*found.get(r.case_id, ()), person)
        return found
