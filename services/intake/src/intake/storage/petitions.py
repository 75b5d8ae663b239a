"""Stores petition cases: the aggregate under lock, new ones in bulk, petitioners encrypted."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.vocab import Tick
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.errors import CaseNotFoundError, CaseNumberTakenError
from intake.domain.petition import FastLane, Petition, State, TickMark
from intake.domain.registration import Registration
from intake.storage.base import Base
from intake.storage.case_tables import AgentRow, CaseRow, PetitionerRow
from intake.storage.registration_rows import (
    agent_values,
    case_values,
    people_values,
    registration_of_row,
)
from intake.storage.repeat_tables import MatchKeyRow
from intake.storage.vault import Place, Vault

_CHUNK = 5_000
_ANY_HIDDEN = select(CaseRow.id).where(CaseRow.open_key.is_not(None)).limit(1)


class PetitionStore:
    """Petitions of one transaction; row security decides which exist for the caller."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def lock(self, case_id: UUID) -> Petition:
        """Load a case and hold it until commit.

        Raises:
            CaseNotFoundError: none, or none that the tenant sees.
        """
        row = await self._session.get(CaseRow, case_id, with_for_update=True)
        # Who waited for the lock sees the case as before; it may have been sealed meanwhile (R72).
        seen = await self._session.scalar(select(CaseRow.id).where(CaseRow.id == case_id))
        if row is None or seen is None:
            raise CaseNotFoundError
        return Petition(
            row.id, row.tenant, row.case_no, row.registered_on, State(row.state), row.version,
            {Tick(t): _mark(Tick(t), m) for t, m in row.ticks.items()},
            row.sealed, row.registered_by, row.issued,
            FastLane(
                row.fast_eligible_on, row.fast_because, row.fast_closed_on, row.fast_document_no,
                row.fast_basis,
            ),
        )  # fmt: skip

    async def save(self, petition: Petition) -> None:
        """Write state, version, ticks and fast lane of a locked case."""
        row = await self._session.get_one(CaseRow, petition.id)
        row.state, row.version = petition.state.value, petition.version
        row.ticks = {t.value: _plain_mark(m) for t, m in petition.ticks.items()}
        fast = petition.fast
        row.fast_eligible_on, row.fast_because = fast.eligible_on, fast.because
        row.fast_closed_on, row.fast_document_no = fast.closed_on, fast.document_no
        row.fast_basis = fast.basis

    async def registration(self, petition: Petition) -> Registration:
        """What is registered of a locked case, in clear."""
        row = await self._session.get_one(CaseRow, petition.id)
        people = await self._session.scalars(
            select(PetitionerRow)
            .where(PetitionerRow.case_id == petition.id)
            .order_by(PetitionerRow.seq)
        )
        agents = await self._session.scalars(
            select(AgentRow).where(AgentRow.case_id == petition.id).order_by(AgentRow.seq)
        )
        return registration_of_row(self._vault, row, people.all(), agents.all())

    async def rewrite(
        self, petition: Petition, registration: Registration, *, parties: bool
    ) -> None:
        """Write a locked case's registration as it is now; its parties only when they changed."""
        row = await self._session.get_one(CaseRow, petition.id)
        values = case_values(self._vault, petition.tenant, petition.id, registration)
        # A seal is set and taken by ``set_sealed`` alone.
        values.pop("sealed")
        for name, value in values.items():
            setattr(row, name, value)
        if not parties:
            return
        for table in (PetitionerRow, AgentRow, MatchKeyRow):
            await self._session.execute(delete(table).where(table.case_id == petition.id))
        await self._parties([(petition, registration)])

    async def set_sealed(self, petition: Petition, *, number: str, before: str | None) -> None:
        """Write a case's seal with the number it goes by; ``before`` is kept encrypted."""
        row = await self._session.get_one(CaseRow, petition.id)
        row.sealed, row.case_no, row.registered_by = (
            petition.sealed, number, petition.registered_by,
        )  # fmt: skip
        place = Place(petition.tenant, "cases", petition.id)
        row.open_no = self._vault.seal(before, place, "open_no")
        row.open_key = self._vault.number_key(before) if before else None

    async def open_number(self, petition: Petition) -> str | None:
        """The number a sealed case had in the open, if it had one."""
        row = await self._session.get_one(CaseRow, petition.id)
        number: str | None = self._vault.open(
            row.open_no, Place(petition.tenant, "cases", petition.id), "open_no"
        )
        return number

    async def set_issued(self, case_id: UUID, *, issued: bool) -> None:
        """Note that a case was handed to units, or taken back; run it as the system."""
        await self._session.execute(
            update(CaseRow).where(CaseRow.id == case_id).values(issued=issued)
        )

    async def is_sealed(self, case_id: UUID) -> bool:
        """Whether a case that the transaction sees is sealed."""
        sealed = await self._session.scalar(select(CaseRow.sealed).where(CaseRow.id == case_id))
        return bool(sealed)

    async def taken(self, case_nos: Iterable[str]) -> dict[str, UUID]:
        """Which of these numbers are registered, as the running tenant may know."""
        numbers = list(case_nos)
        found: dict[str, UUID] = {}
        for start in range(0, len(numbers), _CHUNK):
            rows = await self._session.execute(
                select(CaseRow.case_no, CaseRow.id).where(
                    CaseRow.case_no.in_(numbers[start : start + _CHUNK])
                )
            )
            found.update({r.case_no: r.id for r in rows})
        return found

    async def hidden(self, case_nos: Iterable[str]) -> frozenset[str]:
        """Which of these numbers sealed cases had in the open; run it as the system."""
        keys = {self._vault.number_key(n): n for n in case_nos}
        if not keys or not await self._session.scalar(_ANY_HIDDEN):
            return frozenset()
        found = await self._session.scalars(
            select(CaseRow.open_key).where(CaseRow.open_key.in_(list(keys)))
        )
        return frozenset(keys[k] for k in found if k is not None)

    async def add_all(
        self,
        new: Sequence[tuple[Petition, Registration]],
        *,
        at: datetime,
        registered_by: str | None = None,
        import_id: UUID | None = None,
    ) -> None:
        """Insert new cases with their petitioners and match keys; their visibility must stand.

        Raises:
            CaseNumberTakenError: somebody else registered one of the numbers at the same moment.
        """
        cases = [self._case(p, r, at, import_id, registered_by) for p, r in new]
        if cases:
            await self._insert(CaseRow, cases)
        return await self._parties(new)

    async def _parties(self, new: Sequence[tuple[Petition, Registration]]) -> None:
        people: list[dict[str, Any]] = []
        agents: list[dict[str, Any]] = []
        keys: list[dict[str, Any]] = []
        for p, r in new:
            people += people_values(self._vault, p.tenant, p.id, r.petitioners)
            agents += agent_values(self._vault, p.tenant, p.id, r.agents)
            found = self._vault.keys_of(r)
            keys += [
                {"case_id": p.id, "kind": kind, "digest": digest}
                for kind, digests in found.items()
                for digest in digests
            ]
        for table, rows in ((PetitionerRow, people), (AgentRow, agents), (MatchKeyRow, keys)):
            if rows:
                await self._insert(table, rows)

    async def _insert(self, table: type[Base], rows: list[dict[str, Any]]) -> None:
        try:
            await self._session.execute(insert(table), rows)
        except IntegrityError as e:
            raise CaseNumberTakenError from e

    def _case(
        self,
        p: Petition,
        r: Registration,
        at: datetime,
        import_id: UUID | None,
        registered_by: str | None,
    ) -> dict[str, Any]:
        typed = r.case_no if r.sealed and r.case_no != p.case_no else None
        place = Place(p.tenant, "cases", p.id)
        return case_values(self._vault, p.tenant, p.id, r) | {
            "id": p.id, "tenant": p.tenant, "case_no": p.case_no, "state": p.state.value,
            "version": p.version, "ticks": {}, "import_id": import_id, "created_at": at,
            "registered_by": registered_by, "issued": False,
            "open_no": self._vault.seal(typed, place, "open_no"),
        }  # fmt: skip


def _mark(tick: Tick, m: dict[str, Any]) -> TickMark:
    return TickMark(
        tick, m["evidence"], date.fromisoformat(m["occurred_on"]), m["by"],
        datetime.fromisoformat(m["at"]),
    )  # fmt: skip


def _plain_mark(m: TickMark) -> dict[str, Any]:
    return {
        "evidence": m.evidence, "occurred_on": m.occurred_on.isoformat(), "by": m.by,
        "at": m.at.isoformat(),
    }  # fmt: skip
