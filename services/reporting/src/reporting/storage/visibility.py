"""Keeps ``case_visibility`` equal to what a case's row grants."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from contracts.sight import Sight
from sqlalchemy import delete, insert, tuple_
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from reporting.storage.tables import Base

VISIBILITY = Base.metadata.tables["case_visibility"]


async def move_grants(
    session: AsyncSession,
    case_id: UUID,
    *,
    before: frozenset[Sight],
    after: frozenset[Sight],
    now: datetime,
) -> None:
    """Add what ``after`` has more than ``before`` and take away what it has less."""
    if gone := before - after:
        await session.execute(
            delete(VISIBILITY)
            .where(VISIBILITY.c.case_id == case_id)
            .where(tuple_(VISIBILITY.c.tenant, VISIBILITY.c.role).in_(_codes(gone)))
        )
    if new := after - before:
        await session.execute(
            pg_insert(VISIBILITY).on_conflict_do_nothing(), _rows(case_id, new, now)
        )


async def replace_grants(
    session: AsyncSession, case_id: UUID, grants: frozenset[Sight], now: datetime
) -> None:
    """Set a case's grants, whatever they were."""
    await session.execute(delete(VISIBILITY).where(VISIBILITY.c.case_id == case_id))
    if grants:
        await session.execute(insert(VISIBILITY), _rows(case_id, grants, now))


def _codes(grants: Iterable[Sight]) -> list[tuple[str, str]]:
    return [(tenant, role.value) for tenant, role in grants]


def _rows(case_id: UUID, grants: Iterable[Sight], now: datetime) -> list[dict[str, object]]:
    return [
        {"tenant": tenant, "case_id": case_id, "role": role, "created_at": now}
        for tenant, role in sorted(_codes(grants))
    ]
