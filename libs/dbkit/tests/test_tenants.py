"""The walls between tenants, proved on a real PostgreSQL."""

import asyncpg
import pytest
from contracts.vocab import VisibilityRole
from dbkit.database import Database
from dbkit.visibility import grant, revoke
from sample.tables import Thing
from servicekit.ids import new_id
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from testkit.catalogue import findings


async def titles(db: Database, tenant: str) -> list[str]:
    async with db.read(tenant) as session:
        return list(await session.scalars(select(Thing.title).order_by(Thing.title)))


async def test_a_tenant_sees_its_own_cases_and_no_others(db, make_case):
    await make_case("wenhuajie", "ours")
    await make_case("jyj", "theirs")
    assert await titles(db, "wenhuajie") == ["ours"]
    assert await titles(db, "jyj") == ["theirs"]


async def test_the_system_sees_all_and_a_missing_tenant_sees_nothing(db, make_case):
    await make_case("wenhuajie", "a")
    await make_case("jyj", "b")
    async with db.system_read() as session:
        assert await session.scalar(select(func.count()).select_from(Thing)) == 2
    async with db.engine.connect() as raw:
        assert await raw.scalar(text("select count(*) from cases")) == 0


async def test_a_used_connection_forgets_its_tenant(db, make_case):
    await make_case("wenhuajie", "a")
    for _ in range(10):
        async with db.read("wenhuajie"):
            pass
        async with db.engine.connect() as raw:
            assert await raw.scalar(text("select count(*) from cases")) == 0


async def test_a_granted_tenant_sees_the_case_until_the_grant_is_taken_back(
    db, make_case, make_caller
):
    case_id = await make_case("wenhuajie", "shared")
    async with db.transaction(make_caller("wenhuajie")) as tx:
        await grant(tx, case_id, [("jyj", VisibilityRole.ASSIST)])
    assert await titles(db, "jyj") == ["shared"]
    async with db.transaction(make_caller("wenhuajie")) as tx:
        await revoke(tx, case_id, "jyj", VisibilityRole.ASSIST)
    assert await titles(db, "jyj") == []


async def test_a_tenant_cannot_write_a_case_it_does_not_see(db, make_caller):
    with pytest.raises(DBAPIError, match="row-level security"):
        async with db.transaction(make_caller("wenhuajie")) as tx:
            tx.session.add(Thing(case_id=new_id(), title="x"))


async def test_a_tenant_cannot_change_a_foreign_case(db, make_case, make_caller):
    case_id = await make_case("jyj", "theirs")
    async with db.transaction(make_caller("wenhuajie")) as tx:
        result = await tx.session.execute(
            text("update cases set title = 'mine' where case_id = :c"), {"c": case_id}
        )
        assert result.rowcount == 0
    assert await titles(db, "jyj") == ["theirs"]


async def test_a_read_cannot_write(db):
    with pytest.raises(DBAPIError, match="read-only"):
        async with db.read("wenhuajie") as session:
            await session.execute(text("delete from cases"))


async def test_the_catalogue_shows_no_hole(service_db):
    assert await findings(service_db.admin_dsn, "sample") == []


@pytest.mark.parametrize(
    "breach",
    [
        "alter table cases no force row level security",
        "alter table outbox disable row level security",
        "drop policy cases_tenant on cases",
        "create table loose (tenant text)",
        "grant update on audit_log to sample_app",
        "alter table cases owner to sample_app",
    ],
)
async def test_the_catalogue_test_finds_each_kind_of_hole(service_db, breach):
    connection = await asyncpg.connect(service_db.admin_dsn)
    await connection.execute("grant create on schema public to sample_app")
    await connection.execute(breach)
    await connection.close()
    assert await findings(service_db.admin_dsn, "sample")
