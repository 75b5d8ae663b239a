"""Reads rows that correct cases already in: the number, and only what is to be changed."""

from collections.abc import Iterable, Mapping
from typing import Any

from intake.ledger.cells import Cell, strip, text_of
from intake.ledger.columns import REQUIRED
from intake.ledger.people import read_ids
from intake.ledger.values import RowReading

CLEAR = "清空"
"""A cell that says so empties the field; an empty cell leaves it as it is."""
_CLEARS = frozenset({CLEAR, f"（{CLEAR}）", f"({CLEAR})", f"【{CLEAR}】", f"[{CLEAR}]"})
_SOURCES = {"信访人": ("信访人姓名", "身份证号")}
_ONLY_WHEN_GIVEN = ("id_missing", "id_count_mismatch", "leader_level_below_county")


def cleared_of(raw: Mapping[str, Cell]) -> set[str]:
    """The columns of a row that say 清空."""
    return {c for c, cell in raw.items() if isinstance(cell, str) and strip(cell) in _CLEARS}


def keep_changes(reading: RowReading, given: Iterable[str], cleared: Iterable[str]) -> None:
    """Reduce a row that was read in full to what its cells say.

    Args:
        reading: the row; its values keep only what changes, its errors may grow.
        given: columns with something in them, 清空 excepted.
        cleared: columns that say 清空.
    """
    filled, emptied = set(given), set(cleared)
    for column in sorted(emptied & set(REQUIRED)):
        reading.fail("required_cleared", column, f"{column}为必填，不能清空")
    values: dict[str, Any] = {}
    for key, value in reading.values.items():
        sources = set(_SOURCES.get(key, (key,)))
        if key == "信访人" and "信访人姓名" not in filled:
            if "身份证号" in filled:
                values[key] = [
                    {"姓名": None} | entry for entry in read_ids(reading.cell("身份证号"))
                ]
        elif sources & filled:
            values[key] = value
        elif sources & emptied:
            values[key] = [] if isinstance(value, list) else None
    if emptied:
        reading.extras["清空"] = sorted(emptied)
    if not (set(values) - {"信访件编号", "序号"}) and not emptied and not reading.errors:
        reading.fail("nothing_to_change", "信访件编号", "没有填写要更正的内容")
    reading.warnings = [w for w in reading.warnings if w not in _ONLY_WHEN_GIVEN]
    reading.extras.pop("多出的身份证号", None)
    reading.values = {"信访件编号": reading.values["信访件编号"]} | values


def filled_of(raw: Mapping[str, Cell]) -> set[str]:
    """The columns of a row with something in them."""
    return {c for c, cell in raw.items() if text_of(cell) is not None} - cleared_of(raw)
