"""Phone numbers in one form: digits only, without the country code."""

import re
import unicodedata

_COUNTRY = re.compile(r"^(?:\+|00)86|^86(?=1\d{10}$)")
_VALID = re.compile(r"\d{7,12}")


class PhoneError(ValueError):
    """The text is no phone number."""


def normalise(text: str) -> str:
    """Digits of a mobile or landline number.

    Raises:
        PhoneError: fewer than seven or more than twelve digits, or other characters.
    """
    plain = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", text))
    digits = _COUNTRY.sub("", plain)
    if not _VALID.fullmatch(digits):
        raise PhoneError("联系电话不是有效的号码")
    return digits
