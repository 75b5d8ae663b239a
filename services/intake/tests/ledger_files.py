"""Small ledgers for tests, written as text files; and workbooks read back and mended."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from intake_builders import an_id

HEADINGS = (
    "序号", "交办层级", "信访件编号", "登记时间", "信访人姓名", "身份证号", "联系电话", "常住地",
    "诉求内容", "责任单位",
)  # fmt: skip


def a_row(n: int = 1, **over: str) -> dict[str, str]:
    """A good row of the campaign's ledger."""
    return {
        "序号": str(n), "交办层级": "中央信联会议", "信访件编号": f"GJ20190325{n:05d}",
        "登记时间": "2019-03-25", "信访人姓名": "丘生", "身份证号": an_id(900 + n),
        "联系电话": "16405180462", "常住地": "银川市兴庆区文化街396号春晖家园",
        "诉求内容": f"第{n}件：小区供暖不热，多次反映未解决。", "责任单位": "文化街街道", **over,
    }  # fmt: skip


def a_ledger(
    rows: Sequence[Mapping[str, str]],
    *,
    headed: Mapping[str, str] | None = None,
    only: Sequence[str] = HEADINGS,
) -> bytes:
    """A text ledger; ``headed`` renames headings, ``only`` says which columns it has."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([(headed or {}).get(name, name) for name in only])
    writer.writerows([[row.get(name, "") for name in only] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def mended(book: bytes, values: Mapping[str, Any]) -> bytes:
    """A returned workbook with these columns filled in every row."""
    workbook = openpyxl.load_workbook(io.BytesIO(book))
    sheet = workbook.active
    places = {cell.value: cell.column for cell in sheet[2]}
    for row in range(3, sheet.max_row + 1):
        for name, value in values.items():
            sheet.cell(row, places[name]).value = value
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
