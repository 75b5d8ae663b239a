"""A petitioner as typed, and everything read from it once."""

from dataclasses import dataclass

from intake.matching.persons.addresses import Address, read_address
from intake.matching.persons.frequency import NameTable
from intake.matching.persons.identity import IdText, read_id
from intake.matching.persons.names import Name, read_name
from intake.matching.persons.phones import read_phones


@dataclass(frozen=True, slots=True)
class Person:
    """One petitioner of one case, in clear text.

    Attributes:
        name: as typed.
        id_no: identity number as typed, right or wrong; None when lost or not given.
        phones: the petitioner's own phones, not the agent's.
        address: as typed.
    """

    name: str
    id_no: str | None = None
    phones: tuple[str, ...] = ()
    address: str | None = None


@dataclass(frozen=True, slots=True)
class PersonProfile:
    """What is compared. Holds clear personal data: keep it in memory only, and not for long."""

    name: Name
    id_no: IdText | None
    phones: frozenset[str]
    address: Address | None
    written: str
    """The name for sentences."""
    share: float
    """Expected share of the population with this name."""
    sound_share: float


def read(person: Person, names: NameTable) -> PersonProfile:
    """Normalises once."""
    name = read_name(person.name)
    share = names.share(name) if name.text else 1.0
    return PersonProfile(
        name,
        read_id(person.id_no),
        read_phones(person.phones),
        read_address(person.address),
        "·".join(name.parts),
        share,
        max(share, names.sound_share(name)) if name.text else 1.0,
    )
