"""What holds a pair back whatever its score: evidence that is not independent, or contradicts itself."""

from intake.matching.band import Band
from intake.matching.persons.addresses import AddressLevel
from intake.matching.persons.identity import IdLevel
from intake.matching.persons.levels import Levels
from intake.matching.persons.names import NameLevel
from intake.matching.persons.phones import PhoneLevel

_NAMES_AGREE = frozenset({NameLevel.EXACT, NameLevel.HOMOPHONE, NameLevel.PART})


def ceiling(band: Band, levels: Levels) -> Band:
    """The band a pair may reach at most.

    - Other names: one family shares door, phone and, by mistake, a number. With an equal or nearly equal
      number a person looks at it; without, it is a relative or a neighbour.
    - Other numbers: two numbers are two persons; only where name and door or phone agree a person looks,
      because a spouse's number may stand in the record.
    """
    if levels.name not in _NAMES_AGREE:
        if levels.id_no == IdLevel.EQUAL:
            return Band.CLERICAL
        one = levels.name == NameLevel.ONE_CHARACTER
        if one and levels.id_no == IdLevel.TYPO:
            return Band.CLERICAL
        if one and levels.id_no not in {IdLevel.ORDER_CODE, IdLevel.DIFFERENT}:
            return Band.CLERICAL if levels.phone == PhoneLevel.EQUAL else Band.IGNORED
        return Band.IGNORED
    if levels.id_no in {IdLevel.ORDER_CODE, IdLevel.DIFFERENT}:
        tied = levels.address == AddressLevel.DOOR or levels.phone == PhoneLevel.EQUAL
        return Band.CLERICAL if tied else Band.IGNORED
    return band
