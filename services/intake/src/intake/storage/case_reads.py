"""Reads cases for people: persons masked, lists driven from who may see what."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.units import UnitDirectory
from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.masking import mask_address, mask_id, mask_name, mask_phone
from intake.storage.case_tables import CaseRow
from intake.storage.persons import ClearPetitioner, PersonReads
from intake.storage.repeat_tables import MatchKeyRow
from intake.storage.tables import METADATA
from intake.storage.vault import Vault

_VISIBLE = METADATA.tables["case_visibility"]
_FOUND_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list of cases is narrowed to; ``number`` is a prefix of 信访件编号."""

    number: str | None = None
    state: str | None = None
    source: str | None = None
    cohort: str | None = None


class CaseReads:
    """Reads under row security."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._persons = PersonReads(session, vault)

    async def page(
        self, tenant: str, wanted: CaseFilter, *, offset: int, size: int
    ) -> tuple[list[dict[str, Any]], int]:
        """One page of what a tenant sees, newest registration first, and the total."""
        rows = _narrow(
            select(CaseRow).where(
                CaseRow.id.in_(select(_VISIBLE.c.case_id).where(_VISIBLE.c.tenant == tenant))
            ),
            wanted,
        )
        total = await self._session.scalar(
            rows.with_only_columns(func.count(), maintain_column_froms=True)
        )
        found = list(
            await self._session.scalars(
                rows.order_by(CaseRow.registered_on.desc(), CaseRow.case_no)
                .offset(offset)
                .limit(size)
            )
        )
        return await self._briefs(found), total or 0

    async def with_key(self, kind: str, digest: bytes) -> list[dict[str, Any]]:
        """Cases that carry a blind index."""
        found = await self._session.scalars(
            select(CaseRow)
            .join(MatchKeyRow, MatchKeyRow.case_id == CaseRow.id)
            .where(MatchKeyRow.kind == kind, MatchKeyRow.digest == digest)
            .order_by(CaseRow.registered_on.desc())
            .limit(_FOUND_AT_MOST)
        )
        return await self._briefs(list(found))

    async def one(self, case_id: UUID, units: UnitDirectory) -> dict[str, Any] | None:
        """A whole case with masked persons, or None when the tenant sees no such case."""
        row = await self._session.get(CaseRow, case_id)
        persons = await self._persons.of_case(case_id)
        if row is None or persons is None:
            return None
        return _brief(row, persons.petitioners) | {
            "handed_down_on": row.handed_down_on, "cross_kind": row.cross_kind,
            "place": row.place, "place_unit": row.place_unit,
            "place_unit_name": units.name_of(row.place_unit) if row.place_unit else None,
            "incident_place": row.incident_place, "demand": row.demand,
            "petitioners": [
                {
                    "seq": p.seq, "name": mask_name(p.name), "id_no": mask_id(p.id_no),
                    "id_state": p.id_state,
                }
                for p in persons.petitioners
            ],
            "phones": [mask_phone(p) for p in persons.phones],
            "household": mask_address(persons.household),
            "residence": mask_address(persons.residence),
            "proposal": row.proposal,
            "ticks": [{"tick": t, **m} for t, m in row.ticks.items()],
            "import_id": row.import_id,
        }  # fmt: skip

    async def _briefs(self, rows: list[CaseRow]) -> list[dict[str, Any]]:
        people = await self._persons.of_cases(rows)
        return [_brief(r, people.get(r.id, ())) for r in rows]


def _narrow(rows: Select[CaseRow], wanted: CaseFilter) -> Select[CaseRow]:
    if wanted.number:
        rows = rows.where(CaseRow.case_no.startswith(wanted.number.upper(), autoescape=True))
    for column, value in (
        (CaseRow.state, wanted.state), (CaseRow.source, wanted.source),
        (CaseRow.cohort, wanted.cohort),
    ):  # fmt: skip
        if value:
            rows = rows.where(column == value)
    return rows


def _brief(row: CaseRow, people: tuple[ClearPetitioner, ...]) -> dict[str, Any]:
    return {
        "id": row.id, "case_id": row.id, "case_no": row.case_no, "state": row.state,
        "version": row.version, "source": row.source, "cohort": row.cohort,
        "registered_on": row.registered_on, "channel": row.channel, "field": row.field,
        "category": row.category, "case_kind": row.case_kind,
        "cross_separated": row.cross_separated, "people_count": row.people_count,
        "petitioner": mask_name(people[0].name) if people else None,
        "proposed_unit": row.proposal.get("lead_unit"), "registrar_unit": row.tenant,
    }  # fmt: skip
