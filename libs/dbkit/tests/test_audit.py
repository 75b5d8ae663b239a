"""The audit chain holds, and every kind of tampering is found."""

import asyncpg
import pytest
from dbkit.audit import verify
from dbkit.database import Database
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from testkit.settings import AUDIT_KEY


async def check(db: Database, key: bytes = AUDIT_KEY):
    async with db.system_read() as session:
        return await verify(await session.connection(), key)


async def fill(db, make_caller):
    for unit in ("wenhuajie", "jyj"):
        for i in range(3):
            async with db.transaction(make_caller(unit)) as tx:
                tx.audit("case.changed", f"c{i}", before={"n": i}, after={"名": "值", "n": i + 1})
                tx.audit("case.noted", f"c{i}", reason="因为")


async def test_an_untouched_trail_verifies(db, make_caller):
    await fill(db, make_caller)
    assert await check(db) == (12, None)


@pytest.mark.parametrize(
    ("tampering", "seq"),
    [
        ("update audit_log set reason = '改过' where tenant = 'jyj' and seq = 4", 4),
        ("update audit_log set after = '{\"n\": 9}' where tenant = 'jyj' and seq = 3", 3),
        ("update audit_log set at = at + interval '1 second' where tenant = 'jyj' and seq = 1", 1),
        ("delete from audit_log where tenant = 'jyj' and seq = 2", 2),
        ("delete from audit_log where tenant = 'jyj' and seq = 6", 6),
        ("delete from audit_heads where tenant = 'jyj'", 6),
    ],
)
async def test_tampering_is_found_and_named(db, make_caller, service_db, tampering, seq):
    await fill(db, make_caller)
    connection = await asyncpg.connect(service_db.admin_dsn)
    await connection.execute(tampering)
    await connection.close()
    _, broken = await check(db)
    assert broken is not None
    assert (broken.tenant, broken.seq) == ("jyj", seq)


async def test_another_key_does_not_verify(db, make_caller):
    await fill(db, make_caller)
    _, broken = await check(db, b"x" * 32)
    assert broken is not None


@pytest.mark.parametrize(
    "statement", ["update audit_log set reason = 'x'", "delete from audit_log"]
)
async def test_the_application_role_cannot_touch_the_trail(db, make_caller, statement):
    await fill(db, make_caller)
    with pytest.raises(DBAPIError, match="permission denied"):
        async with db.system("test") as tx:
            await tx.session.execute(text(statement))
