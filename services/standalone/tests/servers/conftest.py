"""A data folder with a cluster and a NATS of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from standalone.layout import DataFolder, Ports
from standalone.supervisor import preflight
from standalone.supervisor.plan import Plan
from standalone.supervisor.process import ManagedProcess
from standalone.vault import Secrets


class Servers:
    """PostgreSQL and NATS of one folder, under the real supervision."""

    def __init__(self, root: Path, base_port: int, units: Path) -> None:
        self.folder = DataFolder(root)
        preflight.make_folders(self.folder)
        self.secrets = Secrets.load(self.folder.secrets_file)
        self.plan = Plan(self.folder, Ports(base_port), self.secrets, units)
        self.postgres = ManagedProcess(self.plan.postgres_spec(), lambda _: None)
        self.nats = ManagedProcess(self.plan.nats_spec(), lambda _: None)

    async def start_postgres(self) -> None:
        self.postgres.start()
        assert await self.postgres.settled(), self.postgres.tail()

    async def start_nats(self) -> None:
        self.nats.start()
        assert await self.nats.settled(), self.nats.tail()

    async def stop(self) -> None:
        await self.nats.stop()
        await self.postgres.stop()


@pytest.fixture
async def servers(tmp_path: Path, free_base_port: int, units_csv: Path) -> AsyncIterator[Servers]:
    long = tmp_path / ("很长的目录名" * 12) / ("d" * 120)
    made = Servers(long, free_base_port, units_csv)
    yield made
    await made.stop()
