"""Evidence in sentences that a clerk understands."""

from intake.matching.persons.addresses import AddressLevel
from intake.matching.persons.fellegi_sunter import MISSING
from intake.matching.persons.identity import IdLevel
from intake.matching.persons.levels import Levels
from intake.matching.persons.names import NameLevel
from intake.matching.persons.person import PersonProfile
from intake.matching.persons.phones import PhoneLevel
from intake.matching.persons.rules import thin
from intake.matching.reason import Reason

_COMMON = 5e-5
_AGREE = frozenset({NameLevel.EXACT, NameLevel.HOMOPHONE, NameLevel.PART})
_PHONE = {
    PhoneLevel.EQUAL: "电话相同",
    PhoneLevel.ONE_DIGIT: "电话仅一位不同",
    PhoneLevel.DIFFERENT: "电话不同",
}
_ADDRESS = {
    AddressLevel.DOOR: "住址相同",
    AddressLevel.BUILDING: "同一楼院，门号不同",
    AddressLevel.AREA: "同一街道、小区或村，住址不同",
    AddressLevel.DIFFERENT: "住址不同",
}


def explain(
    a: PersonProfile, b: PersonProfile, levels: Levels, weights: tuple[float, ...]
) -> tuple[Reason, ...]:
    """One reason a field that was compared, strongest first; numbers themselves are never quoted."""
    found = []
    if levels.name != MISSING:
        code = f"name_{NameLevel(levels.name).name.lower()}"
        found.append(Reason(code, _name(a, b, levels), round(weights[0], 1)))
    if levels.id_no != MISSING:
        code = f"id_{IdLevel(levels.id_no).name.lower()}"
        found.append(Reason(code, _id(a, b, levels), round(weights[1], 1)))
    if levels.phone != MISSING:
        phone = PhoneLevel(levels.phone)
        sentence = _PHONE[phone]
        if phone == PhoneLevel.EQUAL and levels.name >= NameLevel.ONE_CHARACTER:
            sentence = "电话相同（可能是家人或代理人的电话）"
        found.append(Reason(f"phone_{phone.name.lower()}", sentence, round(weights[2], 1)))
    if levels.address != MISSING:
        address = AddressLevel(levels.address)
        code = f"address_{address.name.lower()}"
        found.append(Reason(code, _ADDRESS[address], round(weights[3], 1)))
    if levels.name in _AGREE and thin(levels, max(a.share, b.share)):
        found.append(Reason("thin", "没有证号和电话可比，且姓名不罕见", 0.0))
    return tuple(sorted(found, key=lambda r: -abs(r.weight)))


def _name(a: PersonProfile, b: PersonProfile, levels: Levels) -> str:
    pair = f"（{a.written}/{b.written}）"
    match NameLevel(levels.name):
        case NameLevel.EXACT:
            return "姓名相同（常见姓名）" if a.share >= _COMMON else "姓名相同"
        case NameLevel.HOMOPHONE:
            return f"姓名同音{pair}"
        case NameLevel.PART:
            return f"姓名是另一姓名的一部分{pair}"
        case NameLevel.ONE_CHARACTER:
            return f"姓名仅一字不同{pair}"
        case NameLevel.SURNAME | NameLevel.DIFFERENT:
            return f"姓名不同{pair}"


def _id(a: PersonProfile, b: PersonProfile, levels: Levels) -> str:
    match IdLevel(levels.id_no):
        case IdLevel.EQUAL:
            other = levels.name >= NameLevel.SURNAME
            older = a.id_no and b.id_no and a.id_no.from_15 != b.id_no.from_15
            added = "（15位与18位）" if older else ""
            return f"身份证号相同{added}" + ("但姓名不同（可能误填了家人的证号）" if other else "")
        case IdLevel.TYPO:
            both = a.id_no and b.id_no and not (a.id_no.valid or b.id_no.valid)
            return (
                "证号相近，两个证号的校验码都不对"
                if both
                else "证号仅一位不同或两位颠倒，其中一个有误"
            )
        case IdLevel.ORDER_CODE:
            twins = levels.address == AddressLevel.DOOR
            return (
                "证号顺序码不同、生日住址相同（可能是双胞胎）"
                if twins
                else "证号仅顺序码不同，是两个人的证号"
            )
        case IdLevel.DIFFERENT:
            return "同名但证号不同" if levels.name == NameLevel.EXACT else "证号不同"
