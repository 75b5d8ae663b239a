"""The sample service that the libraries' tests use."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from contracts.vocab import Role, UnitKind, VisibilityRole
from dbkit.caller import Caller
from dbkit.database import Database
from dbkit.visibility import grant
from servicekit.auth import Principal
from servicekit.clock import FixedClock
from servicekit.ids import new_id
from testkit.postgres import ServiceDb
from testkit.settings import AUDIT_KEY

sys.path.insert(0, str(Path(__file__).parent / "eventing/tests/sample"))

if TYPE_CHECKING:
    from uuid import UUID


@pytest.fixture
def service_name() -> str:
    return "sample"


@pytest_asyncio.fixture
async def db(service_db: ServiceDb, clock: FixedClock) -> AsyncIterator[Database]:
    database = Database(service_db.app_url, audit_key=AUDIT_KEY, clock=clock)
    yield database
    await database.close()


def a_caller(
    unit: str = "wenhuajie", key: str | None = None, fingerprint: str = "f", sub: str = "u1"
) -> Caller:
    principal = Principal(sub, f"{unit}.handler", unit, UnitKind.STREET, frozenset({Role.HANDLER}))
    return Caller(principal, "corr", key, fingerprint)


async def a_case(db: Database, unit: str = "wenhuajie", title: str = "t") -> "UUID":
    from sample.tables import Thing

    case_id = new_id()
    async with db.transaction(a_caller(unit)) as tx:
        await grant(tx, case_id, [(unit, VisibilityRole.LEAD)])
        tx.session.add(Thing(case_id=case_id, title=title))
    return case_id


@pytest.fixture
def make_caller():
    return a_caller


@pytest.fixture
def make_case(db: Database):
    async def make(unit: str = "wenhuajie", title: str = "t") -> "UUID":
        return await a_case(db, unit, title)

    return make
