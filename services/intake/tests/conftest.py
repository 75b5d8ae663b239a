"""Fixtures of intake's tests: the service on a real database, people of several tenants."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio
from contracts.units import UnitDirectory
from dbkit.database import Database
from fastapi import FastAPI
from intake.main import create_app
from intake.settings import Settings
from testkit import settings as test_settings
from testkit.http import client_for

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
UNITS = HERE / "data" / "units.csv"


@pytest.fixture
def service_name() -> str:
    return "intake"


@pytest.fixture(scope="session")
def units() -> UnitDirectory:
    return UnitDirectory.read(UNITS)


@pytest.fixture
def settings(service_db) -> Settings:
    return Settings(**test_settings.values(database_url=service_db.app_url, units_file=UNITS))


@pytest.fixture
def app(settings, clock, identity) -> FastAPI:
    return create_app(settings, clock=clock, jwks_client=identity.jwks_client())


@pytest_asyncio.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    async with client_for(app) as c:
        yield c


@pytest.fixture
def db(app: FastAPI) -> Database:
    return app.state.parts.db


@pytest.fixture
def office(identity) -> dict[str, str]:
    """A registrar and supervisor of the district office, with the right to enter late."""
    return identity.office("registrar", "supervisor", "analyst")


@pytest.fixture
def street(identity) -> dict[str, str]:
    """A registrar of 文化街街道."""
    return identity.headers("wenhuajie", "street", ["registrar", "handler"])


@pytest.fixture
def bureau(identity) -> dict[str, str]:
    """A registrar of 教育局: the other tenant."""
    return identity.headers("jyj", "department", ["registrar", "handler"])
