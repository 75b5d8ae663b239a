"""Reads days in every notation that has one meaning only; what has two is no day."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone

from intake.ledger.cells import Cell, half_width, text_of

_CLOCK = (
    r"(?:[上下]午|早上|晚上|中午|[AP]M)?\s*\d{1,2}\s*[:时点]\s*"
    r"(?:\d{1,2}\s*(?:[:分]\s*(?:\d{1,2}(?:\.\d+)?\s*秒?)?)?)?(?:\s*[AP]M)?"
)
_WEEKDAY = r"\(?(?:星期|周)[一二三四五六日天]\)?"
_AFTER = re.compile(
    rf"[T\s]*(?:{_WEEKDAY})?[T\s]*(?:{_CLOCK}|\d{{6}}|[上下]午)?[.。;,]?", re.IGNORECASE
)
_YEAR_FIRST = re.compile(
    r"(?P<y>\d{4})(?:\s*(?P<s>[-–—―−./、,\\年])\s*|\s+)(?P<m>\d{1,2})"
    r"(?:\s*(?P<t>[-–—―−./、,\\月])\s*|\s+)(?P<d>\d{1,2})\s*[日号]?"
)
_SHORT_YEAR = re.compile(
    r"(?:(?P<y>1[89]|2\d|3[0-5])(?P<s>[-–—―−./、年]))\s*(?P<m>\d{1,2})(?:[-–—―−./、月])\s*(?P<d>\d{1,2})[日号]?"
)
"""19.3.5: the years that a ledger of the plan can mean; 12/31/19 is none of them."""
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)")
_MONTHS = {
    name: i
    for i, name in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1
    )
}
_ENGLISH = re.compile(
    r"(?:(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*,?\s+)?"
    r"(?:(?P<a>[A-Z]{3})[A-Z]*[-\s./]+(?P<b>\d{1,2})|(?P<c>\d{1,2})[-\s./]+(?P<e>[A-Z]{3})[A-Z]*)"
    r"[,\s\-./]+(?P<y>\d{4})"
)
_ZONED = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})")
_BEIJING = timezone(timedelta(hours=8))
_NUMERALS = str.maketrans("〇零○ＯO一二三四五六七八九", "00000123456789")
_CHINESE = re.compile(
    r"(?P<y>[〇零○O一二三四五六七八九\d]{4})年(?P<m>[一二三四五六七八九十\d]{1,3})月"
    r"(?P<d>[一二三四五六七八九十廿卅\d]{1,4})[日号]?"
)
_SERIAL = range(36526, 62092)
"""Excel serial numbers from 2000-01-01 to 2069-12-31."""
_SERIAL_TEXT = re.compile(r"\d{5}(?:\.\d+)?")
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""Day 0 of a workbook's serial numbers; some from the Mac count from 1904."""
_TO_1904 = (EPOCH_1904 - EPOCH_1900).days


def read_date(cell: Cell, epoch: date = EPOCH_1900) -> tuple[date | None, str | None]:
    """A date in any of the forms the ledgers use.

    Orders other than year, month, day in figures, months without a day and spans are not read:
    nobody can tell what was meant. A two-digit year counts from 18 to 35 only.

    Args:
        cell: what stands there.
        epoch: day 0 of the workbook's serial numbers.

    Returns:
        The date (None when the text is no date) and the name of the form it had, None for a real
        Excel date.
    """
    if isinstance(cell, datetime):
        return cell.date(), None
    if isinstance(cell, date):
        return cell, None
    text = text_of(cell)
    if text is None:
        return None, None
    plain = half_width(text)
    if (value := _of_serial(plain, epoch)) is not None:
        return value, "serial"
    plain = plain.strip("'’‘`\u200e\u200f\u202a\u202c ").upper()
    value, separator = _parse(plain)
    return value, _form(str(cell), text, plain, separator) if value else None


def read_deadline(cell: Cell, epoch: date = EPOCH_1900) -> tuple[date | None, str | None]:
    """The last day of a time limit: a date, one with 前 behind it, or the end of a month or year.

    Args:
        cell: what stands there.
        epoch: as for ``read_date``.

    Returns:
        As ``read_date``; the form is ``before`` or ``end_of`` when it was no plain date.
    """
    value, form = read_date(cell, epoch)
    if value is not None or (text := text_of(cell)) is None:
        return value, form
    plain = half_width(text)
    if bare := _BEFORE.sub("", plain):
        value, _ = read_date(bare, epoch)
        if value is not None:
            return value, "before"
        if match := _END_OF.fullmatch(bare):
            year, month = int(match["y"]), int(match["m"] or 12)
            if 1 <= month <= _MONTHS_OF_A_YEAR:
                return date(year, month, monthrange(year, month)[1]), "end_of"
    return None, None


_BEFORE = re.compile(r"(?:之前|以前|前|止|内)(?:化解|办结|完成)?$|^(?:截至|截止)")
_END_OF = re.compile(r"(?P<y>20\d\d)\s*[年.\-/]\s*(?:(?P<m>\d{1,2})\s*(?:月份?)?)?(?:底|末)?")
_MONTHS_OF_A_YEAR = 12


def _of_serial(plain: str, epoch: date) -> date | None:
    if not _SERIAL_TEXT.fullmatch(plain):
        return None
    days = int(plain.partition(".")[0]) + (_TO_1904 if epoch == EPOCH_1904 else 0)
    return EPOCH_1900 + timedelta(days=days) if days in _SERIAL else None


def _parse(plain: str) -> tuple[date | None, str]:
    """The day and the mark behind its year."""
    if _ZONED.fullmatch(plain):
        return _zoned(plain), "-"
    for pattern in (_YEAR_FIRST, _COMPACT, _SHORT_YEAR):
        match = pattern.match(plain)
        if match and _AFTER.fullmatch(plain, match.end()):
            separator = match.groupdict().get("s")
            mark = separator or ("" if pattern is _COMPACT else " ")
            year = f"20{match['y']}" if pattern is _SHORT_YEAR else match["y"]
            return _day(year, match["m"], match["d"]), mark
    if match := _CHINESE.fullmatch(_AFTER_CHINESE.sub("", plain.replace(" ", ""))):
        return _day(match["y"].translate(_NUMERALS), _figure(match["m"]), _figure(match["d"])), "年"
    if match := _ENGLISH.match(plain):
        month = _MONTHS.get(match["a"] or match["e"])
        if month and _AFTER.fullmatch(plain, match.end()):
            return _day(match["y"], str(month), match["b"] or match["c"]), "english"
    return None, ""


_AFTER_CHINESE = re.compile(rf"(?<=[日号]){_WEEKDAY}$|[。.]$")


def _zoned(plain: str) -> date | None:
    try:
        return datetime.fromisoformat(plain).astimezone(_BEIJING).date()
    except (ValueError, OverflowError):
        return None


def _figure(numeral: str) -> str:
    """十二 -> 12, 二十 -> 20, 廿一 -> 21, 三 -> 3; a bad numeral gives no figure."""
    if numeral.isdecimal():
        return numeral
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    tens, ten, units = numeral.rpartition("十")
    figures = (tens or ("1" if ten else "")) + (units or ("0" if ten else ""))
    return figures.translate(_NUMERALS) if len(tens) <= 1 and len(units) <= 1 else ""


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _form(raw: str, text: str, plain: str, separator: str) -> str:
    if plain != text.upper():
        return "wide"
    if separator == "年":
        return "cn_nl" if raw.endswith("\n") else "cn"
    if separator == ".":
        return "dot0" if re.search(r"\.0\d", plain) else "dot"
    names = {"/": "slash", "-": "iso", "": "compact"}
    return names.get(separator, "other")
