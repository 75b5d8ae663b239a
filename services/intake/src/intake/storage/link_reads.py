"""Reads repeat links for people; a case on the other end that the reader may not see stays an id."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from intake.storage.case_tables import CaseRow
from intake.storage.repeat_tables import RepeatLinkRow

_EARLIER, _LATER = aliased(CaseRow), aliased(CaseRow)
_COLUMNS = (
    select(
        RepeatLinkRow, _EARLIER.case_no.label("earlier_no"), _LATER.case_no.label("later_no"),
        _LATER.registered_on.label("later_on"), _EARLIER.registered_on.label("earlier_on"),
    )
    .outerjoin(_EARLIER, _EARLIER.id == RepeatLinkRow.earlier_case_id)
    .outerjoin(_LATER, _LATER.id == RepeatLinkRow.later_case_id)
)  # fmt: skip


class LinkReads:
    """Reads under row security."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(
        self, state: str | None, *, offset: int, size: int
    ) -> tuple[list[dict[str, Any]], int]:
        """Links, newest first, and the total."""
        wanted = RepeatLinkRow.state == state if state else RepeatLinkRow.state.is_not(None)
        total = await self._session.scalar(
            select(func.count()).select_from(RepeatLinkRow).where(wanted)
        )
        rows = await self._session.execute(
            _COLUMNS.where(wanted)
            .order_by(RepeatLinkRow.created_at.desc(), RepeatLinkRow.id)
            .offset(offset)
            .limit(size)
        )
        return [_link(r) for r in rows], total or 0

    async def of_case(self, case_id: UUID) -> list[dict[str, Any]]:
        """Links on either end of a case, as far as the reader sees the earlier end."""
        rows = await self._session.execute(
            _COLUMNS.where(
                or_(
                    RepeatLinkRow.earlier_case_id == case_id,
                    RepeatLinkRow.later_case_id == case_id,
                )
            ).order_by(RepeatLinkRow.created_at)
        )
        return [_link(r) for r in rows]


def _link(r: Any) -> dict[str, Any]:
    link: RepeatLinkRow = r[0]
    return {
        "id": link.id, "state": link.state, "basis": link.basis, "version": link.version,
        "earlier": {"case_id": link.earlier_case_id, "case_no": r.earlier_no, "registered_on": r.earlier_on},
        "later": {"case_id": link.later_case_id, "case_no": r.later_no, "registered_on": r.later_on},
        "repeated_on": link.repeated_on, "reason": link.reason, "created_at": link.created_at,
        "decided_at": link.decided_at,
    }  # fmt: skip
