"""Names of places, projects, schools and companies in a petition, found by how such names end."""

import re
from dataclasses import dataclass

KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "estate",
        (
            "小区", "花园", "家园", "公馆", "公寓", "花苑", "名苑", "雅苑", "嘉苑",
            "豪庭", "庭院", "山庄", "别墅", "国际城", "新城", "华府", "名府", "府邸",
            "壹号", "一号", "名城", "新村", "安置区", "安置房", "家属楼", "宿舍", "楼盘",
            "水岸", "蓝湾", "新苑", "滨河苑", "佳园", "名邸", "世家", "御园", "学府",
            "丽城", "新天地", "时代", "广场", "大厦", "中心", "城市花园", "湾", "苑",
            "城", "园", "府", "庭", "郡", "居", "里", "邸", "岸",
            "墅", "悦", "境",
        ),
    ),
    (
        "village",
        (
            "村", "社区", "组", "镇", "乡", "街道",
        ),
    ),
    (
        "road",
        (
            "路", "大道", "街", "巷", "高速", "立交", "立交桥", "大桥", "隧道",
            "路口", "公路",
        ),
    ),
    (
        "school",
        (
            "小学", "中学", "幼儿园", "学校", "大学", "学院", "高中", "一中", "附中",
            "附小", "培训机构", "驾校",
        ),
    ),
    (
        "company",
        (
            "公司", "集团", "厂", "银行", "酒店", "饭店", "ktv", "超市", "商场",
            "市场", "物业", "会所", "健身", "工地", "项目",
        ),
    ),
    (
        "public",
        (
            "医院", "公园", "车站", "地铁站", "站", "法院", "派出所", "社保局", "景区",
            "水库", "湖", "河", "江", "山",
        ),
    ),
)  # fmt: skip

_KIND_OF = {suffix: kind for kind, suffixes in KINDS for suffix in suffixes}
_ENDS = "|".join(sorted(_KIND_OF, key=lambda s: -len(s)))
_STOP = (
    "反映|咨询|投诉|举报|请求|请问|关于|建议|希望|位于|坐落|座落|地处|住在|家住|居住|我们|我是|本人|你好|您好|尊敬的|领导|书记|市长|要求|购买|"
    "附近|旁边|旁|对面|周边|强烈|申请|恳请|恳求|呼吁|控诉|质疑|对于|对|在|的|是|与|和|及|从|到|至|由|于|为|将|把|向|给|请|因|有|被|让|使|了|"
    "我|你|您|这个|该|此|本|各|每|某|等|但|而|所|以|就|都|也|不|没|无|去|来|又|再|还|要|能|会|可|应|已|离|属|即|如|个|条|座|栋|期|号线|"
    "省|市|区|县|街道|社区|镇|乡|村"
)
_TRIM = re.compile(rf"^.*(?:{_STOP})(?=.)")
_NAME = re.compile(rf"[\u4e00-\u9fffa-z0-9]{{1,8}}?(?:{_ENDS})")
_CODE = re.compile(r"[a-z]\d{1,2}(?:区|县|市)")
_LINE = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})号线")
_QUOTED = re.compile(r"[“\"《「]([\u4e00-\u9fffa-z0-9]{2,12})[”\"》」]")
_MIN_CORE = 2
_MAX_NAMES = 16


@dataclass(frozen=True, slots=True)
class Name:
    """A name as found: its words and what kind of thing it names."""

    text: str
    kind: str


def names(cleaned: str, limit: int = _MAX_NAMES) -> tuple[Name, ...]:
    """Names in the order of the text, each once."""
    seen: dict[str, Name] = {}
    for match in _NAME.finditer(cleaned):
        words = _TRIM.sub("", match.group(0))
        ending = _ending(words)
        if ending is None or len(words) - len(ending) < _MIN_CORE:
            continue
        seen.setdefault(words, Name(words, _KIND_OF[ending]))
        if len(seen) >= limit:
            break
    for match in _QUOTED.finditer(cleaned):
        if len(seen) >= limit:
            break
        seen.setdefault(match.group(1), Name(match.group(1), "quoted"))
    return tuple(seen.values())


def _ending(words: str) -> str | None:
    for size in (4, 3, 2, 1):
        if words[-size:] in _KIND_OF and len(words) > size:
            return words[-size:]
    return None


def districts(cleaned: str) -> frozenset[str]:
    """Anonymised or coded districts (A3区, K8县) and metro lines."""
    return frozenset(_CODE.findall(cleaned)) | frozenset(_LINE.findall(cleaned))
