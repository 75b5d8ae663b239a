"""The API process of intake."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from dbkit.migrate import ensure_current
from eventing import accounting
from fastapi import FastAPI
from servicekit.app import build_app
from servicekit.clock import Clock
from servicekit.serve import serve

from intake.api import ROUTERS
from intake.bootstrap import SERVICE, build
from intake.settings import Settings


def create_app(
    settings: Settings, *, clock: Clock | None = None, jwks_client: httpx2.AsyncClient | None = None
) -> FastAPI:
    """Compose the application; it refuses to start on another schema than its own."""
    parts = build(settings, clock)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await ensure_current(parts.db.engine, SERVICE)
        if settings.run_worker:
            await parts.runtime.start()
        yield
        await parts.runtime.stop()
        await parts.db.close()

    app = build_app(
        name=SERVICE, settings=settings, lifespan=lifespan, jwks_client=jwks_client,
        routers=[*ROUTERS, accounting.router(SERVICE, parts.db, parts.handlers)],
        readiness={"database": parts.db.ping},
    )  # fmt: skip
    app.state.usecases, app.state.parts = parts.usecases, parts
    return app


def main() -> None:
    """Serve until told to stop."""
    settings = Settings()
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
