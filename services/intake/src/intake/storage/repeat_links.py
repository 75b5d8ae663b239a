"""Stores repeat links."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.errors import LinkNotFoundError
from intake.domain.repeat import Basis, LinkState, RepeatLink
from intake.storage.repeat_tables import RepeatLinkRow


class RepeatLinkStore:
    """Links of one transaction; seen by those who see the earlier case."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock(self, link_id: UUID) -> RepeatLink:
        """Load a link and hold it until commit.

        Raises:
            LinkNotFoundError: none, or none that the tenant sees.
        """
        row = await self._session.get(RepeatLinkRow, link_id, with_for_update=True)
        if row is None:
            raise LinkNotFoundError
        return _link(row)

    async def between(self, earlier: UUID, later: UUID) -> RepeatLink | None:
        """The link from one case to another, held until commit."""
        row = await self._session.scalar(
            select(RepeatLinkRow)
            .where(RepeatLinkRow.earlier_case_id == earlier, RepeatLinkRow.later_case_id == later)
            .with_for_update()
        )
        return _link(row) if row is not None else None

    async def add_all(self, links: Sequence[RepeatLink], *, at: datetime) -> None:
        """Insert new links."""
        if links:
            await self._session.execute(
                insert(RepeatLinkRow), [_values(link) | {"created_at": at} for link in links]
            )

    async def save(self, link: RepeatLink) -> None:
        """Write a decided link."""
        row = await self._session.get_one(RepeatLinkRow, link.id)
        for name, value in _values(link).items():
            setattr(row, name, value)


def _link(row: RepeatLinkRow) -> RepeatLink:
    return RepeatLink(
        row.id, row.earlier_case_id, row.later_case_id, Basis(row.basis), LinkState(row.state),
        row.version, row.repeated_on, row.reason, row.decided_by, row.decided_at,
    )  # fmt: skip


def _values(link: RepeatLink) -> dict[str, object]:
    return {
        "id": link.id, "earlier_case_id": link.earlier_case, "later_case_id": link.later_case,
        "basis": link.basis.value, "state": link.state.value, "version": link.version,
        "repeated_on": link.repeated_on, "reason": link.reason, "decided_by": link.decided_by,
        "decided_at": link.decided_at,
    }  # fmt: skip
