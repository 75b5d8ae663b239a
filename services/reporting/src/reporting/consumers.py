"""Hands every event of every service to the one use case that records it."""

from eventing.inbox import Handlers

from reporting.usecases.record_event import RecordEvents


def make_handlers(record: RecordEvents) -> Handlers:
    """The handlers of this service."""
    handlers = Handlers("reporting")
    handlers.on_every(record)
    return handlers
