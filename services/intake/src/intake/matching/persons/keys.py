"""Blocking keys: what two records of one person will most likely share, and few others.

Each key is a pair (kind, clear value); whoever stores keys turns the value into a keyed hash. No kind is a
name alone, unless the name is so rare that a database of a million people holds a handful of it.
"""

from intake.matching.persons.names import Name
from intake.matching.persons.person import PersonProfile

ID, PHONE, NAME_YEAR, NAME_ORDER, NAME_AREA, NAME_RARE = (
    "id", "phone", "name_year", "name_order", "name_area", "name_rare",
)  # fmt: skip
_PHONES = 3
_HAN = 3
_RARE = 2e-6
"""Share of the population under which a name is a key by itself: two people in a million."""


def keys(person: PersonProfile) -> frozenset[tuple[str, str]]:
    """Keys of one person: about five, at most ten.

    A wrong digit or a swap in the identity number changes ``id`` and at most one of name with birth year
    and name with the last four; a swap across the two leaves phone and name with area.
    """
    found = {(PHONE, phone) for phone in sorted(person.phones)[:_PHONES]}
    sounds = _sounds(person.name)
    if person.id_no:
        found.add((ID, person.id_no.value))
        if person.id_no.birth:
            found |= {(NAME_YEAR, f"{s}|{person.id_no.birth[:4]}") for s in sounds}
            found |= {(NAME_ORDER, f"{s}|{person.id_no.value[-4:]}") for s in sounds}
    if person.address:
        found |= {(NAME_AREA, f"{s}|{person.address.area}") for s in sounds}
    if person.sound_share < _RARE and len(person.name.text) > 1:
        found.add((NAME_RARE, sounds[0]))
    return frozenset(found)


def _sounds(name: Name) -> tuple[str, ...]:
    """The sound of a Han name; of a minority name its beginning, as the rest comes and goes."""
    if not name.text:
        return ()
    if len(name.parts) == 1 and len(name.text) <= _HAN:
        return (" ".join(name.sound),)
    head = " ".join(name.sound[:2])
    first = " ".join(name.sound[: len(name.parts[0])])
    return (head, first) if len(name.parts) > 1 and first != head else (head,)
