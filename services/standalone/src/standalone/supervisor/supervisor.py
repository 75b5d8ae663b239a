"""The order of a stack's life: checks, servers, migration, applications; and back."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

from standalone.failures import (
    StartupError,
    disk_full,
    from_log,
    from_os_error,
    refuse_production,
)
from standalone.layout import DataFolder, Ports
from standalone.supervisor import preflight, state
from standalone.supervisor.lock import FolderLock
from standalone.supervisor.migrating import Migration
from standalone.supervisor.plan import Plan
from standalone.supervisor.process import ManagedProcess, Spec, State
from standalone.vault import Secrets

Progress = Callable[[str], None]

_START_SECONDS = 120.0
_TRIES_AT_START = 3
_LOW_BYTES = 64 * 1024 * 1024


class Supervisor:
    """Runs one stack on one data folder.

    Args:
        folder: its data.
        ports: where it listens.
        units_file: its units.
        progress: told, in a Chinese phrase, what is being done and what went wrong.
    """

    def __init__(
        self, folder: DataFolder, ports: Ports, units_file: Path, progress: Progress
    ) -> None:
        self.folder = folder
        self.ports = ports
        self.processes: dict[str, ManagedProcess] = {}
        self.example: str | None = None
        self._units_file = units_file
        self._progress = progress
        self._lock = FolderLock(folder)
        self._phase = "starting"
        self._moved = asyncio.Event()
        self._guard: asyncio.Task[None] | None = None
        self._migration: Migration | None = None
        self._secrets: Secrets | None = None

    @property
    def secrets(self) -> Secrets:
        """Passwords and keys.

        Raises:
            LookupError: not started yet.
        """
        if self._secrets is None:
            raise LookupError("the stack has not been started")
        return self._secrets

    async def start(self) -> None:
        """Bring everything up; returns when all is ready.

        Raises:
            StartupError: with the sentence for the user; nothing is left running.
        """
        refuse_production(os.environ.get("HUAJIE_ENV", "development"))
        self._progress("检查数据目录和端口")
        preflight.make_folders(self.folder)
        try:
            self._lock.take()
        except OSError as e:
            raise from_os_error(e, self.folder.root) from e
        try:
            async with asyncio.timeout(_START_SECONDS):
                await self._bring_up()
        except TimeoutError as e:
            await self.stop(hurry=True)
            raise StartupError(
                f"{_START_SECONDS:.0f} 秒内未能全部就绪（{self._unready()}），详见 {self.folder.logs}。",
                code="start_timeout",
            ) from e
        except OSError as e:
            await self.stop(hurry=True)
            raise from_os_error(e, self.folder.root) from e
        except BaseException:
            await self.stop(hurry=True)
            raise

    async def _bring_up(self) -> None:
        preflight.check_room(self.folder)
        self._secrets = Secrets.load(self.folder.secrets_file)
        plan = Plan(self.folder, self.ports, self._secrets, self._units_file)
        await self._reap_leftovers()
        await plan.postgres.stop_orphan()
        preflight.check_ports(self.ports)
        self._guard = asyncio.create_task(self._watch_disk())
        self._migration = Migration(self.folder, self.ports, self._secrets, plan.environments)
        await self._migration.warm_up()
        self._progress("启动数据库和消息服务")
        applications = plan.application_specs()
        servers = [self._add(plan.postgres_spec()), self._add(plan.nats_spec())]
        self._launch(servers)
        await self._wait(servers[:1])
        self._progress("升级数据库结构")
        await self._migration.run(plan.postgres)
        await self._wait(servers)
        self._progress("启动身份认证、五个服务和门户")
        rest = [self._add(s) for s in applications]
        self._launch(rest)
        await self._wait(rest)
        self._phase = "running"
        self.write_state()

    def _add(self, spec: Spec) -> ManagedProcess:
        process = ManagedProcess(spec, self._process_moved)
        self.processes[spec.name] = process
        return process

    @staticmethod
    def _launch(processes: Iterable[ManagedProcess]) -> None:
        for p in processes:
            p.start()

    async def _wait(self, processes: list[ManagedProcess]) -> None:
        """Until all are ready; at the first that cannot become so, refuse with its reason."""
        while True:
            self._moved.clear()
            for p in processes:
                self._refuse_if_hopeless(p)
            if all(p.state is State.READY for p in processes):
                return
            await self._moved.wait()

    def _refuse_if_hopeless(self, process: ManagedProcess) -> None:
        if process.state not in {State.BACKOFF, State.FAILED}:
            return
        text = process.tail() + (process.reason or "")
        known = from_log(text, self.folder.root)
        if known is not None:
            raise known
        if process.state is State.FAILED or process.restarts >= _TRIES_AT_START:
            raise StartupError(
                f"{preflight.label(process.spec.name)}（{process.spec.name}）无法启动"
                f"（{process.reason}），详见 {process.spec.log_file}。",
                code="process_failed",
            )

    def _process_moved(self, process: ManagedProcess) -> None:
        self._moved.set()
        self.write_state()
        if self._phase != "running":
            return
        name = preflight.label(process.spec.name)
        match process.state:
            case State.BACKOFF:
                self._progress(f"{name}异常退出（{process.reason}），正在自动重启")
            case State.FAILED:
                self._progress(f"{name}反复崩溃，已停止重启；详见 {process.spec.log_file}")
            case State.READY if process.restarts:
                self._progress(f"{name}已恢复（第 {process.restarts} 次重启）")
            case _:
                pass

    def write_state(self) -> None:
        """Bring the state file up to date; a full disk must not stop the supervisor."""
        with contextlib.suppress(OSError):
            state.write_state(
                self.folder,
                self.ports,
                supervisor=os.getpid(),
                phase=self._phase,
                processes=self.processes.values(),
                example=self.example,
            )

    async def stop(self, *, hurry: bool = False) -> None:
        """Drain and stop all: portal, services and issuer, NATS, PostgreSQL; free the folder."""
        self._phase = "stopping"
        if self._guard is not None:
            self._guard.cancel()
        if self._migration is not None:
            await self._migration.abandon()
        applications = [
            p for n, p in self.processes.items() if n not in {"portal", "nats", "postgres"}
        ]
        waves = (
            [p for n, p in self.processes.items() if n == "portal"],
            applications,
            [p for n, p in self.processes.items() if n == "nats"],
            [p for n, p in self.processes.items() if n == "postgres"],
        )
        for wave in waves:
            await asyncio.gather(*(p.stop(hurry=hurry and p.spec.name != "postgres") for p in wave))
        self._phase = "stopped"
        self.write_state()
        self._lock.release()

    def _unready(self) -> str:
        waiting = [preflight.label(n) for n, p in self.processes.items() if p.state != State.READY]
        return "、".join(waiting) or "数据库迁移"

    async def _reap_leftovers(self) -> None:
        """End what a crashed supervisor left behind; PostgreSQL has its own way."""
        doomed = [p for name, p in state.leftovers(self.folder) if name != "postgres"]
        if not doomed:
            return
        self._progress("清理上次异常退出遗留的进程")
        for number in (signal.SIGTERM, signal.SIGKILL):
            for p in doomed:
                with contextlib.suppress(psutil.NoSuchProcess):
                    p.send_signal(number)
            _, doomed = await asyncio.to_thread(psutil.wait_procs, doomed, 8.0)

    async def _watch_disk(self) -> None:
        """Say it once when the disk runs low, and once when it no longer does."""
        low = False
        while True:
            await asyncio.sleep(10.0)
            is_low = preflight.free_bytes(self.folder.root) < _LOW_BYTES
            if is_low and not low:
                self._progress(disk_full(self.folder.root).sentence)
            low = is_low
