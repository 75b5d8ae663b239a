"""The Alembic environment shared by all services: timeouts, one migrator at a time."""

import asyncio
import os
from typing import Any

from alembic import context
from sqlalchemy import Connection, MetaData, pool, text
from sqlalchemy.ext.asyncio import create_async_engine


def run_env(metadata: MetaData) -> None:
    """Run migrations on the connection that was handed in, or on ``HUAJIE_OWNER_DATABASE_URL``."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection, metadata)
        return
    asyncio.run(_connect(os.environ["HUAJIE_OWNER_DATABASE_URL"], metadata))


async def _connect(url: str, metadata: MetaData) -> None:
    engine = create_async_engine(url, poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_migrate, metadata)
        await connection.commit()
    await engine.dispose()


def _migrate(connection: Connection, metadata: MetaData) -> None:
    connection.execute(text("set lock_timeout = '5s'"))
    connection.execute(text("set statement_timeout = '300s'"))
    connection.execute(text("select pg_advisory_lock(7483920)"))
    options: dict[str, Any] = {"target_metadata": metadata, "compare_type": True}
    context.configure(connection=connection, transaction_per_migration=True, **options)
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.execute(text("select pg_advisory_unlock(7483920)"))
