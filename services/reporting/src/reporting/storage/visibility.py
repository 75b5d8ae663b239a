"""Keeps ``case_visibility`` equal to what a case's row grants."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.sight import Sight
from sqlalchemy import delete, insert, tuple_
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from reporting.storage.tables import Base

VISIBILITY = Base.metadata.tables["case_visibility"]


@dataclass(frozen=True, slots=True)
class Move:
    """Who saw a case, and who sees it now."""

    case_id: UUID
    before: frozenset[Sight]
    after: frozenset[Sight]


async def move_grants(session: AsyncSession, moves: Sequence[Move], now: datetime) -> None:
    """Add what each case's ``after`` has more than ``before`` and take away what it has less."""
    for m in moves:
        if gone := m.before - m.after:
            await session.execute(
                delete(VISIBILITY)
                .where(VISIBILITY.c.case_id == m.case_id)
                .where(tuple_(VISIBILITY.c.tenant, VISIBILITY.c.role).in_(_codes(gone)))
            )
    rows = [row for m in moves for row in _rows(m.case_id, m.after - m.before, now)]
    if rows:
        await session.execute(pg_insert(VISIBILITY).on_conflict_do_nothing(), rows)


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
