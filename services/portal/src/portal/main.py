"""The portal as a process."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from fastapi import FastAPI
from pydantic import ValidationError
from servicekit.app import build_app
from servicekit.clock import Clock, SystemClock
from servicekit.serve import serve

from portal import assets, problems
from portal.api import ROUTERS
from portal.bootstrap import build_parts
from portal.guard import Guard, PageForTooLarge
from portal.settings import PortalSettings


def create_app(
    settings: PortalSettings,
    *,
    clock: Clock | None = None,
    issuer: httpx2.AsyncBaseTransport | None = None,
    services: httpx2.AsyncBaseTransport | None = None,
) -> FastAPI:
    """Assemble the portal; tests pass transports that stand for the issuer and the services."""
    parts = build_parts(settings, clock or SystemClock(), issuer=issuer, services=services)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await parts.aclose()

    app = build_app(
        name="portal", settings=settings, routers=[assets.router, *ROUTERS], lifespan=lifespan,
        readiness={"issuer": parts.is_ready}, docs=False,
    )  # fmt: skip
    app.state.parts = parts
    problems.install(app)
    app.add_middleware(PageForTooLarge, page=problems.too_large)
    app.add_middleware(Guard, public_url=settings.public_url)
    return app


def main() -> None:
    """Serve until stopped; a wrong setting is one sentence and exit code 3."""
    try:
        settings = PortalSettings()
    except ValidationError as e:
        sys.stderr.write(
            "；".join(str(x["msg"]).removeprefix("Value error, ") for x in e.errors()) + "\n"
        )
        sys.exit(3)
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
