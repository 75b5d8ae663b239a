"""The API process of mediation."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from dbkit.migrate import ensure_current
from eventing import accounting
from fastapi import FastAPI
from servicekit.app import build_app
from servicekit.clock import Clock
from servicekit.serve import serve

from mediation.api import cases, closure, desk, work
from mediation.bootstrap import build
from mediation.settings import MediationSettings


def create_app(
    settings: MediationSettings,
    *,
    clock: Clock | None = None,
    jwks_client: httpx2.AsyncClient | None = None,
) -> FastAPI:
    """Compose the application; it refuses to start on another schema than its own."""
    parts = build(settings, clock)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await ensure_current(parts.db.engine, "mediation")
        if settings.run_worker:
            await parts.runtime.start()
        yield
        if settings.run_worker:
            await parts.runtime.stop()
        await parts.db.close()

    app = build_app(
        name="mediation",
        settings=settings,
        routers=[
            cases.router,
            work.router,
            closure.router,
            desk.router,
            accounting.router("mediation", parts.db, parts.handlers),
        ],
        lifespan=lifespan,
        readiness={"database": parts.db.ping},
        jwks_client=jwks_client,
    )
    app.state.usecases = parts.usecases
    app.state.parts = parts
    return app


def main() -> None:
    """Serve."""
    settings = MediationSettings()
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
