"""The schema goes up, matches the tables, goes down and up again; tenants are walled off."""

from assignment.storage.tables import Base
from dbkit import migrate
from testkit.catalogue import findings
from testkit.postgres import PostgresServer, ServiceDb

from .builders import rows


async def test_the_schema_goes_up_matches_the_code_goes_down_and_up_again(
    postgres: PostgresServer,
) -> None:
    db = await postgres.clone("assignment", empty=True)
    try:
        await migrate.upgrade("assignment", db.owner_url)
        await migrate.check("assignment", db.owner_url)
        await migrate.downgrade("assignment", db.owner_url, "base")
        left = await rows(
            db.admin_dsn, "select tablename from pg_tables where schemaname = 'public'"
        )
        assert [r["tablename"] for r in left] == ["alembic_version"]
        await migrate.upgrade("assignment", db.owner_url)
        await migrate.check("assignment", db.owner_url)
    finally:
        await postgres.drop(db)


async def test_every_table_forces_row_security_and_the_application_role_is_weak(
    service_db: ServiceDb,
) -> None:
    assert await findings(service_db.admin_dsn, "assignment") == []


async def test_the_code_knows_every_table(service_db: ServiceDb) -> None:
    found = await rows(
        service_db.admin_dsn,
        "select tablename from pg_tables where schemaname = 'public' and tablename <> 'alembic_version'",
    )
    assert {r["tablename"] for r in found} == set(Base.metadata.tables)
