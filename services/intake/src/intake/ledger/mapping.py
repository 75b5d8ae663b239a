"""What a person needs to see and correct the mapping: columns with samples, and sheets."""

from collections.abc import Sequence
from itertools import islice

from intake.domain.masking import mask_digits, mask_name
from intake.ledger.cells import Cell, text_of
from intake.ledger.columns import COLUMNS, letters
from intake.ledger.grid import Grid
from intake.ledger.guess import guess
from intake.ledger.header import Header
from intake.ledger.outcome import Column, Sheet, Sureness
from intake.ledger.rows import why_no_data

_SAMPLES = 3
_LONGEST = 30
_LOOKED_INTO = 200
_LOOKED_AT = 60
_HARMLESS = frozenset({"信访件编号", "交办时间", "登记时间", "化解时限", "化解时间"})


def columns_of(grid: Grid, header: Header) -> list[Column]:
    """Every column with a heading, or chosen by a person, from left to right."""
    names = {c: n for n, c in header.columns.items()}
    rows = _first_rows(grid, header)
    free = set(COLUMNS) - header.columns.keys()
    found = []
    for i in sorted(header.headings):
        column = _column(i, header, names.get(i), cells := [r[i] for r in rows if i < len(r)])
        if why := header.left_out.get(i):
            column.sure, column.why = Sureness.IGNORED, why
        elif column.name is None and (name := guess(header.labels.get(i, ""), cells, free)):
            column.sure, column.proposed = Sureness.GUESS, name
        found.append(column)
    return found


def hints(columns: Sequence[Column], missing: Sequence[str]) -> list[str]:
    """For missing columns: which unknown heading may be meant."""
    return [
        f"“{c.heading}”（{c.letter} 列）可能是“{c.proposed}”，请在列对应中确认"
        for c in columns
        if c.proposed in missing
    ]


def sheets_of(found: Sequence[tuple[Grid, Header]], chosen: Grid) -> list[Sheet]:
    """The sheets that have a header."""
    return [
        Sheet(g.name, g.visible, h.rows[0], g is chosen) for g, h in found if g.name is not None
    ]


def has_cases(grid: Grid, header: Header) -> bool:
    """Whether anything below the header looks like a case; a form to fill in has none."""
    return bool(_first_rows(grid, header))


def _first_rows(grid: Grid, header: Header) -> list[list[Cell]]:
    rows = (r for r in grid.head[header.start :] if any(map(text_of, r)))
    return list(islice((r for r in rows if why_no_data(r, header) is None), _LOOKED_AT))


def _column(index: int, header: Header, name: str | None, cells: Sequence[Cell]) -> Column:
    every = dict.fromkeys(t[:_LOOKED_INTO] for c in cells if (t := text_of(c)) is not None)
    texts = list(every)[:_SAMPLES]
    if name == "信访人姓名" or "姓名" in header.headings[index]:
        samples = [mask_name(t) or "" for t in texts]
    else:
        samples = [(t if name in _HARMLESS else str(mask_digits(t)))[:_LONGEST] for t in texts]
    sure = header.sure[name] if name else Sureness.UNKNOWN
    return Column(index, letters(index), header.headings[index], samples, name, sure)
