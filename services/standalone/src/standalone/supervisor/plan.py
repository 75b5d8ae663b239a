"""Which processes make up a stack, and how each is started."""

import signal
from pathlib import Path

from standalone.layout import SERVICES, DataFolder, Ports
from standalone.servers.nats import Nats
from standalone.servers.postgres import Postgres
from standalone.servers.streams import ensure_streams
from standalone.supervisor.environment import Environments, python
from standalone.supervisor.probe import is_ready
from standalone.supervisor.process import Restarts, Spec
from standalone.vault import Secrets

_APPLICATIONS = ("issuer", *SERVICES, "portal")


class Plan:
    """The specs of one stack.

    Args:
        folder: its data.
        ports: where it listens.
        secrets: its passwords and keys.
        units_file: its units.
    """

    def __init__(
        self, folder: DataFolder, ports: Ports, secrets: Secrets, units_file: Path
    ) -> None:
        self._folder = folder
        self._ports = ports
        self._secrets = secrets
        self.environments = Environments(folder, ports, secrets, units_file)
        self.postgres = Postgres(folder.postgres, port=ports.postgres, password=secrets.postgres)
        self.nats = Nats(folder.nats, port=ports.nats, secrets=secrets)

    def postgres_spec(self) -> Spec:
        """PostgreSQL: SIGINT is its fast shutdown, and what it gets should we die."""
        return Spec(
            name="postgres",
            command=self.postgres.command(),
            environment=self.postgres.environment(),
            folder=self._folder.postgres,
            log_file=self._folder.log_of("postgres"),
            port=self._ports.postgres,
            prepare=self.postgres.prepare,
            ready=self.postgres.is_ready,
            stop_signal=signal.SIGINT,
            stop_seconds=60.0,
            death_signal=signal.SIGINT,
            identity=self.postgres.user,
        )

    def nats_spec(self) -> Spec:
        """NATS, with its stream and consumers made again should its store be gone."""

        async def prepare() -> None:
            self.nats.prepare()

        async def set_up() -> None:
            await ensure_streams(self.nats, self._secrets)

        return Spec(
            name="nats",
            command=self.nats.command(),
            environment=self.nats.environment(),
            folder=self._folder.nats,
            log_file=self._folder.log_of("nats"),
            port=self._ports.nats,
            prepare=prepare,
            ready=self.nats.is_ready,
            after_ready=set_up,
        )

    def application_spec(self, name: str) -> Spec:
        """The issuer, a service or the portal."""
        match name:
            case "issuer":
                module, port = "standalone.issuer.main", self._ports.issuer
                environment = self.environments.issuer()
            case "portal":
                module, port = "portal.main", self._ports.portal
                environment = self.environments.portal()
            case _:
                module, port = f"{name}.main", self._ports.of(name)
                environment = self.environments.service(name)

        async def ready() -> bool:
            return await is_ready(port)

        return Spec(
            name=name,
            command=python(module),
            environment=environment,
            folder=self._folder.root,
            log_file=self._folder.log_of(name),
            port=port,
            ready=ready,
            restarts=Restarts(),
        )

    def application_specs(self) -> list[Spec]:
        """Issuer, services and portal, in the order they are shown."""
        return [self.application_spec(n) for n in _APPLICATIONS]
