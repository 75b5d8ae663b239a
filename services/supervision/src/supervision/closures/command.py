"""``huajie closures evaluate``: how well process reported as result is found."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from servicekit.tool import refused, write_json

from supervision.closures.evaluation import LONG, RepliesFileError, Report, Score, measure, read
from supervision.closures.model import ClosureModel

app = typer.Typer(help="程序性办结：检查“以过程代结果”判断的质量。", no_args_is_help=True)


@app.callback()
def _root() -> None:
    """程序性办结：检查“以过程代结果”判断的质量。"""


@app.command()
def evaluate(
    replies_file: Annotated[
        Path, typer.Option("--replies", help="带 procedural 标注的答复表（CSV，UTF-8）")
    ],
    json_file: Annotated[Path | None, typer.Option("--json", help="另存结果（JSON）")] = None,
) -> None:
    """用已标注的答复检查：准确率、召回率、F1，全部答复和 100 字以上的答复各一行。"""
    try:
        replies = read(replies_file)
    except RepliesFileError as e:
        raise refused(str(e)) from None
    except OSError:
        raise refused(f"打不开文件 {replies_file}。") from None
    report = measure(ClosureModel.shipped(), replies)
    typer.echo(_table(report))
    if json_file is not None:
        write_json(json_file, as_json(report))


def as_json(report: Report) -> dict[str, Any]:
    """The report for other programs; shares are fractions of one."""
    return {
        **asdict(report.every),
        "long": asdict(report.long),
        "threshold": report.threshold,
        "out_of_fold": report.out_of_fold,
    }


def _table(r: Report) -> str:
    return "\n".join(
        [
            f"答复 {r.every.replies} 条（其中 {r.out_of_fold} 条参加过训练，取没有见过它的一折的判断）",
            "        条数  应退回  准确率  召回率     F1",
            _line("全部    ", r.every),
            _line(f"{LONG} 字以上", r.long),
        ]
    )


def _line(name: str, s: Score) -> str:
    return f"{name} {s.replies:4d}  {s.procedural:6d}  {s.precision:6.1%}  {s.recall:6.1%}  {s.f1:5.3f}"


if __name__ == "__main__":
    app()
