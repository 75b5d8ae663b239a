"""Phones of petitioners: digits only, compared as sets."""

import re
import unicodedata
from enum import IntEnum

from rapidfuzz.distance import OSA

_SPLIT = re.compile(r"[、,，/;；|\n]+|(?<=\d)\s+(?=1\d{10}\b)")
_COUNTRY = re.compile(r"^(?:\+|00)86|^86(?=1\d{10}$)")
_AREA = re.compile(r"^0(?:10|2\d|[3-9]\d{2})(?=\d{7,8}$)")
_LEAST, _MOBILE = 7, 11


class PhoneLevel(IntEnum):
    """How alike two sets of phones are; order and names as in the model file."""

    EQUAL = 0
    ONE_DIGIT = 1
    DIFFERENT = 2


def read_phones(raw: tuple[str, ...]) -> frozenset[str]:
    """Numbers of at least seven digits, without country code and, for landlines, area code."""
    found = set()
    for text in raw:
        for piece in _SPLIT.split(unicodedata.normalize("NFKC", text)):
            number = _COUNTRY.sub("", re.sub(r"[^\d+]", "", piece))
            number = _AREA.sub("", number)
            if number.isdigit() and len(number) >= _LEAST and len(set(number)) > 1:
                found.add(number)
    return frozenset(found)


def compare_phones(a: frozenset[str], b: frozenset[str]) -> PhoneLevel:
    """The level of the best pair of two sets that are not empty."""
    if not a.isdisjoint(b):
        return PhoneLevel.EQUAL
    near = any(
        len(x) == len(y) == _MOBILE and OSA.distance(x, y, score_cutoff=1) <= 1
        for x in a
        for y in b
    )
    return PhoneLevel.ONE_DIGIT if near else PhoneLevel.DIFFERENT
