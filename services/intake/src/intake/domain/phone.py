"""Phone numbers in one form: mobile, landline with or without extension, 400/800, short codes."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_COUNTRY = re.compile(r"^(?:\+|00)86(?=\d)|^86(?=1\d{10}$)")
_EXTENSION = re.compile(r"(?:-|转|分机|ext\.?|x|\*|#)+(\d{1,6})$", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})[1-9]\d{6,7}")
_SERVICE = re.compile(r"[48]00\d{7}")
_LOCAL = re.compile(r"[2-9]\d{6,7}")
_SHORT = re.compile(r"11\d|12[0-2]|1\d{4}|9[56]\d{3,4}")
_LEAST_GROUP = 4
SEPARATOR = "-"
"""Between a number and its extension, in the stored form."""


class PhoneError(ValueError):
    """The text is no phone number."""


class PhoneKind(StrEnum):
    """What kind of number it is."""

    MOBILE = "mobile"
    """手机"""
    LANDLINE = "landline"
    """固话，带区号"""
    LOCAL = "local"
    """固话，未写区号"""
    SERVICE = "service"
    """400、800"""
    SHORT = "short"
    """12345、110 等短号"""


KIND_LABELS = {
    PhoneKind.MOBILE: "手机", PhoneKind.LANDLINE: "固定电话",
    PhoneKind.LOCAL: "固定电话（未写区号）", PhoneKind.SERVICE: "400/800 电话",
    PhoneKind.SHORT: "短号",
}  # fmt: skip
_KINDS = (
    (PhoneKind.MOBILE, _MOBILE), (PhoneKind.SERVICE, _SERVICE), (PhoneKind.LANDLINE, _LANDLINE),
    (PhoneKind.LOCAL, _LOCAL), (PhoneKind.SHORT, _SHORT),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phone:
    """A number of a known kind: digits without country code, and the extension if there is one."""

    number: str
    kind: PhoneKind
    extension: str | None = None

    @property
    def stored(self) -> str:
        """The form that is kept: ``09511234567-8012``."""
        return f"{self.number}{SEPARATOR}{self.extension}" if self.extension else self.number


def read(text: str) -> Phone:
    """Read a number as people write it.

    Raises:
        PhoneError: it is none of the known kinds.
    """
    plain = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", text))
    plain = _COUNTRY.sub("", plain)
    whole = _kind_of(plain)
    if whole is not None:
        return whole
    extension = _EXTENSION.search(plain)
    if extension is not None:
        base = _kind_of(plain[: extension.start()])
        if base is not None and base.kind in {
            PhoneKind.LANDLINE, PhoneKind.LOCAL, PhoneKind.SERVICE,
        }:  # fmt: skip
            return Phone(base.number, base.kind, extension[1])
    raise PhoneError("联系电话不是有效的号码")


def normalise(text: str) -> str:
    """The digits of a number, without extension: the form that two records are compared by.

    Raises:
        PhoneError: it is none of the known kinds.
    """
    return read(text).number


def number_of(stored: str) -> str:
    """The comparable digits of a stored number."""
    return stored.partition(SEPARATOR)[0]


def _kind_of(text: str) -> Phone | None:
    digits = text.replace("-", "")
    for kind, pattern in _KINDS:
        if pattern.fullmatch(digits) and _grouped(text, kind):
            return Phone(digits, kind)
    return None


def _grouped(text: str, kind: PhoneKind) -> bool:
    # "604-1234" is one number, "6041234-8" one with an extension: a short last group is no part of it.
    last = text.rpartition("-")[2]
    parted = kind in {PhoneKind.LOCAL, PhoneKind.LANDLINE}
    return "-" not in text or not parted or len(last) >= _LEAST_GROUP
