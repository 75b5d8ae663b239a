"""Figures per group on a business day, and series of them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from contracts.units import UnitDirectory
from contracts.vocab import Cohort
from sqlalchemy import ARRAY, ColumnElement, Date, cast, func, literal, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from reporting.labels import GROUP_LABELS, UNKNOWN
from reporting.reads.definitions import claimed, registered, resolved, spans, standing
from reporting.reads.views import Figures, GroupBy, Point, RateRow
from reporting.storage.tables import CaseRecord

C = CaseRecord.__table__.c


def rate_of(total: int, resolved: int) -> float:
    """The share resolved, to four places; 0 of nothing is 0."""
    return round(resolved / total, 4) if total else 0.0


async def rates(
    session: AsyncSession,
    *,
    as_of: date,
    known_at: datetime | None = None,
    cohort: Cohort | None = None,
    group_by: GroupBy = "none",
    units: UnitDirectory,
) -> list[RateRow]:
    """Figures of the visible cases on ``as_of``, largest group first.

    Args:
        session: bound to the tenant whose cases count.
        as_of: the business day.
        known_at: count only facts recorded by this instant; None for all.
        cohort: only this cohort.
        group_by: ``unit`` is the lead unit on that day, the proposed unit before the case is issued.
        units: names of units.
    """
    s = standing(as_of, known_at)
    key: ColumnElement[Any] = literal("all")
    if group_by == "unit":
        key = func.coalesce(s.c.lead, C.proposed_unit)
    elif group_by != "none":
        key = C[group_by]
    counts = (func.count().filter(s.c[name]) for name in ("claimed", "resolved", "overdue"))
    statement = select(key.label("key"), func.count(), *counts).join_from(
        s, CaseRecord.__table__, s.c.case_id == C.case_id
    )
    if cohort is not None:
        statement = statement.where(C.cohort == cohort)
    statement = statement.group_by(key).order_by(func.count().desc(), key)
    labels = _labels(group_by, units)
    found = [_row(k, labels, *n) for k, *n in await session.execute(statement)]
    return found or ([_row("all", labels, 0, 0, 0, 0)] if group_by == "none" else [])


def _labels(group_by: GroupBy, units: UnitDirectory) -> Mapping[str, str]:
    if group_by == "unit":
        return {u.code: u.name for u in units}
    return GROUP_LABELS.get(group_by, {"all": "全部"})


def _row(
    key: str | None, labels: Mapping[str, str], total: int, claimed: int, resolved: int, over: int
) -> RateRow:
    return RateRow(
        key=key or "",
        label=labels.get(key, key) if key else UNKNOWN,
        total=total,
        claimed=claimed,
        resolved=resolved,
        rate=rate_of(total, resolved),
        overdue=over,
    )


async def figures(
    session: AsyncSession, *, as_of: date, cohort: Cohort, known_at: datetime | None = None
) -> Figures:
    """Figures of one cohort on one day."""
    (point,) = await series(session, days=[as_of], cohort=cohort, known_at=known_at)
    return point


async def series(
    session: AsyncSession,
    *,
    days: Sequence[date],
    cohort: Cohort | None = None,
    known_at: datetime | None = None,
) -> list[Point]:
    """Figures of the visible cases on each of ``days``, all in one statement."""
    s = spans(known_at)
    day = select(func.unnest(cast(list(days), ARRAY(Date))).label("day")).subquery("days").c.day
    per_case = (
        select(
            day.label("day"),
            registered(s, day).label("registered"),
            claimed(s, day).label("claimed"),
            resolved(s, day).label("resolved"),
        )
        .join_from(day.table, s, true())
        .group_by(day, s.c.case_id)
    )
    if cohort is not None:
        members = select(C.case_id).where(C.cohort == cohort)
        per_case = per_case.where(s.c.case_id.in_(members))
    r = per_case.subquery("per_case").c
    counts = (
        func.count().filter(r.registered, r[n]) for n in ("registered", "claimed", "resolved")
    )
    found = {
        d: Point(date=d, total=total, claimed=claims, resolved=done, rate=rate_of(total, done))
        for d, total, claims, done in await session.execute(select(r.day, *counts).group_by(r.day))
    }
    nothing = {"total": 0, "claimed": 0, "resolved": 0, "rate": 0.0}
    return [found.get(d) or Point(date=d, **nothing) for d in days]
