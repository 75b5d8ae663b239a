"""Reads matters for people: how many cases, petitioners and units, as far as the reader sees them.

Other parts of intake that look for early signs (R62) read the same: ``matter_members`` joined to ``cases``.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from intake.storage.case_tables import CaseRow
from intake.storage.repeat_tables import MatchKeyRow, MatterMemberRow
from intake.storage.vault import ID, PHONE


class MatterReads:
    """Reads under row security."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(
        self, *, min_cases: int, since: date | None, recent: date, offset: int, size: int
    ) -> tuple[list[dict[str, Any]], int]:
        """Matters with at least so many cases, those with most cases since ``recent`` first."""
        matters = _matters(recent).having(func.count() >= min_cases)
        if since is not None:
            matters = matters.having(func.max(CaseRow.registered_on) >= since)
        total = await self._session.scalar(select(func.count()).select_from(matters.subquery()))
        rows = await self._session.execute(
            matters.order_by(_since(recent).desc(), func.count().desc(), MatterMemberRow.matter_id)
            .offset(offset)
            .limit(size)
        )
        return [_matter(r) for r in rows], total or 0

    async def one(self, matter_id: UUID, *, recent: date) -> dict[str, Any] | None:
        """One matter, or None when the reader sees no case of it."""
        wanted = _matters(recent).where(MatterMemberRow.matter_id == matter_id)
        row = (await self._session.execute(wanted)).first()
        return _matter(row) if row is not None else None


def _since(day: date) -> Any:
    return func.count().filter(CaseRow.registered_on >= day)


def petitioner() -> Any:
    """Who a case's petitioner is, as far as it can be told without opening anything: by number, else by phone.

    A case with neither counts for one.
    """

    def least(kind: str) -> Any:
        return (
            select(func.min(cast(MatchKeyRow.digest, Text)))
            .where(MatchKeyRow.case_id == CaseRow.id, MatchKeyRow.kind == kind)
            .scalar_subquery()
        )

    return func.coalesce(least(ID), least(PHONE), cast(CaseRow.id, Text))


def _matters(recent: date) -> Select[Any]:
    def sorted_set(column: Any) -> Any:
        return func.array_agg(aggregate_order_by(column.distinct(), column))

    return (
        select(
            MatterMemberRow.matter_id.label("id"), func.count().label("cases"),
            func.count(petitioner().distinct()).label("petitioners"),
            func.sum(CaseRow.people_count).label("people"),
            sorted_set(CaseRow.tenant).label("units"), sorted_set(CaseRow.field).label("fields"),
            func.min(CaseRow.registered_on).label("first_on"),
            func.max(CaseRow.registered_on).label("last_on"),
            _since(recent).label("recent"),
        )
        .join(CaseRow, CaseRow.id == MatterMemberRow.case_id)
        .where(MatterMemberRow.matter_id.is_not(None))
        .group_by(MatterMemberRow.matter_id)
    )  # fmt: skip


def _matter(r: Any) -> dict[str, Any]:
    return dict(r._mapping)  # noqa: SLF001  SQLAlchemy's public name
