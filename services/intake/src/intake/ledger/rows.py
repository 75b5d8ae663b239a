"""Tells data rows from titles, section headings, totals, signatures and blanks."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from intake.ledger.cells import Cell, text_of
from intake.ledger.columns import SHARED_BY_MERGE, canonical, tidy_label
from intake.ledger.grid import Grid
from intake.ledger.header import Header

_UNIT_LINE = re.compile(r"(填报|报送|制表|上报|统计)(单位|日期|时间)|单位[（(]盖章|截止日期|截至")
_SIGNATURE = re.compile(
    r"(填表人|填报人|制表人|审核人|审签|复核人|经办人|签字|签名|负责人|盖章).{0,12}[：:（(]|签字"
)
_LONGEST_LABEL = 20
_TOTAL = re.compile(r"^[（(]?(合计|总计|小计|共计|累计|总数)")
_NOTE = re.compile(r"^(注|备注|说明|填表说明|填报说明)\s*[：:]|^注\d*[、.．]")


def why_above(cells: Sequence[str]) -> str:
    """What a row above the header is."""
    return "unit_and_date_line" if _UNIT_LINE.search(" ".join(cells)) else "title"


@dataclass(frozen=True, slots=True)
class _Look:
    """What a row shows at a glance."""

    texts: list[str]
    mapped: dict[str, str]

    @property
    def first(self) -> str:
        return "".join(self.texts[0].split())

    @property
    def core(self) -> int:
        """How many of the columns that make a case are filled."""
        return len({"信访件编号", "信访人姓名", "诉求内容"} & self.mapped.keys())


def why_no_data(row: Sequence[Cell], header: Header) -> str | None:
    """Why a row below the header holds no case, or None when it is a data row."""
    texts = {i: t for i, c in enumerate(row) if (t := text_of(c)) is not None}
    look = _Look(
        list(texts.values()), {n: texts[i] for n, i in header.columns.items() if i in texts}
    )
    return next((why for why, rule in _RULES if rule(look)), None)


def _is_total(look: _Look) -> bool:
    return bool(_TOTAL.match(look.first)) and "信访件编号" not in look.mapped


def _is_signature(look: _Look) -> bool:
    return "诉求内容" not in look.mapped and any(_SIGNATURE.match(t) for t in look.texts)


def _is_unit_line(look: _Look) -> bool:
    few = look.core <= 1 and len(look.texts) <= 2  # noqa: PLR2004
    return few and bool(_UNIT_LINE.search(" ".join(look.texts)))


def _is_note(look: _Look) -> bool:
    return len(look.texts) == 1 and bool(_NOTE.match(look.first))


def _is_header_again(look: _Look) -> bool:
    same = sum(
        len(text) <= _LONGEST_LABEL and canonical((tidy_label(text),)) == name
        for name, text in look.mapped.items()
    )
    return same >= 3 and same * 2 > len(look.mapped)  # noqa: PLR2004


def _is_blank(look: _Look) -> bool:
    return len(look.texts) == 1 and look.first.isdigit()


def _is_heading(look: _Look) -> bool:
    return len(look.texts) == 1 and (not look.core or "序号" in look.mapped)


_RULES: tuple[tuple[str, Callable[[_Look], bool]], ...] = (
    ("total_row", _is_total),
    ("signature_row", _is_signature),
    ("unit_and_date_line", _is_unit_line),
    ("note_row", _is_note),
    ("repeated_header", _is_header_again),
    ("blank_row", _is_blank),
    ("section_heading", _is_heading),
)


def data_rows(
    grid: Grid, header: Header, skipped: list[dict[str, object]]
) -> Iterator[tuple[int, list[Cell], set[str]]]:
    """Data rows with merged cells spread downwards.

    Args:
        grid: the sheet.
        header: its header.
        skipped: collects the rows that are no data and why.

    Yields:
        Sheet row from 1, the cells, and the columns that were filled from a merged cell.
    """
    for i, row in enumerate(grid.rows[: header.first]):
        if above := [t for c in row if (t := text_of(c)) is not None]:
            skipped.append({"row": i + 1, "why": why_above(above)})
    shared = _shared_cells(grid, header)
    start = header.first + header.depth
    for i, row in enumerate(grid.rows[start:], start):
        if all(text_of(c) is None for c in row):
            continue
        why = why_no_data(row, header)
        if why is not None:
            skipped.append({"row": i + 1, "why": why})
            continue
        filled = list(row) + [None] * (max(header.columns.values()) + 1 - len(row))
        names: set[str] = set()
        for name, value in shared.get(i, ()):
            column = header.columns[name]
            if text_of(filled[column]) is None:
                filled[column] = value
                names.add(name)
        yield i + 1, filled, names


def _shared_cells(grid: Grid, header: Header) -> dict[int, list[tuple[str, Cell]]]:
    by_column = {c: n for n, c in header.columns.items() if n in SHARED_BY_MERGE}
    out: dict[int, list[tuple[str, Cell]]] = {}
    for (top, left), (bottom, right) in grid.merges:
        if left != right or top == bottom or left not in by_column or top >= len(grid.rows):
            continue
        if left >= len(grid.rows[top]):
            continue
        value = grid.rows[top][left]
        for r in range(top + 1, min(bottom + 1, len(grid.rows))):
            out.setdefault(r, []).append((by_column[left], value))
    return out
