"""Addresses of petitioners: places and numbers without the administrative head, compared in levels."""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA

_C = "(?:(?![路街巷村苑号])[\u4e00-\u9fff])"
"""A character of a province, city or county; a street before 市 or 区 means another word, such as 市政."""
_HEAD = re.compile(
    r"^(?:中国)?(?:宁夏(?:回族)?(?:自治区)?)?"
    rf"(?:{_C}{{2,8}}?(?:自治区|省))?(?:{_C}{{2,7}}?(?:自治州|地区|市(?![场政民])))?"
    rf"(?:{_C}{{2,6}}?(?:市(?![场政民])|县(?!城|医院)|旗|(?<![小社园校厂院库景牧林矿片])区(?!域)))?"
)
_TOWN = re.compile(r"^([\u4e00-\u9fff]{2,5}?(?:街道办事处|街道办|街道|镇|乡))(?=[\u4e00-\u9fff])")
_NUMBER = re.compile(r"\d+")
_UNIT = re.compile(
    r"^(?:号楼|号院|号|栋楼|栋|幢|座|楼|单元|层|室|户|房|队|组|社|弄|巷|#|之|第|门|[-—_/,，.、~至])+"
)
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_HAN_NUMBER = re.compile(r"[〇零一二三四五六七八九十百]+(?=号|栋|幢|单元|队|组|社|室|层|楼)")
_TEN = 10


class AddressLevel(IntEnum):
    """How alike two addresses are; order and names as in the model file."""

    DOOR = 0
    """Same door, perhaps in a shorter form."""
    BUILDING = 1
    """Same street number or village group, another door."""
    AREA = 2
    """Same street, estate or village."""
    DIFFERENT = 3


@dataclass(frozen=True, slots=True)
class Address:
    """An address as compared: names of places and numbers in their order."""

    places: tuple[str, ...]
    numbers: tuple[int, ...]

    @property
    def area(self) -> str:
        """The most exact place that has a name: estate, village or street."""
        return self.places[-1] if self.places else ""


def read_address(raw: str | None) -> Address | None:
    """Reads an address as typed; None where it names no place (empty, 无, 不详, a city alone)."""
    if not raw:
        return None
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", raw))
    text = re.sub(r"[(（].*?[)）]", "", text)
    text = _HAN_NUMBER.sub(lambda m: _han_number(m.group()), text)
    text = _HEAD.sub("", text, count=1)
    places: list[str] = []
    town = _TOWN.match(text)
    if town:
        places.append(town.group(1))
        text = text[town.end() :]
    for chunk in _NUMBER.split(text):
        place = _UNIT.sub("", chunk)
        if len(place) > 1:
            places.append(place)
    if not places or places in [["不详"], ["不明"], ["没有"]]:
        return None
    return Address(tuple(places), tuple(int(n[:9]) for n in _NUMBER.findall(text)))


def compare_addresses(a: Address, b: Address) -> AddressLevel:
    """The level of two addresses."""
    shared = _shared(a, b)
    if shared and _same_door(a, b):
        return AddressLevel.DOOR
    if shared and a.numbers[:1] == b.numbers[:1] != ():
        return AddressLevel.BUILDING
    if shared:
        return AddressLevel.AREA
    near = OSA.distance(a.area, b.area, score_cutoff=1) <= 1 and len(a.area) > 2  # noqa: PLR2004
    if near and len(a.numbers) > 1 and a.numbers == b.numbers:
        return AddressLevel.BUILDING
    return AddressLevel.DIFFERENT


def _same_door(a: Address, b: Address) -> bool:
    """All numbers agree, or the shorter form leaves the street and its number away."""
    if a.area != b.area:
        return False
    short, long = sorted((a.numbers, b.numbers), key=len)
    return short == long != () or (len(short) > 1 and long[-len(short) :] == short)


def _shared(a: Address, b: Address) -> bool:
    """A street, estate or village is the same; a township alone says too little."""
    skip = (a.places[0], b.places[0]) if _town(a) and _town(b) else ()
    return any(p in b.places for p in a.places if p not in skip)


def _town(address: Address) -> bool:
    return len(address.places) > 1 and address.places[0].endswith(("镇", "乡", "街道", "街道办"))


def _han_number(text: str) -> str:
    if "百" in text:
        return text
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return text.translate(_HAN_DIGITS)
    value = (int(tens.translate(_HAN_DIGITS)) if tens else 1) * _TEN
    return str(value + (int(ones.translate(_HAN_DIGITS)) if ones else 0))
