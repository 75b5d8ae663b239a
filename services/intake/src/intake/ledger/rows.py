"""Tells data rows from titles, section headings, totals, signatures and blanks."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from intake.ledger.cells import Cell, text_of
from intake.ledger.columns import canonical, tidy_label
from intake.ledger.header import Header

_UNIT_LINE = re.compile(r"(填报|报送|制表|上报|统计)(单位|日期|时间)|单位[（(]盖章|截止日期|截至")
_SIGNERS = (
    "填表人?|填报人?|制表人?|审核人?|审签|审批人?|签发人?|复核人?|校对人?|经办人|签字|签名|负责人|盖章|联系人|"
    "分管领导|主要领导|报送人|统计人|录入人|制单人?|领导签字|主管领导"
)
_SIGNATURE = re.compile(rf"({_SIGNERS}).{{0,12}}[：:（(]|签字|^({_SIGNERS})(签字|签名)?$")
_TO_SIGN = re.compile(r"^.{0,14}(签字|签名|签章|盖章)\s*[)）]?\s*[：:]\s*$")
_LONGEST_LABEL, _MOST_HEADINGS = 20, 100
_TOTAL = re.compile(r"^[（(]?(本页|本表|全区|全县|全市|总)?(合计|总计|小计|共计|累计|总数)")
_NOTE = re.compile(r"^[（(]?(注|备注|说明|填表说明|填报说明|填写说明)\s*[：:]|^注\d*[、.．]")
_REMARK = re.compile(
    r"其中|以上|附[:：件]|抄送|审批意见|审核意见|第\d+页|承前页|过次页|续表|说明|备注|注"
)
_EXAMPLE = re.compile(r"^[（(【]?(示例|样例|例如|举例|填写示例|填写要求|必填|选填|例\s*[：:]|例$)")
_HINT = re.compile(
    r"^(必填|选填|自动|下拉|格式|填写|请填|请选|不超过|多人用|数字|规范|可多个|可不填|不填|单选|多选|如[：:]?|文本|日期|整数|.{0,12}(必填|选填)$)"
)
"""What a row below the headings says about how to fill them in."""
_CASE_NUMBER = re.compile(r"(?=.*\d{4})[A-Za-z0-9〔〕\[\]()（）\-_/号第字\u4e00-\u9fff]{6,40}")
_NUMBERED = re.compile(
    r"^([一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|[（(]?\d{1,3}件[）)]?)"
)
_CORE = ("信访件编号", "信访人姓名", "诉求内容")
_FEW, _SOME = 2, 3
_FEWEST_NUMBERS = 4
_BEGINNING = 200


def why_above(cells: Sequence[str]) -> str:
    """What a row above the header is."""
    return "unit_and_date_line" if _UNIT_LINE.search(" ".join(cells)) else "title"


@dataclass(frozen=True, slots=True)
class _Look:
    """What a row shows at a glance."""

    texts: list[str]
    mapped: dict[str, str]
    header: "Header"

    @property
    def first(self) -> str:
        return "".join(self.texts[0].split())

    @property
    def core(self) -> int:
        """How many of the columns that make a case are filled."""
        return sum(name in self.mapped for name in _CORE)

    @property
    def numbered(self) -> bool:
        """Whether something like a case number stands in its column."""
        return bool(_CASE_NUMBER.fullmatch(self.mapped.get("信访件编号", "")))


def why_no_data(row: Sequence[Cell], header: Header) -> str | None:
    """Why a row below the header holds no case, or None when it is a data row."""
    if _is_plainly_a_case(row, header):
        return None
    texts = {i: t for i, c in enumerate(row) if (t := text_of(c)) is not None}
    if not texts:
        return "blank_row"
    # What tells the kinds of rows apart stands at the beginning of a cell.
    texts = {i: t[:_BEGINNING] for i, t in texts.items()}
    mapped = {n: texts[i] for n, i in header.columns.items() if i in texts}
    look = _Look(list(texts.values()), mapped, header)
    return next((why for why, rule in _RULES if rule(look)), None)


def _is_plainly_a_case(row: Sequence[Cell], header: Header) -> bool:
    """Nearly every row: a case number, a name and a text, and a first cell that is no remark."""
    key: list[str] = []
    for name in _CORE:
        column = header.columns.get(name, len(row))
        cell = row[column] if column < len(row) else None
        if not isinstance(cell, str) or not (text := text_of(cell)):
            return False
        key.append(text)
    if not _CASE_NUMBER.fullmatch(key[0]):
        return False
    first = next((t for c in row if (t := text_of(c)) is not None), "")
    return not (_EXAMPLE.match(first) or _TOTAL.match(first) or _NOTE.match(first))


def _is_total(look: _Look) -> bool:
    if not _TOTAL.match(look.first) or look.numbered:
        return False
    return look.core <= 1 or "诉求内容" not in look.mapped


def _is_signature(look: _Look) -> bool:
    if look.numbered or not any(_SIGNATURE.match(t) or _TO_SIGN.search(t) for t in look.texts):
        return False
    first = _SIGNATURE.match(look.first) or _TO_SIGN.search(look.first)
    return bool(first) or "诉求内容" not in look.mapped


def _is_unit_line(look: _Look) -> bool:
    few = look.core <= 1 and len(look.texts) <= _FEW
    return few and bool(_UNIT_LINE.search(" ".join(look.texts)))


def _is_note(look: _Look) -> bool:
    if len(look.texts) == 1 and _NOTE.match(look.first):
        return True
    if len(look.texts) > _SOME or "登记时间" in look.mapped or look.numbered:
        return False
    if (
        "信访人姓名" not in look.mapped
        and "诉求内容" not in look.mapped
        and len(look.texts) == _SOME
    ):
        return True
    return look.core <= 1 and "诉求内容" not in look.mapped and bool(_REMARK.match(look.first))


def _is_of_another_table(look: _Look) -> bool:
    """Headings of another list below the cases."""
    if not _SOME <= len(look.texts) <= _MOST_HEADINGS:
        return False
    named = [bool(canonical((tidy_label(t),))) for t in look.texts if len(t) <= _LONGEST_LABEL]
    return sum(named) * 3 >= len(look.texts) * 2 and not look.numbered


def _is_header_again(look: _Look) -> bool:
    tidy = {tidy_label(t) for t in look.texts if len(t) <= _LONGEST_LABEL}
    short = len(tidy) == len(set(look.texts)) >= _FEW
    if short and any(tidy <= labels for labels in look.header.row_labels):
        return True
    same = sum(
        len(text) <= _LONGEST_LABEL and canonical((tidy_label(text),)) == name
        for name, text in look.mapped.items()
    )
    return same >= _SOME and same * 2 > len(look.mapped)


def _is_numbering(look: _Look) -> bool:
    """A row that counts the columns: 1 2 3 4, or 甲 乙 1 2."""
    numbers = [int(t.strip("()（）")) for t in look.texts if t.strip("()（）").isdecimal()]
    others = [t for t in look.texts if not t.strip("()（）").isdecimal()]
    return (
        len(numbers) >= _FEWEST_NUMBERS
        and all(t in "甲乙丙丁戊己" for t in others)
        and all(b - a == 1 for a, b in pairwise(numbers))
    )


def _is_example(look: _Look) -> bool:
    if _EXAMPLE.match(look.first):
        return True
    hints = sum(len(t) <= _LONGEST_LABEL and bool(_HINT.match(t)) for t in look.texts)
    return hints >= _FEW and hints * 3 >= len(look.texts) and not look.numbered


def _is_blank(look: _Look) -> bool:
    """Rows of a template that only carry their number, perhaps with a list's first choice."""
    if look.core or "登记时间" in look.mapped or not look.first.isdigit():
        return False
    return len(look.texts) <= _FEW


def _is_heading(look: _Look) -> bool:
    if len(look.texts) > _FEW or look.numbered:
        return False
    if len(look.texts) == 1:
        columns = look.header.columns
        leftmost = min(columns, key=columns.__getitem__, default="")
        return not look.core or leftmost in look.mapped or "序号" in look.mapped
    return not look.core and bool(_NUMBERED.match(look.first + "、"))


_RULES: tuple[tuple[str, Callable[[_Look], bool]], ...] = (
    ("total_row", _is_total),
    ("signature_row", _is_signature),
    ("unit_and_date_line", _is_unit_line),
    ("note_row", _is_note),
    ("repeated_header", _is_header_again),
    ("other_table", _is_of_another_table),
    ("column_numbers", _is_numbering),
    ("example_row", _is_example),
    ("blank_row", _is_blank),
    ("section_heading", _is_heading),
)
