"""Intake's migrations."""

from dbkit import migrate


async def test_the_schema_is_the_codes_and_goes_down_and_up_again(service_db):
    await migrate.check("intake", service_db.owner_url)
    await migrate.downgrade("intake", service_db.owner_url, "base")
    await migrate.upgrade("intake", service_db.owner_url)
    await migrate.check("intake", service_db.owner_url)
