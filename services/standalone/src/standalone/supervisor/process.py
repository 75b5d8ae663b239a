"""One supervised process: start, readiness, restart with backoff, giving up, stop."""

import asyncio
import contextlib
import os
import signal
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from standalone.servers.system_user import SystemUser
from standalone.supervisor.child import spawn

_TAIL = 16_384
_LOG_LIMIT = 20 * 1024 * 1024


class State(StrEnum):
    """Where a process stands."""

    STOPPED = "stopped"
    STARTING = "starting"
    READY = "ready"
    UNREADY = "unready"
    BACKOFF = "backoff"
    FAILED = "failed"
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True)
class Restarts:
    """How a crashed process is started again: delays double from ``first`` to ``longest``."""

    first: float = 0.2
    longest: float = 10.0
    limit: int = 8
    """More crashes than this within ``window`` seconds and it is given up."""
    window: float = 120.0
    calm: float = 20.0
    """A run this long starts the delays anew."""


@dataclass(frozen=True, slots=True)
class Spec:
    """What to run and how to know that it works."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    log_file: Path
    port: int
    ready: Callable[[], Awaitable[bool]]
    prepare: Callable[[], Awaitable[object]] | None = None
    """Run before each start."""
    after_ready: Callable[[], Awaitable[object]] | None = None
    """Run each time it became ready, before it counts as such."""
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 15.0
    death_signal: signal.Signals = signal.SIGTERM
    identity: SystemUser | None = None
    restarts: Restarts = field(default_factory=Restarts)


class ManagedProcess:
    """Keeps the process of one spec running until told to stop.

    Args:
        spec: what to run.
        changed: called after each change of state.
    """

    def __init__(self, spec: Spec, changed: Callable[["ManagedProcess"], None]) -> None:
        self.spec = spec
        self.state = State.STOPPED
        self.restarts = 0
        self.started_at: float | None = None
        self.exit_code: int | None = None
        self.reason: str | None = None
        self._changed = changed
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()
        self._stopping = False
        self._log_from = 0

    @property
    def pid(self) -> int | None:
        """The running child's pid."""
        running = self._process is not None and self._process.returncode is None
        return self._process.pid if running and self._process else None

    def start(self) -> None:
        """Begin; returns at once."""
        self._stopping = False
        self._settled.clear()
        self._task = asyncio.create_task(self._keep_running(), name=f"keep {self.spec.name}")

    async def settled(self) -> bool:
        """Wait until it is ready (True) or given up (False)."""
        await self._settled.wait()
        return self.state in {State.READY, State.UNREADY}

    async def stop(self, *, hurry: bool = False) -> None:
        """Ask it to end, wait, and end it; nothing of it is left after."""
        self._stopping = True
        if self.pid is not None:
            self._move(State.STOPPING)
            self._signal(self.spec.stop_signal)
            await self._wait_exit(2.0 if hurry else self.spec.stop_seconds)
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self.pid is not None:
            self._signal(signal.SIGKILL)
            await self._wait_exit(5.0)
        self._move(State.STOPPED)

    def tail(self) -> str:
        """The end of what its last run wrote."""
        with contextlib.suppress(OSError), self.spec.log_file.open("rb") as f:
            f.seek(max(self._log_from, self.spec.log_file.stat().st_size - _TAIL))
            return f.read().decode("utf-8", errors="replace")
        return ""

    async def _keep_running(self) -> None:
        crashes: deque[float] = deque()
        delay = self.spec.restarts.first
        while True:
            began = time.monotonic()
            await self._run_once()
            now = time.monotonic()
            crashes.append(now)
            while crashes and now - crashes[0] > self.spec.restarts.window:
                crashes.popleft()
            if len(crashes) > self.spec.restarts.limit:
                self._move(State.FAILED)
                self._settled.set()
                return
            if now - began > self.spec.restarts.calm:
                delay = self.spec.restarts.first
            self._move(State.BACKOFF)
            await asyncio.sleep(delay)
            delay = min(delay * 2, self.spec.restarts.longest)
            self.restarts += 1

    async def _run_once(self) -> None:
        self._move(State.STARTING)
        try:
            if self.spec.prepare is not None:
                await self.spec.prepare()
            self._process = await self._spawn()
        except Exception as e:  # noqa: BLE001  whatever stops a start is a crash to be retried
            self.reason, self.exit_code = str(e) or type(e).__name__, None
            return
        self.started_at = time.time()
        self._changed(self)
        watching = asyncio.create_task(self._watch())
        try:
            self.exit_code = await self._process.wait()
            self.reason = f"exit {self.exit_code}"
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def _spawn(self) -> asyncio.subprocess.Process:
        path = self.spec.log_file
        if path.exists() and path.stat().st_size > _LOG_LIMIT:
            path.replace(path.with_suffix(".log.1"))
        with path.open("ab") as log:
            self._log_from = log.tell()
            return await spawn(
                self.spec.command,
                environment=self.spec.environment,
                log=log,
                folder=self.spec.folder,
                death_signal=self.spec.death_signal,
                identity=self.spec.identity,
            )

    async def _watch(self) -> None:
        """Become ready, then notice when it stops being so."""
        await self._until(self.spec.ready, pause=0.05)
        if self.spec.after_ready is not None:
            await self._until(self._set_up, pause=0.5)
        self._move(State.READY)
        self._settled.set()
        while True:
            await asyncio.sleep(3.0)
            ready = await self.spec.ready()
            if not self._stopping and ready != (self.state is State.READY):
                self._move(State.READY if ready else State.UNREADY)

    @staticmethod
    async def _until(holds: Callable[[], Awaitable[bool]], *, pause: float) -> None:
        while True:
            if await holds():
                return
            await asyncio.sleep(pause)

    async def _set_up(self) -> bool:
        try:
            if self.spec.after_ready is not None:
                await self.spec.after_ready()
        except Exception as e:  # noqa: BLE001  tried again until it works or the process ends
            self.reason = str(e)
            return False
        return True

    def _move(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self._changed(self)

    def _signal(self, number: signal.Signals) -> None:
        pid = self.pid
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    async def _wait_exit(self, seconds: float) -> None:
        if self._process is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), seconds)
