"""Removes what would still tell others of a case after it was sealed (R72)."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_WIPES = (
    "delete from import_rows where case_id = :case_id",
    (
        "delete from idempotency where answer->>'case_id' = cast(:case_id as text)"
        " and not starts_with(key, :keep)"
    ),
)


async def wipe_traces(session: AsyncSession, case_id: UUID, *, keep_for: str) -> None:
    """Remove the row of the ledger's preview, and stored answers of others.

    Args:
        session: bound to the system tenant.
        case_id: the case that was just sealed.
        keep_for: account of the registering officer, who may still repeat its own request.
    """
    for wipe in _WIPES:
        values = {"case_id": case_id}
        await session.execute(
            text(wipe), values | {"keep": f"{keep_for}:"} if ":keep" in wipe else values
        )
