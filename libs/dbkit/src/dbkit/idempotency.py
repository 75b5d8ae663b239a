"""Idempotency keys: insert first, so that two equal requests cannot both do the work."""

from datetime import datetime
from typing import Any

from servicekit.errors import IdempotencyKeyReusedError
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import bindparam

from dbkit.caller import Caller

_CLAIM = text(
    "insert into idempotency (tenant, key, fingerprint, created_at)"
    " values (:tenant, :key, :fingerprint, :now) on conflict do nothing returning 1"
)
_LOOK = text("select fingerprint, answer from idempotency where tenant = :tenant and key = :key")
_STORE = text(
    "update idempotency set answer = :answer where tenant = :tenant and key = :key"
).bindparams(bindparam("answer", type_=JSONB))


async def claim_key(session: AsyncSession, caller: Caller, now: datetime) -> dict[str, Any] | None:
    """Take the key, or find the answer given under it.

    Returns:
        None when the key is new; the stored answer when it was used before by the same request.

    Raises:
        IdempotencyKeyReusedError: it was used for another request.
    """
    values = {"tenant": caller.tenant, "key": f"{caller.principal.sub}:{caller.idempotency_key}"}
    taken = await session.execute(_CLAIM, {**values, "fingerprint": caller.fingerprint, "now": now})
    if taken.scalar() is not None:
        return None
    row = (await session.execute(_LOOK, values)).one()
    if row.fingerprint != caller.fingerprint:
        raise IdempotencyKeyReusedError
    answer: dict[str, Any] = row.answer or {}
    return answer


async def store_answer(session: AsyncSession, caller: Caller, answer: dict[str, Any]) -> None:
    """Keep the answer under the key, in the same transaction as the change."""
    key = f"{caller.principal.sub}:{caller.idempotency_key}"
    await session.execute(_STORE, {"tenant": caller.tenant, "key": key, "answer": answer})
