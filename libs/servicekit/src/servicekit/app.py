"""The application factory that every service calls."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx2
from fastapi import APIRouter, Depends, FastAPI
from pydantic import BaseModel

from servicekit import health, problem
from servicekit.auth import KeyCache, TokenVerifier
from servicekit.characters import refuse_unkeepable
from servicekit.logging import setup_logging
from servicekit.metrics import metrics_endpoint
from servicekit.middleware import BodyLimit, RequestContext
from servicekit.settings import HttpSettings

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


class Problem(BaseModel):
    """A refusal: code for machines, detail for the clerk."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str | None


PROBLEMS: dict[int | str, dict[str, Any]] = {
    s: {"model": Problem, "content": {"application/problem+json": {}}}
    for s in (401, 403, 404, 409, 413, 422, 503)
}


def build_app(
    *,
    name: str,
    settings: HttpSettings,
    routers: Sequence[APIRouter],
    lifespan: Lifespan,
    readiness: Mapping[str, health.Check] | None = None,
    jwks_client: httpx2.AsyncClient | None = None,
    docs: bool = True,
) -> FastAPI:
    """Assemble an application: ids, limits, problem+json, tokens, health, metrics.

    Args:
        name: the service's name, as in logs and metrics.
        settings: where it listens and whom it trusts.
        routers: its own routes.
        lifespan: what to start before and stop after serving.
        readiness: named checks for ``/readyz``; the mapping may be filled by the lifespan.
        jwks_client: the client that fetches the issuer's keys; tests pass their own.
        docs: whether to serve OpenAPI.
    """
    setup_logging(name, settings.log_level)
    keys = KeyCache(settings.issuer_url, jwks_client)

    @asynccontextmanager
    async def run(app: FastAPI) -> AsyncIterator[None]:
        async with lifespan(app):
            yield
        await keys.aclose()

    app = FastAPI(
        title=f"Huajie {name}", version="1", lifespan=run, responses=PROBLEMS,
        openapi_url="/openapi.json" if docs else None, docs_url=None, redoc_url=None,
        dependencies=[Depends(refuse_unkeepable)],
    )  # fmt: skip
    app.state.verifier = TokenVerifier(
        issuer_url=settings.issuer_url, audience=settings.audience,
        allowed_clients=settings.allowed_clients, keys=keys,
    )  # fmt: skip
    problem.install(app)
    for router in routers:
        app.include_router(router)
    app.add_route("/livez", health.livez, include_in_schema=False)
    app.add_route("/readyz", health.readyz(readiness or {}), include_in_schema=False)
    app.add_route("/metrics", metrics_endpoint, include_in_schema=False)
    app.add_middleware(BodyLimit, limit=settings.max_body_bytes)
    app.add_middleware(RequestContext, service=name)
    return app


__all__ = ["PROBLEMS", "Problem", "build_app"]
