"""Reads a ledger the way its unit chose before, or as a person chooses now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dbkit.caller import Caller

from intake.ledger.columns import COLUMNS, tidy_label
from intake.ledger.options import Profile, ReadOptions
from intake.ledger.outcome import Column, Outcome
from intake.ledger.outcome import plain as plain_of
from intake.ledger.profiles import RULES
from intake.ledger.runner import LedgerRunner
from intake.storage.import_mappings import ImportMappingStore
from intake.storage.imports import Reading
from intake.usecases.context import Context
from intake.usecases.import_preview import PreviewSink

_EXCHANGE = (
    "查询码", "登记机构", "登记部门", "受信人", "信访目的", "信访原因", "本机构初次", "全国初次",
    "首次信访机构", "积案标志", "办结标志", "限办截止", "审核认定办结", "所属系统", "内容分类",
)  # fmt: skip
"""Headings, or beginnings of headings, that only the national exchange record has."""
_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """How a file is to be read; a profile of None is found out."""

    profile: Profile | None = None
    sheet: str | None = None
    header_row: int | None = None
    column_map: Mapping[str, int | None] | None = None

    def options(self) -> ReadOptions:
        """The reader's options."""
        return ReadOptions(
            column_map=self.column_map, sheet=self.sheet, header_row=self.header_row,
            profile=self.profile or Profile.CAMPAIGN,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "profile": self.profile.value if self.profile else None, "sheet": self.sheet,
            "header_row": self.header_row,
            "column_map": dict(self.column_map) if self.column_map else None,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Asked":
        """The inverse of ``to_json``."""
        profile = data.get("profile")
        return cls(
            Profile(profile) if profile else None, data.get("sheet"), data.get("header_row"),
            data.get("column_map"),
        )  # fmt: skip


class ReadLedger:
    """Finds out the profile, applies what the unit chose under the same headings before."""

    def __init__(self, context: Context, runner: LedgerRunner) -> None:
        self._context = context
        self._runner = runner

    async def __call__(
        self, caller: Caller, name: str, data: bytes, asked: Asked, sink: PreviewSink
    ) -> tuple[Outcome, Reading]:
        """Read.

        Args:
            caller: of the unit whose file it is.
            name: the file's name.
            data: its bytes.
            asked: choices of a person; with columns or a header row they are all that counts.
            sink: takes the rows; when the file is read twice, it is told to begin again.
        """
        outcome = await self._stream(name, data, asked, sink)
        chosen = asked.column_map is not None or asked.header_row is not None
        # The fingerprint is of what a reader finds by itself: that is what the next file shows.
        key = None if chosen else self._key(outcome.columns)
        better = await self._better(caller, asked, outcome, key)
        if better is not None:
            outcome = await self._stream(name, data, better, sink)
        used = better or asked
        remembered = better is not None and better.column_map is not None
        return outcome, _reading(outcome, used, key, remembered=remembered)

    def _key(self, columns: Sequence[Column]) -> bytes | None:
        # Keyed, because where no header is found the likeliest row may be one of persons.
        headings = [[c.letter, tidy_label(c.heading)] for c in columns]
        text = json.dumps(headings, ensure_ascii=False)
        return self._context.vault.blind("import_header", text) if headings else None

    async def _stream(self, name: str, data: bytes, asked: Asked, sink: PreviewSink) -> Outcome:
        options = asked.options()
        await sink.begin(options.profile)
        return await self._runner.stream(
            data, file=name, today=self._context.db.clock.today(), options=options, sink=sink
        )

    async def _better(
        self, caller: Caller, asked: Asked, outcome: Outcome, key: bytes | None
    ) -> Asked | None:
        """Another way to read the file: as the unit chose before, or by another profile."""
        if key is None:
            return None
        async with self._context.db.read(caller.tenant) as session:
            store = ImportMappingStore(session, self._context.vault)
            known = await store.of_header(caller.tenant, key)
        if known is not None:
            choice = Asked.from_json(known["choice"])
            return replace(
                choice, profile=asked.profile or choice.profile, sheet=asked.sheet or choice.sheet
            )
        if asked.profile is None and _is_exchange(outcome.columns):
            return replace(asked, profile=Profile.EXCHANGE)
        return None


def _is_exchange(columns: Sequence[Column]) -> bool:
    headings = [tidy_label(c.heading) for c in columns]
    return sum(any(h.startswith(word) for h in headings) for word in _EXCHANGE) >= _ENOUGH


def _reading(outcome: Outcome, used: Asked, key: bytes | None, *, remembered: bool) -> Reading:
    notes = list(outcome.notes)
    if remembered:
        notes.insert(0, "已按本单位上次为相同表头选定的列对应关系读取，可在“列对应”中更改")
    profile = Profile(outcome.profile)
    if profile is Profile.EXCHANGE and used.profile is Profile.EXCHANGE:
        notes.insert(0, "按全国信访信息系统导出格式读取")
    return Reading(
        profile=profile.value, file_verdict=outcome.file_verdict, reason=outcome.reason,
        reason_zh=outcome.reason_zh, rows_total=outcome.rows_total,
        rows_accepted=outcome.rows_accepted, options=used.to_json(), header_key=key,
        summary={
            "sheet": outcome.sheet, "encoding": outcome.encoding, "delimiter": outcome.delimiter,
            "header_rows": outcome.header_rows, "first_data_row": outcome.first_data_row,
            "column_map": outcome.column_map, "skipped_rows": outcome.skipped_rows,
            "notes": notes, "missing_columns": outcome.missing_columns,
            "remembered_mapping": remembered, "mappable": outcome.mappable,
        },
        mapping={
            "columns": [plain_of(c) for c in outcome.columns],
            "sheets": [plain_of(s) for s in outcome.sheets],
            "header_rows": outcome.header_rows, "sheet": outcome.sheet,
            "canonical": [
                {"name": n, "required": n in RULES[profile].required} for n in COLUMNS
            ],
        },
    )  # fmt: skip
