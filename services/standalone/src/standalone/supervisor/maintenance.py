"""Migrating without running the services."""

from collections.abc import Callable
from pathlib import Path

from standalone.failures import from_os_error
from standalone.layout import DataFolder, Ports
from standalone.supervisor import preflight
from standalone.supervisor.lock import FolderLock, is_held
from standalone.supervisor.migrating import Migration
from standalone.supervisor.plan import Plan
from standalone.supervisor.process import ManagedProcess
from standalone.supervisor.state import read_raw
from standalone.vault import Secrets


async def migrate_only(
    folder: DataFolder, ports: Ports, units_file: Path, progress: Callable[[str], None]
) -> None:
    """Bring all schemas up: on the running stack's server, or on one started just for this.

    Raises:
        StartupError: with the sentence for the user.
    """
    preflight.make_folders(folder)
    raw = read_raw(folder)
    if is_held(folder) and raw is not None:
        ports = Ports(raw["base_port"])
        plan = Plan(folder, ports, Secrets.load(folder.secrets_file), units_file)
        await _migrate(folder, ports, plan, progress)
        return
    lock = FolderLock(folder)
    lock.take()
    try:
        preflight.check_room(folder)
        plan = Plan(folder, ports, Secrets.load(folder.secrets_file), units_file)
        await plan.postgres.stop_orphan()
        server = ManagedProcess(plan.postgres_spec(), lambda _: None)
        server.start()
        try:
            await server.settled()
            await _migrate(folder, ports, plan, progress)
        finally:
            await server.stop()
    except OSError as e:
        raise from_os_error(e, folder.root) from e
    finally:
        lock.release()


async def _migrate(
    folder: DataFolder, ports: Ports, plan: Plan, progress: Callable[[str], None]
) -> None:
    progress("升级数据库结构")
    secrets = Secrets.load(folder.secrets_file)
    await Migration(folder, ports, secrets, plan.environments).run(plan.postgres)
