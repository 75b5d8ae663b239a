"""Writes refused rows back as a workbook that can be corrected and uploaded again as it is."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from intake.ledger.cells import LONGEST, is_formula
from intake.ledger.columns import ORIGINAL_ROW, RETURN_REASON, canonical, tidy_label
from intake.ledger.outcome import Column, Fault, Outcome

_TITLE = "未通过校验的行：请改正标红单元格（批注说明原因）后，原样重新上传本文件"
_WIDE = frozenset({"诉求内容", "化解措施", "常住地", "户籍地"})


@dataclass(frozen=True, slots=True)
class Returned:
    """One row that goes back: its cells in the order of the columns, and what is wrong with them."""

    row: int
    cells: Sequence[str | None]
    faults: Sequence[Fault]


def of_outcome(outcome: Outcome) -> bytes:
    """The workbook for an outcome that holds its rows."""
    return write_result_book(
        outcome.columns, (Returned(r.row, r.cells, r.faults) for r in outcome.rows_rejected)
    )


def write_result_book(columns: Sequence[Column], rows: Iterable[Returned]) -> bytes:
    """Write refused rows under their own headings.

    Faulty cells are red and carry the reason as a comment; two columns at the end hold the row's
    number in the original file and all its reasons. Every cell is text, so nothing in it runs.

    Args:
        columns: the columns of the file as the reader found them.
        rows: the refused rows.
    """
    out = io.BytesIO()
    options = {
        "constant_memory": False, "in_memory": True, "strings_to_formulas": False,
        "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(out, options)
    _Sheet(book, columns).write(rows)
    book.close()
    return out.getvalue()


class _Sheet:
    """The one sheet while it is written."""

    def __init__(self, book: Any, columns: Sequence[Column]) -> None:
        base = {"text_wrap": True, "valign": "top", "num_format": "@", "border": 1}
        self._plain = book.add_format(base)
        self._red = book.add_format(base | {"bg_color": "#FFC7CE", "font_color": "#9C0006"})
        # A quoted cell stays text even when somebody edits and leaves it.
        self._quoted = book.add_format(base | {"quote_prefix": True, "bg_color": "#FFC7CE"})
        self._head = book.add_format(base | {"bold": True, "bg_color": "#DDEBF7"})
        self._title = book.add_format({"bold": True})
        self._sheet = book.add_worksheet("退回行")
        self._columns = columns
        self._places = {c.name or c.heading.rpartition("/")[2]: i for i, c in enumerate(columns)}

    def write(self, rows: Iterable[Returned]) -> None:
        """Title, headings and all rows."""
        sheet, width = self._sheet, len(self._columns)
        sheet.write_string(0, 0, _TITLE, self._title)
        headings = [heading(c) for c in self._columns] + [ORIGINAL_ROW, RETURN_REASON]
        for i, text in enumerate(headings):
            sheet.write_string(1, i, text, self._head)
            sheet.set_column(i, i, 40 if text in _WIDE else 16)
        sheet.set_column(width + 1, width + 1, 60)
        sheet.freeze_panes(2, 0)
        for at, row in enumerate(rows, 2):
            self._row(at, row)

    def _row(self, at: int, row: Returned) -> None:
        width = len(self._columns)
        reasons: dict[int, list[str]] = {}
        for fault in row.faults:
            reasons.setdefault(self._places.get(fault.column, -1), []).append(fault.sentence)
        for i, text in enumerate(row.cells):
            self._cell(at, i, text, wrong=i in reasons)
        for i, sentences in reasons.items():
            if i >= 0:
                self._sheet.write_comment(at, i, "退回原因：" + "；".join(sentences))
        self._sheet.write_string(at, width, str(row.row), self._plain)
        every = "；".join(f.sentence for f in row.faults)
        self._sheet.write_string(at, width + 1, every[:LONGEST], self._plain)

    def _cell(self, at: int, column: int, text: str | None, *, wrong: bool) -> None:
        shape = self._red if wrong else self._plain
        if text is None:
            self._sheet.write_blank(at, column, None, shape)
        else:
            if is_formula(text):
                shape = self._quoted
            self._sheet.write_string(at, column, text[:LONGEST], shape)


def heading(column: Column) -> str:
    """A heading in one row that the reader understands as it understood the original."""
    own = column.heading.rpartition("/")[2]
    if column.name is None or canonical((tidy_label(own),)) == column.name:
        return own
    return column.name


def reasons_by_column(faults: Sequence[Fault]) -> Mapping[str, str]:
    """For a screen: the sentences of each faulty column, joined."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        found.setdefault(fault.column, []).append(fault.sentence)
    return {column: "；".join(sentences) for column, sentences in found.items()}
