"""Databases and roles of all services on one server."""

import asyncio

import asyncpg
from dbkit import provision

from standalone.vault import Secrets


async def provision_all(superuser_dsn: str, secrets: Secrets) -> None:
    """Make every service's roles and database, or bring them up to date.

    Raises:
        asyncpg.PostgresError: the server refuses.
    """
    await asyncio.gather(*(_provision(superuser_dsn, s, p) for s, p in secrets.databases.items()))


async def _provision(superuser_dsn: str, service: str, passwords: dict[str, str]) -> None:
    admin = await asyncpg.connect(superuser_dsn)
    try:
        await provision.roles(admin, service, provision.Passwords(**passwords))
        await provision.database(admin, service)
        # again, for a first start that was cut off between creating and granting
        await admin.execute(f"revoke all on database {service} from public")
        await admin.execute(f"grant connect on database {service} to {service}_app, {service}_ro")
    finally:
        await admin.close()
