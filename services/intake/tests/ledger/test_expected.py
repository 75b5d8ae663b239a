"""The district's thirteen sample ledgers, each against what a careful reader makes of it."""

import json
from datetime import date
from pathlib import Path

import pytest
from intake.ledger.outcome import Outcome
from intake.ledger.read import read_ledger

LEDGERS = Path(__file__).parents[1] / "data" / "ledgers"
FILES = sorted(p.name.removesuffix(".expected.json") for p in LEDGERS.glob("*.expected.json"))
_HEAD = (
    "file", "file_verdict", "reason", "reason_zh", "rows_total", "rows_accepted", "sheet",
    "encoding", "delimiter", "header_rows", "first_data_row", "column_map", "skipped_rows",
    "missing_columns",
)  # fmt: skip


def test_all_thirteen_are_here():
    assert len(FILES) == 13


@pytest.mark.parametrize("name", FILES)
def test_the_ledger_is_read_as_a_careful_person_reads_it(name, units):
    expected = json.loads((LEDGERS / f"{name}.expected.json").read_text("utf-8"))
    data = (LEDGERS / name).read_bytes()
    outcome = read_ledger(data, file=name, units=units, today=date(2026, 11, 25)).to_json()
    assert {k: outcome[k] for k in _HEAD if k in expected} == {
        k: expected[k] for k in _HEAD if k in expected
    }
    assert [_rejected(r) for r in outcome["rows_rejected"]] == [
        _rejected(r) for r in expected["rows_rejected"]
    ]
    assert [_accepted(r) for r in outcome["rows"]] == [
        _accepted(r) for r in expected.get("rows", [])
    ]


def _rejected(r: dict) -> tuple:
    return r["row"], r["codes"], r["reason_zh"]


def _accepted(r: dict) -> dict:
    return {k: r[k] for k in ("row", "serial", "warnings", "values")}


def test_an_outcome_survives_its_way_through_json(units):
    name = "broken_dates.xlsx"
    outcome = read_ledger(
        (LEDGERS / name).read_bytes(), file=name, units=units, today=date(2026, 11, 25)
    )
    assert Outcome.from_json(json.loads(json.dumps(outcome.to_json()))) == outcome
