"""Asks a service whether it is ready, with no more than a socket."""

import asyncio


async def http_status(port: int, path: str, *, timeout: float = 2.5) -> int | None:  # noqa: ASYNC109
    """The status that ``GET path`` on 127.0.0.1 answers, or None when nobody does in time."""
    try:
        async with asyncio.timeout(timeout):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                request = (
                    f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
                )
                writer.write(request.encode())
                await writer.drain()
                words = (await reader.readline()).split()
                return int(words[1]) if len(words) > 1 else None
            finally:
                writer.close()
                await writer.wait_closed()
    except (OSError, TimeoutError, ValueError):
        return None


async def is_ready(port: int) -> bool:
    """Whether ``/readyz`` says 200."""
    return await http_status(port, "/readyz") == 200  # noqa: PLR2004
