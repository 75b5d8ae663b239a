"""Reads a whole ledger: picks the sheet, walks its rows, judges rows and file."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from contracts.units import UnitDirectory

from intake.ledger.cells import Cell, text_of
from intake.ledger.choose import choose
from intake.ledger.columns import COLUMNS, letters
from intake.ledger.corrections import cleared_of, filled_of, keep_changes
from intake.ledger.dates import EPOCH_1900
from intake.ledger.header import Header
from intake.ledger.mapping import columns_of, hints
from intake.ledger.options import ReadOptions
from intake.ledger.outcome import AcceptedRow, Column, Fault, Outcome, Refusal, RejectedRow
from intake.ledger.profiles import RULES, Rules
from intake.ledger.values import RowReading, read_row
from intake.ledger.verdict import Tally
from intake.ledger.walk import data_rows


class Taker(Protocol):
    """Takes the rows of a ledger one by one, in the order of the sheet."""

    def expect(self, rows: int | None) -> None:
        """The sheet has about so many rows, if that is known."""

    def take(self, row: AcceptedRow | RejectedRow) -> None:
        """The next row."""


class _Collector:
    def __init__(self) -> None:
        self.accepted: list[AcceptedRow] = []
        self.rejected: list[RejectedRow] = []

    def expect(self, rows: int | None) -> None:
        """Nothing to prepare."""

    def take(self, row: AcceptedRow | RejectedRow) -> None:
        if isinstance(row, AcceptedRow):
            self.accepted.append(row)
        else:
            self.rejected.append(row)


_DEFAULT = ReadOptions()
_LARGEST_SERIAL = 2**31 - 1
"""What a 序号 can be kept as; a larger number is a text of the row only."""


def read_ledger(
    data: bytes, *, file: str, units: UnitDirectory, today: date, options: ReadOptions = _DEFAULT
) -> Outcome:
    """Read a ledger; never raises for what a file may hold.

    Args:
        data: the file's bytes.
        file: its name, for the record only.
        units: the district's units and their aliases.
        today: no registration lies after this day.
        options: a person's choices.
    """
    rows = _Collector()
    outcome = stream_ledger(data, file=file, units=units, today=today, options=options, taker=rows)
    if outcome.rows_total:
        outcome.rows, outcome.rows_rejected = rows.accepted, rows.rejected
    return outcome


def stream_ledger(
    data: bytes, *, file: str, units: UnitDirectory, today: date, options: ReadOptions,
    taker: Taker,
) -> Outcome:  # fmt: skip
    """Read a ledger and hand its rows on, so that a long one needs little memory.

    Returns:
        The outcome without rows. A refusal with ``rows_total`` 0 takes back all rows handed on.
    """
    try:
        outcome = _stream(data, file, _Judge(units, today, RULES[options.profile]), options, taker)
    except Refusal as refusal:
        outcome = Outcome.refused(file, refusal)
    outcome.profile = str(options.profile)
    return outcome


def _stream(data: bytes, file: str, judge: "_Judge", options: ReadOptions, taker: Taker) -> Outcome:
    choice = choose(data, options)
    grid, header = choice.grid, choice.header
    columns = columns_of(grid, header)
    facts: dict[str, Any] = {
        "sheet": grid.name, "header_rows": header.rows, "columns": columns, "sheets": choice.sheets,
    }  # fmt: skip
    if missing := [c for c in judge.rules.required if c not in header.columns]:
        raise Refusal(
            "missing_required_column", f"缺少必填列：{'、'.join(missing)}",
            missing_columns=missing, notes=choice.notes + hints(columns, missing), **facts,
        )  # fmt: skip
    taker.expect(grid.height)
    judge.epoch = grid.epoch
    skipped: list[dict[str, Any]] = []
    for number, cells, merged in data_rows(grid, header, skipped):
        taker.take(judge.row(number, cells, merged, header, columns))
    tally = judge.tally
    if not tally.accepted and not tally.rejected:
        raise Refusal("no_rows", "表头下面没有数据行", **facts)
    return Outcome(
        file, tally.verdict, *tally.reason(),
        rows_total=tally.accepted + tally.rejected, rows_accepted=tally.accepted,
        encoding=grid.encoding, delimiter=grid.delimiter, first_data_row=tally.first_row,
        column_map={n: letters(header.columns[n]) for n in COLUMNS if n in header.columns},
        skipped_rows=skipped, notes=choice.notes, **facts,
    )  # fmt: skip


class _Judge:
    """Judges rows one after another; remembers the numbers it has seen."""

    def __init__(self, units: UnitDirectory, today: date, rules: Rules) -> None:
        self.rules = rules
        self.epoch = EPOCH_1900
        self.tally = Tally()
        self._units = units
        self._today = today

    def row(
        self, number: int, cells: Sequence[Cell], merged: set[str], header: Header,
        columns: Sequence[Column],
    ) -> AcceptedRow | RejectedRow:  # fmt: skip
        """The verdict on one data row."""
        reading = self._read(
            {n: cells[i] for n, i in header.columns.items()}, cells, merged, header
        )
        serial = reading.values.get("序号")
        serial = serial if isinstance(serial, int) and serial <= _LARGEST_SERIAL else None
        if faults := self._faults(reading):
            rejected = RejectedRow(
                number, list(dict.fromkeys(f.code for f in faults)), _why(number, faults),
                faults[0].column, serial, reading.values, faults,
                [text_of(cells[c.index]) if c.index < len(cells) else None for c in columns],
            )  # fmt: skip
            self.tally.reject(rejected)
            return rejected
        notes = list(dict.fromkeys(reading.notes))
        accepted = AcceptedRow(
            number, serial, reading.warnings, notes, reading.values, reading.extras
        )
        self.tally.accept(accepted)
        return accepted

    def _read(
        self, raw: dict[str, Cell], cells: Sequence[Cell], merged: set[str], header: Header
    ) -> RowReading:
        extras: dict[str, Any] = _extras(cells, header)
        if self.rules.adapt:
            raw, extras = self.rules.adapt(raw, extras)
        cleared = cleared_of(raw) if self.rules.only_changes else set()
        reading = read_row(
            {n: c for n, c in raw.items() if n not in cleared},
            today=self._today, units=self._units, merged=merged, extras=extras,
            rules=self.rules, epoch=self.epoch,
        )  # fmt: skip
        if self.rules.only_changes:
            keep_changes(reading, filled_of(raw), cleared)
        return reading

    def _faults(self, reading: RowReading) -> list[Fault]:
        case_no = reading.values["信访件编号"]
        if not reading.errors and case_no in self.tally.numbers:
            first = self.tally.numbers[case_no]
            sentence = f"信访件编号 {case_no} 与第 {first} 行重复"
            return [Fault("duplicate_number", "信访件编号", sentence)]
        return [Fault(*error) for error in reading.errors]


def _why(number: int, faults: Sequence[Fault]) -> str:
    if faults[0].code == "duplicate_number":
        return faults[0].sentence
    colon = "" if faults[0].code == "formula_injection" else "："
    return f"第 {number} 行{colon}" + "；".join(f.sentence for f in faults)


def _extras(cells: Sequence[Cell], header: Header) -> dict[str, str]:
    found: dict[str, str] = {}
    for i, label in header.labels.items():
        text = text_of(cells[i]) if i < len(cells) else None
        if text is not None:
            found[label] = f"{found[label]}；{text}" if label in found else text
    return found
