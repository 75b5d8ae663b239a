"""The ``huajie`` command; each subcommand imports what it needs, so that the supervisor stays small."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from standalone.commands.lazy import LazyGroup
from standalone.commands.terminal import Terminal, complain
from standalone.failures import StartupError, from_os_error
from standalone.layout import DEFAULT_BASE_PORT, DataFolder, Ports, default_data_dir, units_file

app = typer.Typer(
    name="huajie",
    cls=LazyGroup,
    help="化解：兴庆区重复信访治理平台，单机运行。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Data = Annotated[
    Path | None,
    typer.Option("--data", help="数据目录；缺省为 ~/.local/share/huajie。", metavar="DIR"),
]
Port = Annotated[
    int, typer.Option("--port", help="门户的端口；其余服务用其后八个端口。", min=1024, max=65000)
]


@contextmanager
def _sentences(data: Path) -> Iterator[None]:
    """Turn what cannot be helped into one sentence and an exit code."""
    try:
        yield
    except StartupError as e:
        complain(e.sentence)
        raise typer.Exit(e.exit_code) from e
    except FileNotFoundError as e:
        complain(str(e))
        raise typer.Exit(2) from e
    except OSError as e:
        refused = from_os_error(e, data)
        complain(refused.sentence)
        raise typer.Exit(refused.exit_code) from e


def _folder(data: Path | None) -> Path:
    return (data or default_data_dir()).expanduser().resolve()


@app.command()
def up(
    data: Data = None,
    port: Port = DEFAULT_BASE_PORT,
    empty: Annotated[bool, typer.Option("--empty", help="首次启动不装入示例台账。")] = False,
) -> None:
    """启动全部服务；Ctrl-C 停止。"""
    from standalone.commands import up as up_command

    folder = _folder(data)
    with _sentences(folder):
        asyncio.run(up_command.run(folder, port, empty=empty, terminal=Terminal()))


@app.command()
def status(
    data: Data = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    """查看各进程的状态、重启次数和内存。"""
    from standalone.commands import status as status_command

    raise typer.Exit(status_command.show(_folder(data), as_json=as_json, terminal=Terminal()))


@app.command()
def migrate(data: Data = None, port: Port = DEFAULT_BASE_PORT) -> None:
    """升级数据库结构。"""
    from standalone.supervisor.maintenance import migrate_only

    folder, terminal = _folder(data), Terminal()
    with _sentences(folder):
        work = migrate_only(DataFolder(folder), Ports(port), units_file(), terminal.step)
        asyncio.run(work)
        terminal.step("数据库结构已是最新。")


@app.command()
def accounts(data: Data = None) -> None:
    """列出演示账号和密码。"""
    from standalone.commands import accounts as accounts_command

    folder = _folder(data)
    with _sentences(folder):
        accounts_command.show(folder, terminal=Terminal())


@app.command(hidden=True)
def issuer() -> None:
    """运行开发用身份认证（由 huajie up 调用）。"""
    from standalone.issuer.main import main

    main()
