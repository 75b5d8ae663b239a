"""Which cases do not add up: missing events, dead letters, cases that intake never registered."""

from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from reporting.projections.fold import SOURCES
from reporting.reads.views import Unaccounted
from reporting.storage.tables import Base, CaseRecord

C = CaseRecord.__table__.c

_DEAD = Base.metadata.tables["dead_letter"]
_EVENTS = text(
    "with sealed as (select case_id from cases where sealed)"
    " select (select count(*) from case_events where case_id not in (select case_id from sealed))"
    " + (select count(*) from dead_letter where replayed_at is null and event_id is not null"
    " and (case_id is null or case_id not in (select case_id from sealed)))"
)


async def unaccounted(session: AsyncSession) -> Unaccounted:
    """Cases whose events do not add up, but for sealed ones, of which the office may not know (R72).

    What is wrong with those, ``huajie audit`` and the dead letters tell the operator.

    Args:
        session: bound to the system tenant.
    """
    unregistered = list(await session.scalars(select(C.case_id).where(C.case_no.is_(None))))
    missing = or_(*(C[f"{s}_events"] != C[f"{s}_version"] for s in SOURCES))
    gaps = list(await session.scalars(select(C.case_id).where(missing, ~C.sealed)))
    sealed = set(await session.scalars(select(C.case_id).where(C.sealed)))
    buried = await session.scalars(select(_DEAD.c.case_id).where(_DEAD.c.replayed_at.is_(None)))
    dead = [case_id for case_id in buried if case_id not in sealed]
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
    """How many published events have arrived, but for sealed cases.

    Args:
        session: bound to the system tenant.
    """
    return int(await session.scalar(_EVENTS) or 0)
