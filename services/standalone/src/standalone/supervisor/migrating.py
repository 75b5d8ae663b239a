"""The migration step: databases and roles, then every service's schema, in a process of its own."""

import asyncio
import json
from pathlib import Path

from standalone.failures import StartupError, from_log
from standalone.layout import SERVICES, DataFolder, Ports
from standalone.servers.dsn import database_url
from standalone.servers.migration_terms import READY_TO_GO, URLS_VARIABLE
from standalone.servers.postgres import Postgres
from standalone.servers.roles import provision_all
from standalone.supervisor.child import spawn
from standalone.supervisor.environment import Environments, python
from standalone.vault import Secrets


class Migration:
    """Starts early, so that its imports are done when the server is; goes on when told."""

    def __init__(
        self,
        folder: DataFolder,
        ports: Ports,
        secrets: Secrets,
        environments: Environments,
    ) -> None:
        self._folder = folder
        self._secrets = secrets
        urls = {s: database_url(secrets, s, "owner", port=ports.postgres) for s in SERVICES}
        self._environment = {
            **environments.common(0),
            URLS_VARIABLE: json.dumps(urls),
        }
        self._process: asyncio.subprocess.Process | None = None

    @property
    def _log(self) -> Path:
        return self._folder.log_of("migrate")

    async def warm_up(self) -> None:
        """Start the process; it waits."""
        with self._log.open("wb") as log:
            self._process = await spawn(
                python("standalone.servers.migration"),
                environment=self._environment,
                log=log,
                folder=self._folder.root,
                stdin=asyncio.subprocess.PIPE,
            )

    async def run(self, server: Postgres) -> None:
        """Make roles and databases, then migrate; the server must be ready.

        Raises:
            StartupError: a schema is newer than the code, the disk is full, or a migration failed.
        """
        await provision_all(server.dsn(), self._secrets)
        if self._process is None:
            await self.warm_up()
        process = self._process
        if process is None or process.stdin is None:
            raise StartupError("数据库迁移进程没有启动。", code="migration_failed", exit_code=7)
        await process.communicate(f"{READY_TO_GO}\n".encode())
        if process.returncode:
            raise self._failure()

    async def abandon(self) -> None:
        """End the process if it still runs."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    def _failure(self) -> StartupError:
        text = self._log.read_text("utf-8", errors="replace")
        known = from_log(text, self._folder.root)
        if known is not None:
            return known
        lines = text.strip().splitlines() or [""]
        service = lines[-1].partition(" ")[2]
        return StartupError(
            f"数据库迁移失败（{service or '未知服务'}），详见 {self._log}。",
            code="migration_failed",
            exit_code=7,
        )
