"""The schema goes up, matches the code, goes down and up again; tenants are walled off."""

from dbkit import migrate
from testkit import catalogue
from testkit.postgres import PostgresServer, ServiceDb


async def test_the_schema_goes_up_matches_the_code_goes_down_and_up_again(
    postgres: PostgresServer,
) -> None:
    db = await postgres.clone("mediation", empty=True)
    await migrate.upgrade("mediation", db.owner_url)
    await migrate.check("mediation", db.owner_url)
    await migrate.downgrade("mediation", db.owner_url, "base")
    await migrate.upgrade("mediation", db.owner_url)
    await migrate.check("mediation", db.owner_url)
    await postgres.drop(db)


async def test_no_table_lets_a_tenant_see_anothers_rows(service_db: ServiceDb) -> None:
    assert await catalogue.findings(service_db.admin_dsn, "mediation") == []
