"""Matters across petitioners (R39, R62): how many cases each gathers, whose they are, what is open."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.units import UnitDirectory
from contracts.vocab import Field
from dbkit.paging import Page, PageParams
from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from reporting.labels import GROUP_LABELS
from reporting.reads.definitions import standing
from reporting.reads.views import MatterRow, UnitName
from reporting.storage.tables import CaseRecord

C = CaseRecord.__table__.c


@dataclass(frozen=True, slots=True)
class MatterFilter:
    """Which cases of matters count: of one field, registered from the first to the last day."""

    field: Field | None = None
    first: date | None = None
    last: date | None = None


async def matters(
    session: AsyncSession,
    criteria: MatterFilter,
    paging: PageParams,
    *,
    today: date,
    units: UnitDirectory,
) -> Page[MatterRow]:
    """One page of matters, those of most cases and people first, as they stand today.

    Args:
        session: bound to the tenant whose cases count: a unit sees a matter only as far as it sees
            the cases, the offices see all of it but what is sealed.
        criteria: which cases count.
        paging: which page.
        today: the day on which cases are open or resolved.
        units: names of units.
    """
    found = _matters(criteria, today)
    total = await session.scalar(select(func.count()).select_from(found.subquery()))
    ordered = found.order_by(func.count().desc(), func.sum(C.people_count).desc(), C.matter_id)
    records = await session.execute(ordered.limit(paging.size).offset(paging.offset))
    return Page(
        items=[_row(r, units) for r in records],
        total=total or 0,
        page=paging.page,
        size=paging.size,
    )


def _matters(criteria: MatterFilter, today: date) -> Select[Any]:
    s = standing(today)
    latest = aggregate_order_by(C.field, C.registered_on.desc(), C.case_id)
    statement = (
        select(
            C.matter_id,
            func.count().label("cases"),
            func.sum(C.people_count).label("people"),
            func.array_agg(C.unit.distinct()).filter(C.unit.is_not(None)).label("units"),
            func.array_agg(latest)[1].label("field"),
            func.min(C.registered_on).label("first"),
            func.max(C.registered_on).label("last"),
            func.count().filter(s.c.resolved).label("resolved"),
        )
        .join_from(CaseRecord.__table__, s, s.c.case_id == C.case_id)
        .where(C.matter_id.is_not(None), C.case_no.is_not(None))
        .group_by(C.matter_id)
    )
    if criteria.field is not None:
        statement = statement.where(C.field == criteria.field.value)
    if criteria.first is not None:
        statement = statement.where(C.registered_on >= criteria.first)
    if criteria.last is not None:
        statement = statement.where(C.registered_on <= criteria.last)
    return statement


def _row(r: Any, units: UnitDirectory) -> MatterRow:
    return MatterRow(
        matter_id=r.matter_id,
        cases=r.cases,
        people=r.people,
        units=[UnitName(code=u, name=units.name_of(u)) for u in r.units or ()],
        field=r.field,
        field_label=GROUP_LABELS["field"].get(r.field, r.field),
        first_registered_on=r.first,
        last_registered_on=r.last,
        open=r.cases - r.resolved,
        resolved=r.resolved,
    )
