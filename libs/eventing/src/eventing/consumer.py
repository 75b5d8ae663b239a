"""The consumer loop: fetch, apply, commit, then acknowledge."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import nats.errors
import nats.js.errors
from contracts.event import Envelope
from contracts.subjects import STREAM
from dbkit.database import Database
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from pydantic import ValidationError
from servicekit.errors import Category, DomainError
from servicekit.logging import get_logger

from eventing import faults
from eventing.inbox import Handlers, Verdict, apply, bury
from eventing.metrics import CONSUMED

log = get_logger(__name__)

_BATCH = 250
"""Most events of one transaction; a long import shares the cost of each statement among them."""
_FETCH_TIMEOUT = 1.0
_GATHER = 0.04
"""Seconds between small batches, so that a stream of single events shares transactions."""
_TRIES = 5
"""How often a failing event is tried before it is a dead letter."""


@dataclass(frozen=True, slots=True)
class _Delivery:
    msg: Msg
    envelope: Envelope


class Consumer:
    """Reads the stream for one service and applies events through the inbox."""

    def __init__(self, db: Database, js: JetStreamContext, handlers: Handlers) -> None:
        self._db = db
        self._js = js
        self._handlers = handlers
        self._failures: Counter[UUID] = Counter()

    async def run(self) -> None:
        """Consume until cancelled."""
        sub: JetStreamContext.PullSubscription | None = None
        while True:
            try:
                if sub is None:
                    sub = await self._js.pull_subscribe_bind(
                        durable=self._handlers.service, stream=STREAM
                    )
                msgs = await sub.fetch(_BATCH, timeout=_FETCH_TIMEOUT)
            except (TimeoutError, nats.errors.TimeoutError):
                continue
            except (nats.errors.Error, nats.js.errors.Error, OSError) as e:
                log.warning("fetch failed", error_type=type(e).__name__)
                await asyncio.sleep(0.5)
                sub = None
                continue
            try:
                await self.handle(msgs)
            except (nats.errors.Error, nats.js.errors.Error, OSError) as e:
                log.warning("acknowledge failed", error_type=type(e).__name__)
            if len(msgs) < _BATCH:
                await asyncio.sleep(_GATHER)

    async def handle(self, msgs: list[Msg]) -> None:
        """Apply one fetched batch; on any failure fall back to one event at a time."""
        deliveries = [d for m in msgs if (d := await self._decode(m)) is not None]
        if not deliveries:
            return
        try:
            verdicts = await apply(self._db, self._handlers, [d.envelope for d in deliveries])
        except Exception as e:  # noqa: BLE001  the consumer loop must outlive any handler
            if len(deliveries) == 1:
                await self._failed(deliveries[0], e)
                return
            for d in deliveries:
                await self.handle([d.msg])
            return
        faults.reach("after_effect_before_ack")
        await self._settle(deliveries, verdicts)

    async def _settle(self, deliveries: Sequence[_Delivery], verdicts: Sequence[Verdict]) -> None:
        done: list[Msg] = []
        for delivery, verdict in zip(deliveries, verdicts, strict=True):
            CONSUMED.labels(self._handlers.service, delivery.envelope.service, verdict.value).inc()
            if verdict is Verdict.GAP:
                await delivery.msg.nak(delay=0.3)
                continue
            self._failures.pop(delivery.envelope.id, None)
            done.append(delivery.msg)
        if not done:
            return
        # An acknowledgement that gets lost means another delivery, and that is a duplicate: only the
        # last one, behind all others on the connection, is waited for.
        for msg in done[:-1]:
            await msg.ack()
        with contextlib.suppress(TimeoutError, nats.errors.Error):
            await done[-1].ack_sync(timeout=2.0)

    async def _decode(self, msg: Msg) -> _Delivery | None:
        try:
            return _Delivery(msg, Envelope.from_json(msg.data))
        except ValidationError:
            await bury(
                self._db, self._handlers, envelope=None, subject=msg.subject, raw=msg.data,
                reason="undecodable",
            )  # fmt: skip
            CONSUMED.labels(self._handlers.service, "unknown", "dead").inc()
            await msg.term()
            return None

    async def _failed(self, delivery: _Delivery, error: Exception) -> None:
        e, msg = delivery.envelope, delivery.msg
        passing = isinstance(error, DomainError) and error.category is Category.UNAVAILABLE
        # The broker's own count also holds deliveries that only met a gap or a database away.
        self._failures[e.id] += 0 if passing else 1
        tries = self._failures[e.id]
        reason = error.code if isinstance(error, DomainError) else type(error).__name__
        log.error(
            "handler failed", exc_info=error, event_id=str(e.id), event_type=e.type,
            source=e.service, attempt=tries, reason_code=reason,
        )  # fmt: skip
        if passing or tries < _TRIES:
            CONSUMED.labels(self._handlers.service, e.service, "retried").inc()
            await msg.nak(delay=min(0.2 * 2 ** min(msg.metadata.num_delivered or 1, 6), 10.0))
            return
        await bury(
            self._db, self._handlers, envelope=e, subject=msg.subject, raw=msg.data, reason=reason
        )
        self._failures.pop(e.id, None)
        CONSUMED.labels(self._handlers.service, e.service, "dead").inc()
        await msg.term()
