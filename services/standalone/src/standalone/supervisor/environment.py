"""The environment of each process: HUAJIE_* settings, and as little else as works."""

import os
import sys
from pathlib import Path

from standalone.layout import SERVICES, DataFolder, Ports
from standalone.servers.dsn import database_url
from standalone.vault import Secrets

_KEPT = (
    "PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV",
    "PYTHONPYCACHEPREFIX", "COVERAGE_PROCESS_START",
    "HUAJIE_LOG_LEVEL", "HUAJIE_LATE_AFTER_DAYS", "HUAJIE_OBSERVATION_DAYS",
    "HUAJIE_MAX_BODY_BYTES", "HUAJIE_FAULTS", "HUAJIE_FAULT",
)  # fmt: skip


class Environments:
    """Builds environments for one stack."""

    def __init__(
        self, folder: DataFolder, ports: Ports, secrets: Secrets, units_file: Path
    ) -> None:
        self._folder = folder
        self._ports = ports
        self._secrets = secrets
        self._units_file = units_file

    def common(self, port: int) -> dict[str, str]:
        """What every Python process of ours gets."""
        kept = {k: os.environ[k] for k in _KEPT if k in os.environ}
        return {
            **kept,
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
            # small heaps: the many threads of a mostly idle process share two arenas
            "MALLOC_ARENA_MAX": "2",
            "HUAJIE_ENV": os.environ.get("HUAJIE_ENV", "development"),
            "HUAJIE_HOST": "127.0.0.1",
            "HUAJIE_PORT": str(port),
            "HUAJIE_ISSUER_URL": self.url(self._ports.issuer),
            "HUAJIE_AUDIENCE": "huajie-api",
            "HUAJIE_UNITS_FILE": str(self._units_file),
            "HUAJIE_PUBLIC_URL": self.url(self._ports.portal),
        }

    def service(self, name: str) -> dict[str, str]:
        """A service with a database and events."""
        return {
            **self.common(self._ports.of(name)),
            "HUAJIE_DATABASE_URL": database_url(
                self._secrets, name, "app", port=self._ports.postgres
            ),
            "HUAJIE_NATS_URL": f"nats://127.0.0.1:{self._ports.nats}",
            "HUAJIE_NATS_USER": name,
            "HUAJIE_NATS_PASSWORD": self._secrets.nats[name],
            "HUAJIE_AUDIT_KEY": self._secrets.audit_key,
            "HUAJIE_FIELD_KEY": self._secrets.field_key,
            "HUAJIE_BLIND_INDEX_KEY": self._secrets.blind_index_key,
            "HUAJIE_RUN_WORKER": "true",
        }

    def issuer(self) -> dict[str, str]:
        """The development issuer."""
        return {
            **self.common(self._ports.issuer),
            # argon2 takes 19 MiB a time: to be mapped, and given back at once
            "MALLOC_MMAP_THRESHOLD_": "1048576",
            "HUAJIE_DATA_DIR": str(self._folder.root),
            "HUAJIE_CLIENT_SECRET": self._secrets.portal_client_secret,
        }

    def portal(self) -> dict[str, str]:
        """The portal: where the services are, and its client's secret."""
        return {
            **self.common(self._ports.portal),
            **{f"HUAJIE_{s.upper()}_URL": self.url(self._ports.of(s)) for s in SERVICES},
            "HUAJIE_CLIENT_ID": "huajie-portal",
            "HUAJIE_CLIENT_SECRET": self._secrets.portal_client_secret,
            "HUAJIE_SESSION_KEY": self._secrets.session_key,
        }

    @staticmethod
    def url(port: int) -> str:
        """An address on this machine."""
        return f"http://127.0.0.1:{port}"


def python(module: str) -> list[str]:
    """Run a module by name with our own interpreter."""
    return [sys.executable, "-m", module]
