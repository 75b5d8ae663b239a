"""Applies events exactly once and in order per case: inbox rows, version gate, dead letters."""

from collections.abc import Awaitable, Callable, Sequence
from enum import Enum
from typing import Any, TypeVar

from contracts.event import Envelope, EventData, UnknownEventError
from dbkit.database import Database
from dbkit.transaction import Transaction
from sqlalchemy import ARRAY, Text, Uuid, bindparam, text

from eventing import faults

D = TypeVar("D", bound=EventData)
Handler = Callable[[Transaction, Envelope, Any], Awaitable[None]]


class Handlers:
    """Which function handles which event in one consuming service."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._by_model: dict[type[EventData], Handler] = {}
        self._every: Handler | None = None

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
            self._by_model[model] = f
            return f

        return register

    def on_every(self, f: Handler) -> Handler:
        """Register one handler for all events; known events come decoded, unknown ones as None."""
        self._every = f
        return f

    async def handle(self, tx: Transaction, envelope: Envelope) -> None:
        """Call what is registered for the event; an event nobody here cares for is simply done."""
        try:
            data: EventData | None = envelope.payload()
        except UnknownEventError:
            data = None
        if self._every is not None:
            await self._every(tx, envelope, data)
        if data is not None and (f := self._by_model.get(type(data))) is not None:
            await f(tx, envelope, data)


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
    " values (:event_id, :source, :case_id, :version, :now)"
)
_GATE = text(
    "insert into inbox_gate (source, case_id, last_version) values (:source, :case_id, :version)"
    " on conflict (source, case_id) do update set last_version = excluded.last_version"
)
_DEAD = text(
    "insert into dead_letter (event_id, source, case_id, version, subject, raw, reason, failed_at)"
    " values (:event_id, :source, :case_id, :version, :subject, :raw, :reason, :now)"
)


async def apply(db: Database, handlers: Handlers, envelopes: Sequence[Envelope]) -> list[Verdict]:
    """Apply a batch in one transaction: all effects and inbox rows, or nothing.

    A version already seen is a duplicate; a version past the next one is a gap and has to wait.
    """
    async with db.system(f"consumer:{handlers.service}") as tx:
        gates = await _load_gates(tx, envelopes)
        verdicts: list[Verdict] = []
        applied: list[Envelope] = []
        for e in envelopes:
            key = (e.service, e.case_id)
            last = gates.get(key, 0)
            if e.case_version <= last:
                verdicts.append(Verdict.DUPLICATE)
            elif e.case_version > last + 1:
                verdicts.append(Verdict.GAP)
            else:
                tx.cause = e
                await handlers.handle(tx, e)
                gates[key] = e.case_version
                applied.append(e)
                verdicts.append(Verdict.APPLIED)
        tx.cause = None
        await _record(tx, applied)
        faults.reach("after_effect_before_commit")
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
    await tx.session.execute(
        _INBOX,
        [
            {
                "event_id": e.id, "source": e.service, "case_id": e.case_id,
                "version": e.case_version, "now": tx.now,
            }
            for e in applied
        ],
    )  # fmt: skip
    last = {(e.service, e.case_id): e.case_version for e in applied}
    await tx.session.execute(
        _GATE, [{"source": s, "case_id": c, "version": v} for (s, c), v in last.items()]
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
            await tx.session.execute(
                _GATE,
                {
                    "source": envelope.service, "case_id": envelope.case_id,
                    "version": envelope.case_version,
                },
            )  # fmt: skip
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
        tx.cause = envelope
        await handlers.handle(tx, envelope)
        tx.cause = None
        await tx.session.execute(
            _INBOX,
            {
                "event_id": envelope.id, "source": envelope.service, "case_id": envelope.case_id,
                "version": envelope.case_version, "now": tx.now,
            },
        )  # fmt: skip
        await tx.session.execute(
            text("update dead_letter set replayed_at = :now where id = :id"),
            {"id": letter_id, "now": tx.now},
        )
    return True
