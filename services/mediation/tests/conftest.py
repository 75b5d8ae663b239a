"""Fixtures of mediation's tests: the service on a real database, people of several tenants."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
import pytest_asyncio
from contracts.event import Envelope
from eventing.inbox import Verdict, apply
from fastapi import FastAPI
from mediation.bootstrap import Parts
from mediation.main import create_app
from mediation.settings import MediationSettings
from servicekit.clock import FixedClock
from servicekit.ids import new_id
from testkit.http import client_for
from testkit.identity import Identity
from testkit.postgres import ServiceDb
from testkit.settings import values

from .builders import ASSIST, LEAD, LEADER_ACCOUNT, LEADER_UNIT, under_way

UNITS = Path(__file__).parents[3] / "examples" / "units.csv"
Feed = Callable[..., Awaitable[list[Verdict]]]


@pytest.fixture
def service_name() -> str:
    return "mediation"


@pytest.fixture
def app(service_db: ServiceDb, identity: Identity, clock: FixedClock) -> FastAPI:
    settings = MediationSettings(**values(database_url=service_db.app_url, units_file=UNITS))
    return create_app(settings, clock=clock, jwks_client=identity.jwks_client())


@pytest.fixture
def parts(app: FastAPI) -> Parts:
    found: Parts = app.state.parts
    return found


@pytest_asyncio.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    async with client_for(app) as c:
        yield c


@pytest.fixture
def feed(parts: Parts, client: httpx2.AsyncClient) -> Feed:
    """Apply upstream events as the consumer does."""

    async def run(*envelopes: Envelope) -> list[Verdict]:
        return await apply(parts.db, parts.handlers, envelopes)

    return run


@pytest_asyncio.fixture
async def case_id(feed: Feed) -> UUID:
    """A case under way at 文化街, with an assisting street and a county leader."""
    made = new_id()
    await feed(*under_way(made))
    return made


@pytest.fixture
def people(identity: Identity) -> dict[str, dict[str, str]]:
    """Authorization headers; the stranger's unit has no part in any case."""
    street = {"unit": LEAD, "kind": "street"}
    return {
        "handler": identity.headers(**street, roles=["handler"]),
        "late": identity.headers(**street, roles=["handler", "late_entry"], username="late.h"),
        "assist": identity.headers(ASSIST, "street", ["handler"]),
        "leader": identity.headers(LEADER_UNIT, "leaders", ["leader"], LEADER_ACCOUNT),
        "other_leader": identity.headers(LEADER_UNIT, "leaders", ["leader"], "qld.li"),
        "office": identity.office("reviewer", "supervisor"),
        "stranger": identity.headers("xinhuajie", "street", ["handler", "leader"]),
    }


@pytest.fixture
def call(
    client: httpx2.AsyncClient, people: dict[str, dict[str, str]]
) -> Callable[..., Awaitable[httpx2.Response]]:
    """One request as one of ``people``: GET, or POST when there is a body."""

    async def send(
        who: str, path: str, body: dict[str, Any] | None = None, **headers: str
    ) -> httpx2.Response:
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        method = "GET" if body is None else "POST"
        return await client.request(
            method, f"/v1{path}", json=body, headers={**people[who], **named}
        )

    return send
