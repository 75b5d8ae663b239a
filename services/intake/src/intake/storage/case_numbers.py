"""Gives numbers of a series, one after the other, without gaps in committed work."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_NEXT = text(
    "insert into case_numbers as n (series, last) values (:series, 1)"
    " on conflict (series) do update set last = n.last + 1 returning last"
)


async def next_number(session: AsyncSession, series: str) -> int:
    """The next number of a series; others wait for it until commit. Run it as the system."""
    given: int = (await session.execute(_NEXT, {"series": series})).scalar_one()
    return given
