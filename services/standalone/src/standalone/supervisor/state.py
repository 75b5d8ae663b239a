"""The state file: what a running stack says about itself, and reading it back."""

import json
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import psutil

from standalone.layout import DataFolder, Ports
from standalone.supervisor import memory
from standalone.supervisor.lock import is_held
from standalone.supervisor.process import ManagedProcess
from standalone.vault import write_private


@dataclass(frozen=True, slots=True)
class ProcessView:
    """One line of ``huajie status``."""

    name: str
    state: str
    pid: int | None
    restarts: int
    uptime_seconds: int | None
    address: str
    pss_bytes: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class StackView:
    """What ``huajie status`` shows."""

    running: bool
    phase: str
    pid: int | None
    address: str
    data: str
    base_port: int
    example: str | None
    processes: list[ProcessView]
    pss_bytes: int

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return asdict(self)


def write_state(
    folder: DataFolder,
    ports: Ports,
    *,
    supervisor: int,
    phase: str,
    processes: Iterable[ManagedProcess],
    example: str | None = None,
) -> None:
    """Replace the state file.

    Raises:
        OSError: the folder cannot be written.
    """
    state = {
        "pid": supervisor,
        "phase": phase,
        "base_port": ports.base,
        "address": f"http://127.0.0.1:{ports.portal}",
        "example": example,
        "processes": [
            {
                "name": p.spec.name,
                "state": p.state.value,
                "pid": p.pid,
                "created": _created(p.pid),
                "restarts": p.restarts,
                "started_at": p.started_at,
                "address": f"127.0.0.1:{p.spec.port}",
                "reason": p.reason,
            }
            for p in processes
        ],
    }
    text = json.dumps(state, ensure_ascii=False, indent=1)
    write_private(folder.state_file, text, durable=False)


def _created(pid: int | None) -> float | None:
    try:
        return float(psutil.Process(pid).create_time()) if pid else None
    except psutil.Error:
        return None


def read_raw(folder: DataFolder) -> dict[str, Any] | None:
    """The state file as it is, or None."""
    try:
        state: dict[str, Any] = json.loads(folder.state_file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return state


def leftovers(folder: DataFolder) -> list[tuple[str, psutil.Process]]:
    """What a crashed supervisor left alive, by name; recognised by pid and time of birth."""
    found = []
    for entry in (read_raw(folder) or {}).get("processes", []):
        pid, created = entry.get("pid"), entry.get("created")
        if pid and created and _created(pid) == created:
            found.append((str(entry["name"]), psutil.Process(pid)))
    return found


def read_stack(folder: DataFolder) -> StackView | None:
    """The stack of a data folder, measured now; None when none was ever started there."""
    state = read_raw(folder)
    if state is None:
        return None
    running = is_held(folder)
    now = time.time()
    views = [_view(entry, running=running, now=now) for entry in state["processes"]]
    own = memory.tree_bytes(state["pid"], with_children=False) if running else 0
    return StackView(
        running=running,
        phase=state["phase"] if running else "stopped",
        pid=state["pid"] if running else None,
        address=state["address"],
        data=str(folder.root),
        base_port=state["base_port"],
        example=state.get("example"),
        processes=views,
        pss_bytes=own + sum(v.pss_bytes for v in views),
    )


def _view(entry: dict[str, Any], *, running: bool, now: float) -> ProcessView:
    pid = entry["pid"] if running else None
    started = entry["started_at"]
    return ProcessView(
        name=entry["name"],
        state=entry["state"] if running else "stopped",
        pid=pid,
        restarts=entry["restarts"],
        uptime_seconds=int(now - started) if pid and started else None,
        address=entry["address"],
        pss_bytes=memory.tree_bytes(pid) if pid else 0,
        reason=entry["reason"],
    )
