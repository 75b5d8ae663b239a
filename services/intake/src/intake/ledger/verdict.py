"""Sums up the refused rows of a file in one code and one sentence."""

from collections import Counter
from collections.abc import Sequence

from intake.ledger.outcome import AcceptedRow, RejectedRow


def _group(row: RejectedRow, code: str) -> str:
    if code.startswith("date_") or (code == "required_missing" and row.column == "登记时间"):
        return "date_out_of_scope"
    return "id_invalid" if code.startswith("id_") else code


def file_reason(
    accepted: Sequence[AcceptedRow], rejected: Sequence[RejectedRow]
) -> tuple[str | None, str | None]:
    """Code and sentence for the file, both None when no row was refused."""
    groups: dict[str, list[RejectedRow]] = {}
    for row in rejected:
        for name in dict.fromkeys(_group(row, c) for c in row.codes):
            groups.setdefault(name, []).append(row)
    if not groups:
        return None, None
    sentences = [_sentence(name, rows, accepted) for name, rows in groups.items()]
    if len(groups) == 1:
        return next(iter(groups)), sentences[0]
    return "rows_rejected", f"{len(rejected)} 行未通过校验：" + "；".join(sentences)


def _sentence(name: str, rows: list[RejectedRow], accepted: Sequence[AcceptedRow]) -> str:
    if name == "duplicate_number":
        return _duplicates(rows, accepted)
    return {
        "date_out_of_scope": f"{len(rows)} 行登记时间不合要求",
        "id_invalid": f"{len(rows)} 行身份证号无效",
        "formula_injection": "含公式或命令注入内容的单元格",
        "required_missing": f"{len(rows)} 行缺少必填内容",
        "source_unknown": f"{len(rows)} 行交办层级无法识别",
        "number_precision_lost": f"{len(rows)} 行信访件编号被存成数字",
    }.get(name, f"{len(rows)} 行未通过校验")


def _duplicates(rows: list[RejectedRow], accepted: Sequence[AcceptedRow]) -> str:
    again = Counter(r.values["信访件编号"] for r in rows)
    first = {r.values["信访件编号"]: r.row for r in accepted}
    parts = []
    for number, count in again.items():
        where = [first[number], *(r.row for r in rows if r.values["信访件编号"] == number)]
        places = "、".join(str(w) for w in where)
        parts.append(f"信访件编号 {number} 重复出现 {count + 1} 次（第 {places} 行）")
    return "；".join(parts)
