"""Reads what is registered under given numbers, in clear, to compare a ledger with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.registration import Registration
from intake.storage.case_tables import AgentRow, CaseRow, PetitionerRow
from intake.storage.registration_rows import registration_of_row
from intake.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Registered:
    """A registered case: its id, the unit that registered it, and its facts."""

    case_id: UUID
    tenant: str
    registration: Registration


class RegisteredReads:
    """Reads under row security: only cases that the running tenant sees."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def of_numbers(
        self, case_nos: Iterable[str], *, hold: bool = False
    ) -> dict[str, Registered]:
        """Cases by 信访件编号; ``hold`` locks them until commit."""
        numbers = list(case_nos)
        if not numbers:
            return {}
        wanted = select(CaseRow).where(CaseRow.case_no.in_(numbers)).order_by(CaseRow.id)
        cases = list(await self._session.scalars(wanted.with_for_update() if hold else wanted))
        ids = [c.id for c in cases]
        people: dict[UUID, list[PetitionerRow]] = {}
        for p in await self._session.scalars(
            select(PetitionerRow).where(PetitionerRow.case_id.in_(ids)).order_by(PetitionerRow.seq)
        ):
            people.setdefault(p.case_id, []).append(p)
        agents: dict[UUID, list[AgentRow]] = {}
        for a in await self._session.scalars(
            select(AgentRow).where(AgentRow.case_id.in_(ids)).order_by(AgentRow.seq)
        ):
            agents.setdefault(a.case_id, []).append(a)
        return {
            c.case_no: Registered(
                c.id, c.tenant,
                registration_of_row(
                    self._vault, c, people.get(c.id, ()), agents.get(c.id, ())
                ),
            )
            for c in cases
        }  # fmt: skip
