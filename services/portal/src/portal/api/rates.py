"""化解率: as of any day, against the milestones, by unit, and over time."""

import asyncio
from datetime import date, timedelta
from typing import Annotated

from contracts.vocab import Cohort
from fastapi import APIRouter, Query
from starlette.responses import Response

from portal.clients.reporting import Milestone, Series
from portal.composing.bulk import day_of
from portal.composing.parts import Gaps
from portal.visit import CurrentVisit
from portal.words import choices, percent

router = APIRouter(include_in_schema=False)

_LAUNCH = date(2020, 7, 1)
_COHORTS = frozenset(c.value for c in Cohort)


@router.get("/rates")
async def rates(
    visit: CurrentVisit, as_of: Annotated[str, Query(max_length=10)] = "", cohort: str = "A"
) -> Response:
    day, cohort = day_of(as_of) or visit.parts.clock.today(), cohort if cohort in _COHORTS else ""
    reporting, gaps = visit.services.reporting, Gaps()
    total, units, series, goals = await asyncio.gather(
        reporting.rates(as_of=day, group_by="none", cohort=cohort),
        reporting.rates(as_of=day, group_by="unit", cohort=cohort),
        gaps.fill(
            reporting.series(from_=_LAUNCH, to=max(day, _LAUNCH + timedelta(1)), cohort=cohort)
        ),
        gaps.fill(reporting.milestones()),
    )
    return visit.parts.pages.show(
        visit, "rates.html", title="化解率", as_of=day, cohort=cohort, cohorts=choices(Cohort),
        total=total.rows[0] if total.rows else None, units=units.rows, notes_=gaps.notes,
        goals=goals or (), series=series, chart=_chart(series, goals or (), cohort),
    )  # fmt: skip


def _chart(series: Series | None, goals: tuple[Milestone, ...], cohort: str) -> dict[str, object]:
    points = series.points if series else ()
    return {
        "points": [
            {"date": p.date.isoformat(), "rate": p.rate, "claimed_rate": p.claimed_rate}
            for p in points
        ],
        "goals": [
            {"date": g.date.isoformat(), "target": g.target, "label": f"目标 {percent(g.target)}"}
            for g in goals
            if g.cohort == cohort and points and points[0].date <= g.date <= points[-1].date
        ],
    }
