"""Finds the header: which rows hold the headings and which column means what."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from intake.ledger.cells import Cell, read_flag, text_of
from intake.ledger.columns import FLAG_OR_STATE, OWN_NOTES, tidy_label
from intake.ledger.evidence import bears_out, may_be, sample, speaks_against
from intake.ledger.grid import Grid
from intake.ledger.headings import CLEAR, LIKELY, OWN, Claim
from intake.ledger.outcome import Sureness
from intake.ledger.profiles import Rules

_LOOK_AT, _FEWEST_LOOKED_AT = 100, 20
_MOST_LABELS = 20_000
"""Cells in which a header is looked for; of a very wide sheet fewer rows are looked at."""
_MAX_DEPTH = 3
_LONGEST = 200
"""Characters of a cell that may be a heading."""
_LONGEST_FLAG = 8
_LONGEST_GROUP = 12
_VALUE = re.compile(r"\d{8}|\d{4}[-./年]\d{1,2}[-./月]\d")
_LONGEST_LABEL = 80
_LARGEST_INDEX = 9_999
_SAYS = re.compile(r"[:：]|\d{4}年")
"""What a line of unit and date has and a group heading has not."""


@dataclass(frozen=True, slots=True)
class Header:
    """Rows are 0-based; ``columns`` maps canonical names to 0-based columns."""

    first: int
    depth: int
    columns: dict[str, int]
    labels: dict[int, str]
    """Headings the form does not know, by column."""
    repeated: tuple[str, ...] = ()
    """Canonical names that more than one column claims; the form's own name counts, else the first one."""
    headings: dict[int, str] = field(default_factory=dict)
    """Every heading as found, by column."""
    sure: dict[str, Sureness] = field(default_factory=dict)
    """How each canonical name was found."""
    row_labels: tuple[frozenset[str], ...] = ()
    """The tidy labels of each header row."""
    adopted: tuple[str, ...] = ()
    """Names that were given to a column by what stands in it; a person should look."""
    left_out: dict[int, str] = field(default_factory=dict)
    """Columns that are known and not taken, and why."""

    @property
    def rows(self) -> list[int]:
        """Sheet rows of the header, from 1."""
        return [self.first + i + 1 for i in range(self.depth)]

    @property
    def start(self) -> int:
        """The first row below the header, 0-based."""
        return self.first + self.depth


def find_header(grid: Grid, rules: Rules, header_row: int | None = None) -> Header | None:
    """The best header of a sheet: most known headings, then fewest rows, then highest up.

    Args:
        grid: the sheet.
        rules: what kind of list is looked for.
        header_row: a person's word for the first row of the header, from 1; then any row will do.
    """
    begins = _filled(grid) if header_row is None else range(header_row - 1, header_row)
    found: list[Header] = []
    # A second header further down, of another list or with a column more, must not hide cases.
    end = len(grid.head)
    for first in begins:
        if first >= end:
            break
        for depth in range(1, _MAX_DEPTH + 1):
            rows = grid.head[first : first + depth]
            if first < 0 or len(rows) < depth or (depth > 1 and any(map(_holds_values, rows))):
                break
            header = _header_at(grid, rules, first, depth)
            found.append(header)
            if all(n in header.columns for n in rules.required):
                end = min(end, header.start)
    best = max(found, key=_rank, default=None)
    if best is None or (header_row is None and not _enough(best, rules)):
        return None
    best = _with_evidence(grid, best, rules)
    while header_row is None and best.depth < _MAX_DEPTH and _is_of_groups(grid, best.first - 1):
        labels = (_labels_of(grid.head[best.first - 1]), *best.row_labels)
        best = replace(best, first=best.first - 1, depth=best.depth + 1, row_labels=labels)
    return best


def _holds_values(row: Iterable[Cell]) -> bool:
    """Whether a row has a day, a number of many digits or a long text: it is no part of a header."""
    return any(
        bool(_VALUE.search(c)) or len(c) > _LONGEST_LABEL
        if isinstance(c, str)
        else isinstance(c, date) or (isinstance(c, int | float) and c > _LARGEST_INDEX)
        for c in row
    )


def _filled(grid: Grid) -> list[int]:
    """The first rows with something in them."""
    most = max(
        _FEWEST_LOOKED_AT, min(_LOOK_AT, _MOST_LABELS // max(map(len, grid.head), default=1))
    )
    return list(islice((i for i, r in enumerate(grid.head) if any(map(text_of, r))), most))


def _with_evidence(grid: Grid, header: Header, rules: Rules) -> Header:
    """Give a required name that nothing claims to the one unknown column that can only be that."""
    adopted: dict[str, int] = {}
    rows = grid.head[header.start :]
    for name in rules.required:
        if name in header.columns:
            continue
        fitting = [
            column
            for column, label in header.labels.items()
            if column not in adopted.values()
            and may_be(name, label, sample(r[column] for r in rows if column < len(r)))
        ]
        if len(fitting) == 1:
            adopted[name] = fitting[0]
    if not adopted:
        return header
    return replace(
        header,
        columns=header.columns | adopted,
        sure=header.sure | dict.fromkeys(adopted, Sureness.SYNONYM),
        labels={c: x for c, x in header.labels.items() if c not in adopted.values()},
        adopted=tuple(adopted),
    )


def _is_of_groups(grid: Grid, row: int) -> bool:
    """Whether every text of a row heads several columns: 基本情况 and 办理情况 above the header."""
    if row < 0:
        return False
    wide = {left for (top, left), (_, right) in grid.merges if top == row and right > left}
    filled = {i for i, c in enumerate(grid.head[row]) if text_of(c)}
    texts = [t for c in grid.head[row] if (t := text_of(c))]
    short = all(len(t) <= _LONGEST_GROUP and not _SAYS.search(t) for t in texts)
    return len(filled) > 1 and filled <= wide and short


def _enough(header: Header, rules: Rules) -> bool:
    key = not rules.only_changes or "信访件编号" in header.columns
    return key and len(header.columns) >= rules.enough


def likeliest_row(grid: Grid, rules: Rules) -> Header | None:
    """The row with most texts, for a person to start from when no header is found."""
    rows = grid.head
    if not rows:
        return None
    begins = _filled(grid) or [0]
    first = max(begins, key=lambda i: (sum(map(bool, map(text_of, rows[i]))), -i))
    return _header_at(grid, rules, first, 1)


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
        header.first,
        header.depth,
        columns,
        dict(sorted(labels.items())),
        (),
        headings,
        sure,
        header.row_labels,
    )


def _rank(header: Header) -> tuple[int, int, int]:
    return len(header.columns), -header.depth, -header.first


def _header_at(grid: Grid, rules: Rules, first: int, depth: int) -> Header:
    labels: dict[int, str] = {}
    headings: dict[int, str] = {}
    left_out: dict[int, str] = {}
    claimed: dict[int, tuple[Claim, ...]] = {}
    for column, chain in _chains(grid, first, depth).items():
        if chain[-1] in OWN_NOTES:
            continue
        headings[column] = "/".join(dict.fromkeys(chain))
        if chain[-1] in rules.left_out:
            left_out[column] = rules.left_out[chain[-1]]
            continue
        labels[column] = rules.beside_name(chain[-1])
        if chain[-1] in FLAG_OR_STATE:
            cells = (r[column] for r in grid.head[first + depth :] if column < len(r))
            claimed[column] = _of_flag_or_state(cells)
        else:
            claims = rules.naming(chain)
            if claims and claims[0][1] <= LIKELY:
                seen = sample(r[column] for r in grid.head[first + depth :] if column < len(r))
                refuted = speaks_against if claims[0][1] == LIKELY else _does_not_bear_out
                claims = tuple(c for c in claims if not refuted(c[0], seen))
            claimed[column] = claims
    columns, sure, repeated = _settle(claimed)
    labels = {c: x for c, x in labels.items() if c not in columns.values()}
    row_labels = tuple(map(_labels_of, grid.head[first : first + depth]))
    return Header(
        first,
        depth,
        columns,
        labels,
        tuple(repeated),
        headings,
        sure,
        row_labels,
        left_out=left_out,
    )


def _labels_of(row: Iterable[Cell]) -> frozenset[str]:
    return frozenset(tidy_label(t[:_LONGEST]) for c in row if (t := text_of(c)))


def _does_not_bear_out(name: str, cells: list[Cell]) -> bool:
    return not bears_out(name, cells)


def _settle(
    claimed: Mapping[int, tuple[Claim, ...]],
) -> tuple[dict[str, int], dict[str, Sureness], list[str]]:
    """Give each name to the column that claims it most clearly, of equal ones the leftmost.

    Returns:
        Columns and sureness by name, and the names that a column claimed in vain.
    """
    columns: dict[str, int] = {}
    sure: dict[str, Sureness] = {}
    order = sorted(
        (-weight, place, column, name)
        for column, claims in claimed.items()
        for place, (name, weight) in enumerate(claims)
    )
    taken: set[int] = set()
    for weight, _, column, name in order:
        if name in columns or column in taken:
            continue
        columns[name] = column
        sure[name] = Sureness.EXACT if -weight == OWN else Sureness.SYNONYM
        taken.add(column)
    repeated = [c[0][0] for i, c in claimed.items() if c and i not in taken and c[0][1] > LIKELY]
    return columns, sure, repeated


def _of_flag_or_state(cells: Iterable[Cell]) -> tuple[Claim, ...]:
    """What 化解情况 heads: 是否化解 over yes and no, 办理状态 over reports."""
    texts = [t for c in sample(cells) if (t := text_of(c)) is not None]
    flags = sum(len(t) <= _LONGEST_FLAG and read_flag(t) is not None for t in texts)
    if flags * 2 > len(texts) or not texts:
        return ("是否化解", CLEAR), ("办理状态", LIKELY)
    return (("办理状态", CLEAR),)


def _chains(grid: Grid, first: int, depth: int) -> dict[int, tuple[str, ...]]:
    """The labels over each column, from the group heading down.

    A group heading reaches as far as its merged cell, or right until the next heading. A title
    across the whole width is no group.
    """
    rows = grid.head[first : first + depth]
    reach = {(t - first, le): ri for (t, le), (_, ri) in grid.merges if first <= t < first + depth}
    labels = [[tidy_label(t[:_LONGEST]) if (t := text_of(c)) else "" for c in r] for r in rows]
    width = max(len(r) for r in rows)
    left = min((i for r in labels for i, x in enumerate(r) if x), default=0)
    chains: dict[int, tuple[str, ...]] = {}
    group: list[tuple[str, int]] = [("", -1)] * depth
    for column in range(width):
        own: list[str] = []
        texts = [r[column] if column < len(r) else "" for r in labels]
        for level, label in enumerate(texts):
            if label:
                title = column == left and level < depth - 1 and _alone(labels[level])
                end = reach.get((level, column), width)
                group[level] = ("", -1) if title else (label, end)
                group[level + 1 :] = [("", -1)] * (depth - level - 1)
                if not title:
                    own.append(label)
            elif any(texts[level + 1 :]) and group[level][0] and column <= group[level][1]:
                own.append(group[level][0])
        if own:
            chains[column] = tuple(own)
    return chains


def _alone(labels: list[str]) -> bool:
    return sum(map(bool, labels)) == 1
