"""Stores which case belongs to which matter."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.matter import Memberships
from intake.storage.repeat_tables import MatterMemberRow

SYSTEM = "system"
"""Who put a case in when no person did."""


class MatterStore:
    """Members of one transaction; row security shows those whose case the tenant sees."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def memberships(self, case_ids: Collection[UUID]) -> Memberships:
        """The matters of these cases, with how many cases each has."""
        member = MatterMemberRow
        rows = await self._session.execute(
            select(member.case_id, member.matter_id).where(member.case_id.in_(case_ids))
        )
        matter_of = {r.case_id: r.matter_id for r in rows}
        counts = await self._session.execute(
            select(member.matter_id, func.count())
            .where(member.matter_id.in_({m for m in matter_of.values() if m}))
            .group_by(member.matter_id)
        )
        return Memberships(matter_of, {r[0]: r[1] for r in counts if r[0] is not None})

    async def members(self, matter_id: UUID) -> list[UUID]:
        """Cases of a matter, as far as the tenant sees them."""
        rows = await self._session.scalars(
            select(MatterMemberRow.case_id)
            .where(MatterMemberRow.matter_id == matter_id)
            .order_by(MatterMemberRow.joined_at, MatterMemberRow.case_id)
        )
        return list(rows)

    async def matter_of(self, case_id: UUID) -> UUID | None:
        """The matter of a case."""
        return await self._session.scalar(
            select(MatterMemberRow.matter_id).where(MatterMemberRow.case_id == case_id)
        )

    async def put(
        self, joins: Iterable[tuple[UUID, UUID | None]], *, at: datetime, by: str
    ) -> None:
        """Let cases join matters, or leave (None) and stay out; the last one given counts."""
        rows = [
            {"case_id": c, "matter_id": m, "joined_at": at, "joined_by": by}
            for c, m in dict(joins).items()
        ]
        if not rows:
            return
        new = insert(MatterMemberRow)
        await self._session.execute(
            new.on_conflict_do_update(
                index_elements=["case_id"],
                set_={n: new.excluded[n] for n in ("matter_id", "joined_at", "joined_by")},
            ),
            rows,
        )

    async def move_all(self, old: UUID, new: UUID, *, at: datetime, by: str) -> None:
        """Let every case of one matter join another."""
        await self._session.execute(
            update(MatterMemberRow)
            .where(MatterMemberRow.matter_id == old)
            .values(matter_id=new, joined_at=at, joined_by=by)
        )

    async def forget(self, case_id: UUID) -> None:
        """Drop a case from whatever it belongs to: a sealed case has no matter."""
        await self._session.execute(
            delete(MatterMemberRow).where(MatterMemberRow.case_id == case_id)
        )
