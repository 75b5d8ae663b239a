"""Reads a whole ledger: picks the sheet, walks its rows, judges rows and file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from contracts.units import UnitDirectory

from intake.ledger.cells import Cell, text_of
from intake.ledger.columns import COLUMNS
from intake.ledger.grid import Grid, read_grids
from intake.ledger.header import Header, find_header
from intake.ledger.outcome import AcceptedRow, Outcome, Refusal, RejectedRow
from intake.ledger.rows import data_rows
from intake.ledger.values import RowReading, read_row
from intake.ledger.verdict import file_reason


def read_ledger(data: bytes, *, file: str, units: UnitDirectory, today: date) -> Outcome:
    """Read a ledger; never raises for what a file may hold.

    Args:
        data: the file's bytes.
        file: its name, for the record only.
        units: the district's units and their aliases.
        today: no registration lies after this day.
    """
    try:
        return _read(data, file, units, today)
    except Refusal as refusal:
        return Outcome.refused(file, refusal)


def _read(data: bytes, file: str, units: UnitDirectory, today: date) -> Outcome:
    grid, header, notes = _choose(data)
    if header.missing:
        raise Refusal(
            "missing_required_column",
            f"缺少必填列：{'、'.join(header.missing)}",
            missing_columns=header.missing,
            header_rows=header.rows,
            sheet=grid.name,
        )
    skipped: list[dict[str, Any]] = []
    accepted: list[AcceptedRow] = []
    rejected: list[RejectedRow] = []
    first_row: dict[str, int] = {}
    for number, cells, merged in data_rows(grid, header, skipped):
        reading = read_row(
            {n: cells[i] for n, i in header.columns.items()},
            today=today, units=units, merged=merged, extras=_extras(cells, header),
        )  # fmt: skip
        _judge(number, reading, first_row, accepted, rejected)
    if not accepted and not rejected:
        raise Refusal("no_rows", "表头下面没有数据行", header_rows=header.rows, sheet=grid.name)
    reason, sentence = file_reason(accepted, rejected)
    verdict = "accepted" if not rejected else ("partial" if accepted else "refused")
    return Outcome(
        file, verdict, reason, sentence,
        rows_total=len(accepted) + len(rejected), rows_accepted=len(accepted),
        rows_rejected=rejected, sheet=grid.name, encoding=grid.encoding, delimiter=grid.delimiter,
        header_rows=header.rows, first_data_row=min([r.row for r in accepted] + [r.row for r in rejected]),
        column_map={n: letters(header.columns[n]) for n in COLUMNS if n in header.columns},
        skipped_rows=skipped, notes=notes, rows=accepted,
    )  # fmt: skip


def _choose(data: bytes) -> tuple[Grid, Header, list[str]]:
    found = [(g, h) for g in read_grids(data) if (h := find_header(g)) is not None]
    found = [x for x in found if x[0].visible] or found
    if not found:
        raise Refusal(
            "header_not_found",
            "找不到台账表头，请使用包含“信访件编号、登记时间、信访人姓名”等列名的表格",
        )
    grid, header = max(found, key=lambda x: (not x[1].missing, len(x[1].columns)))
    notes = [
        f"工作表“{g.name}”也像台账，本次未读取，请单独导入"
        for g, h in found
        if g is not grid and g.delimiter is None and not h.missing
    ]
    notes += [f"“{n}”出现在多列，取第一列" for n in header.repeated]
    return grid, header, notes


def _extras(cells: Sequence[Cell], header: Header) -> dict[str, str]:
    found: dict[str, str] = {}
    for i, label in header.labels.items():
        text = text_of(cells[i]) if i < len(cells) else None
        if text is not None:
            found[label] = f"{found[label]}；{text}" if label in found else text
    return found


def _judge(
    number: int,
    reading: RowReading,
    first_row: dict[str, int],
    accepted: list[AcceptedRow],
    rejected: list[RejectedRow],
) -> None:
    serial = reading.values["序号"] if isinstance(reading.values["序号"], int) else None
    case_no = reading.values["信访件编号"]
    if not reading.errors and case_no in first_row:
        sentence = f"信访件编号 {case_no} 与第 {first_row[case_no]} 行重复"
        rejected.append(
            RejectedRow(
                number, ["duplicate_number"], sentence, "信访件编号", serial, reading.values
            )
        )
    elif reading.errors:
        codes = list(dict.fromkeys(code for code, _, _ in reading.errors))
        colon = "" if reading.errors[0][0] == "formula_injection" else "："
        sentence = f"第 {number} 行{colon}" + "；".join(s for _, _, s in reading.errors)
        rejected.append(
            RejectedRow(number, codes, sentence, reading.errors[0][1], serial, reading.values)
        )
    else:
        first_row[case_no] = number
        notes = list(dict.fromkeys(reading.notes))
        accepted.append(
            AcceptedRow(number, serial, reading.warnings, notes, reading.values, reading.extras)
        )


def letters(column: int) -> str:
    """The letters of a 0-based column: 0 is A, 26 is AA."""
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out
