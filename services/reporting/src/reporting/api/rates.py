"""Routes of figures: rates, series, milestones, summary."""

from datetime import date
from typing import Annotated, Literal

from contracts.vocab import Cohort
from dbkit.caller import CurrentCaller
from fastapi import APIRouter, Query, status
from servicekit.auth import Principal

from reporting.api.deps import AsOf, KnownAt, Reader, TheParts
from reporting.bootstrap import Parts
from reporting.milestones import LAUNCH
from reporting.reads import rates as read
from reporting.reads.accounting import events_seen, unaccounted
from reporting.reads.calendar import days_between
from reporting.reads.milestones import Frozen, frozen_figures, milestone_views
from reporting.reads.summary import summary
from reporting.reads.views import GroupBy, MilestoneView, Rates, Series, Summary

router = APIRouter(prefix="/v1", tags=["figures"])


@router.get("/rates", summary="化解率")
async def rates(
    parts: TheParts, reader: Reader, as_of: AsOf, known_at: KnownAt,
    cohort: Cohort | None = None, group_by: GroupBy = "none",
) -> Rates:  # fmt: skip
    async with parts.db.read(reader.unit) as session:
        rows = await read.rates(
            session, as_of=as_of, known_at=known_at, cohort=cohort, group_by=group_by,
            units=parts.units,
        )  # fmt: skip
    return Rates(as_of=as_of, known_at=known_at, rows=rows)


@router.get("/series", summary="化解率走势")
async def series(
    parts: TheParts, reader: Reader,
    first: Annotated[date, Query(alias="from")] = LAUNCH,
    last: Annotated[date | None, Query(alias="to")] = None,
    cohort: Cohort | None = None,
    step: Literal["day", "month"] | None = None,
) -> Series:  # fmt: skip
    step, days = days_between(first, last or parts.clock.today(), step)
    async with parts.db.read(reader.unit) as session:
        points = await read.series(session, days=days, cohort=cohort)
    return Series(cohort=cohort, step=step, points=points)


@router.get("/milestones", summary="目标节点")
async def milestones(parts: TheParts, reader: Reader) -> list[MilestoneView]:
    frozen = await _frozen(parts, reader)
    async with parts.db.read(reader.unit) as session:
        return await milestone_views(session, today=parts.clock.today(), frozen=frozen)


@router.post(
    "/milestones/{cohort}/{day}/freeze", summary="定格节点数据", status_code=status.HTTP_201_CREATED
)
async def freeze(
    parts: TheParts, caller: CurrentCaller, cohort: Cohort, day: date
) -> MilestoneView:
    return await parts.freeze_milestone(caller, cohort, day)


@router.get("/summary", summary="总览")
async def overview(parts: TheParts, reader: Reader, as_of: AsOf) -> Summary:
    frozen, today = await _frozen(parts, reader), parts.clock.today()
    async with parts.db.read(reader.unit) as session:
        page = await summary(session, as_of=as_of, today=today, units=parts.units, frozen=frozen)
    if reader.is_office:
        async with parts.db.system_read() as session:
            page.events_published = await events_seen(session)
            page.unaccounted = (await unaccounted(session)).total
    return page


async def _frozen(parts: Parts, reader: Principal) -> Frozen:
    """Frozen figures are the district's: only its offices see them."""
    if not reader.is_office:
        return {}
    async with parts.db.read(parts.units.office().code) as session:
        return await frozen_figures(session)
