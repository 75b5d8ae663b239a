"""Liveness and readiness."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse

Check = Callable[[], Awaitable[bool]]


async def livez(_: Request) -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "ok"})


def readyz(checks: Mapping[str, Check]) -> Callable[[Request], Awaitable[JSONResponse]]:
    """Build the readiness endpoint: 200 when every check holds, else 503 naming what fails."""

    async def run(check: Check) -> bool:
        try:
            return await asyncio.wait_for(check(), 2.0)
        except Exception:  # noqa: BLE001  a failing check is the answer, not an error
            return False

    async def endpoint(_: Request) -> JSONResponse:
        results = dict(zip(checks, await asyncio.gather(*map(run, checks.values())), strict=True))
        return JSONResponse(
            {"status": "ok" if all(results.values()) else "not_ready", "checks": results},
            200 if all(results.values()) else 503,
        )

    return endpoint
