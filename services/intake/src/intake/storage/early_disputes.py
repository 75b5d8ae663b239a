"""Stores disputes on the ground (R61); summaries and notes are encrypted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from servicekit.errors import StaleVersionError
from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.early_dispute import (
    DisputeAction,
    DisputeKind,
    DisputeNotFoundError,
    DisputeState,
    EarlyDispute,
    Level,
    LevelCount,
    Step,
)
from intake.storage.case_tables import CaseRow
from intake.storage.prevention_tables import DisputeStepRow, EarlyDisputeRow
from intake.storage.vault import Place, Vault

_NOTE = "note_{seq}"


@dataclass(frozen=True, slots=True)
class DisputeFilter:
    """What a list of disputes is narrowed to; the days are those on which they arose, inclusive."""

    state: DisputeState | None = None
    kind: DisputeKind | None = None
    level: Level | None = None
    place_unit: str | None = None
    case_id: UUID | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CaseRef:
    """A case by its id, or by the number that officers know."""

    case_id: UUID | None = None
    case_no: str | None = None


async def find_case(session: AsyncSession, ref: CaseRef) -> UUID | None:
    """The case, if the tenant sees it."""
    same = CaseRow.id == ref.case_id if ref.case_id else CaseRow.case_no == ref.case_no
    return await session.scalar(select(CaseRow.id).where(same))


async def case_numbers(session: AsyncSession, case_ids: Collection[UUID]) -> dict[UUID, str]:
    """Numbers of the cases that the tenant sees; a case that was sealed since is missing (R72)."""
    rows = await session.execute(
        select(CaseRow.id, CaseRow.case_no).where(CaseRow.id.in_(case_ids))
    )
    return {r.id: r.case_no for r in rows}


class EarlyDisputeStore:
    """Disputes under row security: those that ``prevention_sight`` shows the tenant."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def add(self, d: EarlyDispute, *, by: str, at: datetime) -> None:
        """Keep a new one."""
        await self._session.execute(
            insert(EarlyDisputeRow).values(
                id=d.id, tenant=d.tenant, kind=d.kind.value, place_unit=d.place_unit,
                place=d.place, people_count=d.people_count, occurred_on=d.occurred_on,
                summary=self._vault.seal(d.summary, _place(d.tenant, d.id), "summary"),
                recorded_by=by, recorded_at=at, **_progress(d),
            )
        )  # fmt: skip

    async def get(self, dispute_id: UUID, *, lock: bool = False) -> EarlyDispute:
        """One with its steps.

        Raises:
            DisputeNotFoundError: there is none that the tenant sees.
        """
        query = select(EarlyDisputeRow).where(EarlyDisputeRow.id == dispute_id)
        row = await self._session.scalar(query.with_for_update() if lock else query)
        if row is None:
            raise DisputeNotFoundError
        steps = await self._session.scalars(
            select(DisputeStepRow)
            .where(DisputeStepRow.dispute_id == dispute_id)
            .order_by(DisputeStepRow.seq)
        )
        return self._dispute(row, list(steps))

    async def save(self, d: EarlyDispute, *, before: int, at: datetime) -> None:
        """Keep what changed; ``before`` is the version that was read.

        Raises:
            StaleVersionError: somebody else changed it first.
        """
        changed = await self._session.scalar(
            update(EarlyDisputeRow)
            .where(EarlyDisputeRow.id == d.id, EarlyDisputeRow.version == before)
            .values(**_progress(d))
            .returning(EarlyDisputeRow.id)
        )
        if changed is None:
            raise StaleVersionError(before)
        seq, step = len(d.steps), d.steps[-1]
        await self._session.execute(
            insert(DisputeStepRow).values(
                dispute_id=d.id, seq=seq, action=step.action.value, level=step.level.value,
                occurred_on=step.occurred_on, entered_by=step.by, entered_at=at,
                note=self._vault.seal(step.note, _place(d.tenant, d.id), _NOTE.format(seq=seq)),
            )
        )  # fmt: skip

    async def page(
        self, wanted: DisputeFilter, *, offset: int, size: int
    ) -> tuple[list[EarlyDispute], int]:
        """One page, newest first, without steps, and the total."""
        where = _where(wanted)
        total = await self._session.scalar(
            select(func.count()).select_from(EarlyDisputeRow).where(*where)
        )
        rows = await self._session.scalars(
            select(EarlyDisputeRow)
            .where(*where)
            .order_by(EarlyDisputeRow.occurred_on.desc(), EarlyDisputeRow.id.desc())
            .offset(offset)
            .limit(size)
        )
        return [self._dispute(r, ()) for r in rows], total or 0

    async def counts(self, wanted: DisputeFilter) -> list[LevelCount]:
        """How many stand where, by the unit of the place."""
        row = EarlyDisputeRow
        found = await self._session.execute(
            select(row.place_unit, row.state, row.level, func.count())
            .where(*_where(wanted))
            .group_by(row.place_unit, row.state, row.level)
        )
        return [LevelCount(u, DisputeState(s), Level(v), n) for u, s, v, n in found]

    def _dispute(self, r: EarlyDisputeRow, steps: Sequence[DisputeStepRow]) -> EarlyDispute:
        place = _place(r.tenant, r.id)
        return EarlyDispute(
            id=r.id, tenant=r.tenant, kind=DisputeKind(r.kind), place_unit=r.place_unit,
            occurred_on=r.occurred_on, level=Level(r.level), place=r.place,
            summary=self._vault.open(r.summary, place, "summary"), people_count=r.people_count,
            state=DisputeState(r.state), version=r.version, settled_on=r.settled_on,
            case_id=r.case_id,
            steps=[
                Step(
                    DisputeAction(s.action), Level(s.level), s.occurred_on, s.entered_by,
                    self._vault.open(s.note, place, _NOTE.format(seq=s.seq)),
                )
                for s in steps
            ],
        )  # fmt: skip


def _place(tenant: str, dispute_id: UUID) -> Place:
    return Place(tenant, "early_disputes", dispute_id)


def _progress(d: EarlyDispute) -> dict[str, Any]:
    return {
        "version": d.version, "state": d.state.value, "level": d.level.value,
        "settled_on": d.settled_on, "case_id": d.case_id,
    }  # fmt: skip


def _where(wanted: DisputeFilter) -> list[ColumnElement[bool]]:
    row = EarlyDisputeRow
    out: list[ColumnElement[bool]] = [
        column == value
        for column, value in (
            (row.state, wanted.state), (row.kind, wanted.kind), (row.level, wanted.level),
            (row.place_unit, wanted.place_unit),
        )
        if value is not None
    ]  # fmt: skip
    if wanted.case_id is not None:
        # By way of the cases, of which the tenant sees no sealed one.
        out.append(row.case_id.in_(select(CaseRow.id).where(CaseRow.id == wanted.case_id)))
    if wanted.since is not None:
        out.append(row.occurred_on >= wanted.since)
    if wanted.until is not None:
        out.append(row.occurred_on <= wanted.until)
    return out
