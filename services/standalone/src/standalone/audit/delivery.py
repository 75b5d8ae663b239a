"""Every event is published, and every consumer that reads its source handled or buried it."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import NamedTuple
from uuid import UUID

from contracts.subjects import CONSUMERS, PUBLISHERS
from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from standalone.audit.sources import Connections, Sources
from standalone.audit.verdict import Breach, Finding

CODE, TITLE = "delivery", "事件全部发布并被处理"
_UNPUBLISHED = text(
    "select case_id, version from outbox where published_at is null order by id limit 1"
)
_SENT = text("select case_id, version from outbox order by case_id, version")
_TAKEN = text("select case_id, version from inbox where source = :source order by case_id, version")
_BURIED = text(
    "select case_id, version from dead_letter where source = :source and case_id is not null"
)
_OPEN_LETTERS = text("select count(*) from dead_letter where replayed_at is null")


class Key(NamedTuple):
    """An event of one source."""

    case_id: UUID
    version: int


async def check(connections: Connections, _sources: Sources) -> Finding:
    """Walk outbox and inbox side by side, per consumer and source."""
    counts = {"已发布": 0, "已处理": 0, "死信": 0}
    for source in PUBLISHERS:
        waiting = (await connections[source].execute(_UNPUBLISHED)).one_or_none()
        if waiting is not None:
            unsent = Breach("事件尚未发布", source, waiting[0], waiting[1])
            return Finding(CODE, TITLE, counts, unsent)
        total = await connections[source].scalar(text("select count(*) from outbox"))
        counts["已发布"] += int(total or 0)
    for consumer, sources in CONSUMERS.items():
        # All of them: one that could not even be decoded belongs to no case, and still waits.
        counts["死信"] += int(await connections[consumer].scalar(_OPEN_LETTERS) or 0)
        for source in sources:
            breach = await _compare(connections, consumer, source, counts)
            if breach is not None:
                return Finding(CODE, TITLE, counts, breach)
    return Finding(CODE, TITLE, counts)


async def _compare(
    connections: Connections, consumer: str, source: str, counts: dict[str, int]
) -> Breach | None:
    letters = await connections[consumer].execute(_BURIED, {"source": source})
    buried = {Key(c, v) for c, v in letters}
    async with (
        aclosing(_keys(connections[source], _SENT)) as sent,
        aclosing(_keys(connections[consumer], _TAKEN, source=source)) as taken,
    ):
        have = await anext(taken, None)
        async for event in sent:
            if have is not None and have < event:
                return _unsent(consumer, source, have)
            if have == event:
                counts["已处理"] += 1
                have = await anext(taken, None)
            elif event not in buried:
                return Breach("事件未被该服务处理，也不在死信中", consumer, *event, source=source)
        return None if have is None else _unsent(consumer, source, have)


def _unsent(consumer: str, source: str, event: Key) -> Breach:
    sentence = "该服务处理过一个来源服务没有记录的事件"
    return Breach(sentence, consumer, *event, source=source)


async def _keys(
    connection: AsyncConnection, query: TextClause, **values: str
) -> AsyncGenerator[Key]:
    rows = await connection.stream(query, values)
    try:
        async for case_id, version in rows:
            yield Key(case_id, version)
    finally:
        await rows.close()
