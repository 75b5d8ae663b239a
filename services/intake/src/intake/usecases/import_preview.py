"""Turns what the reader hands on into the preview's rows, each compared with what is registered."""

from collections.abc import Sequence
from typing import Protocol

from dbkit.transaction import Transaction
from typing_extensions import override

from intake.domain.ledger_import import Standing
from intake.ledger.options import Profile
from intake.ledger.outcome import AcceptedRow, Fault, RejectedRow, plain
from intake.ledger.runner import Row, Sink
from intake.storage.imports import NewLine
from intake.usecases.import_standing import Judged, Standings

BATCH = 1_000
"""Rows that are compared and written together."""
NO_CASE = "case_not_found"


class PreviewSink(Sink, Protocol):
    """Takes the rows of a file that may be read more than once."""

    async def begin(self, profile: Profile) -> None:
        """The file is read from its start; rows taken before count for nothing."""


class CollectedRows(PreviewSink):
    """Holds the rows of a short file until they are written at once."""

    def __init__(self) -> None:
        self.rows_read: list[Row] = []
        self.profile = Profile.CAMPAIGN

    @override
    async def begin(self, profile: Profile) -> None:
        self.rows_read, self.profile = [], profile

    @override
    async def expect(self, rows: int | None) -> None:
        """Nothing to prepare."""

    @override
    async def rows(self, batch: Sequence[Row]) -> None:
        self.rows_read += batch


class Previewing:
    """Makes lines of rows; a correction of no known case is turned away here."""

    def __init__(self, standings: Standings) -> None:
        self._standings = standings

    async def lines(self, tx: Transaction, rows: Sequence[Row], profile: Profile) -> list[NewLine]:
        """The lines of a batch, in its order; ``tx`` is of the uploading unit."""
        clears = profile is Profile.CORRECTIONS
        good = [r for r in rows if isinstance(r, AcceptedRow)]
        judged = await self._standings.judge(
            tx, [(r.values, r.extras) for r in good], clears=clears
        )
        by_row = {r.row: j for r, j in zip(good, judged, strict=True)}
        return [
            _rejected(r)
            if isinstance(r, RejectedRow)
            else _unknown(r)
            if clears and _no_case(by_row[r.row])
            else _accepted(r, by_row[r.row])
            for r in rows
        ]


def turned_away(lines: Sequence[NewLine]) -> int:
    """How many rows that the reader accepted are of no case that the unit may correct."""
    return sum(line.codes == (NO_CASE,) for line in lines)


def _no_case(judged: Judged) -> bool:
    return judged.standing is Standing.NEW or judged.known is None


def _accepted(r: AcceptedRow, judged: Judged) -> NewLine:
    return NewLine(
        r.row, r.serial, "accepted", {"values": r.values, "extras": r.extras},
        warnings=tuple(r.warnings), normalisations=tuple(r.normalisations),
        standing=judged.standing, changed=judged.columns,
    )  # fmt: skip


def _unknown(r: AcceptedRow) -> NewLine:
    sentence = f"信访件编号 {r.values['信访件编号']} 没有本单位登记的件，不能更正"
    fault = Fault(NO_CASE, "信访件编号", sentence)
    return NewLine(
        r.row, r.serial, "rejected",
        {"values": r.values, "extras": r.extras, "cells": [], "faults": [plain(fault)]},
        codes=(NO_CASE,), column="信访件编号", reason_zh=f"第 {r.row} 行：{sentence}",
    )  # fmt: skip


def _rejected(r: RejectedRow) -> NewLine:
    content = {
        "values": r.values, "extras": {}, "cells": r.cells, "faults": [plain(f) for f in r.faults],
    }  # fmt: skip
    return NewLine(
        r.row, r.serial, "rejected", content, codes=tuple(r.codes), column=r.column,
        reason_zh=r.reason_zh,
    )  # fmt: skip
