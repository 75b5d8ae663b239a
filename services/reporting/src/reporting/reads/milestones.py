"""Milestones as they stand, beside what was frozen on their day."""

from datetime import date, datetime
from typing import Any

from contracts.vocab import Cohort
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from reporting.milestones import MILESTONES, Milestone
from reporting.reads.rates import figures, rate_of
from reporting.reads.views import FrozenFigures, MilestoneView
from reporting.storage.tables import FrozenMilestone

Frozen = dict[tuple[Cohort, date], FrozenFigures]


async def milestone_views(
    session: AsyncSession, *, today: date, frozen: Frozen
) -> list[MilestoneView]:
    """Every milestone with the figures of the visible cases by its day, or by today before it.

    Args:
        session: bound to the tenant whose cases count.
        today: the day in the district.
        frozen: the frozen figures the caller may see.
    """
    return [
        await milestone_view(session, m, min(m.day, today), frozen.get((m.cohort, m.day)))
        for m in MILESTONES
    ]


async def milestone_view(
    session: AsyncSession,
    milestone: Milestone,
    as_of: date,
    frozen: FrozenFigures | None = None,
    known_at: datetime | None = None,
) -> MilestoneView:
    """One milestone with the figures of ``as_of``."""
    found = await figures(session, as_of=as_of, cohort=milestone.cohort, known_at=known_at)
    return MilestoneView(
        cohort=milestone.cohort,
        date=milestone.day,
        target=float(milestone.target),
        reading=milestone.reading,
        needed=milestone.needed(found.total),
        reached=milestone.reached(found.total, found.resolved),
        total=found.total,
        claimed=found.claimed,
        resolved=found.resolved,
        rate=found.rate,
        frozen=frozen,
    )


async def frozen_figures(session: AsyncSession) -> Frozen:
    """All frozen milestones; ``session`` is bound to the district office."""
    records = await session.execute(select(FrozenMilestone.__table__))
    return {(Cohort(r.cohort), r.day): _figures(r) for r in records}


def _figures(r: Any) -> FrozenFigures:
    return FrozenFigures(
        total=r.total, claimed=r.claimed, resolved=r.resolved, rate=rate_of(r.total, r.resolved),
        needed=r.needed, target=float(r.target), reached=r.reached, known_at=r.known_at,
        frozen_at=r.frozen_at,
    )  # fmt: skip
