"""Writes events into the outbox, in the transaction of the change they tell of."""

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.event import Envelope, EventData
from contracts.subjects import subject_of
from dbkit.transaction import Transaction
from servicekit.ids import new_id
from sqlalchemy import ARRAY, DateTime, Integer, Text, Uuid, bindparam, text

SHARDS = 16
"""How many shards cases are spread over; a relay serves one or more of them."""

_NEXT = text(
    "insert into event_versions as e (case_id, last_version)"
    " select case_id, n from unnest(:cases, :counts) as w(case_id, n) order by case_id"
    " on conflict (case_id) do update set last_version = e.last_version + excluded.last_version"
    " returning case_id, last_version"
).bindparams(bindparam("cases", type_=ARRAY(Uuid)), bindparam("counts", type_=ARRAY(Integer)))
_INSERT = text(
    "insert into outbox (event_id, tenant, case_id, version, shard, subject, payload, created_at)"
    " select event_id, tenant, case_id, version, shard, subject, payload::jsonb, :now"
    " from unnest(:ids, :tenants, :cases, :versions, :shards, :subjects, :payloads)"
    " with ordinality as w(event_id, tenant, case_id, version, shard, subject, payload, n) order by n"
).bindparams(
    bindparam("ids", type_=ARRAY(Uuid)), bindparam("tenants", type_=ARRAY(Text)),
    bindparam("cases", type_=ARRAY(Uuid)), bindparam("versions", type_=ARRAY(Integer)),
    bindparam("shards", type_=ARRAY(Integer)), bindparam("subjects", type_=ARRAY(Text)),
    bindparam("payloads", type_=ARRAY(Text)), bindparam("now", type_=DateTime(timezone=True)),
)  # fmt: skip


def shard_of(case_id: UUID) -> int:
    """The shard a case's events always go through."""
    return zlib.crc32(case_id.bytes) % SHARDS


@dataclass(frozen=True, slots=True)
class Told:
    """One fact about one case, to be told: the day it happened, and whether it was entered late."""

    case_id: UUID
    data: EventData
    occurred_on: date
    late: bool = False


async def emit(
    tx: Transaction,
    case_id: UUID,
    data: EventData,
    *,
    occurred_on: date,
    late: bool = False,
    tenant: str | None = None,
    actor: str | None = None,
) -> Envelope:
    """Tell of one fact about a case; see ``emit_all``."""
    told = [Told(case_id, data, occurred_on, late)]
    (envelope,) = await emit_all(tx, told, tenant=tenant, actor=actor)
    return envelope


async def emit_many(
    tx: Transaction,
    case_id: UUID,
    facts: Sequence[EventData],
    *,
    occurred_on: date,
    late: bool = False,
    tenant: str | None = None,
) -> list[Envelope]:
    """Tell of several facts about one case, in this order; see ``emit_all``."""
    told = [Told(case_id, data, occurred_on, late) for data in facts]
    return await emit_all(tx, told, tenant=tenant)


async def emit_all(
    tx: Transaction, told: Sequence[Told], *, tenant: str | None = None, actor: str | None = None
) -> list[Envelope]:
    """Tell of facts about any number of cases; two statements, however many they are.

    Each case's next versions are taken under its row lock, which lasts until commit, so versions are
    1, 2, 3 … without gaps and in commit order. The transaction's tenant must see the cases.

    Args:
        tx: the transaction of the change.
        told: the facts, per case in the order they are to be read in.
        tenant: acting unit; the caller's, or that of the event being handled, when not given.
        actor: account the event names as acting; the caller's when not given. Sealed cases (R72) name
            none, because an account tells its unit.
    """
    if not told:
        return []
    counts = Counter(t.case_id for t in told)
    taken = await tx.session.execute(
        _NEXT, {"cases": list(counts), "counts": list(counts.values())}
    )
    before = {r.case_id: r.last_version - counts[r.case_id] for r in taken}
    unit = tenant or tx.actor_unit
    envelopes = []
    for t in told:
        before[t.case_id] += 1
        envelopes.append(_envelope(tx, t, unit, before[t.case_id], actor or tx.actor_sub))
    await tx.session.execute(_INSERT, _columns(envelopes) | {"now": tx.now})
    tx.wrote_events = True
    return envelopes


def _envelope(tx: Transaction, told: Told, unit: str, version: int, actor: str) -> Envelope:
    return Envelope(
        id=new_id(),
        service=told.data.SERVICE,
        type=f"{told.data.NAME}.v{told.data.VERSION}",
        case_id=told.case_id,
        time=tx.now,
        tenant=unit,
        case_version=version,
        occurred_on=told.occurred_on,
        late=told.late,
        actor_sub=actor,
        actor_unit=unit,
        correlation_id=tx.correlation_id,
        causation_id=str(tx.cause.id) if tx.cause is not None else None,
        data=told.data.model_dump(mode="json"),
    )


def _columns(envelopes: Sequence[Envelope]) -> dict[str, object]:
    return {
        "ids": [e.id for e in envelopes],
        "tenants": [e.tenant for e in envelopes],
        "cases": [e.case_id for e in envelopes],
        "versions": [e.case_version for e in envelopes],
        "shards": [shard_of(e.case_id) for e in envelopes],
        "subjects": [subject_of(e) for e in envelopes],
        "payloads": [e.model_dump_json(by_alias=True) for e in envelopes],
    }
