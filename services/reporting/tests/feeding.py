"""Feeds events to the service as its consumer would."""

from collections.abc import Iterable

from contracts.event import Envelope
from dbkit.database import Database
from eventing.inbox import Handlers, Verdict, apply

from .stories import Story


async def feed(db: Database, handlers: Handlers, events: Iterable[Envelope]) -> list[Verdict]:
    """Apply events in batches, as they come."""
    events = list(events)
    verdicts: list[Verdict] = []
    for i in range(0, len(events), 64):
        verdicts += await apply(db, handlers, events[i : i + 64])
    return verdicts


async def feed_stories(parts, *stories: Story) -> None:
    """Apply whole stories; every event must go in."""
    verdicts = await feed(parts.db, parts.handlers, [e for s in stories for e in s.events])
    assert set(verdicts) == {Verdict.APPLIED}
