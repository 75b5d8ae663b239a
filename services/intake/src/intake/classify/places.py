"""Strings of a text that may be names of places, estates and companies, for counting; persons have no such endings."""

import re
import unicodedata

_ENDINGS = (
    *("小区", "花园", "家园", "公馆", "公寓", "花苑", "名苑", "雅苑", "嘉苑", "新苑", "佳园", "豪庭"),
    *("山庄", "国际城", "新城", "名城", "华府", "名邸", "新村", "安置区", "家属楼", "苑"),
    *("村", "社区", "大道", "路", "街", "巷", "公路", "高速", "大桥"),
    *("小学", "中学", "幼儿园", "学校", "大学", "学院", "高中", "驾校"),
    *("有限公司", "责任公司", "股份公司", "公司", "集团", "银行", "酒店", "饭店"),
    *("超市", "商场", "市场", "物业", "项目", "厂"),
    *("医院", "公园", "车站", "广场", "大厦", "水库", "景区"),
)  # fmt: skip
_ENDING = re.compile("|".join(sorted(_ENDINGS, key=lambda e: -len(e))))
_STOPS = frozenset(
    "的在是与和及从到至由于为将把向给请因有被让使了我你您个该此本各每某等但而所以就都也不没无去来又再还要能会可应已离属即如们内外"
)
_STOP_WORDS = frozenset(
    ("反映", "咨询", "投诉", "举报", "关于", "位于", "坐落", "座落", "地处", "居住", "购买", "附近", "对面", "周边",
     "旁边", "要求", "希望", "申请", "业主", "居民", "村民", "建设", "开发", "负责")
)  # fmt: skip
_ANY = re.compile(
    r".?(?:小区|住宅|安置|保障|物业|公交|交|地产|房地产|开发商?|建筑|置业|热力|供热|供水|燃气|供电|工程|改造|建设|实验|人民|公立|私立|民办"
    r"|公办|配套|普惠|高速|快速|十字|过马|这条|那条|绕城|农村|乡村|商业|技术|职业|国际|影响|导致|进出|整个|全体|高层|新建|老旧|有限|责任"
    r"|股份|相关|建材|施工|管理|服务|投资|管委会|街道|社区|村|水泥|柏油|省|市|县|区|[A-Za-z0-9])+"
)
"""What makes no name, however often it is repeated."""
_LEAST, _MOST = 2, 8
_ENDINGS_AT_MOST = 16


def place_strings(text: str) -> frozenset[str]:
    """Strings of two to eight characters with an ending as places and companies have it.

    Where such a name begins cannot be told from one text, so each possible beginning is given; what several texts
    have in common is the name.
    """
    clean = "".join(unicodedata.normalize("NFKC", text).split())
    out: set[str] = set()
    last = 0
    for i, match in enumerate(_ENDING.finditer(clean)):
        if i >= _ENDINGS_AT_MOST:
            break
        start = match.start()
        while start > max(last, match.start() - _MOST) and _belongs(clean, start - 1):
            start -= 1
            if match.start() - start >= _LEAST and not _ANY.fullmatch(clean, start, match.start()):
                out.add(clean[start : match.end()])
        # A name may hold another ending: 水岸新城小区.
        last = 0 if clean[match.end() : match.end() + 1].isalnum() else match.end()
    return frozenset(out)


def _belongs(text: str, at: int) -> bool:
    return text[at].isalnum() and text[at] not in _STOPS and text[at : at + 2] not in _STOP_WORDS
