"""The HTTP process of supervision; with ``run_worker`` it also relays and consumes."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from dbkit.migrate import SchemaMismatchError, ensure_current
from eventing.accounting import router as accounting_router
from fastapi import FastAPI
from servicekit.app import build_app
from servicekit.clock import Clock
from servicekit.serve import serve

from supervision.api import commands, reads
from supervision.bootstrap import SERVICE, wire
from supervision.settings import SupervisionSettings


def create_app(
    settings: SupervisionSettings,
    *,
    clock: Clock | None = None,
    jwks_client: httpx2.AsyncClient | None = None,
) -> FastAPI:
    """The application; it refuses to start on another schema than its own.

    Args:
        settings: where everything is.
        clock: where time comes from; the machine's clock when not given.
        jwks_client: the client that fetches the issuer's keys; tests pass their own.
    """
    parts = wire(settings, clock)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await ensure_current(parts.db.engine, SERVICE)
        if settings.run_worker:
            await parts.runtime.start()
        yield
        if settings.run_worker:
            await parts.runtime.stop()
        await parts.db.close()

    app = build_app(
        name=SERVICE,
        settings=settings,
        routers=[
            commands.router,
            reads.router,
            accounting_router(SERVICE, parts.db, parts.handlers),
        ],
        lifespan=lifespan,
        readiness={"database": parts.db.ping},
        jwks_client=jwks_client,
    )
    app.state.parts = parts
    app.state.usecases = parts.usecases
    return app


async def _check_schema(settings: SupervisionSettings) -> None:
    db = wire(settings).db
    try:
        await ensure_current(db.engine, SERVICE)
    finally:
        await db.close()


def main() -> None:
    """Serve; an old or newer schema ends the process with one sentence and code 3."""
    settings = SupervisionSettings()
    try:
        asyncio.run(_check_schema(settings))
    except SchemaMismatchError as e:
        sys.stderr.write(f"{e.detail}\n")
        sys.exit(3)
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
