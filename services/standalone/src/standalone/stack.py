"""A whole stack as one object, for the command, the demo and the tests."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from standalone import accounts
from standalone.issuer.seed import SeedAccount
from standalone.layout import DEFAULT_BASE_PORT, SERVICES, DataFolder, Ports, units_file
from standalone.servers.dsn import DatabaseRole, database_url
from standalone.supervisor import state
from standalone.supervisor.lock import is_held
from standalone.supervisor.state import StackView
from standalone.supervisor.supervisor import Supervisor
from standalone.vault import Secrets


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the parts of a stack answer."""

    portal: str
    issuer: str
    services: dict[str, str]
    nats: str
    postgres_port: int

    @classmethod
    def of(cls, ports: Ports) -> "Endpoints":
        """The endpoints of a stack on these ports."""
        return cls(
            portal=f"http://127.0.0.1:{ports.portal}",
            issuer=f"http://127.0.0.1:{ports.issuer}",
            services={s: f"http://127.0.0.1:{ports.of(s)}" for s in SERVICES},
            nats=f"nats://127.0.0.1:{ports.nats}",
            postgres_port=ports.postgres,
        )


class StackFiles:
    """What can be known of a stack, running or not, from its data folder."""

    def __init__(self, data_dir: Path, ports: Ports) -> None:
        self.folder = DataFolder(data_dir.expanduser().resolve())
        self.ports = ports

    @property
    def data_dir(self) -> Path:
        """Where its data lie."""
        return self.folder.root

    @property
    def endpoints(self) -> Endpoints:
        """Where its parts answer."""
        return Endpoints.of(self.ports)

    def accounts(self) -> list[SeedAccount]:
        """The seeded accounts with their passwords."""
        return accounts.accounts_of(self.folder)

    def account(self, username: str) -> SeedAccount:
        """One seeded account.

        Raises:
            LookupError: there is none of that name.
        """
        return accounts.account_of(self.folder, username)

    def secrets(self) -> Secrets:
        """Its passwords and keys.

        Raises:
            OSError: the file cannot be read.
        """
        return Secrets.load(self.folder.secrets_file)

    def database_url(self, service: str, role: DatabaseRole, *, driver: str = "asyncpg") -> str:
        """A connection string of one role in one service's database."""
        return database_url(self.secrets(), service, role, port=self.ports.postgres, driver=driver)

    def status(self) -> StackView | None:
        """What ``huajie status`` shows."""
        return state.read_stack(self.folder)


class Stack(StackFiles):
    """A stack that this process runs.

    Args:
        data_dir: its data; made if missing.
        base_port: the first of its nine ports.
        on_progress: told what is being done.
        units: the unit directory; HUAJIE_UNITS_FILE or the example's when None.
    """

    def __init__(
        self,
        data_dir: Path,
        base_port: int = DEFAULT_BASE_PORT,
        *,
        on_progress: Callable[[str], None] | None = None,
        units: Path | None = None,
    ) -> None:
        super().__init__(data_dir, Ports(base_port))
        self.supervisor = Supervisor(
            self.folder, self.ports, units or units_file(), on_progress or (lambda _: None)
        )

    async def start(self) -> None:
        """Bring it up; returns when all is ready.

        Raises:
            StartupError: with the sentence for the user.
        """
        await self.supervisor.start()

    async def stop(self) -> None:
        """Drain and stop all."""
        await self.supervisor.stop()

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.stop()


def running_stack(data_dir: Path) -> StackFiles | None:
    """The stack that runs on a data folder in another process, or None."""
    folder = DataFolder(data_dir.expanduser().resolve())
    raw = state.read_raw(folder)
    if raw is None or not is_held(folder) or raw["phase"] != "running":
        return None
    return StackFiles(folder.root, Ports(raw["base_port"]))
