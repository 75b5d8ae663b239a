"""Finds the header: which rows hold the headings and which column means what."""

from dataclasses import dataclass

from intake.ledger.cells import Cell, text_of
from intake.ledger.columns import REQUIRED, canonical, tidy_label
from intake.ledger.grid import Grid

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

    @property
    def rows(self) -> list[int]:
        """Sheet rows of the header, from 1."""
        return [self.first + i + 1 for i in range(self.depth)]

    @property
    def missing(self) -> list[str]:
        """Required columns that no heading names."""
        return [c for c in REQUIRED if c not in self.columns]


def find_header(grid: Grid) -> Header | None:
    """The best header of a sheet: most known headings, then fewest rows, then highest up."""
    best: Header | None = None
    for first in range(min(_LOOK_AT, len(grid.rows))):
        for depth in range(1, _MAX_DEPTH + 1):
            if first + depth > len(grid.rows):
                break
            found = _header_at(grid, first, depth)
            if best is None or _rank(found) > _rank(best):
                best = found
    return best if best and len(best.columns) >= _ENOUGH else None


def _rank(header: Header) -> tuple[int, int, int]:
    return len(header.columns), -header.depth, -header.first


def _header_at(grid: Grid, first: int, depth: int) -> Header:
    columns: dict[str, int] = {}
    labels: dict[int, str] = {}
    repeated: list[str] = []
    for column, chain in _chains(grid.rows[first : first + depth]).items():
        name = canonical(chain)
        if name is None:
            labels[column] = chain[-1]
        elif name in columns:
            repeated.append(name)
            labels[column] = chain[-1]
        else:
            columns[name] = column
    return Header(first, depth, columns, labels, tuple(repeated))


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
        if any(texts):
            chains[column] = tuple(own)
    return chains
