"""The API process of the assignment service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from dbkit import migrate
from eventing import accounting
from fastapi import FastAPI
from servicekit.app import build_app
from servicekit.clock import Clock
from servicekit.serve import serve

from assignment.api import ROUTERS
from assignment.bootstrap import SERVICE, build
from assignment.settings import Settings


def create_app(
    settings: Settings, *, clock: Clock | None = None, jwks_client: httpx2.AsyncClient | None = None
) -> FastAPI:
    """The application; it refuses to start on another schema than its own."""
    context = build(settings, clock)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await migrate.ensure_current(context.db.engine, SERVICE)
        if settings.run_worker:
            await context.runtime.start()
        yield
        await context.runtime.stop()
        await context.db.close()

    app = build_app(
        name=SERVICE, settings=settings, lifespan=lifespan, jwks_client=jwks_client,
        routers=[*ROUTERS, accounting.router(SERVICE, context.db, context.handlers)],
        readiness={"database": context.db.ping},
    )  # fmt: skip
    app.state.context, app.state.usecases = context, context.usecases
    return app


def main() -> None:
    """Serve until told to stop."""
    settings = Settings()
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
