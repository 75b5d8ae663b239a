"""Which cases do not add up: missing events, dead letters, cases that intake never registered."""

from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from reporting.projections.fold import SOURCES
from reporting.reads.views import Unaccounted
from reporting.storage.tables import Base, CaseRecord

C = CaseRecord.__table__.c

_DEAD = Base.metadata.tables["dead_letter"]
_EVENTS = text(
    "select (select count(*) from case_events)"
    " + (select count(*) from dead_letter where replayed_at is null and event_id is not null)"
)


async def unaccounted(session: AsyncSession) -> Unaccounted:
    """Cases whose events do not add up.

    Args:
        session: bound to the system tenant.
    """
    unregistered = list(await session.scalars(select(C.case_id).where(C.case_no.is_(None))))
    missing = or_(*(C[f"{s}_events"] != C[f"{s}_version"] for s in SOURCES))
    gaps = list(await session.scalars(select(C.case_id).where(missing)))
    dead = list(await session.scalars(select(_DEAD.c.case_id).where(_DEAD.c.replayed_at.is_(None))))
    cases = sorted({d for d in dead if d is not None})
    undecodable = dead.count(None)
    return Unaccounted(
        unregistered=unregistered,
        gaps=gaps,
        dead_letters=cases,
        undecodable=undecodable,
        total=len({*unregistered, *gaps, *cases}) + undecodable,
    )


async def events_seen(session: AsyncSession) -> int:
    """How many published events have arrived; ``session`` is bound to the system tenant."""
    return int(await session.scalar(_EVENTS) or 0)
