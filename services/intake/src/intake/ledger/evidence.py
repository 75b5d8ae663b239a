"""What the cells below a heading say about it: days, sources, units, case numbers, names, long texts.

Words alone can mislead: 来访时间 may head a clock, 来件渠道 may head 网上投诉. And a heading in unusual words
may stand over cells that can be one thing only.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from intake.domain.identity_number import is_identity
from intake.ledger.cells import Cell, half_width, lost_digits, read_count, read_flag, text_of
from intake.ledger.dates import read_date
from intake.ledger.headings import speaks_of_others

_SAMPLE = 40
_HALF = 0.5
_LONG_TEXT = 20
_SHORTEST_NUMBER = 5
"""Characters of a case number; what is shorter counts rows."""
_SOURCE = re.compile(
    r".{0,6}(?:中央|国家|全国|自治区|宁夏|中信联|宁信联|银信联|银川市|本级|市级|区级).{0,16}"
)
_UNIT = re.compile(
    r".{1,24}(?:街道|办事处|街道办|镇|乡|局|委|委员会|中心|公司|法院|检察院|分局|政府|大队|集团|社区|村|联社|学校|医院)"
)
_NUMBER = re.compile(r"(?=(?:.*\d){6})[A-Z0-9〔〕\[\]()\-_/号第字\u4e00-\u9fff]{8,40}")
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:等.{0,6}|\(.{1,12}\)|[、,\s]+[\u4e00-\u9fff·]{2,4})*")


def _is_day(cell: Cell) -> bool:
    return read_date(cell)[0] is not None


def _is_source(cell: Cell) -> bool:
    text = text_of(cell) or ""
    return bool(_SOURCE.fullmatch(text)) and not any(c.isdigit() for c in text)


def _is_unit(cell: Cell) -> bool:
    return bool(_UNIT.fullmatch(re.sub(r"\s|\(.*?\)", "", half_width(text_of(cell) or ""))))


def _is_number(cell: Cell) -> bool:
    text = half_width(text_of(cell) or "").upper()
    return bool(_NUMBER.fullmatch(text)) and not is_identity(text) and not _is_day(cell)


def _is_name(cell: Cell) -> bool:
    text = half_width(text_of(cell) or "")
    return bool(_NAME.fullmatch(text)) and not _is_unit(text)


def _is_long(cell: Cell) -> bool:
    return len(text_of(cell) or "") >= _LONG_TEXT


@dataclass(frozen=True, slots=True)
class _Kind:
    heading: re.Pattern[str]
    test: Callable[[Cell], bool]
    share: float = 0.7
    distinct: bool = False


_KINDS = {
    "交办层级": _Kind(
        re.compile("源|渠道|层级|级别|机关|机构|上级|交办|转办|来件|来自"), _is_source
    ),
    "信访件编号": _Kind(re.compile("号|码|编|ID"), _is_number, distinct=True),
    "登记时间": _Kind(re.compile("时间|日期|日"), _is_day),
    "信访人姓名": _Kind(re.compile("人|名|者|户|众|对象|主体"), _is_name),
    "诉求内容": _Kind(re.compile("内容|问题|诉求|事|案|由|况|情|述|反映|要求"), _is_long),
    "责任单位": _Kind(
        re.compile("单位|部门|镇|街|乡|机构|机关|科室|去向|主体|责任|承办|主办"), _is_unit
    ),
}
"""For each required column: what its heading must hold and its cells must be."""
_TESTS: dict[str, Callable[[Cell], bool]] = {
    **{name: kind.test for name, kind in _KINDS.items()},
    **dict.fromkeys(("交办时间", "化解时限", "化解时间"), _is_day),
    "身份证号": lambda c: bool(
        re.search(r"\d{15}", half_width(text_of(c) or "")) or lost_digits(c)[0]
    ),
    "联系电话": lambda c: bool(re.search(r"\d{7}", half_width(text_of(c) or ""))),
    "人数": lambda c: read_count(c) is not None,
    **dict.fromkeys(("是否三跨三分离", "是否化解", "是否息访"), lambda c: read_flag(c) is not None),
}
_COUNTER_TESTS: dict[str, Callable[[Cell], bool]] = {
    "交办层级": _is_source,
    "信访件编号": lambda c: len(half_width(text_of(c) or "")) >= _SHORTEST_NUMBER,
}
_DAYS = frozenset({"交办时间", "登记时间", "化解时限", "化解时间"})
_BESIDE = re.compile("协|配合|参与|稳控|户籍|填报|登记单位|登记机构")


def sample(cells: Iterable[Cell]) -> list[Cell]:
    """The first cells that say something."""
    return list(islice((c for c in cells if text_of(c) is not None), _SAMPLE))


def speaks_against(name: str, cells: Sequence[Cell]) -> bool:
    """Whether most cells cannot be what a likely heading seems to announce.

    Args:
        name: a canonical column.
        cells: a sample of the column.
    """
    test = _is_day if name in _DAYS else _COUNTER_TESTS.get(name)
    return test is not None and bool(cells) and sum(map(test, cells)) < _HALF * len(cells)


def bears_out(name: str, cells: Sequence[Cell]) -> bool:
    """Whether the cells are what a heading with strange words may announce; some columns take any text.

    Args:
        name: a canonical column.
        cells: a sample of the column.
    """
    test = _TESTS.get(name)
    if test is None:
        return True
    return sum(map(test, cells)) > _HALF * len(cells)


def may_be(name: str, label: str, cells: Sequence[Cell]) -> bool:
    """Whether an unknown heading over these cells can only be a required column.

    Args:
        name: a required column that no heading claims.
        label: the tidy heading.
        cells: a sample of the column.
    """
    kind = _KINDS.get(name)
    if kind is None or not cells or not kind.heading.search(label):
        return False
    if speaks_of_others(label) or _BESIDE.search(label):
        return False
    if kind.distinct and len(set(map(str, cells))) < len(cells):
        return False
    return sum(map(kind.test, cells)) >= kind.share * len(cells)
