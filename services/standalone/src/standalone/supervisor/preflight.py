"""What must hold before anything is started: a writable folder, room on the disk, free ports."""

import os
import shutil
import socket
import stat
import tempfile
from pathlib import Path

import psutil

from standalone.failures import StartupError, disk_full, from_os_error
from standalone.layout import DataFolder, Ports

FIRST_START_BYTES = 400 * 1024 * 1024
"""A new cluster with its logs and the event store."""
LATER_START_BYTES = 100 * 1024 * 1024

_LABELS = {
    "portal": "门户", "intake": "受理登记", "assignment": "交办", "mediation": "化解",
    "supervision": "督查", "reporting": "统计", "issuer": "身份认证", "nats": "消息",
    "postgres": "数据库",
}  # fmt: skip


def label(name: str) -> str:
    """What a process is called to its user."""
    return _LABELS.get(name, name)


def make_folders(folder: DataFolder) -> None:
    """Make the data folder and the folders in it, and prove that they can be written.

    Raises:
        StartupError: not writable, or the disk is full.
    """
    try:
        folder.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.geteuid() == 0:  # PostgreSQL runs as a user of its own and must pass through
            folder.root.chmod(folder.root.stat().st_mode | stat.S_IXOTH)
        for inner in (folder.logs, folder.run, folder.nats, folder.issuer):
            inner.mkdir(exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder.run) as probe:
            probe.write(b"0" * 4096)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as e:
        raise from_os_error(e, folder.root) from e


def check_room(folder: DataFolder, needed: int | None = None) -> None:
    """Refuse to start when the disk is nearly full.

    Raises:
        StartupError: less than ``needed`` bytes are free.
    """
    if needed is None:
        is_first = not (folder.postgres / "PG_VERSION").exists()
        needed = FIRST_START_BYTES if is_first else LATER_START_BYTES
    free = shutil.disk_usage(folder.root).free
    if free < needed:
        raise StartupError(
            f"磁盘空间不足：数据目录 {folder.root} 所在磁盘只剩 {free // 2**20} MB，"
            f"至少需要 {needed // 2**20} MB，请腾出空间后重试。",
            code=disk_full(folder.root).code,
            exit_code=disk_full(folder.root).exit_code,
        )


def check_ports(ports: Ports) -> None:
    """Refuse to start when somebody listens on one of our ports.

    Raises:
        StartupError: naming the port, for what it is needed, and who holds it if that can be seen.
    """
    for name, port in ports.all().items():
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", port))
            except OSError as e:
                last = ports.postgres
                raise StartupError(
                    f"端口 {port}（{label(name)}）已被占用{_holder(port)}；"
                    f"本系统需要 {ports.base} 至 {last} 的端口，请停止占用它的程序，"
                    f"或换一组端口：huajie up --port {ports.base + 100}。",
                    code="port_busy",
                    exit_code=3,
                ) from e


def _holder(port: int) -> str:
    try:
        for c in psutil.net_connections("tcp4"):
            if c.status == psutil.CONN_LISTEN and c.laddr.port == port and c.pid:
                return f"（进程 {psutil.Process(c.pid).name()}，进程号 {c.pid}）"
    except (psutil.Error, OSError):
        pass
    return ""


def free_bytes(path: Path) -> int:
    """How much room is left where ``path`` lies."""
    return shutil.disk_usage(path).free
