"""Reads of cases: single, lists driven from ``case_visibility``, desk candidates, overrides."""

from dataclasses import dataclass
from uuid import UUID

from contracts.vocab import CaseKind, LeaderLevel
from sqlalchemy import ColumnElement, and_, column, exists, func, literal, or_, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from assignment.domain.case import AssignedCase
from assignment.domain.states import IN_WORK, State
from assignment.domain.values import Fact
from assignment.storage.mapping import to_domain, to_fact
from assignment.storage.tables import CaseRow, DutyRow, OverrideRow

_SEEN = table("case_visibility", column("tenant"), column("case_id"))


@dataclass(frozen=True, slots=True)
class RecordedOverride:
    """A leader override with the case it was given for."""

    id: UUID
    case_id: UUID
    case_no: str
    case_kind: str
    cross_separated: bool
    lead_unit: str | None
    reason: str
    allowed: Fact
    standing: bool


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list of cases is narrowed to."""

    state: State | None = None
    unit: str | None = None


class CaseReads:
    """Reads under one tenant."""

    def __init__(self, session: AsyncSession, tenant: str) -> None:
        self._session = session
        self._tenant = tenant

    async def get(self, case_id: UUID) -> AssignedCase | None:
        """One case, if the tenant sees it."""
        row = await self._session.get(CaseRow, case_id)
        return None if row is None else to_domain(row)

    async def page(
        self, wanted: CaseFilter, offset: int, limit: int
    ) -> tuple[list[AssignedCase], int]:
        """One page of cases by number, and how many the tenant sees in all."""
        conditions = self._conditions(wanted)
        count = select(func.count()).select_from(CaseRow).where(*conditions)
        total = await self._session.scalar(count) or 0
        query = (
            select(CaseRow).where(*conditions).order_by(CaseRow.case_no).offset(offset).limit(limit)
        )
        return [to_domain(r) for r in await self._session.scalars(query)], total

    async def on_desk(
        self,
        *,
        waiting_for_office: frozenset[State],
        waiting_for_unit: frozenset[State],
        low_leaders: bool,
        limit: int,
    ) -> list[AssignedCase]:
        """Cases in the office's states, and those in the unit's states where it has a duty.

        ``low_leaders`` adds all cases in work that became hard under a leader too low for them.
        """
        waiting = or_(
            CaseRow.state.in_([s.value for s in waiting_for_office]),
            and_(
                literal(low_leaders), CaseRow.state.in_([s.value for s in IN_WORK]), _low_leader()
            ),
            and_(CaseRow.state.in_([s.value for s in waiting_for_unit]), _has_duty(self._tenant)),
        )
        query = (
            select(CaseRow)
            .where(self._mine(), waiting)
            .order_by(CaseRow.due_on.asc().nulls_last(), CaseRow.case_no)
            .limit(limit)
        )
        return [to_domain(r) for r in await self._session.scalars(query)]

    async def overrides(self, offset: int, limit: int) -> tuple[list[RecordedOverride], int]:
        """Leader overrides of the cases the tenant sees, newest first."""
        total = await self._session.scalar(select(func.count()).select_from(OverrideRow)) or 0
        query = (
            select(OverrideRow, CaseRow)
            .join(CaseRow, CaseRow.case_id == OverrideRow.case_id)
            .order_by(OverrideRow.id.desc())
            .offset(offset)
            .limit(limit)
        )
        rows = await self._session.execute(query)
        return [_override(o, c) for o, c in rows], total

    def _mine(self) -> ColumnElement[bool]:
        seen = select(_SEEN.c.case_id).where(_SEEN.c.tenant == self._tenant)
        return CaseRow.case_id.in_(seen)

    def _conditions(self, wanted: CaseFilter) -> list[ColumnElement[bool]]:
        conditions = [self._mine()]
        if wanted.state is not None:
            conditions.append(CaseRow.state == wanted.state.value)
        if wanted.unit is not None:
            conditions.append(
                or_(_has_duty(wanted.unit), CaseRow.leader["unit"].astext == wanted.unit)
            )
        return conditions


def _low_leader() -> ColumnElement[bool]:
    """The stored side of ``AssignedCase.leader_level_below_county`` (R19)."""
    hard = or_(CaseRow.case_kind != CaseKind.ORDINARY.value, CaseRow.cross_separated)
    allowed = exists().where(OverrideRow.case_id == CaseRow.case_id, OverrideRow.standing)
    return and_(hard, CaseRow.leader["level"].astext != LeaderLevel.COUNTY.value, ~allowed)


def _has_duty(unit: str) -> ColumnElement[bool]:
    return exists().where(DutyRow.case_id == CaseRow.case_id, DutyRow.unit == unit)


def _override(row: OverrideRow, case: CaseRow) -> RecordedOverride:
    return RecordedOverride(
        id=row.id,
        case_id=case.case_id,
        case_no=case.case_no,
        case_kind=case.case_kind,
        cross_separated=case.cross_separated,
        lead_unit=next((d.unit for d in case.duties if d.role == "lead"), None),
        reason=row.reason,
        allowed=to_fact(row.allowed),
        standing=row.standing,
    )
