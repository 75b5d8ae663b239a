"""Reads workbooks in the XML of Excel 2002 and 2003, which reporting tools still write."""

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time
from xml.parsers import expat

from typing_extensions import override

from intake.ledger.archive import BROKEN, ENTITIES
from intake.ledger.cells import Cell
from intake.ledger.dates import EPOCH_1900, EPOCH_1904
from intake.ledger.markup import CUT, WIDEST, Row, Table, Walk, within
from intake.ledger.outcome import Refusal

SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_PIECE = 1 << 16
_CUT_SHORT = frozenset(
    expat.errors.codes[m]
    for m in (
        expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR, expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)  # fmt: skip
_HIGHEST = 101_000
"""Rows; a sheet with more is too large for any reader of grids."""


class SpreadsheetXmlWalk(Walk):
    """Walks through a workbook; rows that the file leaves out are empty ones."""

    def __init__(self, text: str) -> None:
        self.tables = []
        self.epoch = EPOCH_1900
        self._text = text
        self._done: list[tuple[int, Row]] = []
        self._rows = 0
        self._cells: Row | None = None
        self._size = (1, 1)
        self._type = ""
        self._chars: list[str] | None = None
        self._in_comment = False
        self._starts: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            f"{SPREADSHEET} Worksheet": self._worksheet, f"{SPREADSHEET} Row": self._row,
            f"{SPREADSHEET} Cell": self._cell, f"{SPREADSHEET} Data": self._data,
            f"{SPREADSHEET} Comment": self._comment, f"{_EXCEL} Visible": self._words,
            f"{_EXCEL} Date1904": self._words,
        }  # fmt: skip
        self._ends: Mapping[str, Callable[[], None]] = {
            f"{SPREADSHEET} Row": self._end_row, f"{SPREADSHEET} Data": self._end_data,
            f"{SPREADSHEET} Comment": self._end_comment, f"{_EXCEL} Visible": self._end_visible,
            f"{_EXCEL} Date1904": self._end_date1904,
        }  # fmt: skip

    @override
    def rows(self) -> Iterator[tuple[int, Row]]:
        """Rows in their order.

        Raises:
            Refusal: ``truncated``, ``damaged``, ``unsafe_content`` for a document type.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            for at in range(0, len(self._text), _PIECE):
                parser.Parse(self._text[at : at + _PIECE])
                yield from self._done
                self._done.clear()
            parser.Parse("", True)  # noqa: FBT003  it has no name
        except expat.ExpatError as e:
            if e.code in _CUT_SHORT:
                raise Refusal("truncated", CUT) from e
            raise Refusal("damaged", BROKEN) from e

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if handler := self._starts.get(name):
            handler(attributes)

    def _end(self, name: str) -> None:
        if handler := self._ends.get(name):
            handler()

    def _characters(self, text: str) -> None:
        if self._chars is not None:
            self._chars.append(text)

    def _worksheet(self, attributes: Mapping[str, str]) -> None:
        self.tables.append(Table(attributes.get(f"{SPREADSHEET} Name")))
        self._rows = 0

    def _row(self, attributes: Mapping[str, str]) -> None:
        if not self.tables:
            raise Refusal("damaged", BROKEN)
        index = _number(attributes, "Index", self._rows + 1)
        if index <= self._rows:
            raise Refusal("damaged", BROKEN)
        if index > _HIGHEST:
            raise Refusal("too_large", f"工作表有 {index} 行以上，请删除空行或拆分后分批上传")
        self._done += [(len(self.tables) - 1, []) for _ in range(index - 1 - self._rows)]
        self._rows, self._cells = index, []

    def _cell(self, attributes: Mapping[str, str]) -> None:
        if (cells := self._cells) is None:
            return
        index = min(_number(attributes, "Index", len(cells) + 1), WIDEST + 1)
        cells.extend([None] * (index - 1 - len(cells)))
        across = within(_number(attributes, "MergeAcross", 0) + 1)
        down = within(_number(attributes, "MergeDown", 0) + 1)
        self.tables[-1].merge(self._rows - 1, len(cells), down, across)
        cells.extend([None] * across)
        self._size = (down, across)

    def _data(self, attributes: Mapping[str, str]) -> None:
        if not self._in_comment:
            self._type = attributes.get(f"{SPREADSHEET} Type", "String")
            self._chars = []

    def _end_data(self) -> None:
        if self._chars is not None and self._cells and not self._in_comment:
            self._cells[-self._size[1]] = _value(self._type, "".join(self._chars))
            self._chars = None

    def _end_row(self) -> None:
        if self._cells is not None:
            self._done.append((len(self.tables) - 1, self._cells))
            self._cells = None

    def _comment(self, _: Mapping[str, str]) -> None:
        self._in_comment = True

    def _end_comment(self) -> None:
        self._in_comment = False

    def _words(self, _: Mapping[str, str]) -> None:
        self._chars = []

    def _end_visible(self) -> None:
        if self.tables and "".join(self._chars or ()).strip() != "SheetVisible":
            self.tables[-1].visible = False
        self._chars = None

    def _end_date1904(self) -> None:
        self.epoch = EPOCH_1904
        self._chars = None


def _refuse_doctype(*_: object) -> None:
    raise Refusal("unsafe_content", ENTITIES)


def _number(attributes: Mapping[str, str], name: str, otherwise: int) -> int:
    text = attributes.get(f"{SPREADSHEET} {name}", "")
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise  # noqa: PLR2004


def _value(kind: str, text: str) -> Cell:
    if kind == "Number":
        try:
            number = float(text)
        except ValueError:
            return text
        return number if math.isfinite(number) else text
    if kind == "DateTime":
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return text
        return moment.date() if moment.time() == time.min else moment.replace(tzinfo=None)
    if kind == "Boolean":
        return text.strip() == "1"
    return None if kind == "Error" else text
