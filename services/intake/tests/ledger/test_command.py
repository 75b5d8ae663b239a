"""``huajie ledger check``: what a person sees and what the JSON says, without any server."""

import json
from pathlib import Path

import pytest
from intake.ledger.command import app
from typer.testing import CliRunner

HERE = Path(__file__).parents[1] / "data"
LEDGERS, UNITS = HERE / "ledgers", HERE / "units.csv"
FILES = sorted(p.name.removesuffix(".expected.json") for p in LEDGERS.glob("*.expected.json"))
EXITS = {"accepted": 0, "partial": 1, "refused": 2}
OF_THE_GENERATOR = {"note", "columns", "row_numbering", "hidden_columns", "totals"}
"""Remarks on how a sample was made, not results."""


def run(*args: object):
    return CliRunner().invoke(app, ["check", "--units", str(UNITS), *map(str, args)])


@pytest.mark.parametrize("name", FILES)
def test_the_json_says_what_the_district_expects(name, tmp_path):
    out = tmp_path / "out.json"
    result = run(LEDGERS / name, "--json", out, "--today", "2026-11-25")
    expected = json.loads((LEDGERS / f"{name}.expected.json").read_text("utf-8"))
    assert result.exit_code == EXITS[expected["file_verdict"]], result.output
    found = json.loads(out.read_text("utf-8"))
    for side in (found, expected):
        for row in side.get("rows", []):
            # Which of two equal notations a date once had cannot be seen in the file.
            row.pop("normalisations")
            row.pop("extras", None)
    assert {k: found[k] for k in expected.keys() - OF_THE_GENERATOR} == {
        k: v for k, v in expected.items() if k not in OF_THE_GENERATOR
    }


def test_a_person_reads_verdict_counts_and_reasons():
    result = run(LEDGERS / "broken_dates.xlsx", "--today", "2026-11-25")
    assert "broken_dates.xlsx：部分可导入" in result.output
    assert "第 3 行：登记时间 2018-12-31 早于 2019-01-01" in result.output


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["none.xlsx"], "none.xlsx"),
        ([MAIN := LEDGERS / "broken_dates.xlsx", "--units", "none.csv"], "找不到单位名录"),
        ([MAIN, "--json", "/nowhere/out.json"], "无法写入"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_2(args, words):
    result = run(*args)
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
