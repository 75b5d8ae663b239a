"""Hundreds of hostile files through the parser's own process, as in production."""

import io
import json

import openpyxl
import pytest
from hostile_run import RECORD, Ending, read_all
from hostile_variants import all_variants
from intake.ledger.cells import is_formula
from intake.ledger.result_book import of_outcome
from intake.ledger.worker import MEMORY

# The first test waits until all files are read.
pytestmark = pytest.mark.timeout(900)
VARIANTS = {v.name: v for v in all_variants()}
ENDINGS = json.loads(RECORD.read_text("utf-8"))
LONGEST = 5.0
"""Seconds of processor: by the clock when nothing else runs."""
CRASHED, EXHAUSTED = "读取中断", "超出时间或内存限制"


@pytest.fixture(scope="module")
def endings() -> dict[str, Ending]:
    return {e.name: e for e in read_all()}


def test_there_are_more_than_two_hundred_and_how_each_ends_is_written_down():
    assert len(list(all_variants())) == len(VARIANTS) >= 200
    assert ENDINGS.keys() == VARIANTS.keys()


@pytest.mark.parametrize("name", VARIANTS)
def test_how_a_hostile_file_may_end_is_as_its_author_meant(name):
    if (meant := VARIANTS[name].ends) is not None:
        assert ENDINGS[name] in meant


@pytest.mark.parametrize("name", VARIANTS)
def test_a_hostile_file_ends_as_written_down_within_its_limits(name, endings):
    ending = endings[name]
    sentence = ending.outcome.reason_zh or ""
    assert ending.how == ENDINGS[name], sentence
    assert ending.cpu < LONGEST
    assert ending.most < MEMORY
    assert CRASHED not in sentence
    assert VARIANTS[name].exhausts or EXHAUSTED not in sentence


@pytest.mark.parametrize("name", VARIANTS)
def test_whoever_uploads_a_hostile_file_reads_why_it_is_refused(name, endings):
    outcome = endings[name].outcome
    if outcome.file_verdict == "accepted":
        assert not outcome.reason
        assert not outcome.rows_rejected
    else:
        assert outcome.reason
        assert sum("\u4e00" <= c <= "\u9fff" for c in outcome.reason_zh or "") >= 6


@pytest.mark.parametrize("name", VARIANTS)
def test_what_is_taken_from_a_hostile_file_is_harmless(name, endings):
    outcome = endings[name].outcome
    for row in outcome.rows:
        assert row.values["信访件编号"]
        assert not [t for t in _texts([row.values, row.extras]) if is_formula(t)]
        assert "root:" not in str(row.values)
    if outcome.rows_rejected:
        sheet = openpyxl.load_workbook(io.BytesIO(of_outcome(outcome))).active
        assert {c.data_type for r in sheet.iter_rows() for c in r} <= {"s", "n"}


def _texts(thing: object) -> list[str]:
    if isinstance(thing, dict):
        return [t for v in thing.values() for t in _texts(v)]
    if isinstance(thing, list):
        return [t for v in thing for t in _texts(v)]
    return [thing] if isinstance(thing, str) else []
