"""Runs the checks one after another and stops at the first breach."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from contracts.subjects import CONSUMERS, PUBLISHERS
from sqlalchemy import text

from standalone.audit import cases, chains, delivery, projection, versions, visibility
from standalone.audit.sources import Connections, Sources
from standalone.audit.verdict import Finding, Result

QUIET_SECONDS = 20.0
"""For how long to wait until events in flight have arrived."""
_TRIES = 3
_CHECKS: tuple[Callable[[Connections, Sources], Awaitable[Finding]], ...] = (
    cases.check,
    versions.check,
    delivery.check,
    projection.check,
    chains.check,
    visibility.check,
)
_SENT = text("select count(*), count(*) filter (where published_at is null) from outbox")
_TAKEN = text(
    "select s.source, (select count(*) from inbox i where i.source = s.source)"
    " + (select count(*) from dead_letter d where d.source = s.source and d.case_id is not null"
    " and d.replayed_at is null) from unnest(cast(:sources as text[])) as s(source)"
)


async def run(
    sources: Sources,
    *,
    quiet_seconds: float = QUIET_SECONDS,
    on_finding: Callable[[Finding], None] | None = None,
) -> Result:
    """Audit all services.

    A breach seen while users were at work may only be an event in flight: it counts when a second look
    at a system that did not move finds it too.

    Raises:
        OSError: a database does not answer.
        sqlalchemy.exc.DBAPIError: it refuses.
    """
    for left in reversed(range(_TRIES)):
        quiet = await _wait_until_quiet(sources, quiet_seconds)
        async with sources.connect() as connections:
            before = await _sent(connections)
            result = await check_all(connections, sources)
        result.quiet = quiet
        if result.ok or not left or not quiet:
            break
        async with sources.connect() as connections:
            if await _sent(connections) == before:
                break
    if on_finding is not None:
        for finding in result.findings:
            on_finding(finding)
    return result


async def check_all(connections: Connections, sources: Sources) -> Result:
    """The checks on one set of snapshots."""
    result = Result()
    for check in _CHECKS:
        finding = await check(connections, sources)
        result.findings.append(finding)
        if not finding.ok:
            break
    return result


async def _wait_until_quiet(sources: Sources, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while True:
        async with sources.connect() as connections:
            if await _is_quiet(connections):
                return True
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.3)


async def _is_quiet(connections: Connections) -> bool:
    sent = await _sent(connections)
    if any(waiting for _, waiting in sent.values()):
        return False
    for consumer, names in CONSUMERS.items():
        taken = await connections[consumer].execute(_TAKEN, {"sources": list(names)})
        if any(count < sent[source][0] for source, count in taken):
            return False
    return True


async def _sent(connections: Connections) -> dict[str, tuple[int, int]]:
    sent = {}
    for service in PUBLISHERS:
        total, waiting = (await connections[service].execute(_SENT)).one()
        sent[service] = (int(total), int(waiting))
    return sent
