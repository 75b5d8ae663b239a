"""Finds the header: which rows hold the headings and which column means what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.ledger.cells import Cell, text_of
from intake.ledger.columns import OWN_NOTES, canonical, is_own_name, tidy_label
from intake.ledger.grid import Grid
from intake.ledger.outcome import Sureness

_LOOK_AT = 60
_MAX_DEPTH = 3
_ENOUGH = 4
"""A row with fewer known headings is no header."""


@dataclass(frozen=True, slots=True)
class Header:
    """Rows are 0-based; ``columns`` maps canonical names to 0-based columns."""

    first: int
    depth: int
    columns: dict[str, int]
    labels: dict[int, str]
    """Headings the form does not know, by column."""
    repeated: tuple[str, ...] = ()
    """Canonical names that more than one column claims; the first one counts."""
    headings: dict[int, str] = field(default_factory=dict)
    """Every heading as found, by column."""
    sure: dict[str, Sureness] = field(default_factory=dict)
    """How each canonical name was found."""

    @property
    def rows(self) -> list[int]:
        """Sheet rows of the header, from 1."""
        return [self.first + i + 1 for i in range(self.depth)]

    @property
    def start(self) -> int:
        """The first row below the header, 0-based."""
        return self.first + self.depth


def find_header(grid: Grid, header_row: int | None = None) -> Header | None:
    """The best header of a sheet: most known headings, then fewest rows, then highest up.

    Args:
        grid: the sheet.
        header_row: a person's word for the first row of the header, from 1; then any row will do.
    """
    best: Header | None = None
    begins = range(min(_LOOK_AT, len(grid.head)))
    for first in begins if header_row is None else range(header_row - 1, header_row):
        for depth in range(1, _MAX_DEPTH + 1):
            if not 0 <= first <= len(grid.head) - depth:
                break
            found = _header_at(grid, first, depth)
            if best is None or _rank(found) > _rank(best):
                best = found
    if best is None or (header_row is None and len(best.columns) < _ENOUGH):
        return None
    return best


def likeliest_row(grid: Grid) -> Header | None:
    """The row with most texts, for a person to start from when no header is found."""
    rows = grid.head[:_LOOK_AT]
    if not rows:
        return None
    first = max(range(len(rows)), key=lambda i: (sum(map(bool, map(text_of, rows[i]))), -i))
    return _header_at(grid, first, 1)


def with_choices(header: Header, chosen: Mapping[str, int | None]) -> Header:
    """The header with a person's columns put in; a column they took belongs to no other name."""
    taken = {c for c in chosen.values() if c is not None}
    columns = {n: c for n, c in header.columns.items() if n not in chosen and c not in taken}
    sure = {n: header.sure[n] for n in columns}
    for name, column in chosen.items():
        if column is not None:
            columns[name] = column
            sure[name] = Sureness.CHOSEN
    used = set(columns.values())
    labels = {c: h for c, h in header.labels.items() if c not in used}
    for name, column in header.columns.items():
        if column not in used:
            labels[column] = header.headings.get(column, name)
    headings = dict.fromkeys(used, "") | header.headings
    return Header(
        header.first, header.depth, columns, dict(sorted(labels.items())), (), headings, sure
    )


def _rank(header: Header) -> tuple[int, int, int]:
    return len(header.columns), -header.depth, -header.first


def _header_at(grid: Grid, first: int, depth: int) -> Header:
    columns: dict[str, int] = {}
    labels: dict[int, str] = {}
    repeated: list[str] = []
    headings: dict[int, str] = {}
    sure: dict[str, Sureness] = {}
    for column, chain in _chains(grid.head[first : first + depth]).items():
        headings[column] = "/".join(dict.fromkeys(chain))
        name = canonical(chain)
        if chain[-1] in OWN_NOTES:
            continue
        if name is None:
            labels[column] = chain[-1]
        elif name in columns:
            repeated.append(name)
            labels[column] = chain[-1]
        else:
            columns[name] = column
            sure[name] = Sureness.EXACT if is_own_name(name, chain[-1]) else Sureness.SYNONYM
    return Header(first, depth, columns, labels, tuple(repeated), headings, sure)


def _chains(rows: list[list[Cell]]) -> dict[int, tuple[str, ...]]:
    """The labels over each column; a group heading reaches right until the next one."""
    chains: dict[int, tuple[str, ...]] = {}
    group: list[str] = [""] * len(rows)
    for column in range(max(len(r) for r in rows)):
        own: list[str] = []
        texts = [text_of(r[column]) if column < len(r) else None for r in rows]
        for level, text in enumerate(texts):
            label = tidy_label(text) if text else ""
            if label:
                group[level] = label
                group[level + 1 :] = [""] * (len(rows) - level - 1)
                own.append(label)
            elif any(texts[level + 1 :]) and group[level]:
                own.append(group[level])
        if own:
            chains[column] = tuple(own)
    return chains
