"""What the service does by the clock: figures for Prometheus, milestones whose day is over."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from servicekit.logging import get_logger

log = get_logger(__name__)


class Every:
    """Does something now and then again every ``seconds``; a failure is logged and tried again."""

    def __init__(self, name: str, seconds: float, act: Callable[[], Awaitable[object]]) -> None:
        self._name = name
        self._seconds = seconds
        self._act = act
        self._task: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            try:
                await self._act()
            except Exception as e:  # noqa: BLE001  a job must outlive a database that is away
                log.warning("job failed", job=self._name, error_type=type(e).__name__)
            await asyncio.sleep(self._seconds)

    def start(self) -> None:
        """Go on in the background."""
        self._task = asyncio.create_task(self.run(), name=self._name)

    async def stop(self) -> None:
        """End what ``start`` began."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
