"""``huajie ledger check FILE``: judges a ledger on this machine, without a server."""

import asyncio
import errno
import json
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from contracts.units import UnitDirectory
from servicekit.clock import SystemClock
from typer.core import TyperCommand
from typing_extensions import override

from intake.ledger.options import Profile, ReadOptions
from intake.ledger.outcome import Outcome
from intake.ledger.runner import LedgerRunner
from intake.ledger.sniff import MAX_BYTES

app = typer.Typer(no_args_is_help=True, help="检查各单位报来的台账文件。")
_EXIT = {"accepted": 0, "partial": 1, "refused": 2}
_INNER = ("columns", "sheets", "profile")
_WHY = {
    errno.ENOENT: "文件不存在", errno.EISDIR: "这是一个文件夹，请指明其中的文件",
    errno.ENOTDIR: "路径中有一段不是文件夹", errno.EACCES: "没有权限", errno.EPERM: "没有权限",
    errno.ENAMETOOLONG: "文件名过长", errno.ENOSPC: "磁盘已满", errno.EROFS: "磁盘为只读",
    errno.EIO: "读写磁盘出错", errno.ELOOP: "链接指向自己",
}  # fmt: skip
_KINDS = "、".join(Profile)
# Unknown options reach the function, whose sentences are Chinese.
_ANYTHING = {"ignore_unknown_options": True, "allow_extra_args": True}


class _Command(TyperCommand):
    """A command whose parser, too, speaks Chinese."""

    @override
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            found: list[str] = super().parse_args(ctx, args)
        except typer.TyperException as e:
            raise _stop("参数不全：选项后面要有内容（--help 查看用法）") from e
        return found


@app.callback()
def _group() -> None:
    """检查各单位报来的台账文件。"""


@app.command(cls=_Command, context_settings=_ANYTHING)
def check(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="文件", help="台账文件：.xlsx .xlsm .xls .et .ods .csv .txt 等")
    ] = "",
    *,
    json_out: Annotated[
        str, typer.Option("--json", metavar="文件", help="把结果另写成 JSON 文件")
    ] = "",
    units: Annotated[
        str,
        typer.Option(
            metavar="文件", envvar="HUAJIE_UNITS_FILE", help="单位名录 units.csv；缺省为示例区"
        ),
    ] = "",
    today: Annotated[str, typer.Option(metavar="年-月-日", help="以哪一天为今天；缺省为当天")] = "",
    profile: Annotated[
        str, typer.Option(metavar="种类", help=f"台账种类：{_KINDS}")
    ] = Profile.CAMPAIGN,
    sheet: Annotated[str, typer.Option(metavar="名称", help="要读的工作表；缺省时自动查找")] = "",
    header_row: Annotated[
        str, typer.Option(metavar="行号", help="表头首行的行号，从 1 起；缺省时自动查找")
    ] = "",
) -> None:
    """检查一个台账文件：逐行给出能否导入及原因，不写入任何数据，也不需要服务在运行。

    退出码：0 全部行可导入；1 部分行可导入；2 不能导入，或者文件打不开、参数有误。
    """
    if not file:
        raise _stop("请写明要检查的台账文件，例如：huajie ledger check 台账.xlsx")
    unknown = [file] * file.startswith("-") + context.args
    if unknown:
        raise _stop(f"不认识的参数：{'、'.join(unknown)}（--help 查看用法）")
    options = ReadOptions(
        sheet=sheet or None, header_row=_row(header_row), profile=_profile(profile)
    )
    outcome = _read(Path(file), Path(units) if units else _example_units(), _day(today), options)
    if json_out:
        _write(Path(json_out), report(outcome))
    _print(outcome)
    raise typer.Exit(_EXIT[outcome.file_verdict])


def _row(text: str) -> int | None:
    if text and not re.fullmatch(r"[1-9][0-9]{0,6}", text):
        raise _stop(f"--header-row 应为从 1 起的行号，不是“{text}”")
    return int(text) if text else None


def _profile(text: str) -> Profile:
    try:
        return Profile(text)
    except ValueError as e:
        raise _stop(f"--profile 应为 {_KINDS} 之一，不是“{text}”") from e


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else SystemClock().today()
    except ValueError as e:
        raise _stop(f"--today 应为 2026-11-25 这样的日期，不是“{text}”") from e


def report(outcome: Outcome) -> dict[str, Any]:
    """The outcome in the shape of the district's ``*.expected.json`` files."""
    data = {k: v for k, v in outcome.to_json().items() if k not in _INNER}
    data["rows_rejected"] = [_rejected(r) for r in data["rows_rejected"]]
    return data


def _rejected(row: dict[str, Any]) -> dict[str, Any]:
    shown = ["row", "codes", "column", "reason_zh"]
    if row["codes"] == ["duplicate_number"]:
        shown.remove("column")
    return {k: row[k] for k in shown}


def _example_units() -> Path:
    """The example district's units, here or in the source tree that this file belongs to."""
    for folder in (Path.cwd(), *Path(__file__).parents):
        if (found := folder / "examples" / "units.csv").is_file():
            return found
    return Path("units.csv")


def _read(file: Path, units: Path, today: date, options: ReadOptions) -> Outcome:
    _check_units(units)
    try:
        # One byte more than the limit is enough to be refused by size.
        with file.open("rb") as f:
            data = f.read(MAX_BYTES + 1)
    except (OSError, ValueError) as e:
        raise _stop(f"无法读取 {file}：{_why(e)}") from e
    return asyncio.run(LedgerRunner(units).read(data, file=file.name, today=today, options=options))


def _check_units(units: Path) -> None:
    if not units.is_file():
        raise _stop(f"找不到单位名录 {units}，请用 --units 指明")
    try:
        known = list(UnitDirectory.read(units))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        known = []
    if not known:
        raise _stop(f"单位名录 {units} 读不出单位，应有 code、name、kind、aliases 四列")


def _why(error: OSError | ValueError) -> str:
    number = getattr(error, "errno", None)
    return _WHY.get(number or 0, f"系统错误 {number}" if number else "文件名无效")


def _write(path: Path, data: dict[str, Any]) -> None:
    try:
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
    except (OSError, ValueError) as e:
        why = "文件夹不存在" if getattr(e, "errno", 0) == errno.ENOENT else _why(e)
        raise _stop(f"无法写入 {path}：{why}") from e


def _stop(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(2)


def _print(outcome: Outcome) -> None:
    words = {"accepted": "全部可导入", "partial": "部分可导入", "refused": "不能导入"}
    typer.echo(f"{outcome.file}：{words[outcome.file_verdict]}")
    if outcome.reason_zh:
        typer.echo(f"  {outcome.reason_zh}")
    typer.echo(f"  共 {outcome.rows_total} 行，可导入 {outcome.rows_accepted} 行")
    for r in outcome.rows_rejected:
        typer.echo(f"  {r.reason_zh}")
    for note in outcome.notes:
        typer.echo(f"  提示：{note}")


if __name__ == "__main__":
    app()
