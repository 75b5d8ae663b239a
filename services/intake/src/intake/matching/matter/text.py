"""A petition's text as it is compared: one width, one case, without spaces, links and masks."""

import re
import unicodedata

MAX_CHARS = 4000
"""Characters of a body that are looked at; beyond that a petition quotes statutes and annexes."""

_LINK = re.compile(r"https?://[^\s，。；、）)]*", re.IGNORECASE)
_MASK = re.compile(r"[*＊×xX]{3,}")
_ASTRAL = re.compile(r"[^\u0000-\ud7ff\ue000-\uffff]")
_SPACE = re.compile(r"\s+")
_BREAK = re.compile(r"[。！？!?；;\n]+")


def clean(text: str | None) -> str:
    """The text in half width and lower case, spaces gone, links and masked numbers as a break."""
    if not text:
        return ""
    raw = text[: MAX_CHARS * 2]
    if not unicodedata.is_normalized("NFKC", raw):
        raw = unicodedata.normalize("NFKC", raw)
    raw = _ASTRAL.sub("。", raw)
    raw = _LINK.sub("。", raw)
    raw = _MASK.sub("。", raw)
    return _SPACE.sub("", raw).lower()[:MAX_CHARS]


def sentences(cleaned: str) -> list[str]:
    """Sentences of a cleaned text, without empty ones."""
    return [part for part in _BREAK.split(cleaned) if part]
