"""Connecting to NATS for good: endless reconnect, errors counted, own inbox prefix."""

import asyncio

import nats
from nats.aio.client import Client
from servicekit.logging import get_logger
from servicekit.settings import ServiceSettings

from eventing.metrics import NATS_ERRORS
from eventing.permissions import inbox_prefix

log = get_logger(__name__)


async def connect(service: str, settings: ServiceSettings) -> Client:
    """Connect, trying until it works; a cancelled task stops the trying."""

    async def on_error(error: Exception) -> None:
        NATS_ERRORS.labels(type(error).__name__).inc()
        log.warning("nats error", error_type=type(error).__name__)

    password = settings.nats_password
    delay = 0.2
    while True:
        try:
            return await nats.connect(
                settings.nats_url,
                name=service,
                user=settings.nats_user,
                password=password.get_secret_value() if password else None,
                inbox_prefix=inbox_prefix(service),
                max_reconnect_attempts=-1,
                reconnect_time_wait=0.5,
                connect_timeout=2,
                error_cb=on_error,
            )
        except (OSError, nats.errors.Error) as e:
            NATS_ERRORS.labels(type(e).__name__).inc()
            log.warning("nats unreachable", error_type=type(e).__name__)
            await asyncio.sleep(delay)
            delay = min(delay * 2, 5.0)
