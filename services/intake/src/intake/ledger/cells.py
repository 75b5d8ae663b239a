"""Reads single cells: what is empty, what runs as a formula, a number, a yes or a no."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""What a workbook cell or a CSV field can hold."""

_EMPTY = frozenset({"", "/", "无", "不详", "-", "—", "——", "--", "\\"})
_LONGEST_EMPTY = max(map(len, _EMPTY))
_WHITE = " \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2002\u2003\u2009\u200b\u3000\ufeff"
_CR = "_x000D_"
"""How a workbook escapes a carriage return."""
_SCIENTIFIC = re.compile(r"([+-]?\d(?:\.\d+)?)E\+?(\d{1,3})", re.IGNORECASE)
LONGEST = 32_767
"""Characters that a workbook cell can hold."""
_EXACT = 10**15
"""From here on a stored number has lost its last digits (Excel keeps fifteen)."""
_CONSTANT = re.compile(r'\s*="([0-9A-Za-z\u4e00-\u9fff]*)"\s*')
_LIKE_STARTERS = frozenset("+-=@⁺⁼₊₌⩵⩶﬩﹢﹣﹦﹫＋－＝＠")
"""= + - @ and every character that becomes one of them in NFKC form."""
MAY_START = _LIKE_STARTERS | frozenset(_WHITE) | {_CR[0]}
"""First characters of cells that may run as a formula; no other cell can."""
_PLAIN_SIGN = re.compile(r"[+-][\d\s\-.,/()+]*")


def strip(text: str) -> str:
    """``text`` without white space, U+3000 and Excel's escaped CR at both ends."""
    if _CR in text:
        text = text.replace(f"{_CR}\n", "\n").replace(_CR, "\n")
    return text.strip(_WHITE)


def half_width(text: str) -> str:
    """``text`` in NFKC form, stripped: for numbers, IDs, phones and dates only."""
    return strip(text if text.isascii() else unicodedata.normalize("NFKC", text))


def without_wrapping(text: str) -> str:
    """The constant in ``="6401"``, by which exports keep a number text; any other text unchanged."""
    match = _CONSTANT.fullmatch(text)
    return match[1] if match else text


def text_of(cell: Cell) -> str | None:
    """The cell as the clerk reads it, or None when it is empty or says so (/, 无, 不详, -)."""
    if type(cell) is str:
        text = strip(cell) if _CR in cell else cell.strip(_WHITE)
    elif cell is None:
        return None
    elif isinstance(cell, bool):
        return "是" if cell else "否"
    else:
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        text = str(cell.date() if isinstance(cell, datetime) else cell)
    if len(text) > _LONGEST_EMPTY:
        return text
    empty = text in _EMPTY or (not text.isalnum() and half_width(text) in _EMPTY)
    return None if empty else text


def lines_of(cell: Cell) -> str:
    """The raw text, for columns that hold several values."""
    return text_of(cell) or ""


def is_formula(cell: Cell) -> bool:
    """Whether a spreadsheet would run the cell: it starts with = + - @ and is no number or phone.

    A dash before Chinese text is a list mark, not a formula.
    """
    if not isinstance(cell, str) or cell[:1] not in MAY_START:
        return False
    if not (bare := strip(cell)) or bare[0] not in _LIKE_STARTERS:
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
        digits = m[1].lstrip("+-").replace(".", "")
        if len(digits) < 15:  # noqa: PLR2004
            return True, None
        return True, f"{abs(float(m[0])):.14e}".partition("e")[0].replace(".", "")
    return False, None


_MARKS = "☑✓✔√■▣◉●"
_OPEN = "□☐○◯"
_TICK_BEFORE = re.compile(rf"([{_MARKS}{_OPEN}])\s*(是|否)")
_TICK_BEHIND = re.compile(rf"(是|否)\s*([{_MARKS}{_OPEN}])")
_NO = re.compile(
    r"[否×X✗✘✕╳╳☐□0✖N]|F|错|FALSE|(?:还|仍|暂|尚|一直)?(?:未|没|不)|非|无|正在|尚|暂|待|仍|"
    r"办理中|化解中|推进中|处理中|进行中|继续|持续"
)
_YES = re.compile(
    r"[是√✓✔☑■1YV∨对T●]|TRUE|有$|.*三跨|.*分离|"
    r"(?:已经?|全部|基本|成功|实质性?|完全|同意|签订)*"
    r"(?:化解|息访|息诉|罢访|停访|停诉|办结|结案|销号|销案|属于|完成|解决|签订|案结事了|了结|服判)|已$"
)


def read_flag(cell: Cell) -> bool | None:
    """Yes or no in any of the forms the ledgers use; None when empty or neither."""
    text = text_of(cell)
    if text is None:
        return None
    word = half_width(text).upper()
    if "是" in word and "否" in word:
        return _ticked(word)
    if _NO.match(word):
        return False
    return True if _YES.match(word) else None


def _ticked(word: str) -> bool | None:
    """Which of 是 and 否 carries the tick: ☑是 □否, or 是□ 否☑."""
    if word[0] in _MARKS + _OPEN:
        pairs = [(answer, mark) for mark, answer in _TICK_BEFORE.findall(word)]
    else:
        pairs = _TICK_BEHIND.findall(word)
    ticks = {answer == "是" for answer, mark in pairs if mark in _MARKS}
    return ticks.pop() if len(ticks) == 1 else None


_COUNTED = re.compile(r"(\d+)\s*(?:余|多|来)?\s*(?:人|名|位)")
_SPAN = re.compile(r"\d\s*[-~—至到]\s*\d")
_DIGITS = "零一二三四五六七八九"


def read_count(cell: Cell) -> int | None:
    """A number of people: 12, 12人, 约30余人, 三人, １２; None when there is none, or two."""
    text = text_of(cell)
    if text is None:
        return None
    plain = half_width(text)
    if _SPAN.search(plain):
        return None
    for found in (_COUNTED.findall(plain), re.findall(r"\d+(?:\.0+(?!\d))?", plain)):
        if len(found) == 1:
            digits = found[0].partition(".")[0]
            return int(digits) if len(digits) < 8 else None  # noqa: PLR2004
        if found:
            return None
    return _numeral(re.sub(r"[约近共计等余多来人名位个两]", _two, plain))


def _two(match: re.Match[str]) -> str:
    return "二" if match[0] == "两" else ""


def _numeral(text: str) -> int | None:
    """三 is 3, 十二 12, 三十 30, 一百二十三 123; None for anything else."""
    if not re.fullmatch(r"[一二三四五六七八九十百零]{1,6}", text):
        return None
    total = 0
    for part, worth in (("百", 100), ("十", 10)):
        head, mark, text = text.rpartition(part) if part in text else ("", "", text)
        head = head.strip("零")
        if len(head) > 1:
            return None
        total += (_DIGITS.index(head) if head else 1) * worth if mark else 0
    text = text.strip("零")
    return total + (_DIGITS.index(text) if text else 0) if len(text) <= 1 else None
