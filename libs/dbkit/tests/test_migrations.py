"""Migrations go up, match the code, go down and up again; an old schema stops the service."""

import asyncpg
import pytest
from dbkit import migrate
from dbkit.database import Database
from testkit.settings import AUDIT_KEY


async def test_up_check_down_up(postgres):
    db = await postgres.clone("sample", empty=True)
    await migrate.upgrade("sample", db.owner_url)
    await migrate.check("sample", db.owner_url)
    await migrate.downgrade("sample", db.owner_url, "base")
    await migrate.upgrade("sample", db.owner_url)
    await postgres.drop(db)


async def test_an_empty_or_a_newer_schema_stops_the_service_with_one_sentence(postgres, service_db):
    empty = await postgres.clone("sample", empty=True)
    database = Database(empty.app_url, audit_key=AUDIT_KEY)
    with pytest.raises(migrate.SchemaMismatchError, match="先运行数据库迁移"):
        await migrate.ensure_current(database.engine, "sample")
    await database.close()
    await postgres.drop(empty)
    database = Database(service_db.app_url, audit_key=AUDIT_KEY)
    await migrate.ensure_current(database.engine, "sample")
    connection = await asyncpg.connect(service_db.admin_dsn)
    await connection.execute("update alembic_version set version_num = '9999'")
    await connection.close()
    with pytest.raises(migrate.SchemaMismatchError, match="比本程序新"):
        await migrate.ensure_current(database.engine, "sample")
    await database.close()
