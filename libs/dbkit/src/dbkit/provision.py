"""Makes a service's database and its three roles: owner, application, read-only."""

from dataclasses import dataclass

import asyncpg


@dataclass(frozen=True, slots=True)
class Passwords:
    """Passwords of the three roles of one service."""

    owner: str
    app: str
    ro: str


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


async def roles(admin: asyncpg.Connection, service: str, passwords: Passwords) -> None:
    """Create or update ``<service>_owner``, ``<service>_app`` and ``<service>_ro``.

    None of them is a superuser, may bypass row security, create roles or databases, or is a member of
    another.
    """
    for role, password in (
        ("owner", passwords.owner),
        ("app", passwords.app),
        ("ro", passwords.ro),
    ):
        name = f"{service}_{role}"
        exists = await admin.fetchval("select 1 from pg_roles where rolname = $1", name)
        verb = "alter" if exists else "create"
        await admin.execute(
            f"{verb} role {name} login nosuperuser nobypassrls nocreatedb nocreaterole"
            f" noinherit password {_literal(password)}"
        )


async def database(
    admin: asyncpg.Connection, service: str, name: str | None = None, *, template: str = "template1"
) -> bool:
    """Create the service's database if it is missing; nobody but its roles may connect.

    Args:
        admin: a superuser's connection.
        service: whose database.
        name: what it is called, if not as the service.
        template: what to copy; rights to connect are never copied with it.

    Returns:
        Whether it was created now.
    """
    name = name or service
    if await admin.fetchval("select 1 from pg_database where datname = $1", name):
        return False
    await admin.execute(f'create database "{name}" template "{template}" owner {service}_owner')
    await admin.execute(f'revoke all on database "{name}" from public')
    await admin.execute(f'grant connect on database "{name}" to {service}_app, {service}_ro')
    return True
