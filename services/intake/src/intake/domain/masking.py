"""How personal data look to those who need no more (王*, 6401**********1234, 138****0000)."""

import re
from typing import Any

_LONG_DIGITS = re.compile(r"\d{7,}[0-9Xx]?")
_AREA = re.compile(r"^.{0,8}?[市州盟](?:.{1,6}?[区县旗市])?")
_SHORT = 7
_PERSON = re.compile(r"姓名|人[\s\d()（）]*$")
_HOME = re.compile(r"住址|地址|住所|户籍")


def mask_name(name: str | None) -> str | None:
    """The family name and a star."""
    return f"{name[0]}*" if name else None


def mask_id(number: str | None) -> str | None:
    """The first four and the last four of an identity number."""
    if not number:
        return None
    return f"{number[:4]}{'*' * max(len(number) - 8, 4)}{number[-4:]}"


def mask_phone(phone: str) -> str:
    """The first three and the last four digits; nothing of an extension."""
    number, extension, _ = phone.partition("-")
    shown = f"{number[:3]}****{number[-4:]}" if len(number) > _SHORT else "****" + number[-2:]
    return f"{shown}-****" if extension else shown


def mask_address(address: str | None) -> str | None:
    """City and district only."""
    if not address:
        return None
    area = _AREA.match(address)
    kept = area[0] if area else address[:3]
    return kept if kept == address else f"{kept}****"


def mask_digits(value: Any) -> Any:
    """Long digit runs in free fields, which may be numbers of persons."""
    if isinstance(value, str):
        return _LONG_DIGITS.sub(lambda m: f"{m[0][:3]}****{m[0][-2:]}", value)
    return [mask_digits(v) for v in value] if isinstance(value, list) else value


def mask_beside(heading: str, value: Any) -> Any:
    """What a column of no known kind says: its heading tells names and homes from the rest."""
    if isinstance(value, str) and _PERSON.search(heading):
        return mask_name(value)
    if isinstance(value, str) and _HOME.search(heading):
        return mask_address(value)
    return mask_digits(value)
