"""The walls between tenants in every service's database, from the catalogue; and proof that they hold."""

import itertools

import asyncpg
import pytest
from testkit.catalogue import findings

SERVICES = ("intake", "assignment", "mediation", "supervision", "reporting")


@pytest.mark.parametrize("service", SERVICES)
async def test_no_table_of_any_service_lets_one_tenant_see_another(postgres, service):
    db = await postgres.clone(service)
    assert await findings(db.admin_dsn, service) == []
    await postgres.drop(db)


@pytest.mark.parametrize("service", SERVICES)
async def test_a_dropped_policy_turns_the_check_red(postgres, service):
    db = await postgres.clone(service)
    connection = await asyncpg.connect(db.admin_dsn)
    table, policy = await connection.fetchrow(
        "select tablename, policyname from pg_policies where tablename = 'case_visibility'"
    )
    await connection.execute(f"drop policy {policy} on {table}")
    await connection.close()
    assert await findings(db.admin_dsn, service)
    await postgres.drop(db)


@pytest.mark.parametrize(("service", "other"), list(itertools.permutations(SERVICES, 2)))
async def test_a_services_roles_may_not_connect_to_anothers_database(postgres, service, other):
    mine, theirs = await postgres.clone(service), await postgres.clone(other)
    connection = await asyncpg.connect(theirs.admin_dsn)
    may = "select has_database_privilege($1, $2, 'CONNECT')"
    for role in ("app", "ro", "owner"):
        assert not await connection.fetchval(may, f"{service}_{role}", theirs.name)
        assert await connection.fetchval(may, f"{other}_{role}", theirs.name)
    await connection.close()
    for db in (mine, theirs):
        await postgres.drop(db)
