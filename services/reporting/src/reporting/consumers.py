"""Hands every event of every service to the one use case that records it."""

from typing import Any

from contracts.event import Envelope
from dbkit.transaction import Transaction
from eventing.inbox import Handlers

from reporting.usecases.record_event import RecordEvent


def make_handlers(record: RecordEvent) -> Handlers:
    """The handlers of this service."""
    handlers = Handlers("reporting")

    @handlers.on_every
    async def every(tx: Transaction, envelope: Envelope, _: Any) -> None:
        await record(tx, envelope)

    return handlers
