"""Writes ledger rows into an xlsx file: constant memory, every text a text, a watermark on top."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter
from contracts.units import UnitDirectory
from contracts.vocab import (
    LABELS,
    CaseKind,
    CaseTag,
    Channel,
    Cohort,
    DemandClass,
    Field,
    LeaderLevel,
    Source,
)
from servicekit.clock import DISTRICT_ZONE
from typing_extensions import override

from reporting.reads.views import LedgerRow

HEADER_ROW = 1
"""Zero-based row of the column titles; the watermark stands above."""

_TITLE = "信访件台账"


@dataclass(frozen=True, slots=True)
class Watermark:
    """Who exported, for which unit, when: printed on the sheet and on every page."""

    unit: str
    exporter: str
    at: datetime

    @override
    def __str__(self) -> str:
        local = self.at.astimezone(DISTRICT_ZONE)
        return f"单位：{self.unit}　导出人：{self.exporter}　导出时间：{local:%Y-%m-%d %H:%M:%S}"


def _terms(vocabulary: type[Any]) -> Mapping[str, str]:
    return {code.value: text for code, text in LABELS[vocabulary].items()}


def _yes(value: bool) -> str:
    return "是" if value else "否"


class LedgerWorkbook:
    """One xlsx file being written, row after row; used in a worker thread.

    Args:
        path: where the file goes.
        watermark: who exports.
        units: names of units.
    """

    def __init__(self, path: Path, watermark: Watermark, units: UnitDirectory) -> None:
        # Strings are never read as formulas, numbers or links: a case number stays what it is.
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        self._book = xlsxwriter.Workbook(str(path), options)
        self._text = self._book.add_format({"num_format": "@", "border": 1})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd", "border": 1})
        self._columns = _columns(units)
        self._next = HEADER_ROW + 1
        self._sheet = self._begin(watermark)

    def _begin(self, watermark: Watermark) -> Any:
        self._book.set_properties({"title": _TITLE, "comments": str(watermark)})
        sheet = self._book.add_worksheet("台账")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW)
        sheet.set_footer(f"&L{str(watermark).replace('&', '&&')}&R第 &P 页 共 &N 页")
        sheet.freeze_panes(HEADER_ROW + 1, 1)
        grey = self._book.add_format({"italic": True, "font_color": "#666666"})
        bold = self._book.add_format({"bold": True, "border": 1, "text_wrap": True})
        for n, (_, width, _) in enumerate(self._columns):
            sheet.set_column(n, n, width)
        sheet.write_string(0, 0, str(watermark), grey)
        for n, (title, _, _) in enumerate(self._columns):
            sheet.write_string(HEADER_ROW, n, title, bold)
        return sheet

    @property
    def rows(self) -> int:
        """How many cases are written."""
        return self._next - HEADER_ROW - 1

    def write(self, rows: Iterable[LedgerRow]) -> None:
        """Append rows."""
        for row in rows:
            for n, (_, _, value) in enumerate(self._columns):
                self._cell(n, value(row))
            self._next += 1

    def _cell(self, column: int, value: date | int | str | None) -> None:
        match value:
            case None:
                self._sheet.write_blank(self._next, column, None, self._text)
            case date():
                self._sheet.write_datetime(
                    self._next, column, datetime.combine(value, time()), self._day
                )
            case int():
                self._sheet.write_number(self._next, column, value)
            case _:
                self._sheet.write_string(self._next, column, value, self._text)

    def close(self) -> None:
        """Finish the file."""
        self._book.close()


Column = tuple[str, int, Callable[[LedgerRow], date | int | str | None]]


def _columns(units: UnitDirectory) -> tuple[Column, ...]:
    source, cohort, channel = _terms(Source), _terms(Cohort), _terms(Channel)
    kind, level, field = _terms(CaseKind), _terms(LeaderLevel), _terms(Field)
    demand, tag = _terms(DemandClass), _terms(CaseTag)
    return (
        ("信访件编号", 20, lambda r: r.case_no),
        ("交办层级", 14, lambda r: source.get(r.source, r.source)),
        ("批次", 18, lambda r: cohort.get(r.cohort, r.cohort)),
        ("交办时间", 12, lambda r: r.handed_down_on),
        ("登记时间", 12, lambda r: r.registered_on),
        ("信访形式", 10, lambda r: channel.get(r.channel, r.channel)),
        ("人数", 6, lambda r: r.people_count),
        ("重点领域", 14, lambda r: field.get(r.field, r.field)),
        ("问题类别", 14, lambda r: r.category),
        ("案件类型", 10, lambda r: kind.get(r.case_kind, r.case_kind)),
        ("三跨三分离", 8, lambda r: _yes(r.cross_separated)),
        ("责任单位", 24, lambda r: r.unit_name),
        ("协办单位", 24, lambda r: "、".join(map(units.name_of, r.assist_units)) or None),
        ("包案领导级别", 12, lambda r: level.get(r.leader_level or "")),
        ("化解时限", 12, lambda r: r.due_on),
        ("办理状态", 12, lambda r: r.state_label),
        ("是否报结", 8, lambda r: _yes(r.claimed)),
        ("报结日期", 12, lambda r: r.reported_on),
        ("是否化解", 8, lambda r: _yes(r.resolved)),
        ("认定日期", 12, lambda r: r.recognised_on),
        ("销号日期", 12, lambda r: r.written_off_on),
        ("是否超期", 8, lambda r: _yes(r.overdue)),
        ("首办单位", 24, lambda r: units.name_of(r.first_unit) if r.first_unit else None),
        ("诉求分类", 20, lambda r: demand.get(r.demand_class or "")),
        ("标签", 20, lambda r: "、".join(tag.get(t, t) for t in r.tags) or None),
    )
