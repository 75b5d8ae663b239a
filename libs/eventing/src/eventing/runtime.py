"""Runs a service's relay and consumer as tasks, in the API process or in a worker of its own."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable

from contracts.subjects import CONSUMERS, PUBLISHERS
from dbkit.database import Database
from nats.aio.client import Client
from servicekit.logging import get_logger
from servicekit.settings import ServiceSettings

from eventing.connection import connect
from eventing.consumer import Consumer
from eventing.inbox import Handlers
from eventing.relay import Relay

log = get_logger(__name__)


def every(seconds: float, act: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    """A job that does something now, and again ``seconds`` after it was done."""

    async def job() -> None:
        while True:
            await act()
            await asyncio.sleep(seconds)

    return job


class Runtime:
    """The background half of a service.

    Args:
        service: its name.
        db: its database.
        settings: where NATS is.
        handlers: what it does with events; None when it reads none.
        jobs: further loops of the service, run beside relay and consumer.
    """

    def __init__(
        self,
        service: str,
        db: Database,
        settings: ServiceSettings,
        handlers: Handlers | None,
        jobs: tuple[Callable[[], Awaitable[None]], ...] = (),
    ) -> None:
        self._service = service
        self._db = db
        self._settings = settings
        self._handlers = handlers
        self._jobs = jobs
        self._client: Client | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin; NATS may come later."""
        self._task = asyncio.create_task(self._main(), name=f"{self._service} worker")

    async def stop(self) -> None:
        """Stop the loops, then drain the connection."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self._client is not None and not self._client.is_closed:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self._client.drain(), 5)

    async def _main(self) -> None:
        async with asyncio.TaskGroup() as group:
            for job in self._jobs:
                group.create_task(self._forever(job))
            self._client = await connect(self._service, self._settings)
            js = self._client.jetstream()
            if self._service in PUBLISHERS:
                group.create_task(self._forever(Relay(self._service, self._db, js).run))
            if self._handlers is not None and self._service in CONSUMERS:
                group.create_task(self._forever(Consumer(self._db, js, self._handlers).run))

    async def _forever(self, loop: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await loop()
            except Exception as e:
                log.error("loop died", exc_info=e)
                await asyncio.sleep(1.0)


async def run_until_signalled(runtime: Runtime) -> None:
    """The main of a worker process: run until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for s in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(s, stop.set)
    await runtime.start()
    await stop.wait()
    await runtime.stop()
