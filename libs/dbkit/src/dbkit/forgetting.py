"""Forgets stored answers that tell of a case which their callers may not know any more."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# An answer may name the case anywhere: a batch and an import name many.
_FORGET = text(
    "delete from idempotency where strpos(answer::text, :case_id) > 0"
    " and (:keep = '' or not starts_with(key, :keep))"
)


async def forget_answers(
    session: AsyncSession, case_id: UUID, *, keep_for: str | None = None
) -> None:
    """Delete the answers that name a case, so that a repeated request is judged anew.

    A repeated command then finds the case gone, or its work done already; it never does it twice,
    because every command checks the state of what it works on.

    Args:
        session: bound to the system tenant.
        case_id: the case, whose id stands in every answer about it.
        keep_for: account that still sees the case and may repeat its own requests.
    """
    keep = f"{keep_for}:" if keep_for else ""
    await session.execute(_FORGET, {"case_id": str(case_id), "keep": keep})
