"""Applies events exactly once and in order per case: inbox rows, version gate, dead letters."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from contracts.event import Envelope, EventData, UnknownEventError
from dbkit.database import Database
from dbkit.transaction import Transaction
from sqlalchemy import ARRAY, DateTime, Integer, Text, Uuid, bindparam, text

from eventing import faults

D = TypeVar("D", bound=EventData)
Handler = Callable[[Transaction, Envelope, Any], Awaitable[None]]
Batch = Sequence[tuple[Envelope, D]]
"""Events with their decoded data."""
BatchHandler = Callable[[Transaction, Batch[Any]], Awaitable[None]]
EveryHandler = Callable[[Transaction, Sequence[tuple[Envelope, EventData | None]]], Awaitable[None]]


class Handlers:
    """Which function handles which event in one consuming service."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._by_model: dict[type[EventData], BatchHandler] = {}
        self._every: EveryHandler | None = None

    def on(
        self, model: type[D]
    ) -> Callable[
        [Callable[[Transaction, Envelope, D], Awaitable[None]]],
        Callable[[Transaction, Envelope, D], Awaitable[None]],
    ]:
        """Register the handler of one event version."""

        def register(
            f: Callable[[Transaction, Envelope, D], Awaitable[None]],
        ) -> Callable[[Transaction, Envelope, D], Awaitable[None]]:
            self._by_model[model] = _one_by_one(f)
            return f

        return register

    def on_many(
        self, model: type[D]
    ) -> Callable[
        [Callable[[Transaction, Batch[D]], Awaitable[None]]],
        Callable[[Transaction, Batch[D]], Awaitable[None]],
    ]:
        """Register a handler that takes events of one version together, each of another case.

        It sets ``tx.cause`` to the event in hand before it emits or audits anything.
        """

        def register(
            f: Callable[[Transaction, Batch[D]], Awaitable[None]],
        ) -> Callable[[Transaction, Batch[D]], Awaitable[None]]:
            self._by_model[model] = f
            return f

        return register

    def on_every(self, f: EveryHandler) -> EveryHandler:
        """Register one handler for all events as they came; the data of unknown ones are None."""
        self._every = f
        return f

    async def handle(self, tx: Transaction, envelopes: Sequence[Envelope]) -> None:
        """Call what is registered for the events; one nobody here cares for is simply done.

        Events of one case stay in their order; those of different cases may change places, so that
        each handler gets many at once.
        """
        events = [(e, _data_of(e)) for e in envelopes]
        if self._every is not None:
            await self._every(tx, events)
        for turn in _turns(events):
            for model, batch in turn.items():
                if (f := self._by_model.get(model)) is not None:
                    await f(tx, batch)
        tx.cause = None


def _one_by_one(f: Handler) -> BatchHandler:
    async def each(tx: Transaction, batch: Batch[Any]) -> None:
        for envelope, data in batch:
            tx.cause = envelope
            await f(tx, envelope, data)

    return each


def _data_of(envelope: Envelope) -> EventData | None:
    try:
        return envelope.payload()
    except UnknownEventError:
        return None


def _turns(
    events: Sequence[tuple[Envelope, EventData | None]],
) -> list[dict[type[EventData], list[tuple[Envelope, EventData]]]]:
    """By model: first the first event of each case, then the second of each, and so on."""
    turns: list[dict[type[EventData], list[tuple[Envelope, EventData]]]] = []
    had: Counter[UUID] = Counter()
    for envelope, data in events:
        if data is None:
            continue
        turn = had[envelope.case_id]
        had[envelope.case_id] += 1
        if turn == len(turns):
            turns.append({})
        turns[turn].setdefault(type(data), []).append((envelope, data))
    return turns


class Verdict(Enum):
    """What became of one delivered event."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    GAP = "gap"


_GATES = text(
    "select g.source, g.case_id, g.last_version from inbox_gate g join"
    " unnest(:sources, :cases) as w(source, case_id) on w.source = g.source and w.case_id = g.case_id"
    " order by g.source, g.case_id for update of g"
).bindparams(bindparam("sources", type_=ARRAY(Text)), bindparam("cases", type_=ARRAY(Uuid)))
_INBOX = text(
    "insert into inbox (event_id, source, case_id, version, handled_at)"
    " select event_id, source, case_id, version, :now"
    " from unnest(:ids, :sources, :cases, :versions) as w(event_id, source, case_id, version)"
).bindparams(
    bindparam("ids", type_=ARRAY(Uuid)), bindparam("sources", type_=ARRAY(Text)),
    bindparam("cases", type_=ARRAY(Uuid)), bindparam("versions", type_=ARRAY(Integer)),
    bindparam("now", type_=DateTime(timezone=True)),
)  # fmt: skip
_GATE = text(
    "insert into inbox_gate (source, case_id, last_version)"
    " select * from unnest(:sources, :cases, :versions)"
    " on conflict (source, case_id) do update set last_version = excluded.last_version"
).bindparams(
    bindparam("sources", type_=ARRAY(Text)), bindparam("cases", type_=ARRAY(Uuid)),
    bindparam("versions", type_=ARRAY(Integer)),
)  # fmt: skip
_DEAD = text(
    "insert into dead_letter (event_id, source, case_id, version, subject, raw, reason, failed_at)"
    " values (:event_id, :source, :case_id, :version, :subject, :raw, :reason, :now)"
)


async def apply(db: Database, handlers: Handlers, envelopes: Sequence[Envelope]) -> list[Verdict]:
    """Apply a batch in one transaction: all effects and inbox rows, or nothing.

    A version already seen is a duplicate; a version past the next one is a gap and has to wait.
    """
    async with db.system(f"consumer:{handlers.service}") as tx:
        verdicts = _judged(envelopes, await _load_gates(tx, envelopes))
        applied = [e for e, v in zip(envelopes, verdicts, strict=True) if v is Verdict.APPLIED]
        await handlers.handle(tx, applied)
        await _record(tx, applied)
        faults.reach("after_effect_before_commit")
    return verdicts


def _judged(envelopes: Sequence[Envelope], gates: dict[tuple[str, Any], int]) -> list[Verdict]:
    verdicts = []
    for e in envelopes:
        key = (e.service, e.case_id)
        last = gates.get(key, 0)
        if e.case_version <= last:
            verdicts.append(Verdict.DUPLICATE)
        elif e.case_version > last + 1:
            verdicts.append(Verdict.GAP)
        else:
            gates[key] = e.case_version
            verdicts.append(Verdict.APPLIED)
    return verdicts


async def _load_gates(tx: Transaction, envelopes: Sequence[Envelope]) -> dict[tuple[str, Any], int]:
    wanted = sorted({(e.service, e.case_id) for e in envelopes})
    rows = await tx.session.execute(
        _GATES, {"sources": [s for s, _ in wanted], "cases": [c for _, c in wanted]}
    )
    return {(r.source, r.case_id): r.last_version for r in rows}


async def _record(tx: Transaction, applied: Sequence[Envelope]) -> None:
    if not applied:
        return
    await _note(tx, applied)
    await _move_gates(tx, applied)


async def _note(tx: Transaction, applied: Sequence[Envelope]) -> None:
    await tx.session.execute(
        _INBOX,
        {
            "ids": [e.id for e in applied], "sources": [e.service for e in applied],
            "cases": [e.case_id for e in applied],
            "versions": [e.case_version for e in applied], "now": tx.now,
        },
    )  # fmt: skip


async def _move_gates(tx: Transaction, passed: Sequence[Envelope]) -> None:
    last = {(e.service, e.case_id): e.case_version for e in passed}
    # In one order, so that two consumers never wait for each other's gates.
    rows = sorted((s, c, v) for (s, c), v in last.items())
    sources, cases, versions = zip(*rows, strict=True)
    await tx.session.execute(
        _GATE, {"sources": list(sources), "cases": list(cases), "versions": list(versions)}
    )


async def bury(
    db: Database,
    handlers: Handlers,
    *,
    envelope: Envelope | None,
    subject: str,
    raw: bytes,
    reason: str,
) -> None:
    """Put a poison event into ``dead_letter`` and let the case's later events pass."""
    async with db.system(f"consumer:{handlers.service}") as tx:
        if envelope is not None:
            gates = await _load_gates(tx, [envelope])
            if envelope.case_version <= gates.get((envelope.service, envelope.case_id), 0):
                return
            await _move_gates(tx, [envelope])
        await tx.session.execute(
            _DEAD,
            {
                "event_id": envelope.id if envelope else None,
                "source": envelope.service if envelope else subject.split(".")[1],
                "case_id": envelope.case_id if envelope else None,
                "version": envelope.case_version if envelope else None,
                "subject": subject,
                "raw": raw,
                "reason": reason,
                "now": tx.now,
            },
        )


async def replay(db: Database, handlers: Handlers, letter_id: int) -> bool:
    """Handle a dead letter again, after what was wrong has been mended.

    Returns:
        False when there is no such open letter.

    Raises:
        Exception: whatever the handler raises; the letter stays.
    """
    async with db.system(f"replay:{handlers.service}") as tx:
        row = (
            await tx.session.execute(
                text(
                    "select raw from dead_letter where id = :id and replayed_at is null for update"
                ),
                {"id": letter_id},
            )
        ).one_or_none()
        if row is None:
            return False
        envelope = Envelope.from_json(bytes(row.raw))
        await handlers.handle(tx, [envelope])
        await _note(tx, [envelope])
        await tx.session.execute(
            text("update dead_letter set replayed_at = :now where id = :id"),
            {"id": letter_id, "now": tx.now},
        )
    return True
