"""The fixtures; loaded by pytest through the entry point."""

import importlib.util
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from servicekit.clock import FixedClock

from testkit.identity import Identity

if TYPE_CHECKING:
    from testkit.nats import NatsServer
    from testkit.postgres import PostgresServer, ServiceDb

_HAS_DB = importlib.util.find_spec("dbkit") is not None


@pytest.fixture(scope="session")
def identity() -> Identity:
    """The issuer of the tests' tokens."""
    return Identity()


@pytest.fixture
def clock() -> FixedClock:
    """Wednesday, 2026-11-25, 10:00 in the district; tests move it."""
    return FixedClock(datetime(2026, 11, 25, 2, 0, tzinfo=UTC))


if _HAS_DB:

    @pytest.fixture(scope="session")
    def postgres() -> "Iterator[PostgresServer]":
        """A running PostgreSQL."""
        from testkit.postgres import PostgresServer

        server = PostgresServer()
        server.start()
        yield server
        server.stop()

    @pytest.fixture(scope="session")
    def nats_server() -> "Iterator[NatsServer]":
        """A running NATS with JetStream and one user per service."""
        from contracts.subjects import CONSUMERS, PUBLISHERS

        from testkit.nats import NatsServer

        server = NatsServer(tuple(sorted({*PUBLISHERS, *CONSUMERS})))
        server.start()
        yield server
        server.stop()

    @pytest.fixture
    def service_name() -> str:
        """Overridden in each service's conftest."""
        pytest.fail("a service's conftest names its service")

    @pytest_asyncio.fixture
    async def service_db(
        postgres: "PostgresServer", service_name: str
    ) -> "AsyncIterator[ServiceDb]":
        """A freshly cloned, migrated database of the service under test."""
        db = await postgres.clone(service_name)
        yield db
        await postgres.drop(db)
