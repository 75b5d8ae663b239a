"""Small ledgers as clerks keep them: a title above the headings, one heading that no form knows."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from servicekit.ids import new_id

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = (
    "序号", "交办层级", "信访件编号", "登记时间", "信访人姓名", "身份证号", "联系电话", "常住地",
    "诉求内容",
)  # fmt: skip
HEATING = (
    "我是塞上骄子小区六号楼的住户，去年冬天开始家里暖气一直不热，室内温度只有十二度，老人孩子都感冒了，"
    "多次找物业和热力公司，双方互相推诿，希望尽快恢复正常供暖并退还采暖费。"
)


def a_row(**over: str) -> dict[str, str]:
    """A good row under a number that no other story uses."""
    return {
        "交办层级": "中央信联会议", "信访件编号": f"L{new_id().hex[-12:].upper()}",
        "登记时间": "2019-03-25", "信访人姓名": "孟测试", "身份证号": "", "联系电话": "",
        "常住地": "银川市兴庆区", "诉求内容": "村里道路三年没有硬化，请求安排修路。", **over,
    }  # fmt: skip


def a_book(rows: Sequence[Mapping[str, str]], *, unit: str, headings: Sequence[str] = ()) -> bytes:
    """A workbook of rows; ``unit`` heads the column that says who is responsible."""
    names = headings or (*HEADINGS, unit)
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    sheet.append(["重复信访事项台账"])
    sheet.append(list(names))
    for number, row in enumerate(rows, 1):
        known = {"序号": str(number), unit: "文化街街道", **row}
        sheet.append([known.get(n) for n in names])
    return saved(book)


def sheet_of(book: openpyxl.Workbook) -> Worksheet:
    """The sheet that a reader sees first."""
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def saved(book: openpyxl.Workbook) -> bytes:
    """The workbook as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def file(name: str, content: bytes) -> dict[str, Any]:
    """A file as a browser picks it."""
    return {"name": name, "mimeType": XLSX, "buffer": content}
