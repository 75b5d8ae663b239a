"""Ledgers as other offices keep them: invented cases in 70-odd layouts, each against what a careful reader makes of it.

A line of the data file is one ledger: ``grid`` (its cells; ``{"d": …}`` is a real date), ``merges``, ``other`` sheets before it, and
``expected``. Of an accepted row only values are kept that differ from what stands in the cell; ``drop`` names columns on which careful
readers may differ.
"""

import io
import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from intake.ledger.columns import letters
from intake.ledger.read import read_ledger

FILE = Path(__file__).parents[1] / "data" / "ledgers_of_other_offices.jsonl"
TODAY = date(2026, 11, 25)


@cache
def offices() -> dict[str, dict[str, Any]]:
    lines = FILE.read_text("utf-8").splitlines()
    return {one["name"]: one for one in map(json.loads, lines)}


def workbook(office: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    wb = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy/m/d"})
    for name, grid in office["other"]:
        fill(wb.add_worksheet(name), grid)
    sheet = wb.add_worksheet("台账")
    fill(sheet, office["grid"])
    for top, left, bottom, right in office["merges"]:
        sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
        put(sheet, top - 1, left - 1, at(office["grid"], top, left - 1))
    wb.close()
    return out.getvalue()


def fill(sheet, grid) -> None:
    for r, row in enumerate(grid):
        for c, cell in enumerate(row):
            put(sheet, r, c, cell)


def put(sheet, r, c, cell) -> None:
    if isinstance(cell, str):
        sheet.write_string(r, c, cell)
    elif isinstance(cell, dict):
        sheet.write_datetime(r, c, datetime.fromisoformat(cell["d"]))
    elif cell is not None:
        sheet.write(r, c, cell)


def at(grid, row, column):
    cells = grid[row - 1]
    return cells[column] if column < len(cells) else None


def as_it_stands(name: str, raw: dict[str, Any]) -> Any:
    """The value of a plain cell."""
    if name == "信访人":
        return [[raw.get("信访人姓名"), raw.get("身份证号"), "ok"]]
    if name == "联系电话":
        return [raw.get(name)]
    if name == "协办单位":
        return [raw[name]] if raw.get(name) else []
    if name in {"是否三跨三分离", "是否化解", "是否息访"}:
        return raw.get(name) == "是"
    return raw.get(name) or None


def value_of(name: str, value: Any) -> Any:
    if name == "信访人":
        return [[p["姓名"], p["身份证号"], p["状态"]] for p in value]
    return value


@pytest.mark.parametrize("name", sorted(offices()))
def test_another_offices_ledger_is_read_as_a_careful_person_reads_it(name, units):
    office = offices()[name]
    expected = office["expected"]
    o = read_ledger(workbook(office), file=name, units=units, today=TODAY)
    assert (o.file_verdict, o.reason_zh if expected["verdict"] == "accepted" else None) == (
        expected["verdict"], None,
    )  # fmt: skip
    assert [[r.row, *sorted(r.codes)] for r in o.rows_rejected] == expected["rejected"]
    if "reason" in expected:
        assert o.reason == expected["reason"]
    if expected["verdict"] == "refused":
        return
    assert o.column_map == {n: letters(c) for n, c in expected["columns"].items()}
    assert o.header_rows == expected.get("header", o.header_rows)
    assert [r.row for r in o.rows] == [row for row, _ in expected["rows"]]
    for read, (row, differing) in zip(o.rows, expected["rows"], strict=True):
        raw = {n: at(office["grid"], row, c) for n, c in expected["columns"].items()}
        names = {"信访人" if n in {"信访人姓名", "身份证号"} else n for n in expected["columns"]}
        wanted = {n: differing.get(n, as_it_stands(n, raw)) for n in names - {*office["drop"]}}
        assert {n: value_of(n, read.values[n]) for n in wanted} == wanted


def test_the_lines_hold_at_least_sixty_ledgers():
    assert len(offices()) >= 60
