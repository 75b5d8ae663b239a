"""``huajie status``: what runs, since when, how often it was restarted, how much memory it takes."""

import json
import sys
from pathlib import Path

from standalone.commands.terminal import Terminal
from standalone.layout import DataFolder
from standalone.supervisor.preflight import label
from standalone.supervisor.state import ProcessView, StackView, read_stack

_STATES = {
    "ready": "就绪", "unready": "未就绪", "starting": "启动中", "backoff": "等待重启",
    "failed": "已放弃", "stopping": "停止中", "stopped": "已停止",
}  # fmt: skip
_PHASES = {"starting": "启动中", "running": "运行中", "stopping": "停止中", "stopped": "已停止"}
NOT_RUNNING = 3
NOT_HEALTHY = 1


def show(data: Path, *, as_json: bool, terminal: Terminal) -> int:
    """Print the status; the exit code is 0 when all is ready, 1 when not, 3 when nothing runs."""
    folder = DataFolder(data.expanduser().resolve())
    stack = read_stack(folder)
    if as_json:
        body = stack.as_json() if stack else {"running": False, "data": str(folder.root)}
        json.dump(body, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    elif stack is None or not stack.running:
        terminal.say(f"数据目录 {folder.root} 没有实例在运行。")
    else:
        _print(stack, terminal)
    if stack is None or not stack.running:
        return NOT_RUNNING
    return 0 if all(p.state == "ready" for p in stack.processes) else NOT_HEALTHY


def _print(stack: StackView, terminal: Terminal) -> None:
    phase = _PHASES.get(stack.phase, stack.phase)
    terminal.say(f"{phase}：{stack.address}　数据目录：{stack.data}")
    if stack.example:
        terminal.say(f"示例台账：{stack.example}")
    heads = ("进程", "状态", "进程号", "重启", "已运行", "地址", "内存 PSS")
    terminal.table("进程", heads, [_row(p) for p in stack.processes])
    terminal.say(f"内存合计（PSS，含监管进程）：{stack.pss_bytes / 2**20:.0f} MiB")


def _row(p: ProcessView) -> tuple[str, ...]:
    return (
        f"{label(p.name)} {p.name}",
        _STATES.get(p.state, p.state),
        str(p.pid or "-"),
        str(p.restarts),
        _duration(p.uptime_seconds),
        p.address,
        f"{p.pss_bytes / 2**20:.0f} MiB",
    )


def _duration(seconds: int | None) -> str:
    if seconds is None:
        return "-"
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分 {rest} 秒"
