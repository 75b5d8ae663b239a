"""Identity numbers as typed: which are valid, and how two that differ may still be one."""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA

from intake.domain import identity_number

_JUNK = re.compile(r"[\s'’‘`\-.,，。]")
_PLAUSIBLE = re.compile(r"\d{13,19}X?")
_NEW, _OLD, _STEM = 18, 15, 14


class IdLevel(IntEnum):
    """How alike two identity numbers are; order and names as in the model file."""

    EQUAL = 0
    TYPO = 1
    """One digit wrong or two neighbours swapped, and a check character that tells of it."""
    ORDER_CODE = 2
    """Both valid, same region and birthday, another order code: twins, or chance."""
    DIFFERENT = 3


@dataclass(frozen=True, slots=True)
class IdText:
    """A number as compared: 18 characters where it can be, and whether it checks out."""

    value: str
    valid: bool
    from_15: bool = False

    @property
    def birth(self) -> str:
        """YYYYMMDD as typed; empty for a number of another length."""
        return self.value[6:14] if len(self.value) == _NEW else ""


def read_id(raw: str | None) -> IdText | None:
    """Reads a number as typed; None where there is none (empty, 无, 不详, far too short)."""
    if not raw:
        return None
    text = _JUNK.sub("", unicodedata.normalize("NFKC", raw)).upper().replace("×", "X")
    if not _PLAUSIBLE.fullmatch(text):
        return None
    try:
        number = identity_number.parse(text)
    except identity_number.IdNumberError:
        return IdText(text, valid=False)
    return IdText(number.value, valid=True, from_15=number.from_15)


def compare_ids(a: IdText, b: IdText) -> IdLevel:
    """The level of two numbers.

    A single wrong digit or swap always breaks the check character, so two valid numbers that differ
    are two numbers; only the old 15-digit form has none and may hide a slip.
    """
    if a.value == b.value:
        return IdLevel.EQUAL
    if a.valid and b.valid:
        if a.value[:_STEM] == b.value[:_STEM]:
            return IdLevel.ORDER_CODE
        if (a.from_15 or b.from_15) and OSA.distance(_old(a), _old(b), score_cutoff=1) <= 1:
            return IdLevel.TYPO
        return IdLevel.DIFFERENT
    allowed = 1 if a.valid or b.valid else 2
    close = OSA.distance(a.value, b.value, score_cutoff=allowed) <= allowed
    return IdLevel.TYPO if close else IdLevel.DIFFERENT


def _old(number: IdText) -> str:
    return number.value[:6] + number.value[8:17]
