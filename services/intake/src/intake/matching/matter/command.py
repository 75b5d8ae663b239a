"""`huajie repeats evaluate`: how good the advice on repeats is, on labelled pairs."""

from pathlib import Path
from typing import Annotated, Any

import typer
from servicekit.tool import refused, write_json

from .evaluation import Counts, Report, judge, measure
from .model import MatterModel
from .pairs_file import PairsFileError, messages, pairs
from .report_table import table

app = typer.Typer(help="查重：检查“是否同一事项”的判断质量。", no_args_is_help=True)


@app.callback()
def _root() -> None:
    """查重：检查“是否同一事项”的判断质量。"""


@app.command()
def evaluate(
    messages_file: Annotated[Path, typer.Option("--messages", help="信件表（CSV）")],
    pairs_file: Annotated[Path, typer.Option("--pairs", help="带标注的信件对（CSV）")],
    json_file: Annotated[Path | None, typer.Option("--json", help="另存结果（JSON）")] = None,
) -> None:
    """用已标注的信件对检查判断质量：准确率、召回率、F1，分类别列出。"""
    try:
        known = messages(messages_file)
        labelled = pairs(pairs_file, known)
    except PairsFileError as error:
        raise refused(str(error)) from None
    model = MatterModel.shipped()
    report = measure(judge(model, known, labelled))
    typer.echo(table(report, model))
    if json_file is not None:
        write_json(json_file, as_json(report, model))


def as_json(report: Report, model: MatterModel) -> dict[str, Any]:
    """The report for other programs; shares are fractions of one."""
    return {
        "thresholds": {
            name: {
                "decision": limits.decision,
                "suggested": limits.suggested,
                "clerical": limits.clerical,
            }
            for name, limits in (
                ("same_person", model.thresholds(same_person=True)),
                ("different_persons", model.thresholds(same_person=False)),
            )
        },
        "all": _figures(report.all),
        "same_person": _figures(report.same_person),
        "different_persons": _figures(report.different_persons),
        "mean_f1_over_users": report.user_f1,
        "users": report.users,
        "borderline_left_out": report.borderline,
        "kinds": {
            kind: {
                "pairs": counts.pairs,
                "recall": counts.recall,
                "specificity": counts.specificity,
                "bands": {band.value: n for band, n in report.bands[kind].items()},
            }
            for kind, counts in report.kinds.items()
        },
        "wrong": [
            {
                "message_id_a": one.pair.a,
                "message_id_b": one.pair.b,
                "label": int(one.pair.label),
                "kind": one.pair.kind,
                "probability": round(one.verdict.probability, 4),
            }
            for one in report.wrong
        ],
    }


def _figures(counts: Counts) -> dict[str, float | int | None]:
    return {
        "pairs": counts.pairs,
        "precision": counts.precision,
        "recall": counts.recall,
        "f1": counts.f1,
        "tp": counts.tp,
        "fp": counts.fp,
        "fn": counts.fn,
        "tn": counts.tn,
    }
