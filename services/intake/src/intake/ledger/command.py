"""``huajie ledger check FILE``: judges a ledger on this machine, without a server."""

import asyncio
import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from servicekit.clock import SystemClock

from intake.ledger.options import Profile, ReadOptions
from intake.ledger.outcome import Outcome
from intake.ledger.runner import LedgerRunner
from intake.ledger.sniff import MAX_BYTES

app = typer.Typer(no_args_is_help=True, help="Judge the ledgers that units keep.")
_EXIT = {"accepted": 0, "partial": 1, "refused": 2}
_INNER = ("columns", "sheets", "profile")


@app.callback()
def _group() -> None:
    """Keep ``check`` a subcommand even while it is the only one."""


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="台账文件")],
    *,
    json_out: Annotated[Path | None, typer.Option("--json", help="写出 JSON 结果的文件")] = None,
    units: Annotated[
        Path | None, typer.Option(envvar="HUAJIE_UNITS_FILE", help="单位名录 units.csv")
    ] = None,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="以哪一天为今天")
    ] = None,
    profile: Annotated[Profile, typer.Option(help="台账种类")] = Profile.CAMPAIGN,
    sheet: Annotated[str | None, typer.Option(help="工作表名")] = None,
    header_row: Annotated[int | None, typer.Option(min=1, help="表头首行行号")] = None,
) -> None:
    """Check one file; exit code 0 all rows good, 1 some, 2 none or the file cannot be opened."""
    day: date = today.date() if today else SystemClock().today()
    options = ReadOptions(sheet=sheet, header_row=header_row, profile=profile)
    outcome = _read(file, units or _example_units(), day, options)
    if json_out:
        _write(json_out, report(outcome))
    _print(outcome)
    raise typer.Exit(_EXIT[outcome.file_verdict])


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
    if not units.is_file():
        raise _stop(f"找不到单位名录 {units}，请用 --units 指明")
    try:
        # One byte more than the limit is enough to be refused by size.
        with file.open("rb") as f:
            data = f.read(MAX_BYTES + 1)
    except OSError as e:
        raise _stop(f"无法打开 {file}：{e.strerror}") from e
    return asyncio.run(LedgerRunner(units).read(data, file=file.name, today=today, options=options))


def _write(path: Path, data: dict[str, Any]) -> None:
    try:
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
    except OSError as e:
        raise _stop(f"无法写入 {path}：{e.strerror}") from e


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
