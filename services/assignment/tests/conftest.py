"""Fixtures of assignment's tests: the service on a real database, people of several tenants."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
import pytest_asyncio
from assignment.bootstrap import Context
from assignment.main import create_app
from assignment.settings import Settings
from contracts.event import Envelope
from eventing.inbox import Verdict, apply
from fastapi import FastAPI
from servicekit.clock import FixedClock
from servicekit.ids import new_id
from testkit.http import client_for
from testkit.identity import Identity
from testkit.postgres import ServiceDb
from testkit.settings import values

from .builders import ASSIST, LEAD, STRANGER, registered_and_verified

UNITS = Path(__file__).parents[3] / "examples" / "units.csv"
Feed = Callable[..., Awaitable[list[Verdict]]]
Call = Callable[..., Awaitable[httpx2.Response]]


@pytest.fixture
def service_name() -> str:
    return "assignment"


@pytest.fixture
def app(service_db: ServiceDb, identity: Identity, clock: FixedClock) -> FastAPI:
    settings = Settings(**values(database_url=service_db.app_url, units_file=UNITS))
    return create_app(settings, clock=clock, jwks_client=identity.jwks_client())


@pytest.fixture
def context(app: FastAPI) -> Context:
    found: Context = app.state.context
    return found


@pytest_asyncio.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    async with client_for(app) as c:
        yield c


@pytest.fixture
def feed(context: Context, client: httpx2.AsyncClient) -> Feed:
    """Apply upstream events as the consumer does."""

    async def run(*envelopes: Envelope) -> list[Verdict]:
        return await apply(context.db, context.handlers, envelopes)

    return run


@pytest_asyncio.fixture
async def case_id(feed: Feed) -> UUID:
    """A hard case (钉子案), registered and verified."""
    made = new_id()
    await feed(*registered_and_verified(made))
    return made


@pytest.fixture
def people(identity: Identity) -> dict[str, dict[str, str]]:
    """Authorization headers; the stranger's unit has no part in any case."""
    late = ["handler", "late_entry"]
    return {
        "office": identity.office("supervisor"),
        "bureau": identity.office("supervisor", unit="xfj"),
        "clerk": identity.office("registrar", "reviewer"),
        "lead": identity.headers(LEAD, "street", late),
        "prompt": identity.headers(LEAD, "street", ["handler"]),
        "assist": identity.headers(ASSIST, "department", late),
        "leader": identity.headers("qld", "leaders", ["leader"], "leader01"),
        "stranger": identity.headers(STRANGER, "street", [*late, "supervisor"]),
    }


@pytest.fixture
def call(client: httpx2.AsyncClient, people: dict[str, dict[str, str]]) -> Call:
    """One request as one of ``people``: GET, or POST (PUT) when there is a body."""

    async def send(
        who: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        put: bool = False,
        **headers: str,
    ) -> httpx2.Response:
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        method = "GET" if body is None else "PUT" if put else "POST"
        return await client.request(
            method, f"/v1{path}", json=body, headers={**people[who], **named}
        )

    return send
