"""Locks rows in one order, so that two batches never wait for each other."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute


async def lock_existing(
    session: AsyncSession, key: InstrumentedAttribute[UUID], wanted: Collection[UUID]
) -> set[UUID]:
    """Lock the rows with these keys until the transaction ends; which of them there are."""
    rows = await session.scalars(select(key).where(key.in_(wanted)).order_by(key).with_for_update())
    return set(rows)
