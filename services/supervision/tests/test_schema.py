"""Migrations go up, match the code, go down and up; every table stands behind a wall."""

import pytest
from dbkit import audit, migrate
from supervision.main import create_app
from testkit.catalogue import findings
from testkit.http import client_for
from testkit.settings import AUDIT_KEY


async def test_up_check_down_up(postgres):
    db = await postgres.clone("supervision", empty=True)
    await migrate.upgrade("supervision", db.owner_url)
    await migrate.check("supervision", db.owner_url)
    await migrate.downgrade("supervision", db.owner_url, "base")
    await migrate.upgrade("supervision", db.owner_url)
    await migrate.check("supervision", db.owner_url)
    await postgres.drop(db)


async def test_the_catalogue_shows_no_way_around_the_walls(service_db):
    assert await findings(service_db.admin_dsn, "supervision") == []


async def test_the_service_does_not_start_on_an_empty_schema(postgres, settings, identity):
    db = await postgres.clone("supervision", empty=True)
    old = settings.model_copy(update={"database_url": db.app_url})
    app = create_app(old, jwks_client=identity.jwks_client())
    with pytest.raises(migrate.SchemaMismatchError, match="先运行数据库迁移"):
        async with client_for(app):
            pass
    await app.state.parts.db.close()
    await postgres.drop(db)


async def test_the_audit_chain_of_a_whole_life_is_intact(desk):
    await desk.recognised()
    async with desk.parts.db.system_read() as session:
        checked, broken = await audit.verify(await session.connection(), AUDIT_KEY)
    assert (checked, broken) == (4, None)
