"""``huajie demo``."""

import asyncio
import json
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import httpx2
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from servicekit.clock import SystemClock

from standalone.demo import figures, table
from standalone.demo.caller import Caller, Endpoints
from standalone.demo.figures import Numbers
from standalone.demo.outcome import Outcome
from standalone.demo.refusals import Refusal, StillDownError
from standalone.demo.replay import replay_ledger
from standalone.failures import StartupError
from standalone.layout import default_data_dir
from standalone.stack import Stack, StackFiles, running_stack

INCOMPLETE = 1
REFUSED = 2
DOWN = 4
_PORTS = 9
_FIRST_PORT, _LAST_PORT = 20_000, 32_000


def demo(
    ledger: Annotated[
        Path, typer.Option("--ledger", help="台账文件（xlsx、xls、csv）。", metavar="FILE")
    ],
    until: Annotated[
        datetime | None,
        typer.Option("--until", help="只办到这一天；缺省为今天。", formats=["%Y-%m-%d"]),
    ] = None,
    json_out: Annotated[
        Path | None, typer.Option("--json", help="另存 JSON；“-”为标准输出。", metavar="OUT")
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", help="数据目录；缺省为 ~/.local/share/huajie。", metavar="DIR"),
    ] = None,
) -> None:
    """按台账把每件信访事项办到它所载的进度，再列出化解率。"""
    console = Console(highlight=False, stderr=json_out == Path("-"))
    folder = (data or default_data_dir()).expanduser().resolve()
    try:
        day = _cut_off(until)
        ledger.stat()  # a missing file is said before anything is started
        outcome, body = asyncio.run(_run(console, ledger, day, folder))
        _write(json_out, body)
    except StartupError as e:
        _complain(e.sentence)
        raise typer.Exit(e.exit_code) from e
    except Refusal as e:
        _complain(f"台账没有办成：{e}")
        raise typer.Exit(REFUSED) from e
    except (StillDownError, figures.NotCaughtUpError, httpx2.HTTPError) as e:
        _complain(f"没有办完：{e}。排除故障后再次运行会接着办，已办的不会重复。")
        raise typer.Exit(DOWN) from e
    except OSError as e:
        _complain(f"无法读写文件：{e.filename or ''} {e.strerror or e}")
        raise typer.Exit(REFUSED) from e
    if not outcome.ok:
        raise typer.Exit(INCOMPLETE)


def _cut_off(until: datetime | None) -> date:
    today = SystemClock().today()
    if until is not None and until.date() > today:
        raise StartupError("截止日期不能晚于今天。", code="until_in_the_future", exit_code=REFUSED)
    return until.date() if until else today


def _complain(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def _write(json_out: Path | None, body: dict[str, Any]) -> None:
    if json_out is None:
        return
    text = json.dumps(body, ensure_ascii=False, indent=2) + "\n"
    if json_out == Path("-"):
        sys.stdout.write(text)
    else:
        json_out.write_text(text, "utf-8")


async def _run(
    console: Console, ledger: Path, until: date, data: Path
) -> tuple[Outcome, dict[str, Any]]:
    async with _some_stack(console, data) as stack:
        began = time.monotonic()
        outcome, numbers = await _replay(console, stack, ledger, until)
        table.show(console, numbers, outcome, time.monotonic() - began)
    return outcome, numbers.as_json(outcome)


async def _replay(
    console: Console, stack: StackFiles, ledger: Path, until: date
) -> tuple[Outcome, Numbers]:
    endpoints = Endpoints(stack.endpoints.issuer, stack.endpoints.services)
    passwords = {a.username: a.password for a in stack.accounts()}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def advance(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = progress.add_task(phase, total=total)
            progress.update(tasks[phase], completed=done, total=total)

        outcome = await replay_ledger(
            endpoints, passwords, ledger, until=until, on_progress=advance
        )
        async with Caller(endpoints, passwords) as caller:
            advance("等待统计跟上", 0, 1)
            await figures.wait_until_caught_up(caller)
            numbers = await figures.ask(caller, until)
            advance("等待统计跟上", 1, 1)
    return outcome, numbers


@asynccontextmanager
async def _some_stack(console: Console, data: Path) -> AsyncIterator[StackFiles]:
    """The stack that runs on ``data``; else one on a throwaway folder, stopped and removed after."""
    running = running_stack(data)
    if running is not None:
        console.print(f"使用正在运行的实例：{running.endpoints.portal}", markup=False)
        yield running
        return
    with tempfile.TemporaryDirectory(prefix="huajie-demo-") as folder:
        console.print("没有实例在运行，在临时目录启动一个，用后即停", markup=False)
        began = time.monotonic()
        async with Stack(Path(folder), free_base_port()) as stack:
            console.print(f"已就绪（{time.monotonic() - began:.1f} 秒）", markup=False)
            yield stack


def free_base_port() -> int:
    """The first of nine neighbouring ports that nobody listens on.

    Raises:
        StartupError: there are none.
    """
    for base in range(_FIRST_PORT, _LAST_PORT, 10):
        if all(_is_free(base + i) for i in range(_PORTS)):
            return base
    raise StartupError("没有找到九个连续的空闲端口。", code="no_free_ports")


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
