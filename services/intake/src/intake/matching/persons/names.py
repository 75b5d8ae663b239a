"""Names of petitioners: one written form, their sound, and how alike two of them are."""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from pypinyin import Style, pinyin
from rapidfuzz.distance import OSA

_DOTS = re.compile(r"[·・•‧∙⋅．.。●﹒･]+")
_ADDED = re.compile(r"[(（\[【].*$|等\s*\d*[一二三四五六七八九十几多数]*\s*(?:人|户|名|位).*$")
_TITLE = re.compile(r"(?<=..)(?:先生|女士|同志|小姐)$")
_LETTER = re.compile(r"[^\w\u3400-\u9fff\U00020000-\U0003ffff]", re.UNICODE)
_NOBODY = re.compile(
    r"匿名.*|佚名|无名.*|不详|不明|未知|无|没有|群众.*|.*(?:某|[*＊]).*|.*[\u3400-\u9fff][Xx]{1,2}"
)
"""What stands for a name that is not told: 匿名, 王某某, 张**, 李XX."""
_NUMBERING = re.compile(r"^\d+[.、]?")
_SHORT = 3
"""Han names have at most so many characters, but for double surnames."""


class NameLevel(IntEnum):
    """How alike two names are; order and names as in the model file."""

    EXACT = 0
    HOMOPHONE = 1
    PART = 2
    """One is the first part of the other: 阿卜杜拉 and 阿卜杜拉·买买提."""
    ONE_CHARACTER = 3
    SURNAME = 4
    DIFFERENT = 5


@dataclass(frozen=True, slots=True)
class Name:
    """A name as compared.

    Attributes:
        text: without separators, spaces and additions.
        parts: what stood between the separators; one part for a Han name.
        sound: pinyin of each character without tones.
    """

    text: str
    parts: tuple[str, ...]
    sound: tuple[str, ...]


@lru_cache(maxsize=16384)
def readings(character: str) -> tuple[str, ...]:
    """All readings of a character without tones, the usual one first; itself if it has none."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(found[0])) if found else (character,)


def read_name(raw: str) -> Name:
    """Reads a name as a clerk typed it: full width, spaces, dots, （本人）, 等3人, 女士.

    A name that is not told (匿名, 王某某) becomes an empty one.
    """
    text = _NUMBERING.sub("", unicodedata.normalize("NFKC", raw).strip())
    text = _ADDED.sub("", text).strip()
    if _NOBODY.fullmatch(text):
        return Name("", (), ())
    text = _TITLE.sub("", re.sub(r"\s+", " ", text))
    cut = _DOTS.split(text)
    if len(cut) == 1 and " " in text and all(len(p) > 1 for p in text.split()):
        cut = text.split()
    parts = tuple(p for p in (_LETTER.sub("", c).upper() for c in cut) if p)
    joined = "".join(parts)
    return Name(joined, parts, tuple(readings(c)[0] for c in joined))


def compare_names(a: Name, b: Name) -> NameLevel:
    """The level of two names that are not empty."""
    if a.text == b.text:
        return NameLevel.EXACT
    if len(a.text) == len(b.text) and _same_sound(a.text, b.text):
        return NameLevel.HOMOPHONE
    if _is_part(a, b) or _is_part(b, a):
        return NameLevel.PART
    near = OSA.distance(a.text, b.text, score_cutoff=1) <= 1
    if near and max(len(a.text), len(b.text)) >= _SHORT and min(len(a.text), len(b.text)) > 1:
        return NameLevel.ONE_CHARACTER
    return NameLevel.SURNAME if a.text[0] == b.text[0] else NameLevel.DIFFERENT


def _same_sound(a: str, b: str) -> bool:
    return all(
        x == y or not set(readings(x)).isdisjoint(readings(y)) for x, y in zip(a, b, strict=True)
    )


def _is_part(short: Name, long: Name) -> bool:
    """Minority names only: 马明 is no part of 马明远."""
    if len(long.parts) > 1:
        return short.text in long.parts
    return len(long.text) > len(short.text) + 1 > _SHORT and long.text.startswith(short.text)
