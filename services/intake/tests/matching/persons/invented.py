"""Invented people: order codes 900-995, phones of prefixes no operator has."""

from intake.domain.identity_number import check_character
from intake.matching.persons import Person

DOOR = "银川市兴庆区解放西街35号锦绣里8-2-597室"
PHONE = "15412345678"


def number(first17: str) -> str:
    """An identity number with the right check character."""
    return first17 + check_character(first17)


WANG = number("64010419760101901")
OTHER = number("64010519820313917")
TWIN = number("64010419760101923")


def person(name="王伟", id_no=WANG, phone=PHONE, address=DOOR) -> Person:
    """Someone with all four fields unless told otherwise."""
    return Person(name, id_no, (phone,) if phone else (), address)
