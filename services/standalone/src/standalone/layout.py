"""Where things are: the data folder's files, the ports, the names of the processes."""

import os
from dataclasses import dataclass
from pathlib import Path

SERVICES = ("intake", "assignment", "mediation", "supervision", "reporting")
"""The services with a database, in the order of their ports."""

DEFAULT_BASE_PORT = 8100


def default_data_dir() -> Path:
    """``$XDG_DATA_HOME/huajie``, else ``~/.local/share/huajie``."""
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "huajie"


def examples_dir() -> Path:
    """The folder of the example ledger and the units file: HUAJIE_EXAMPLES, else found upwards.

    Raises:
        FileNotFoundError: no parent of this file or of the working folder holds it.
    """
    named = os.environ.get("HUAJIE_EXAMPLES")
    if named:
        return Path(named)
    for start in (Path(__file__).resolve(), Path.cwd() / "x"):
        for parent in start.parents:
            if (parent / "examples" / "units.csv").is_file():
                return parent / "examples"
    raise FileNotFoundError("找不到 examples 目录，请用环境变量 HUAJIE_EXAMPLES 指明它的位置。")


def units_file() -> Path:
    """The unit directory: HUAJIE_UNITS_FILE, else ``examples/units.csv``.

    Raises:
        FileNotFoundError: no examples folder was found.
    """
    named = os.environ.get("HUAJIE_UNITS_FILE")
    return Path(named).resolve() if named else (examples_dir() / "units.csv").resolve()


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports of one stack, all counted from ``base``."""

    base: int = DEFAULT_BASE_PORT

    @property
    def portal(self) -> int:
        """The address people open."""
        return self.base

    def of(self, service: str) -> int:
        """The port of a service."""
        return self.base + 1 + SERVICES.index(service)

    @property
    def issuer(self) -> int:
        """The development issuer."""
        return self.base + 6

    @property
    def nats(self) -> int:
        """NATS, without a monitor."""
        return self.base + 7

    @property
    def postgres(self) -> int:
        """PostgreSQL."""
        return self.base + 8

    def all(self) -> dict[str, int]:
        """Every port by the name of the process that listens on it."""
        return {
            "portal": self.portal,
            **{s: self.of(s) for s in SERVICES},
            "issuer": self.issuer,
            "nats": self.nats,
            "postgres": self.postgres,
        }


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The files of one stack."""

    root: Path

    @property
    def postgres(self) -> Path:
        """PostgreSQL's cluster."""
        return self.root / "postgres"

    @property
    def nats(self) -> Path:
        """NATS configuration and JetStream store."""
        return self.root / "nats"

    @property
    def issuer(self) -> Path:
        """Keys and accounts of the development issuer."""
        return self.root / "issuer"

    @property
    def logs(self) -> Path:
        """One log file per process."""
        return self.root / "logs"

    @property
    def run(self) -> Path:
        """Lock and state of the running stack."""
        return self.root / "run"

    @property
    def lock_file(self) -> Path:
        """Held while a supervisor runs."""
        return self.run / "lock"

    @property
    def state_file(self) -> Path:
        """What ``huajie status`` reads."""
        return self.run / "state.json"

    @property
    def secrets_file(self) -> Path:
        """Every generated password and key, 0600."""
        return self.root / "secrets.json"

    @property
    def accounts_file(self) -> Path:
        """The demo accounts with their passwords, 0600."""
        return self.root / "accounts.json"

    @property
    def example_marker(self) -> Path:
        """Says that the example ledger was loaded to its end."""
        return self.root / "example-loaded.json"

    @property
    def replay_journal(self) -> Path:
        """Where the loading of the example ledger keeps how far it got."""
        return self.root / "example-loading"

    def log_of(self, name: str) -> Path:
        """The log file of one process."""
        return self.logs / f"{name}.log"
