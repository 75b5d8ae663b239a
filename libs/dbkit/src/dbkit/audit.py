"""The audit trail: append-only, one hash chain per tenant, verifiable row by row."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, DateTime, LargeBinary, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

GENESIS = b"\x00" * 32


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act, before it is chained."""

    action: str
    object_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str | None
    actor_unit: str
    correlation_id: str
    chain: str | None = None
    """The tenant whose trail it joins, when that is not the acting one (sealed cases, R72)."""


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first row of a tenant's chain that does not verify, and why."""

    tenant: str
    seq: int
    why: str


_HEAD = text("select seq, hash from audit_heads where tenant = :tenant for update")
_FIRST = text(
    "insert into audit_heads (tenant, seq, hash) values (:tenant, 0, :hash) on conflict do nothing"
)
_MOVE = text("update audit_heads set seq = :seq, hash = :hash where tenant = :tenant")
_INSERT = text(
    "insert into audit_log (tenant, seq, at, actor_sub, actor_unit, action, object_id, before, after,"
    " reason, correlation_id, prev_hash, hash) select :tenant, seq, :at, :actor_sub, actor_unit,"
    " action, object_id, before::jsonb, after::jsonb, reason, correlation_id, prev_hash, hash"
    " from unnest(:seq, :actor_unit, :action, :object_id, :before, :after, :reason, :correlation_id,"
    " :prev_hash, :hash) as w(seq, actor_unit, action, object_id, before, after, reason,"
    " correlation_id, prev_hash, hash)"
).bindparams(
    bindparam("at", type_=DateTime(timezone=True)), bindparam("seq", type_=ARRAY(BigInteger)),
    *(
        bindparam(n, type_=ARRAY(Text))
        for n in ("actor_unit", "action", "object_id", "before", "after", "reason", "correlation_id")
    ),
    *(bindparam(n, type_=ARRAY(LargeBinary)) for n in ("prev_hash", "hash")),
)  # fmt: skip


_EACH = (
    "seq", "actor_unit", "action", "object_id", "before", "after", "reason", "correlation_id",
    "prev_hash", "hash",
)  # fmt: skip
"""Columns that differ from one act of a transaction to the next."""


def link(key: bytes, prev: bytes, row: dict[str, Any]) -> bytes:
    """The hash of one row: HMAC-SHA256 over the previous hash and the row's canonical JSON."""
    body = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, prev + body.encode(), hashlib.sha256).digest()


def _plain(value: dict[str, Any] | None) -> Any:
    return None if value is None else json.loads(json.dumps(value, default=str))


def _body(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **{k: row[k] for k in (
            "tenant", "seq", "actor_sub", "actor_unit", "action", "object_id", "before", "after",
            "reason", "correlation_id",
        )},
        "at": row["at"].astimezone(UTC).isoformat(timespec="microseconds"),
    }  # fmt: skip


async def append(
    session: AsyncSession,
    key: bytes,
    *,
    tenant: str,
    at: datetime,
    actor_sub: str,
    entries: list[AuditEntry],
) -> None:
    """Chain ``entries`` onto the tenant's trail; the head row's lock keeps the order."""
    head = (await session.execute(_HEAD, {"tenant": tenant})).one_or_none()
    if head is None:
        await session.execute(_FIRST, {"tenant": tenant, "hash": GENESIS})
        head = (await session.execute(_HEAD, {"tenant": tenant})).one()
    seq, prev = head.seq, bytes(head.hash)
    rows = []
    for e in entries:
        seq += 1
        row = {
            "tenant": tenant, "seq": seq, "at": at, "actor_sub": actor_sub,
            "actor_unit": e.actor_unit, "action": e.action, "object_id": e.object_id,
            "before": _plain(e.before), "after": _plain(e.after), "reason": e.reason,
            "correlation_id": e.correlation_id,
        }  # fmt: skip
        hash_ = link(key, prev, _body(row))
        rows.append({**row, "prev_hash": prev, "hash": hash_})
        prev = hash_
    each = {n: [row[n] for row in rows] for n in _EACH}
    for name in ("before", "after"):
        each[name] = [None if v is None else json.dumps(v, ensure_ascii=False) for v in each[name]]
    await session.execute(_INSERT, {"tenant": tenant, "at": at, "actor_sub": actor_sub, **each})
    await session.execute(_MOVE, {"tenant": tenant, "seq": seq, "hash": prev})


async def verify(connection: AsyncConnection, key: bytes) -> tuple[int, BrokenLink | None]:
    """Walk every tenant's chain.

    Args:
        connection: bound to the system tenant, read-only is enough.
        key: the chain's key.

    Returns:
        The number of rows checked, and the first broken link if there is one.
    """
    heads = {
        r.tenant: (r.seq, bytes(r.hash))
        for r in await connection.execute(text("select tenant, seq, hash from audit_heads"))
    }
    checked, tenant, expected, prev = 0, "", 1, GENESIS
    last: dict[str, tuple[int, bytes]] = {}
    result = await connection.stream(text("select * from audit_log order by tenant, seq"))
    async for r in result.mappings():
        if r["tenant"] != tenant:
            tenant, expected, prev = r["tenant"], 1, GENESIS
        checked += 1
        if r["seq"] != expected:
            return checked, BrokenLink(tenant, expected, "缺少这一行")
        if bytes(r["prev_hash"]) != prev or link(key, prev, _body(dict(r))) != bytes(r["hash"]):
            return checked, BrokenLink(tenant, r["seq"], "内容与哈希不符")
        prev, expected = bytes(r["hash"]), expected + 1
        last[tenant] = (r["seq"], prev)
    for name, head in heads.items():
        if head[0] and last.get(name) != head:
            return checked, BrokenLink(name, head[0], "链尾与记录的链头不符")
    for name, (seq, _) in last.items():
        if name not in heads:
            return checked, BrokenLink(name, seq, "没有链头")
    return checked, None
