"""The district on one page."""

from datetime import date

from contracts.units import UnitDirectory
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from reporting.reads.milestones import Frozen, milestone_views
from reporting.reads.rates import rates
from reporting.reads.views import LeaderOverride, RateRow, Summary, UnitRow
from reporting.storage.tables import CaseRecord, EventRecord

C = CaseRecord.__table__.c


async def summary(
    session: AsyncSession, *, as_of: date, today: date, units: UnitDirectory, frozen: Frozen
) -> Summary:
    """The visible cases on ``as_of``; ``unaccounted`` is left to the caller, who may see all."""
    (total,) = await rates(session, as_of=as_of, units=units)
    by_source = await rates(session, as_of=as_of, group_by="source", units=units)
    by_unit = await rates(session, as_of=as_of, group_by="unit", units=units)
    events = await session.scalar(select(func.count()).select_from(EventRecord))
    return Summary(
        as_of=as_of,
        cases=total.total,
        claimed=total.claimed,
        resolved=total.resolved,
        overdue=total.overdue,
        by_source={r.label: r.total for r in by_source},
        milestones=await milestone_views(session, today=today, frozen=frozen),
        by_unit=[_unit_row(r) for r in by_unit],
        leader_overrides=await _overrides(session, units),
        events_published=events or 0,
        unaccounted=None,
    )


def _unit_row(r: RateRow) -> UnitRow:
    return UnitRow(
        unit=r.label, code=r.key, total=r.total, claimed=r.claimed, resolved=r.resolved,
        overdue=r.overdue,
    )  # fmt: skip


async def _overrides(session: AsyncSession, units: UnitDirectory) -> list[LeaderOverride]:
    records = await session.execute(
        select(C.case_id, C.case_no, C.unit, C.leader_level)
        .where(C.leader_override, C.case_no.is_not(None))
        .order_by(C.case_no)
    )
    return [
        LeaderOverride(
            case_id=r.case_id, case_no=r.case_no, unit=r.unit,
            unit_name=units.name_of(r.unit) if r.unit else None, leader_level=r.leader_level,
        )
        for r in records
    ]  # fmt: skip
