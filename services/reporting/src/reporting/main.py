"""The HTTP process of reporting."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from dbkit.migrate import ensure_current
from fastapi import FastAPI
from servicekit.app import build_app
from servicekit.clock import Clock
from servicekit.serve import serve

from reporting.api import accounting, ledger, matters, rates
from reporting.bootstrap import wire
from reporting.jobs import Every
from reporting.settings import ReportingSettings


def create_app(
    settings: ReportingSettings | None = None,
    *,
    clock: Clock | None = None,
    jwks_client: httpx2.AsyncClient | None = None,
) -> FastAPI:
    """Build the application; tests pass their settings, clock and keys.

    Raises:
        SchemaMismatchError: on start, when the database is on another schema.
    """
    settings = settings or ReportingSettings()
    parts = wire(settings, clock)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await ensure_current(parts.db.engine, "reporting")
        reader = Every("show figures", settings.snapshot_seconds, parts.show_figures)
        runtime = parts.runtime() if settings.run_worker else None
        if runtime is not None:
            await runtime.start()
        reader.start()
        yield
        await reader.stop()
        if runtime is not None:
            await runtime.stop()
        await parts.db.close()

    app = build_app(
        name="reporting",
        settings=settings,
        routers=[
            ledger.router,
            rates.router,
            matters.router,
            accounting.router,
            accounting.dead_letters(parts),
        ],
        lifespan=lifespan,
        readiness={"database": parts.db.ping},
        jwks_client=jwks_client,
    )
    app.state.parts = parts
    return app


def main() -> None:
    """Serve until told to stop."""
    settings = ReportingSettings()
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
