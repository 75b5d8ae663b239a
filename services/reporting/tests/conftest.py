"""Fixtures of reporting: its database, an application on it, and cases told as events."""

from pathlib import Path

import pytest
import pytest_asyncio
from dbkit.database import Database
from reporting.bootstrap import Parts, wire
from reporting.main import create_app
from reporting.settings import ReportingSettings
from servicekit.clock import FixedClock
from testkit import settings as keys
from testkit.http import client_for

UNITS = Path(__file__).parents[3] / "examples" / "units.csv"


@pytest.fixture
def service_name():
    return "reporting"


@pytest.fixture
def settings(service_db):
    return ReportingSettings(
        **keys.values(database_url=service_db.app_url, units_file=UNITS, snapshot_seconds=3600)
    )


@pytest_asyncio.fixture
async def parts(settings, clock: FixedClock):
    wired: Parts = wire(settings, clock)
    yield wired
    await wired.db.close()


@pytest.fixture
def db(parts: Parts) -> Database:
    return parts.db


@pytest_asyncio.fixture
async def client(settings, clock, identity):
    app = create_app(settings, clock=clock, jwks_client=identity.jwks_client())
    async with client_for(app) as c:
        yield c
