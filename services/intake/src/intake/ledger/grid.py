"""Turns bytes into grids of cells: workbooks, tables of pages, delimited text."""

import csv
import io
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from intake.ledger.archive import BROKEN
from intake.ledger.cells import LONGEST, Cell, without_wrapping
from intake.ledger.dates import EPOCH_1900
from intake.ledger.epoch import epoch_of
from intake.ledger.html_tables import HtmlWalk
from intake.ledger.markup import MakeWalk, decoded
from intake.ledger.outcome import Refusal
from intake.ledger.sniff import Kind, sniff
from intake.ledger.spreadsheet_xml import SpreadsheetXmlWalk

MAX_ROWS = 100_000
"""Most rows of a sheet or a text."""
_MAX_CELLS = 6_000_000
_MAX_SHEETS = 200
_MAX_TABLES = 1_000
MAX_COLUMNS = 1_000
"""Columns that are looked at; a stray cell further right is no part of a ledger."""
_MAX_FIELD = 200_000
_DELIMITERS = (",", "\t", ";", "|")

HEAD = 200
"""Rows with something in them that are looked at before the walk begins."""
_BLANK = 5_000
"""Most rows, blank ones too, above which a ledger may begin."""

Merge = tuple[tuple[int, int], tuple[int, int]]
Row = list[Cell]


@dataclass(slots=True)
class Grid:
    """One sheet, from A1 on: the first row is sheet row 1, or record 1 of a text file.

    ``rest`` can be walked once.
    """

    head: list[Row]
    rest: Iterator[Row]
    name: str | None = None
    merges: list[Merge] = field(default_factory=list)
    visible: bool = True
    encoding: str | None = None
    delimiter: str | None = None
    height: int | None = None
    epoch: date = EPOCH_1900

    @classmethod
    def of(cls, rows: Iterator[Row], **more: Any) -> "Grid":
        """A grid that has read its first rows."""
        rows = _within(rows)
        head: list[Row] = []
        filled = 0
        for row in islice(rows, _BLANK):
            head.append(row)
            filled += any(c is not None and c != "" for c in row)
            if filled == HEAD:
                break
        return cls(head, rows, **more)


def _within(rows: Iterator[Row], begin: int = 1) -> Iterator[Row]:
    """The rows up to the last column that counts; no cell is longer than a workbook's can be."""
    for number, row in enumerate(rows, begin):
        for cell in row:
            if type(cell) is str and len(cell) > LONGEST:
                raise Refusal(
                    "too_large",
                    f"第 {number} 行有一个单元格长达 {len(cell)} 字，超过 Excel 单元格的上限"
                    f"（{LONGEST} 字），请删减后重新上传",
                )
        yield row if len(row) <= MAX_COLUMNS else row[:MAX_COLUMNS]


def read_grids(data: bytes) -> Iterator[Grid]:
    """All sheets of a workbook, all tables of a page, or the ways a text can be split into fields.

    Raises:
        Refusal: the file is no spreadsheet, locked, broken, too large or in no known encoding.
    """
    match sniff(data):
        case Kind.WORKBOOK:
            yield from _workbook(data)
        case Kind.PAGE | Kind.XML_BOOK as kind:
            walk = HtmlWalk if kind is Kind.PAGE else SpreadsheetXmlWalk
            text, encoding = decoded(data)
            yield from _walked(lambda: walk(text), encoding)
        case Kind.TEXT:
            yield from _text(data)


def _walked(walk: MakeWalk, encoding: str) -> Iterator[Grid]:
    """The tables of a text that is walked through once for all heads, and again for each rest."""
    first = walk()
    heads: dict[int, list[Row]] = {}
    heights: Counter[int] = Counter()
    for number, row in first.rows():
        heights[number] += 1
        if number >= _MAX_TABLES:
            raise Refusal("too_large", "文件中的表格过多，请只保留台账所在的表格")
        if heights[number] > MAX_ROWS + 200:
            raise Refusal("too_large", f"表格超过 {MAX_ROWS} 行，请拆分后分批上传")
        if heights[number] <= HEAD:
            heads.setdefault(number, []).append(row)
    for number, head in heads.items():
        rest = islice((r for n, r in walk().rows() if n == number), HEAD, None)
        table = first.tables[number]
        yield Grid(
            list(_within(iter(head))), _within(rest, HEAD + 1), name=table.name,
            merges=table.merges, visible=table.visible, encoding=encoding, height=heights[number],
            epoch=first.epoch,
        )  # fmt: skip


def _workbook(data: bytes) -> Iterator[Grid]:
    import python_calamine as calamine

    with _as_file(data) as path:
        yield from _sheets(calamine, path, data)


@contextmanager
def _as_file(data: bytes) -> Iterator[str]:
    """The bytes as a file in memory: from bytes, calamine would take a copy of its own."""
    descriptor = os.memfd_create("ledger")
    try:
        with os.fdopen(os.dup(descriptor), "wb") as f:
            f.write(data)
        yield f"/proc/self/fd/{descriptor}"
    finally:
        os.close(descriptor)


def _sheets(calamine: Any, path: str, data: bytes) -> Iterator[Grid]:
    try:
        book = calamine.load_workbook(path)
        epoch = epoch_of(data)
        if (sheets := len(book.sheets_metadata)) > _MAX_SHEETS:
            raise Refusal("too_large", f"工作簿有 {sheets} 张工作表，请只保留台账所在的工作表")
        for meta in book.sheets_metadata:
            if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            _refuse_wide(sheet.end)
            yield Grid.of(
                _rows_of(sheet), name=meta.name, merges=list(sheet.merged_cell_ranges or ()),
                visible=meta.visible is calamine.SheetVisibleEnum.Visible, height=sheet.total_height,
                epoch=epoch,
            )  # fmt: skip
    except calamine.PasswordError as e:
        raise Refusal("encrypted", "文件已加密（设有打开密码），请取消密码后重新上传") from e
    except (calamine.CalamineError, OSError, ValueError) as e:
        raise Refusal("damaged", BROKEN) from e


def _refuse_wide(end: tuple[int, int] | None) -> None:
    if end is None:
        return
    rows, columns = end[0] + 1, end[1] + 1
    if rows > MAX_ROWS + 200:
        raise Refusal(
            "too_large", f"工作表有 {rows} 行，一次最多导入 {MAX_ROWS} 行，请拆分后分批上传"
        )
    if rows * columns > _MAX_CELLS:
        raise Refusal(
            "too_large",
            f"工作表范围过大（{rows} 行 × {columns} 列），疑似异常文件，请删除空行空列后重新上传",
        )


def _rows_of(sheet: Any) -> Iterator[Row]:
    # calamine's iterator counts rows from the sheet's first one, but columns from the first used one.
    left: Row = [None] * (sheet.start[1] if sheet.start else 0)
    rows: Iterator[Row] = sheet.iter_rows()
    return ([*left, *row] for row in rows) if left else rows


def _text(data: bytes) -> Iterator[Grid]:
    text, encoding = _decode(data)
    csv.field_size_limit(_MAX_FIELD)
    broken: Refusal | None = None
    readable = False
    for delimiter in _DELIMITERS:
        if delimiter not in text[:100_000]:
            continue
        if text.count(delimiter) > _MAX_CELLS:
            raise Refusal("too_large", "文本文件的单元格过多，疑似异常文件，请删除空列后重新上传")
        try:
            grid = Grid.of(_records(text, delimiter), encoding=encoding, delimiter=delimiter)
        except Refusal as e:
            broken = e
            continue
        readable = True
        yield grid
    if broken and not readable:
        raise broken


def _records(text: str, delimiter: str) -> Iterator[Row]:
    rows = 0
    strict = _is_strict(text, delimiter)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    try:
        for record in reader:
            yield [without_wrapping(x) if x[:1] in _MAY_WRAP else x for x in record]
            if (rows := rows + 1) > MAX_ROWS + 200:
                raise Refusal("too_large", f"文件超过 {MAX_ROWS} 行，请拆分后分批上传")
    except csv.Error as e:
        raise Refusal("damaged", _BAD_TEXT) from e


_BAD_TEXT = "文本文件格式有误（引号未成对或单元格过长），请另存为 .xlsx 后上传"
_MAY_WRAP = ("=", " ")


def _is_strict(text: str, delimiter: str) -> bool:
    """Whether every quote is paired and escaped; a text that ends inside quotes has lost rows.

    Raises:
        Refusal: ``damaged``.
    """
    if '"' not in text:
        return False
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as e:
        if "unexpected end" in str(e) or "field larger" in str(e):
            raise Refusal("damaged", _BAD_TEXT) from e
        return False
    return True


def _decode(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates: tuple[str, ...] = ("utf-16",)
    elif data.startswith(b"\xef\xbb\xbf"):
        candidates = ("utf-8-sig",)
    elif (nul := data[:4000].count(0)) > len(data[:4000]) // 10:
        candidates = ("utf-16-le", "utf-16-be") if data[1:4000:2].count(0) * 2 > nul else (
            "utf-16-be", "utf-16-le",
        )  # fmt: skip
    else:
        candidates = ("utf-8", "gbk", "gb18030")
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, encoding
    if data.count(0):
        raise Refusal("not_a_spreadsheet", "文件内容不是表格，请上传 .xlsx、.xls 或 .csv 文件")
    raise Refusal(
        "unknown_encoding", "无法识别文件的文字编码，请另存为 .xlsx 或 UTF-8 编码的 .csv 再上传"
    )
