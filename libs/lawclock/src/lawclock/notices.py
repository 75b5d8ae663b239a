"""Holiday notices as files: those that ship with the system, and those an administrator imports."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from lawclock.errors import NoticeInvalidError
from lawclock.workdays import DayKind, Notice

COLUMNS = ("date", "kind", "festival")
_MINE = {"日期": "date", "类别": "kind", "节日": "festival"}
_SHIPPED = "国务院办公厅关于{}年部分节假日安排的通知"


def read_notice(text: str, *, year: int, document: str, nationwide: bool = True) -> Notice:
    """Read a notice that was written down as a table.

    Args:
        text: CSV with the columns 日期 (ISO), 类别 (休 or 班) and 节日, or the same in English.
        year: the year it announces.
        document: how it is cited.
        nationwide: False for a local notice, which only adds days.

    Raises:
        NoticeInvalidError: a column is missing, or a row cannot be read; the sentence names the row.
    """
    days: dict[date, DayKind] = {}
    festivals: dict[date, str] = {}
    for number, row in _rows(text):
        try:
            day, kind = date.fromisoformat(row["date"]), DayKind(row["kind"])
        except (KeyError, ValueError) as fault:
            raise NoticeInvalidError(
                f"放假通知第 {number} 行无法识别：日期应为 2027-01-01 的形式，类别应为“休”或“班”。"
            ) from fault
        if day in days:
            raise NoticeInvalidError(f"放假通知第 {number} 行重复了日期 {day}。")
        days[day] = kind
        if row.get("festival"):
            festivals[day] = row["festival"]
    return Notice(year, document, days, festivals, nationwide)


@cache
def shipped() -> tuple[Notice, ...]:
    """The nationwide notices known when this version was made, one a year.

    The days were compiled from the package chinesecalendar 1.11.0, which follows the State Council's notices.
    """
    text = files("lawclock").joinpath("data/notices.csv").read_text(encoding="utf-8")
    years: dict[int, list[dict[str, str]]] = defaultdict(list)
    for _, row in _rows(text):
        years[int(row["date"][:4])].append(row)
    return tuple(
        Notice(
            year,
            _SHIPPED.format(year),
            {date.fromisoformat(r["date"]): DayKind(r["kind"]) for r in rows},
            {date.fromisoformat(r["date"]): r["festival"] for r in rows},
        )
        for year, rows in sorted(years.items())
    )


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    heading = [_MINE.get(h.strip(), h.strip()) for h in next(reader, [])]
    if not {"date", "kind"} <= set(heading):
        raise NoticeInvalidError("放假通知缺少“日期”或“类别”列。")
    for number, cells in enumerate(reader, start=2):
        if any(c.strip() for c in cells):
            yield number, dict(zip(heading, (c.strip() for c in cells), strict=False))
