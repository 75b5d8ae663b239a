"""``huajie audit``."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from standalone.failures import StartupError
from standalone.layout import default_data_dir

BREACH = 1
UNREACHABLE = 4


def audit(
    data: Annotated[
        Path | None,
        typer.Option("--data", help="数据目录；缺省为 ~/.local/share/huajie。", metavar="DIR"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    """核查：案件齐全、事件不丢、统计可复算、审计链完整。"""
    from standalone.audit import run, sources

    console = Console(highlight=False)
    try:
        found = sources.find((data or default_data_dir()).expanduser().resolve())
        result = asyncio.run(
            run.run(
                found,
                on_finding=None
                if as_json
                else lambda f: console.print(f.line(), markup=False, soft_wrap=True),
            )
        )
    except StartupError as e:
        sys.stderr.write(f"{e.sentence}\n")
        raise typer.Exit(e.exit_code) from e
    except (OSError, SQLAlchemyError) as e:
        sys.stderr.write(f"数据库连接或读取失败，无法核查：{type(e).__name__}\n")
        raise typer.Exit(UNREACHABLE) from e
    if as_json:
        sys.stdout.write(json.dumps(result.as_json(), ensure_ascii=False, indent=2) + "\n")
    elif result.breach is not None:
        console.print(f"核查发现异常：{result.breach}", markup=False, soft_wrap=True)
    else:
        console.print("核查通过。")
    if not result.ok:
        raise typer.Exit(BREACH)
