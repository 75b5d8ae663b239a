"""Moves outbox rows to the stream: the only place that publishes."""

import asyncio
import contextlib
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

import nats.errors
import nats.js.errors
from contracts.subjects import STREAM
from dbkit.database import Database
from nats.js import JetStreamContext
from nats.js.api import PubAck
from servicekit.errors import DomainError
from servicekit.logging import get_logger
from sqlalchemy import ARRAY, BigInteger, DateTime, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from eventing import faults
from eventing.metrics import DEAD, OLDEST, PUBLISH_FAILED, PUBLISHED, WAITING
from eventing.outbox import SHARDS

log = get_logger(__name__)

_BATCH = 500
_TIMEOUT = 3.0
"""Seconds until a publish that the stream does not confirm counts as unknown."""
_POLL = 0.25
_MEASURE_EVERY = 5.0
_GATHER = 0.04
"""Seconds to let more events arrive after the first, so that a burst shares transactions."""
_LOCK_BASE = 884_400

_LOCK = text("select pg_try_advisory_xact_lock(:key)")
_WAITING = text(
    "select id, event_id, case_id, subject, payload::text as payload from outbox"
    " where published_at is null and shard = any(:shards) order by id limit :n"
)
_MARK = text(
    "update outbox o set published_at = :now, stream_seq = w.seq, attempts = attempts + 1"
    " from unnest(:ids, :seqs) as w(id, seq) where o.id = w.id"
).bindparams(
    bindparam("ids", type_=ARRAY(BigInteger)), bindparam("seqs", type_=ARRAY(BigInteger)),
    bindparam("now", type_=DateTime(timezone=True)),
)  # fmt: skip
_LAG = text("select count(*), min(created_at) from outbox where published_at is null")
_EPOCH = text("select created from stream_epoch")
_NEW_EPOCH = text(
    "insert into stream_epoch (one, created) values (true, :created)"
    " on conflict (one) do update set created = :created"
)
_AGAIN = text(
    "update outbox set published_at = null, stream_seq = null where published_at is not null"
)


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    event_id: UUID
    subject: str
    payload: str


class Relay:
    """Publishes one service's events, per case strictly in order, several cases at once.

    Rows are marked one by one, never skipped by a cursor; a publish that timed out counts as unknown and
    is sent again under the same message id. Only one relay per shard is active at a time.
    """

    def __init__(
        self, service: str, db: Database, js: JetStreamContext, *, shard: int = 0, shards: int = 1
    ) -> None:
        self._service = service
        self._db = db
        self._js = js
        self._index = shard
        self._shards = [s for s in range(SHARDS) if s % shards == shard]
        self._wake = asyncio.Event()
        db.on_commit(self._wake.set)

    async def run(self) -> None:
        """Publish until cancelled; trouble is logged and tried again."""
        delay = _POLL
        checked = False
        measured = 0.0
        while True:
            try:
                if not checked:
                    await self._follow_epoch()
                    checked = True
                published, failed = await self.step()
                delay = min(delay * 2, 5.0) if failed else _POLL
                if published == _BATCH and not failed:
                    continue
                if time.monotonic() - measured >= _MEASURE_EVERY:
                    await self._measure()
                    measured = time.monotonic()
            except (DomainError, nats.errors.Error, nats.js.errors.Error, OSError) as e:
                log.warning("relay waits", error_type=type(e).__name__)
                checked = False
                delay = min(delay * 2, 5.0)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), delay)
                await asyncio.sleep(_GATHER)
            self._wake.clear()

    async def step(self) -> tuple[int, int]:
        """Publish one batch.

        Returns:
            How many were published, and for how many cases publishing failed.
        """
        async with self._db.system("relay") as tx:
            if not await tx.session.scalar(_LOCK, {"key": _LOCK_BASE + self._index}):
                return 0, 0
            rows = await tx.session.execute(_WAITING, {"shards": self._shards, "n": _BATCH})
            by_case: dict[UUID, list[_Row]] = {}
            for r in rows:
                by_case.setdefault(r.case_id, []).append(
                    _Row(r.id, r.event_id, r.subject, r.payload)
                )
            done, failed = await self._publish(list(by_case.values()))
            faults.reach("after_publish_before_mark")
            if done:
                ids, seqs = zip(*sorted(done), strict=True)
                await tx.session.execute(
                    _MARK, {"ids": list(ids), "seqs": list(seqs), "now": tx.now}
                )
        PUBLISHED.labels(self._service).inc(len(done))
        if failed:
            PUBLISH_FAILED.labels(self._service).inc(failed)
        return len(done), failed

    async def _publish(self, cases: list[list[_Row]]) -> tuple[list[tuple[int, int]], int]:
        """Publish the first event of every case, then the second of those whose first arrived, and so on.

        Returns:
            Outbox ids with their place in the stream, and for how many cases publishing failed.
        """
        done: list[tuple[int, int]] = []
        failed = turn = 0
        while cases:
            asked = [(rows, await self._ask(rows[turn])) for rows in cases]
            await asyncio.wait([answer for _, answer in asked], timeout=_TIMEOUT)
            arrived, troubles = [], Counter[str]()
            for rows, answer in asked:
                place = _place(answer)
                if isinstance(place, str):
                    troubles[place] += 1
                    continue
                done.append((rows[turn].id, place))
                arrived.append(rows)
            for error_type, count in troubles.items():
                log.warning("publish failed", error_type=error_type, count=count)
            failed += troubles.total()
            turn += 1
            cases = [rows for rows in arrived if len(rows) > turn]
        return done, failed

    async def _ask(self, row: _Row) -> asyncio.Future[PubAck]:
        try:
            return await self._js.publish_async(
                row.subject, row.payload.encode(), stream=STREAM,
                headers={"Nats-Msg-Id": str(row.event_id)},
            )  # fmt: skip
        except (nats.errors.Error, nats.js.errors.Error, OSError) as e:
            refused: asyncio.Future[PubAck] = asyncio.get_running_loop().create_future()
            refused.set_exception(e)
            return refused

    async def _follow_epoch(self) -> None:
        """Publish everything anew when the stream is not the one we published to before."""
        created = await self._stream_created()
        async with self._db.system("relay") as tx:
            known = await tx.session.scalar(_EPOCH)
            if known == created:
                return
            await tx.session.execute(_NEW_EPOCH, {"created": created})
            if known is not None:
                result = await tx.session.execute(_AGAIN)
                log.warning("stream is new, publishing again", count=_count(result))

    async def _stream_created(self) -> str:
        info = await self._js.stream_info(STREAM)
        return str(info.created)

    async def _measure(self) -> None:
        async with self._db.system_read() as session:
            await measure(session, self._service, self._db)


def _place(answer: asyncio.Future[PubAck]) -> int | str:
    """The event's place in the stream, or what kept it from getting there."""
    if not answer.done():
        answer.cancel()
        return "TimeoutError"
    if (error := answer.exception()) is not None:
        return type(error).__name__
    return answer.result().seq


def _count(result: Any) -> int:
    return int(result.rowcount)


async def measure(session: AsyncSession, service: str, db: Database) -> None:
    """Refresh the gauges of waiting events and dead letters."""
    count, oldest = (await session.execute(_LAG)).one()
    WAITING.labels(service).set(count)
    age = (db.clock.now() - oldest.astimezone(UTC)).total_seconds() if oldest else 0
    OLDEST.labels(service).set(max(age, 0))
    dead = await session.scalar(text("select count(*) from dead_letter where replayed_at is null"))
    DEAD.labels(service).set(dead or 0)
