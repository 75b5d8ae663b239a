"""Reads single cells: what is empty, what a date, a number, a yes or a no."""

import re
import unicodedata
from datetime import date, datetime, timedelta

Cell = str | int | float | bool | date | datetime | None
"""What a workbook cell or a CSV field can hold; times of day arrive as text."""

_EMPTY = frozenset({"", "/", "无", "不详", "-", "—", "——", "--", "\\"})
_LONGEST_EMPTY = max(map(len, _EMPTY))
_WHITE = " \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2002\u2003\u2009\u200b\u3000\ufeff"
_CR = "_x000D_"
"""How a workbook escapes a carriage return."""
_YMD = re.compile(
    r"(\d{4})(?:([-–—./])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?|(\d{2})(\d{2}))"
    r"(?:[T ]*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?)?"
)
_INSIDE_DATE = re.compile(r"(?<=[年月\-./])\s+|\s+(?=[年月日号\-./])")
_SCIENTIFIC = re.compile(r"([+-]?\d(?:\.\d+)?)E\+?(\d{1,3})", re.IGNORECASE)
_SERIAL = range(36526, 62092)
"""Excel serial numbers from 2000-01-01 to 2069-12-31."""
_EXCEL_EPOCH = date(1899, 12, 30)
_EXACT = 10**15
"""From here on a stored number has lost its last digits (Excel keeps fifteen)."""
_STARTERS = frozenset("=+-@")
_PLAIN_SIGN = re.compile(r"[+-][\d\s\-.,/()+]*")


def strip(text: str) -> str:
    """``text`` without white space, U+3000 and Excel's escaped CR at both ends."""
    if _CR in text:
        text = text.replace(f"{_CR}\n", "\n").replace(_CR, "\n")
    return text.strip(_WHITE)


def half_width(text: str) -> str:
    """``text`` in NFKC form, stripped: for numbers, IDs, phones and dates only."""
    return strip(unicodedata.normalize("NFKC", text))


def text_of(cell: Cell) -> str | None:
    """The cell as the clerk reads it, or None when it is empty or says so (/, 无, 不详, -)."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        cell = cell.date()
    text = strip(str(cell))
    if len(text) <= _LONGEST_EMPTY and (text in _EMPTY or half_width(text) in _EMPTY):
        return None
    return text


def lines_of(cell: Cell) -> str:
    """The raw text, for columns that hold several values."""
    return text_of(cell) or ""


def is_formula(cell: Cell) -> bool:
    """Whether a spreadsheet would run the cell: it starts with = + - @ and is no number or phone.

    A dash before Chinese text is a list mark, not a formula.
    """
    if not isinstance(cell, str):
        return False
    bare = strip(cell)
    if not bare or unicodedata.normalize("NFKC", bare[0])[:1] not in _STARTERS:
        return False
    text = half_width(bare)
    if text in _EMPTY:
        return False
    if text[0] in "+-":
        rest = text[1:].lstrip("- ")
        return not (_PLAIN_SIGN.fullmatch(text) or not rest or "\u4e00" <= rest[0] <= "\u9fff")
    return len(text) > 1


def lost_digits(cell: Cell) -> tuple[bool, str | None]:
    """Whether an identity number was stored as a number, and the digits that are still right.

    Returns:
        ``(False, None)`` when nothing is lost; else True with the first fifteen digits, if known.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= _EXACT:
        mantissa = f"{float(cell):.14e}".partition("e")[0]
        return True, mantissa.replace(".", "")
    if isinstance(cell, str) and (m := _SCIENTIFIC.fullmatch(half_width(cell))):
        digits = m[1].replace(".", "")
        return True, digits[:15] if len(digits) >= 15 else None  # noqa: PLR2004
    return False, None


def read_date(cell: Cell) -> tuple[date | None, str | None]:
    """A date in any of the forms the ledgers use.

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
    if plain.isdigit() and int(plain) in _SERIAL:
        return _EXCEL_EPOCH + timedelta(days=int(plain)), "serial"
    match = _YMD.fullmatch(_INSIDE_DATE.sub("", plain))
    value = _day(match) if match else None
    return value, _form(str(cell), text, plain, match[2] or "") if match and value else None


def _day(match: re.Match[str]) -> date | None:
    month, day = (int(x) for x in match.groups()[2:] if x is not None)
    try:
        return date(int(match[1]), month, day)
    except ValueError:
        return None


def _form(raw: str, text: str, plain: str, separator: str) -> str:
    if plain != text:
        return "wide"
    if separator == "/":
        return "slash"
    if separator == ".":
        return "dot0" if re.search(r"\.0\d", plain) else "dot"
    if separator:
        return "iso"
    if "年" in plain:
        return "cn_nl" if raw.endswith("\n") else "cn"
    return "compact"


def read_flag(cell: Cell) -> bool | None:
    """Yes or no in any of the forms the ledgers use; None when empty or neither."""
    text = text_of(cell)
    if text is None:
        return None
    word = half_width(text).upper()
    if word[0] in "否未不×XN没非✗✘╳☐□0":
        return False
    if word[0] in "是√Y已有✓✔☑■1" or "三跨" in word or "分离" in word or word in {"TRUE", "对"}:
        return True
    return False if word == "FALSE" else None


def read_count(cell: Cell) -> int | None:
    """A number of people: 12, 12人, １２; None when there is no number in it."""
    text = text_of(cell)
    match = re.search(r"\d+", half_width(text)) if text else None
    return int(match[0]) if match and len(match[0]) < 8 else None  # noqa: PLR2004
