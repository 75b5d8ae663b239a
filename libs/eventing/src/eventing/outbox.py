"""Writes events into the outbox, in the transaction of the change they tell of."""

import zlib
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from contracts.event import Envelope, EventData
from contracts.subjects import subject_of
from dbkit.transaction import Transaction
from servicekit.ids import new_id
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

SHARDS = 16
"""How many shards cases are spread over; a relay serves one or more of them."""

_NEXT = text(
    "insert into event_versions (case_id, last_version) values (:case_id, :n) on conflict (case_id)"
    " do update set last_version = event_versions.last_version + :n returning last_version"
)
_INSERT = text(
    "insert into outbox (event_id, tenant, case_id, version, shard, subject, payload, created_at)"
    " values (:event_id, :tenant, :case_id, :version, :shard, :subject, :payload, :created_at)"
).bindparams(bindparam("payload", type_=JSONB))


def shard_of(case_id: UUID) -> int:
    """The shard a case's events always go through."""
    return zlib.crc32(case_id.bytes) % SHARDS


async def emit(
    tx: Transaction,
    case_id: UUID,
    data: EventData,
    *,
    occurred_on: date,
    late: bool = False,
    tenant: str | None = None,
) -> Envelope:
    """Tell of one fact about a case.

    The case's next version is taken under a row lock that lasts until commit, so versions are 1, 2,
    3 … without gaps and in commit order. The transaction's tenant must see the case.

    Args:
        tx: the transaction of the change.
        case_id: the case.
        data: the fact.
        occurred_on: the business day.
        late: whether it was entered afterwards (补录).
        tenant: acting unit; the caller's, or that of the event being handled, when not given.
    """
    (envelope,) = await emit_many(
        tx, case_id, [data], occurred_on=occurred_on, late=late, tenant=tenant
    )
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
    """Tell of several facts about one case, in this order; see ``emit``."""
    last = (await tx.session.execute(_NEXT, {"case_id": case_id, "n": len(facts)})).scalar_one()
    unit = tenant or tx.actor_unit
    envelopes = [
        Envelope(
            id=new_id(),
            service=data.SERVICE,
            type=f"{data.NAME}.v{data.VERSION}",
            case_id=case_id,
            time=tx.now,
            tenant=unit,
            case_version=last - len(facts) + i,
            occurred_on=occurred_on,
            late=late,
            actor_sub=tx.actor_sub,
            actor_unit=unit,
            correlation_id=tx.correlation_id,
            causation_id=str(tx.cause.id) if tx.cause is not None else None,
            data=data.model_dump(mode="json"),
        )
        for i, data in enumerate(facts, start=1)
    ]
    await tx.session.execute(_INSERT, [_row(tx, e) for e in envelopes])
    tx.wrote_events = True
    return envelopes


def _row(tx: Transaction, envelope: Envelope) -> dict[str, object]:
    return {
        "event_id": envelope.id,
        "tenant": envelope.tenant,
        "case_id": envelope.case_id,
        "version": envelope.case_version,
        "shard": shard_of(envelope.case_id),
        "subject": subject_of(envelope),
        "payload": envelope.model_dump(mode="json", by_alias=True),
        "created_at": tx.now,
    }
