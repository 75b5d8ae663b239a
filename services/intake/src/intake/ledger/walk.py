"""Walks down a sheet: merged cells, cases over several rows, and 同上."""

from collections.abc import Iterator, Sequence
from itertools import chain

from intake.ledger.cells import Cell, lost_digits, text_of
from intake.ledger.columns import SHARED_BY_MERGE
from intake.ledger.grid import Grid
from intake.ledger.header import Header
from intake.ledger.rows import why_above, why_no_data

_OF_CASE = ("信访件编号", "登记时间", "诉求内容")
_PERSON = ("信访人姓名", "身份证号", "联系电话")
_DITTO = frozenset({"同上", "同前", "〃", "″", "“", "”", "''", '"', "同上行"})


def data_rows(
    grid: Grid, header: Header, skipped: list[dict[str, object]]
) -> Iterator[tuple[int, list[Cell], set[str]]]:
    """Data rows with merged cells spread downwards.

    Args:
        grid: the sheet; its rows are used up.
        header: its header.
        skipped: collects the rows that are no data and why.

    Yields:
        Sheet row from 1, the cells, and the columns that were filled from a merged cell.
    """
    width = max(header.columns.values(), default=-1) + 1
    spread = _Spread(grid, header)
    case: _Case | None = None
    above: list[Cell] = []
    for i, row in enumerate(chain(grid.head, grid.rest)):
        spread.meet(i, row)
        if header.first <= i < header.start or not any(text_of(c) for c in row):
            continue
        filled = list(row) + [None] * (width - len(row))
        if case and i <= case.bottom and case.takes(filled):
            skipped.append({"row": i + 1, "why": "same_case"})
        elif i < header.first:
            skipped.append({"row": i + 1, "why": why_above([t for c in row if (t := text_of(c))])})
        elif (why := why_no_data(row, header)) is not None:
            skipped.append({"row": i + 1, "why": why})
        else:
            if case:
                yield case.row()
            case = None
            merged = spread.fill(i, filled)
            above = _without_ditto(filled, above)
            if bottom := spread.cases.get(i):
                case = _Case(i, bottom, filled, merged, header.columns)
            else:
                yield i + 1, filled, merged
    if case:
        yield case.row()


def _without_ditto(cells: list[Cell], above: Sequence[Cell]) -> list[Cell]:
    """Put what stands above where a cell says 同上; the row then serves the next one."""
    if not _DITTO.isdisjoint(cells):
        for i, cell in enumerate(cells):
            if cell in _DITTO:
                cells[i] = above[i] if i < len(above) else None
    return cells


class _Case:
    """A case whose number is one cell merged down over the rows of its petitioners."""

    def __init__(
        self, top: int, bottom: int, cells: list[Cell], merged: set[str], columns: dict[str, int]
    ) -> None:
        self.bottom = bottom
        self._top, self._cells, self._merged, self._columns = top, cells, merged, columns
        self._people = [self._of_person(cells)]

    def _of_person(self, cells: Sequence[Cell]) -> list[Cell]:
        return [cells[self._columns[n]] if n in self._columns else None for n in _PERSON]

    def takes(self, cells: Sequence[Cell]) -> bool:
        """Whether the row only names another petitioner; if so it is taken in."""
        if any(text_of(cells[self._columns[n]]) for n in _OF_CASE if n in self._columns):
            return False
        self._people.append(self._of_person(cells))
        return True

    def row(self) -> tuple[int, list[Cell], set[str]]:
        """The one row of the case, petitioners without a number last."""
        people = sorted(self._people, key=lambda p: text_of(p[1]) is None)
        if len(people) > 1:
            for name, values in zip(_PERSON, zip(*people, strict=True), strict=True):
                if name in self._columns:
                    texts = [_as_text(v) for v in values if text_of(v) is not None]
                    self._cells[self._columns[name]] = "\n".join(texts) or None
        return self._top + 1, self._cells, self._merged


def _as_text(cell: Cell) -> str:
    """A cell among others; a number that lost digits still shows it."""
    return (
        f"{cell:.14E}" if lost_digits(cell)[0] and not isinstance(cell, str) else str(text_of(cell))
    )


class _Spread:
    """Cells merged downwards, while the rows go by."""

    def __init__(self, grid: Grid, header: Header) -> None:
        names = {c: n for n, c in header.columns.items() if n in SHARED_BY_MERGE}
        number = header.columns.get("信访件编号")
        self._begin: dict[int, list[tuple[str, int, int]]] = {}
        self.cases: dict[int, int] = {}
        """First and last row of each case whose number is merged downwards."""
        for (top, left), (bottom, right) in grid.merges:
            if left == right == number and top != bottom:
                self.cases[top] = bottom
            if left == right and top != bottom and left in names:
                self._begin.setdefault(top, []).append((names[left], left, bottom))
        self._running: dict[str, tuple[int, int, Cell]] = {}

    def meet(self, i: int, row: Sequence[Cell]) -> None:
        """A row begins; merged cells may begin in it."""
        for name, column, bottom in self._begin.get(i, ()):
            if column < len(row):
                self._running[name] = (column, bottom, row[column])

    def fill(self, i: int, row: list[Cell]) -> set[str]:
        """Put running values into empty cells; the canonical names of what was filled."""
        names: set[str] = set()
        for name, (column, bottom, value) in self._running.items():
            if i <= bottom and text_of(row[column]) is None and text_of(value) is not None:
                row[column] = value
                names.add(name)
        return names
