"""Structured logs as JSON lines: an allow-list of fields, so that personal data cannot slip in."""

import logging
import os
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset({
    "event", "level", "timestamp", "service", "request_id", "correlation_id", "sub", "unit",
    "method", "route", "status", "duration_ms", "code", "case_id", "event_id", "event_type",
    "source", "version", "attempt", "error", "error_type", "count", "job", "state", "reason_code",
    "module", "where",
})  # fmt: skip
"""The only keys a log line may carry; anything else is dropped and counted in ``dropped``."""

_PERSONAL = re.compile(r"\d{17}[\dXx]|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{15}(?!\d)")


def scrub(text: str) -> str:
    """Replace anything that looks like an ID or phone number."""
    return _PERSONAL.sub("***", text)


def _allow_list(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    dropped = [k for k in event if k not in ALLOWED]
    for k in dropped:
        del event[k]
    for k, v in event.items():
        if isinstance(v, str):
            event[k] = scrub(v)
    if dropped:
        event["dropped"] = len(dropped)
    return event


def _where(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Turn exc_info into type and code position: messages of exceptions may hold personal data."""
    exc = event.pop("exc_info", None)
    if exc is True:
        exc = sys.exc_info()
    if isinstance(exc, BaseException):
        exc = (type(exc), exc, exc.__traceback__)
    if isinstance(exc, tuple) and exc[0] is not None:
        event["error_type"] = exc[0].__name__
        tb = exc[2]
        frames = []
        while tb is not None:
            code = tb.tb_frame.f_code
            frames.append(f"{code.co_filename.rpartition('/')[2]}:{tb.tb_lineno}:{code.co_name}")
            tb = tb.tb_next
        event["where"] = " < ".join(reversed(frames[-6:]))
    return event


def setup_logging(service: str, level: str = "INFO") -> None:
    """Send everything, the standard library's loggers too, to stdout as JSON lines."""
    # The descriptor, not sys.stdout: loggers live longer than whatever replaces that object.
    out = os.fdopen(1, "w", encoding="utf-8", buffering=1, closefd=False)
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _where,
        _allow_list,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.WriteLoggerFactory(file=out),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(logging.getLevelName(level), logging.WARNING))
    structlog.contextvars.bind_contextvars(service=service)


def bind_log_context(**fields: str) -> None:
    """Add fields to every later line of this request."""
    structlog.contextvars.bind_contextvars(**fields)


def get_logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """A logger for one module."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(module=name)
    return logger
