"""Waiting for something that other tasks or processes bring about: polled, with a deadline."""

import asyncio
from collections.abc import Awaitable, Callable


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 20.0) -> None:
    """Return as soon as ``condition`` holds.

    Raises:
        TimeoutError: it does not hold within ``seconds``.
    """
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110  other processes set no Event here
            await asyncio.sleep(0.05)
