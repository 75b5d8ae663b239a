"""What a score cannot say: evidence that is not independent, or contradicts itself."""

from intake.matching.band import Band
from intake.matching.persons.addresses import AddressLevel
from intake.matching.persons.fellegi_sunter import MISSING
from intake.matching.persons.identity import IdLevel
from intake.matching.persons.levels import Levels
from intake.matching.persons.names import NameLevel
from intake.matching.persons.phones import PhoneLevel

RARE = 5e-6
"""A name that fewer than five in a million bear."""

_NAMES_AGREE = frozenset({NameLevel.EXACT, NameLevel.HOMOPHONE, NameLevel.PART})

_OTHER_NUMBERS = frozenset({IdLevel.ORDER_CODE, IdLevel.DIFFERENT})


def settle(band: Band, levels: Levels, share: float) -> Band:
    """The band of a pair whose score alone gives ``band``.

    - Equal numbers are never ignored.
    - Other names: one family shares door, phone and, by mistake, a number. With an equal or nearly equal
      number a person looks at it; without, it is a relative or a neighbour. One character of the name and one
      digit of the number typed wrong, the phone equal: three slips of one hand, not two persons.
    - Other numbers: two numbers are two persons; only where name and door or phone agree a person looks,
      because a spouse's number may stand in the record.
    - No number in common: the door must be the same, a street or estate full of namesakes is not enough;
      and where neither number nor phone can be compared, the name must be rare too.

    Args:
        band: what the score alone would give.
        levels: of the pair.
        share: how common the more common of the two names is in the population.
    """
    if band is Band.IGNORED or levels.name == MISSING:
        return Band.CLERICAL if levels.id_no == IdLevel.EQUAL else Band.IGNORED
    if levels.name not in _NAMES_AGREE:
        return _other_names(band, levels)
    if levels.id_no in _OTHER_NUMBERS:
        tied = levels.address == AddressLevel.DOOR or levels.phone == PhoneLevel.EQUAL
        return Band.CLERICAL if tied else Band.IGNORED
    door = levels.address == AddressLevel.DOOR
    numbers = levels.id_no != MISSING or levels.phone in {PhoneLevel.EQUAL, PhoneLevel.ONE_DIGIT}
    return band if (numbers or door) and not thin(levels, share) else Band.CLERICAL


def thin(levels: Levels, share: float) -> bool:
    """A name that others bear too, and neither number nor phone to tell them apart."""
    return levels.id_no == levels.phone == MISSING and share > RARE


def _other_names(band: Band, levels: Levels) -> Band:
    slip = levels.name == NameLevel.ONE_CHARACTER and levels.id_no not in _OTHER_NUMBERS
    if levels.id_no == IdLevel.EQUAL:
        return band if slip else Band.CLERICAL
    typo, phone = levels.id_no == IdLevel.TYPO, levels.phone == PhoneLevel.EQUAL
    if slip and typo and phone:
        return band
    return Band.CLERICAL if slip and (typo or phone) else Band.IGNORED
