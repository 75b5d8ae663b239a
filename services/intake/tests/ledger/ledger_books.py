"""Ledgers for tests: a usual header, a good row, and books and texts made of them."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter

HEAD = ["序号", "交办层级", "信访件编号", "登记时间", "信访人姓名", "身份证号", "联系电话", "诉求内容",
        "责任单位", "备注"]  # fmt: skip


def a_row(n: int = 1, **over: Any) -> list[Any]:
    """A good row under HEAD, by number, with some cells of one's own."""
    row = dict(zip(HEAD, [
        str(n), "中央", f"GJ20190101{n:04d}", "2019-03-01", "王小花", "640122199606169817",
        "16405180462", "小区供暖不热。", "文化街办事处", "",
    ], strict=True))  # fmt: skip
    return list((row | over).values())


def book(rows, *, merges=(), name="台账", more=None, options=None) -> bytes:
    """A workbook with the rows on its first sheet; ``more`` may add to it."""
    out = io.BytesIO()
    wb = xlsxwriter.Workbook(
        out, {"in_memory": True, "default_date_format": "yyyy-mm-dd", **(options or {})}
    )
    wb.set_properties({"created": datetime(2020, 10, 1)})  # noqa: DTZ001  the same bytes every time
    ws = wb.add_worksheet(name)
    for r, row in enumerate(rows):
        for c, x in enumerate(row):
            if isinstance(x, str):
                ws.write_string(r, c, x)
            elif x is not None:
                ws.write(r, c, x)
    for first_row, first_col, last_row, last_col, text in merges:
        ws.merge_range(first_row, first_col, last_row, last_col, text)
    if more:
        more(wb)
    wb.close()
    return out.getvalue()


def text(rows, delimiter=",", encoding="utf-8") -> bytes:
    """A delimited text with every field in quotes."""
    lines = [delimiter.join(f'"{x}"' for x in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)
