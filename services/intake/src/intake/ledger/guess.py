"""Guesses what an unknown heading may stand for; a guess is shown to a person, never used."""

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

from intake.domain.identity_number import IdNumberError
from intake.domain.identity_number import read as read_id
from intake.ledger.cells import Cell, half_width, text_of
from intake.ledger.columns import REQUIRED
from intake.ledger.dates import read_date
from intake.ledger.names import TO_CANONICAL
from intake.ledger.phones import MOBILE

_ALIKE, _ALIKE_IF_WANTED = 66.0, 50.0
"""Likeness of two headings, 0 to 100, from which one may stand for the other."""
_LONGEST_LABEL = 60
_SHARE = 0.6
"""Share of the values that must look like the kind."""
_DATES = frozenset({"交办时间", "登记时间", "化解时限", "化解时间"})
_PERSON_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:[、，,\s][\u4e00-\u9fff·]{2,4})*")
_CHOICES = tuple(TO_CANONICAL)


def guess(label: str, cells: Sequence[Cell], free: Collection[str]) -> str | None:
    """The canonical name that a column may have.

    Args:
        label: its tidy heading.
        cells: its first values.
        free: canonical names that no other column has.
    """
    if len(label) > _LONGEST_LABEL:
        return None
    texts = [t for c in cells if (t := text_of(c)) is not None]
    if texts:
        if "身份证号" in free and _share(texts, _is_id) >= _SHARE:
            return "身份证号"
        if "联系电话" in free and _share(texts, _is_phone) >= _SHARE:
            return "联系电话"
    # Takes a quarter of a parser's start, and few files have unknown headings.
    from rapidfuzz import fuzz, process

    dates = bool(texts) and _share(cells, _is_date) >= _SHARE
    for choice, likeness, _ in process.extract(
        label, _CHOICES, scorer=fuzz.ratio, limit=12, score_cutoff=_ALIKE_IF_WANTED
    ):
        name = TO_CANONICAL[choice]
        near = likeness >= _ALIKE or name in REQUIRED
        if near and name in free and (name in _DATES) == dates:
            return name
    if "信访人姓名" in free and label and _share(texts, _is_name) >= _SHARE and "名" in label:
        return "信访人姓名"
    return None


def _share(values: Sequence[Cell], test: Callable[[Any], bool]) -> float:
    filled = [v for v in values if text_of(v) is not None]
    return sum(map(test, filled)) / len(filled) if filled else 0.0


def _is_id(cell: Cell) -> bool:
    try:
        read_id(str(cell))
    except IdNumberError:
        return False
    return True


def _is_phone(cell: Cell) -> bool:
    return bool(MOBILE.search(half_width(text_of(cell) or "")))


def _is_date(cell: Cell) -> bool:
    return read_date(cell)[0] is not None


def _is_name(cell: Cell) -> bool:
    return bool(_PERSON_NAME.fullmatch(text_of(cell) or ""))
