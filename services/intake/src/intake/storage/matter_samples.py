"""A few cases of each matter, to tell what it is about without opening them all."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from intake.storage.repeat_tables import MatterMemberRow

EACH = 4
"""As many cases of a matter are opened for its name."""


async def samples(session: AsyncSession, matter_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Up to four cases of each matter, those that joined first, as far as the tenant sees them."""
    member = MatterMemberRow
    place = func.row_number().over(
        partition_by=member.matter_id, order_by=(member.joined_at, member.case_id)
    )
    ranked = (
        select(member.matter_id, member.case_id, place.label("place"))
        .where(member.matter_id.in_(matter_ids))
        .subquery()
    )
    found: dict[UUID, list[UUID]] = {}
    for row in await session.execute(select(ranked).where(ranked.c.place <= EACH)):
        found.setdefault(row.matter_id, []).append(row.case_id)
    return found
