"""Removes what would still tell others of a case after it was sealed (R72)."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_PREVIEW = text("delete from import_rows where case_id = :case_id")
_ANSWERS = text(
    "delete from idempotency where answer->>'case_id' = :case_id and not starts_with(key, :keep)"
)


async def wipe_traces(session: AsyncSession, case_id: UUID, *, keep_for: str) -> None:
    """Remove the row of the ledger's preview, and stored answers of others.

    Args:
        session: bound to the system tenant.
        case_id: the case that was just sealed.
        keep_for: account of the registering officer, who may still repeat its own request.
    """
    await session.execute(_PREVIEW, {"case_id": case_id})
    await session.execute(_ANSWERS, {"case_id": str(case_id), "keep": f"{keep_for}:"})
