"""The four comparisons of two petitioners."""

from dataclasses import dataclass

from intake.matching.persons.addresses import compare_addresses
from intake.matching.persons.fellegi_sunter import MISSING
from intake.matching.persons.identity import compare_ids
from intake.matching.persons.names import compare_names
from intake.matching.persons.person import PersonProfile
from intake.matching.persons.phones import compare_phones


@dataclass(frozen=True, slots=True)
class Levels:
    """A level for each comparison, MISSING where one side is empty."""

    name: int
    id_no: int
    phone: int
    address: int

    @property
    def pattern(self) -> tuple[int, int, int, int]:
        """In the order of the scheme."""
        return (self.name, self.id_no, self.phone, self.address)


def compare(a: PersonProfile, b: PersonProfile) -> Levels:
    """Compares field by field."""
    return Levels(
        compare_names(a.name, b.name) if a.name.text and b.name.text else MISSING,
        compare_ids(a.id_no, b.id_no) if a.id_no and b.id_no else MISSING,
        compare_phones(a.phones, b.phones) if a.phones and b.phones else MISSING,
        compare_addresses(a.address, b.address) if a.address and b.address else MISSING,
    )
