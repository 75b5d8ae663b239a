"""``huajie persons``: measures how well the same petitioner is found."""

import csv
import json
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from intake.matching.persons.evaluate import Labelled, evaluate
from intake.matching.persons.model import PersonModel
from intake.matching.persons.person import Person

app = typer.Typer(no_args_is_help=True, help="同一信访人识别")

_NEEDED = ("record_id", "name", "id_no", "phone", "address", "entity_id")
_BANDS = (("suggested", "建议"), ("clerical", "待人工"), ("ignored", "未提示"))
_BY = {"expect": "预期", "role": "角色", "variant": "变体"}


@app.callback()
def group() -> None:
    """同一信访人识别（只作提示，由人确认）"""


@app.command("evaluate")
def run(
    records: Annotated[Path, typer.Option(help="带标注的人员记录 CSV（entity_id 为真实人员）")],
    out: Annotated[Path | None, typer.Option("--json", help="写出 JSON 结果的文件")] = None,
) -> None:
    """用随附的模型和阈值衡量：准确率、召回率、F1，以及人工复核档的数量"""
    result = evaluate(PersonModel.shipped(), read_records(records))
    if out:
        try:
            out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
        except OSError:
            _refuse(f"无法写出 {out}")
    typer.echo(_text(result))


def read_records(path: Path) -> list[Labelled]:
    """Labelled records of a CSV file; says in one sentence what is wrong with it and exits with 2."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            reader = csv.DictReader(f, strict=True)
            missing = [c for c in _NEEDED if c not in (reader.fieldnames or ())]
            if missing:
                _refuse(f"{path} 缺少列：{'、'.join(missing)}")
            rows = list(reader)
    except FileNotFoundError:
        _refuse(f"无法打开 {path}：没有这个文件")
    except OSError:
        _refuse(f"无法打开 {path}")
    except UnicodeDecodeError:
        _refuse(f"{path} 不是 UTF-8 编码的文本")
    except csv.Error:
        _refuse(f"{path} 不是完好的 CSV 文件")
    if not rows:
        _refuse(f"{path} 没有记录")
    for number, row in enumerate(rows, start=2):
        if not row["entity_id"]:
            _refuse(f"{path} 第 {number} 行没有 entity_id")
    return [_labelled(row) for row in rows]


def _labelled(row: dict[str, str]) -> Labelled:
    person = Person(
        row["name"] or "", row["id_no"] or None, (row["phone"] or "",), row["address"] or None
    )
    tags = {c: row.get(c) or "" for c in _BY}
    return Labelled(row["record_id"], person, row["entity_id"], tags)


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


def _text(result: dict[str, Any]) -> str:
    s, c, k = result["suggested"], result["clerical"], result["clusters"]
    lines = [
        (
            f"记录 {result['records']}，人员 {result['entities']}，真实同人对 {result['true_pairs']}，"
            f"比较 {result['compared_pairs']} 对，分块漏掉 {result['missed_by_blocking']} 对"
        ),
        (
            f"建议档：准确率 {s['precision']:.4f}  召回率 {s['recall']:.4f}  F1 {s['f1']:.4f}"
            f"（{s['pairs']} 对，其中正确 {s['true_pairs']} 对）"
        ),
        (
            f"人工复核档：{c['pairs']} 对，其中真实同人 {c['true_pairs']} 对；"
            f"两档都没有的真实同人 {result['ignored_true_pairs']} 对"
        ),
        (
            f"归并后：准确率 {k['precision']:.4f}  召回率 {k['recall']:.4f}  F1 {k['f1']:.4f}"
            f"（{k['count']} 组）"
        ),
    ]
    for column, title in _BY.items():
        for value, row in result.get(f"by_{column}", {}).items():
            counts = "  ".join(f"{word} {row[band]}" for band, word in _BANDS)
            lines.append(
                f"  {title} {value}：{row['true_pairs']} 对，{counts}，召回率 {row['recall']:.3f}"
            )
    return "\n".join(lines)
