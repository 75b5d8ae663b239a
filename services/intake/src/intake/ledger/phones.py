"""Finds the phone numbers in a ledger cell, whatever stands around them."""

import re
from dataclasses import dataclass, field

from intake.domain.phone import PhoneError
from intake.domain.phone import read as read_phone
from intake.ledger.cells import Cell, half_width, text_of

_BETWEEN = re.compile(r"[、，,;/|\s]+|或")
_COUNTRY = re.compile(r"(?<!\d)(?:\+|00)86[\s-]*(?=\d)|(?<!\d)86[\s-]+(?=1\d{10})")
_GROUPED_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ .·](\d{4})[ .·](\d{4})(?!\d)")
_ONE_MOBILE = re.compile(r"1[ .-]?[3-9](?:[ .-]?\d){9}")
"""However it is grouped, a cell with eleven digits holds one number."""
_COUNTER = re.compile(r"(?<![\d.])\d{1,2}[.、](?=1[3-9]\d{9}|0\d{2,3}\D)")
_NO_FRACTION = re.compile(r"(?<=\d{7})\.0+(?!\d)")
_AREA_CODE = re.compile(r"(?<!\d)\(?(0\d{2,3})(?:\)\s*|\s*[-—–]\s*|\s+)([1-9]\d{6,7})(?!\d)")
_IN_BRACKETS = re.compile(r"\([^()\d]*\)")
_EXTENSION = re.compile(r"(?<=\d)\s*(?:转|分机号?)\s*(?=\d)")
_WORDS = re.compile(r"[\u4e00-\u9fff]+\s*[:：]?|[:：]")
_MARKS = re.compile(r"[-()\s'’‘`]")
_TWO_MOBILES = re.compile(r"(1[3-9]\d{9})(1[3-9]\d{9})")
_LOST = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
MOBILE = re.compile(r"(?<![\dA-Za-z])1[3-9]\d{9}(?![\dA-Za-z])")
"""A mobile number that stands alone."""


@dataclass(slots=True)
class Phones:
    """Numbers in their order; ``unread`` keeps what is none, for a person to look at."""

    numbers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    doubtful: bool = False


def read_phones(cell: Cell) -> Phones:
    """Read a cell of phones; any separator, labels, remarks in brackets, grouped digits."""
    out = Phones()
    text = text_of(cell)
    if text is None:
        return out
    if not isinstance(cell, str):
        out.notes.append("phone_number")
    plain = half_width(text)
    if plain != text:
        out.notes.append("phone_fullwidth")
    bare = _COUNTRY.sub("", plain)
    if bare != plain:
        out.notes.append("phone_prefix")
    if "-" in bare:
        out.notes.append("phone_hyphen")
    for word in _words(bare):
        _take(word, out)
    if len(out.numbers) > 1:
        out.notes.append("two_phones")
    if not out.numbers and not out.unread:
        out.unread.append(text)
    out.doubtful = out.doubtful or bool(out.unread)
    return out


def _words(bare: str) -> list[str]:
    if _ONE_MOBILE.fullmatch(bare):
        return [re.sub(r"[ .-]", "", bare)]
    bare = _COUNTER.sub(" ", _NO_FRACTION.sub("", bare))
    flat = _EXTENSION.sub("-", _IN_BRACKETS.sub(" ", bare))
    flat = _AREA_CODE.sub(r"\1-\2", _GROUPED_MOBILE.sub(r"\1\2\3", flat))
    return [w for w in _BETWEEN.split(_WORDS.sub(" ", flat)) if w]


def _take(word: str, out: Phones) -> None:
    if both := _TWO_MOBILES.fullmatch(word):
        out.numbers += both.groups()
        return
    digits = _MARKS.sub("", word)
    try:
        out.numbers.append(read_phone(word.strip("'’‘`-.")).stored)
    except PhoneError:
        if _LOST.fullmatch(word) or not any(c.isdigit() for c in digits):
            out.unread.append(word)
        else:
            out.numbers.append(digits)
            out.doubtful = True
