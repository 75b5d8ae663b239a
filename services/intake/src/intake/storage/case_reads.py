"""Reads cases for people: persons masked, lists driven from who may see what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from contracts.units import UnitDirectory
from contracts.vocab import CaseKind
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.hard_case import SUGGESTING, Thresholds
from intake.domain.petition import State
from intake.domain.registration import Registration
from intake.storage.case_tables import AgentRow, CaseRow, PetitionerRow
from intake.storage.case_views import brief, whole
from intake.storage.persons import PersonReads
from intake.storage.registration_rows import registration_of_row
from intake.storage.repeat_tables import MatchKeyRow
from intake.storage.tables import METADATA
from intake.storage.vault import Vault

_VISIBLE = METADATA.tables["case_visibility"]
_FOUND_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class HardOpen:
    """What ``hard_case_reasons`` looks at, for a list."""

    limits: Thresholds
    first_before: date
    """The day so many years ago."""


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list of cases is narrowed to.

    Attributes:
        number: a prefix of 信访件编号.
        fast_before: eligible for 快速销号 since before this day, and neither struck off nor issued.
        sealed: only sealed cases, or only others.
        hard_open: registered as ordinary although the facts suggest a hard case, and nobody said why.
    """

    number: str | None = None
    state: str | None = None
    source: str | None = None
    cohort: str | None = None
    field: str | None = None
    case_kind: str | None = None
    tag: str | None = None
    fast_before: date | None = None
    sealed: bool | None = None
    hard_open: HardOpen | None = None


@dataclass(frozen=True, slots=True)
class OneCase:
    """A case for its page, and its registration for what is computed from it."""

    view: dict[str, Any]
    registration: Registration


class CaseReads:
    """Reads under row security."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault
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

    async def briefs(self, case_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
        """Cases by id as they stand in a list; those that the tenant does not see are missing."""
        rows = await self._session.scalars(select(CaseRow).where(CaseRow.id.in_(case_ids)))
        return {b["case_id"]: b for b in await self._briefs(list(rows))}

    async def one(self, case_id: UUID, units: UnitDirectory) -> OneCase | None:
        """A whole case with masked persons, or None when the tenant sees no such case."""
        row = await self._session.get(CaseRow, case_id)
        if row is None:
            return None
        people = await self._session.scalars(
            select(PetitionerRow)
            .where(PetitionerRow.case_id == case_id)
            .order_by(PetitionerRow.seq)
        )
        agents = await self._session.scalars(
            select(AgentRow).where(AgentRow.case_id == case_id).order_by(AgentRow.seq)
        )
        registration = registration_of_row(self._vault, row, people.all(), agents.all())
        return OneCase(whole(row, registration, units), registration)

    async def _briefs(self, rows: list[CaseRow]) -> list[dict[str, Any]]:
        people = await self._persons.of_cases(rows)
        return [brief(r, people.get(r.id, ())) for r in rows]


def _narrow(rows: Select[CaseRow], wanted: CaseFilter) -> Select[CaseRow]:
    if wanted.number:
        rows = rows.where(CaseRow.case_no.startswith(wanted.number.upper(), autoescape=True))
    for column, value in (
        (CaseRow.state, wanted.state), (CaseRow.source, wanted.source),
        (CaseRow.cohort, wanted.cohort), (CaseRow.field, wanted.field),
        (CaseRow.case_kind, wanted.case_kind),
    ):  # fmt: skip
        if value:
            rows = rows.where(column == value)
    if wanted.tag:
        rows = rows.where(CaseRow.tags.contains([wanted.tag]))
    if wanted.sealed is not None:
        rows = rows.where(CaseRow.sealed.is_(wanted.sealed))
    if wanted.hard_open:
        rows = rows.where(*_hard_open(wanted.hard_open))
    if wanted.fast_before:
        rows = rows.where(
            CaseRow.fast_eligible_on < wanted.fast_before, CaseRow.issued.is_(False),
            CaseRow.state != State.FAST_CLOSED.value,
        )  # fmt: skip
    return rows


def _hard_open(hard: HardOpen) -> tuple[ColumnElement[bool], ...]:
    limits = hard.limits
    since = func.coalesce(CaseRow.first_petition_on, CaseRow.registered_on)
    speaks = or_(
        CaseRow.source.in_([s.value for s in limits.sources]),
        CaseRow.people_count >= limits.people,
        CaseRow.repeat_visits >= limits.visits,
        since <= hard.first_before,
        *(CaseRow.tags.contains([t.value]) for t in SUGGESTING),
    )
    ordinary = CaseRow.case_kind == CaseKind.ORDINARY.value
    return ordinary, CaseRow.ordinary_because.is_(None), speaks
