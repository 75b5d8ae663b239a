"""Reads the tables of an HTML page, as browsers show them."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from typing_extensions import override

from intake.ledger.cells import Cell
from intake.ledger.dates import EPOCH_1900
from intake.ledger.markup import CUT, WIDEST, Row, Table, Walk, within
from intake.ledger.outcome import Refusal

_TOKEN = re.compile(
    r"<(/?)(table|tr|td|th|br|p|div|li|style|script|title|textarea)(?=[\s/>])([^<>]*)>"
    r"|<!--|<[/!?a-z][^<>]*>",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*(\d{1,7})", re.IGNORECASE)
_UNSEEN = frozenset({"style", "script", "title", "textarea"})
_NEW_LINE = frozenset({"br", "p", "div", "li"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAKS = re.compile(r" ?\v[\v ]*")


@dataclass(slots=True)
class _Open:
    """A table that has begun and not ended."""

    number: int
    rows: int = 0
    cells: Row | None = None
    text: list[str] | None = None
    height: int = 1
    width: int = 1
    covered: dict[int, int] = field(default_factory=dict)
    """Columns covered from a row above, with the number of rows still to come."""


class HtmlWalk(Walk):
    """Walks through a page; a table in a cell of another one is a table of its own."""

    def __init__(self, page: str) -> None:
        self.tables = []
        self.epoch = EPOCH_1900
        self._page = page
        self._stack: list[_Open] = []

    @override
    def rows(self) -> Iterator[tuple[int, Row]]:
        """Rows in the order in which they end.

        Raises:
            Refusal: ``truncated``, when a table has no end.
        """
        page, at, unseen = self._page, 0, ""
        while match := _TOKEN.search(page, at):
            top = self._stack[-1] if self._stack else None
            if top and top.text is not None and not unseen:
                top.text.append(page[at : match.start()])
            at = match.end()
            if match[0] == "<!--":
                end = page.find("-->", at)
                at = len(page) if end < 0 else end + 3
                continue
            tag, ends = (match[2] or "").lower(), bool(match[1])
            if unseen:
                unseen = "" if ends and tag == unseen else unseen
            elif tag in _UNSEEN:
                unseen = "" if ends else tag
            elif tag == "table":
                yield from self._table(ends=ends)
            elif tag and self._stack:
                yield from self._part(self._stack[-1], tag, match[3], ends=ends)
        if self._stack:
            raise Refusal("truncated", CUT)

    def _table(self, *, ends: bool) -> Iterator[tuple[int, Row]]:
        if not ends:
            self.tables.append(Table())
            self._stack.append(_Open(len(self.tables) - 1))
        elif self._stack:
            yield from self._end_row(self._stack.pop())

    def _part(
        self, table: _Open, tag: str, attributes: str, *, ends: bool
    ) -> Iterator[tuple[int, Row]]:
        if tag in _NEW_LINE:
            if table.text is not None:
                table.text.append("\v")
        elif tag == "tr":
            yield from self._end_row(table)
            table.cells = None if ends else []
        else:
            self._end_cell(table)
            if not ends:
                table.cells = [] if table.cells is None else table.cells
                spans = {kind.lower(): within(int(n)) for kind, n in _SPAN.findall(attributes)}
                table.width, table.height = spans.get("col", 1), spans.get("row", 1)
                table.text = []

    def _end_cell(self, table: _Open) -> None:
        if table.text is None or table.cells is None:
            return
        cells = table.cells
        while len(cells) in table.covered:
            cells.append(None)
        left = len(cells)
        cells.append(_shown("".join(table.text)))
        table.text = None
        if left < WIDEST:
            cells.extend([None] * (table.width - 1))
            self.tables[table.number].merge(table.rows, left, table.height, table.width)
            if table.height > 1:
                # This row itself counts them down once, when it ends.
                table.covered |= dict.fromkeys(range(left, left + table.width), table.height)

    def _end_row(self, table: _Open) -> Iterator[tuple[int, Row]]:
        self._end_cell(table)
        if table.cells is None:
            return
        row, table.cells = table.cells, None
        table.rows += 1
        table.covered = {c: n - 1 for c, n in table.covered.items() if n > 1}
        yield table.number, row


def _shown(source: str) -> Cell:
    """The text of a cell: spaces run together, breaks kept."""
    return html.unescape(_BREAKS.sub("\n", _SPACES.sub(" ", source))).strip("\n ")
