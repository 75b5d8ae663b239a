"""Where names of places, projects, schools and companies stand in a petition."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .tables import Weights

SUFFIXES: tuple[str, ...] = (
    *("小区", "花园", "家园", "公馆", "公寓", "花苑", "名苑", "雅苑", "嘉苑", "新苑", "佳园"),
    *("豪庭", "庭院", "山庄", "别墅", "国际城", "新城", "名城", "华府", "名府", "府邸", "名邸"),
    *("御园", "壹号", "新村", "安置区", "安置房", "家属楼", "水岸", "蓝湾", "世家", "丽城"),
    *("新天地", "时代", "广场", "大厦", "中心", "湾", "苑", "城", "园", "府", "庭", "郡", "邸", "岸", "墅"),
    *("村", "社区", "组", "镇", "乡", "街道"),
    *("路", "大道", "街", "巷", "高速", "立交桥", "立交", "大桥", "隧道", "路口", "公路"),
    *("小学", "中学", "幼儿园", "学校", "大学", "学院", "高中", "一中", "附中", "附小", "驾校"),
    *("公司", "集团", "银行", "酒店", "饭店", "超市", "商场", "市场", "物业", "会所", "项目", "厂"),
    *("医院", "公园", "车站", "地铁站", "站", "法院", "派出所", "景区", "水库", "湖", "河", "山"),
)  # fmt: skip
"""How such names end."""

_SUFFIX = re.compile("|".join(sorted(SUFFIXES, key=lambda s: -len(s))))
_STOPS = frozenset(
    "的在是与和及从到至由于为将把向给请因有被让使了我你您个该此本各每某等但而所以就都也不没无去来又再还要能会可应已离属即如市区县省"
)
_STOP_WORDS = frozenset(
    [
        "反映",
        "咨询",
        "投诉",
        "举报",
        "请求",
        "请问",
        "关于",
        "建议",
        "希望",
        "位于",
        "坐落",
        "座落",
        "地处",
        "住在",
        "家住",
        "居住",
        "我们",
        "我是",
        "本人",
        "你好",
        "您好",
        "领导",
        "书记",
        "市长",
        "要求",
        "购买",
        "附近",
        "旁边",
        "对面",
        "周边",
        "强烈",
        "申请",
        "恳请",
        "恳求",
        "呼吁",
        "控诉",
        "质疑",
        "配套",
        "公办",
        "民办",
        "普惠",
        "居民",
        "业主",
        "号线",
    ]
)
_CODE = re.compile(r"(?:[a-z]\d{0,2}[市区县]|[\u4e00-\u9fff]{2}(?<![小社园地片城辖校])[区县])+")
_QUOTED = re.compile(r"[“\"《「]([\u4e00-\u9fffa-z0-9]{2,10})[”\"》」]")
_DISTRICT = re.compile(
    r"[a-z]\d{1,2}[区县市]|[\u4e00-\u9fff]{2}(?<![小社园地片城辖校])[区县](?=[\u4e00-\u9fff])"
)
_CITY = re.compile(
    r"([a-z])(?=\d{0,2}[市县区])|([\u4e00-\u9fff]{2}市)(?![民政场委长区里直属容值场])"
)
_LINE = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})号线")
_AFTER_CODE = (0.8, 0.8, 0.8, 0.7, 0.4, 0.2)
_LONGEST_CORE = 6
_SUFFIX_WEIGHT = 0.5
_NAME_AT = 0.5
_SHORTEST, _LONGEST = 2, 12


@dataclass(frozen=True, slots=True)
class Name:
    """A name as found, with where it stands."""

    text: str
    start: int


def marked(text: str, subject_length: int) -> Weights:
    """For each character how surely it belongs to a name, judged by this text alone."""
    weight = np.zeros(len(text), dtype=np.float32)
    last = 0
    for match in _SUFFIX.finditer(text):
        start = _core_start(text, match.start(), last)
        last = match.end()
        if match.start() - start >= _SHORTEST:
            weight[start : match.start()] = 1
            weight[match.start() : last] = np.maximum(weight[match.start() : last], _SUFFIX_WEIGHT)
    for match in _QUOTED.finditer(text):
        weight[match.start(1) : match.end(1)] = 1
    for match in _CODE.finditer(text, 0, subject_length):
        for offset, value in enumerate(_AFTER_CODE):
            place = match.end() + offset
            if place >= subject_length or not text[place].isalnum():
                break
            weight[place] = max(weight[place], value)
    return weight


def _core_start(text: str, end: int, last: int) -> int:
    start = end
    while start > max(last, end - _LONGEST_CORE):
        char = text[start - 1]
        if char in _STOPS or not char.isalnum() or text[start - 1 : start + 1] in _STOP_WORDS:
            break
        start -= 1
    if text[start : start + 2] in _STOP_WORDS:
        start += 2
    return min(start, end)


def names(text: str, in_name: npt.NDArray[np.float32], limit: int) -> tuple[Name, ...]:
    """Runs of characters that belong to names, with their endings, in order, each once.

    Args:
        text: the cleaned text.
        in_name: for each place how much the pair that starts there belongs to a name; 0 at breaks.
        limit: most names to find.
    """
    inside = in_name >= _NAME_AT
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inside, [False])).astype(np.int8)))
    found: dict[str, Name] = {}
    for start, stop in edges.reshape(-1, 2).tolist():
        end = stop + 1
        ending = _SUFFIX.match(text, stop) or _SUFFIX.match(text, end)
        if ending is not None:
            end = max(end, ending.end())
        if _SHORTEST < end - start <= _LONGEST:
            found.setdefault(text[start:end], Name(text[start:end], start))
        if len(found) >= limit:
            break
    return tuple(found.values())


def cities(text: str) -> frozenset[str]:
    """Cities (银川市) that a text speaks of; of a coded district (a3区) the letter is the city."""
    return frozenset(code or name for code, name in _CITY.findall(text))


def districts(text: str) -> frozenset[str]:
    """Districts and counties (A3区, 金凤区) and metro lines that a text speaks of."""
    return frozenset(_DISTRICT.findall(text)) | frozenset(_LINE.findall(text))
