"""``huajie categories evaluate``: how good the suggested categories are, on labelled messages."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from servicekit.tool import refused, write_json

from intake.classify import categories
from intake.classify.categories import CategoriesFileError
from intake.classify.evaluation import Labelled, MessagesFileError, Report, measure, read
from intake.classify.model import CategoryModel

app = typer.Typer(help="内容分类：检查分类建议的质量。", no_args_is_help=True)
NO_LABELS = "二、三级没有标注数据，没有准确率；只按分类名称和常用词排序，由登记人员选定。"


@app.callback()
def _root() -> None:
    """内容分类：检查分类建议的质量。"""


@app.command()
def evaluate(
    messages_file: Annotated[
        Path, typer.Option("--messages", help="带一级分类标注的信件表（CSV）")
    ],
    categories_file: Annotated[
        Path | None, typer.Option("--categories", help="三级分类表（CSV）；缺省用系统自带的")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="另存结果（JSON）")] = None,
) -> None:
    """用已标注的信件检查一级分类：首选准确率、前三准确率、宏平均 F1，分类别列出。"""
    try:
        messages = read(messages_file)
        known = categories.read(categories_file) if categories_file else categories.shipped()
    except (MessagesFileError, CategoriesFileError) as e:
        raise refused(str(e)) from None
    except OSError as e:
        raise refused(f"打不开文件 {e.filename}。") from None
    model = CategoryModel.over(known)
    _check_labels(messages, model)
    report = measure(model, messages)
    typer.echo(_table(report))
    if json_file is not None:
        write_json(json_file, as_json(report, model))


def as_json(report: Report, model: CategoryModel) -> dict[str, Any]:
    """The report for other programs; shares are fractions of one."""
    out = asdict(report)
    labels = {name: out.pop(name) for name in ("level2", "level3")}
    for name, value in labels.items():
        out[name] = None if value is None else {"top1": value[0], "top5": value[1]}
    return {**out, "published": asdict(model.measured), "note": NO_LABELS}


def _check_labels(messages: list[Labelled], model: CategoryModel) -> None:
    strange = {m.level1 for m in messages} - set(model.levels)
    if strange:
        raise refused(f"信件表的一级分类“{min(strange)}”不在分类表中。")


def _table(r: Report) -> str:
    lines = [
        f"信件 {r.texts} 条（其中 {r.out_of_fold} 条参加过训练，由没有见过它的一折模型判断）",
        f"一级分类  首选 {r.top1:.1%}  前三 {r.top3:.1%}  宏平均 F1 {r.macro_f1:.3f}  每条 {r.milliseconds:.2f} 毫秒",
        "  条数  准确率  召回率     F1  一级分类",
    ]
    lines += [
        f"{c.texts:6d}  {c.precision:6.1%}  {c.recall:6.1%}  {c.f1:5.3f}  {c.level1}"
        for c in r.classes
    ]
    for name, value in (("二级", r.level2), ("三级", r.level3)):
        if value is not None:
            lines.append(f"{name}分类  首选 {value[0]:.1%}  前五 {value[1]:.1%}")
    if r.level3 is None:
        lines.append(NO_LABELS)
    return "\n".join(lines)


if __name__ == "__main__":
    app()
