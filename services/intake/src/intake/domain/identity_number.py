"""The resident identity number: GB 11643 check character, birth date, 15 to 18 digits."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from intake.domain.divisions import PROVINCES, is_known

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHARACTERS = "10X98765432"
_NEW, _OLD = 18, 15
_LIKE_X = frozenset("×✕✖ΧХ╳")
"""What people type for the check character X: the sign of multiplication, a Greek or Russian letter."""
_OLDEST = 1850
_MARKS = re.compile(r"[\s'’‘`]")
_FORM = re.compile(r"[0-9]{17}[0-9X]|[0-9]{15}")


class IdNumberError(ValueError):
    """The number cannot be a resident identity number; ``code`` and a Chinese sentence say why."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A checked 18-character number, and whether it came from the old 15-digit form."""

    value: str
    from_15: bool = False

    @property
    def born_on(self) -> date:
        """The date of birth it carries."""
        return date(int(self.value[6:10]), int(self.value[10:12]), int(self.value[12:14]))

    @property
    def division_known(self) -> bool:
        """Whether its first six digits are a division; not knowing one is a warning, no refusal."""
        return is_known(self.value[:6])


def check_character(first17: str) -> str:
    """The ISO 7064 MOD 11-2 check character of the first seventeen digits."""
    return _CHARACTERS[sum(w * int(d) for w, d in zip(_WEIGHTS, first17, strict=True)) % 11]


def read(text: str, *, today: date | None = None) -> IdNumber:
    """Check a number as typed in: any width, with spaces, a leading apostrophe, a small x.

    Args:
        text: the number.
        today: nobody is born after this day; not looked at when not given.

    Raises:
        IdNumberError: see ``parse``.
    """
    number = parse(_plain(text))
    if today is not None and number.born_on > today:
        raise IdNumberError("id_birth_date", "身份证号中的出生日期在将来")
    return number


def is_identity(text: str) -> bool:
    """Whether a text that should be something else, a case number say, is an identity number.

    Fifteen digits carry no check character, so they must begin with a province as well.
    """
    plain = _plain(text)
    try:
        return parse(plain).value[:2] in PROVINCES
    except IdNumberError:
        return False


def _plain(text: str) -> str:
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text)).upper()
    return plain[:-1] + "X" if plain[-1:] in _LIKE_X else plain


def parse(text: str) -> IdNumber:
    """Check a number that was already brought to half width, without spaces, in upper case.

    Raises:
        IdNumberError: ``id_length``, ``id_format``, ``id_birth_date`` or ``id_checksum``.
    """
    if len(text) not in {_NEW, _OLD}:
        size = "只有" if len(text) < _NEW else "有"
        raise IdNumberError("id_length", f"身份证号{size} {len(text)} 位")
    if not _FORM.fullmatch(text):
        raise IdNumberError("id_format", "身份证号含有数字以外的字符")
    if len(text) == _OLD:
        _check_birth("19" + text[6:12])
        first17 = text[:6] + "19" + text[6:]
        return IdNumber(first17 + check_character(first17), from_15=True)
    _check_birth(text[6:14])
    if check_character(text[:17]) != text[17]:
        raise IdNumberError("id_checksum", "身份证号校验码不正确")
    return IdNumber(text)


def _check_birth(digits: str) -> None:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if year < _OLDEST or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:  # noqa: PLR2004
        raise IdNumberError("id_birth_date", f"身份证号中的出生日期不存在（{month}月{day}日）")
