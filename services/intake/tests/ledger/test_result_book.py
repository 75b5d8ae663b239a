"""The workbook with refused rows: the reasons, no live formula, and the way back in."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from intake.ledger.read import read_ledger
from intake.ledger.result_book import of_outcome

LEDGERS = Path(__file__).parents[1] / "data" / "ledgers"
PARTIAL = ["broken_dates.xlsx", "broken_id_checksum.xlsx", "broken_formula_injection.csv",
           "broken_duplicate_number.xlsx"]  # fmt: skip


def read(data, units):
    return read_ledger(data, file="f", units=units, today=date(2026, 11, 25))


def sheet_of(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data)).active


@pytest.mark.parametrize("name", PARTIAL)
def test_each_refused_row_comes_back_with_its_cells_and_its_reason(name, units):
    outcome = read((LEDGERS / name).read_bytes(), units)
    rows = list(sheet_of(of_outcome(outcome)).iter_rows(min_row=3))
    assert len(rows) == len(outcome.rows_rejected)
    for cells, refused in zip(rows, outcome.rows_rejected, strict=True):
        assert [c.value for c in cells[:-2]] == refused.cells
        assert cells[-2].value == str(refused.row)
        assert refused.faults[0].sentence in cells[-1].value
        marked = [c for c in cells if c.comment]
        assert {c.comment.text.removeprefix("退回原因：") for c in marked} == {
            f.sentence for f in refused.faults
        }


def test_nothing_in_it_is_a_live_formula(units):
    outcome = read((LEDGERS / "broken_formula_injection.csv").read_bytes(), units)
    sheet = sheet_of(of_outcome(outcome))
    texts = [c for row in sheet.iter_rows() for c in row if c.value is not None]
    assert {c.data_type for c in texts} == {"s"}
    dangerous = [c for c in texts if c.value[0] in "=+@"]
    assert len(dangerous) == 4
    assert all(c.quotePrefix for c in dangerous)


@pytest.mark.parametrize("name", PARTIAL)
def test_corrected_and_uploaded_as_it_is_every_row_is_taken(name, units):
    outcome = read((LEDGERS / name).read_bytes(), units)
    book = openpyxl.load_workbook(io.BytesIO(of_outcome(outcome)))
    sheet = book.active
    places = {c.name: c.index + 1 for c in outcome.columns}
    mended = {"登记时间": "2020-03-01", "身份证号": "640122199606169817"}
    for at, row in enumerate(outcome.rows_rejected, 3):
        for fault in row.faults:
            value = mended.get(fault.column, f"改正{at}")
            sheet.cell(at, places[fault.column]).value = value
    out = io.BytesIO()
    book.save(out)
    again = read(out.getvalue(), units)
    assert (again.file_verdict, again.rows_accepted) == ("accepted", len(outcome.rows_rejected))
    assert all("退回原因" not in r.extras and "原行号" not in r.extras for r in again.rows)


def test_uploaded_without_a_correction_it_says_the_same_again(units):
    outcome = read((LEDGERS / "broken_dates.xlsx").read_bytes(), units)
    again = read(of_outcome(outcome), units)
    assert [r.codes for r in again.rows_rejected] == [r.codes for r in outcome.rows_rejected]
