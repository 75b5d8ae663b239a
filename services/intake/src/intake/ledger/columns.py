"""What a heading stands for: tidying, group headings, and the columns a ledger must have."""

import re
import unicodedata
from functools import cache

from intake.ledger.names import COLUMNS, TO_CANONICAL

__all__ = [
    "COLUMNS", "ORIGINAL_ROW", "OWN_NOTES", "REQUIRED", "RETURN_REASON", "SHARED_BY_MERGE",
    "canonical", "column_named", "letters", "tidy_label",
]  # fmt: skip

REQUIRED = ("交办层级", "信访件编号", "登记时间", "信访人姓名", "诉求内容", "责任单位")

ORIGINAL_ROW, RETURN_REASON = "原行号", "退回原因"
"""Columns of the workbook with refused rows; an upload of it leaves them out."""
OWN_NOTES = frozenset({ORIGINAL_ROW, RETURN_REASON})

SHARED_BY_MERGE = frozenset(
    {
        "交办层级", "交办时间", "问题属地", "责任单位", "协办单位", "包案领导", "包案领导级别",
        "工作专班", "化解时限",
    }
)  # fmt: skip
"""Columns in which one cell merged downwards speaks for all its rows."""

_UNDER_GROUP: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "包案",
        {"姓名": "包案领导", "领导": "包案领导", "领导姓名": "包案领导", "级别": "包案领导级别",
         "职级": "包案领导级别", "领导级别": "包案领导级别"},
    ),
    ("交办", {"时间": "交办时间", "日期": "交办时间", "来源": "交办层级", "编号": "信访件编号"}),
    ("登记", {"时间": "登记时间", "日期": "登记时间"}),
    ("化解", {"时间": "化解时间", "日期": "化解时间", "措施": "化解措施", "状态": "办理状态"}),
    ("单位", {"主办": "责任单位", "协办": "协办单位", "责任": "责任单位"}),
)  # fmt: skip
"""Short names that mean something only under a group heading of a two-row header."""

_NUMBER = re.compile(
    r"^(?:[(\[]?\d{1,2}[)\].、．]?|[①-⑳]|[一二三四五六七八九十]{1,3}[、.．])(?=[^\d])"
)
_HINT = re.compile(r"^(?:必填|选填)项?|(?:\W?(?:必填|选填|可不填|下拉选择))项?$")
_OWNER = re.compile(
    r"^(?:信访人|上访人|来访人|当事人|投诉人|信访件|信访事项|信访案件|案件|积案)的?"
)
_TAIL = re.compile(r"(?:名称|信息|情况|一栏|栏|项)$")
_JOINTS = re.compile(r"[/及、和与或,&+]+")
_SHORT = 2
_CLEAR_THOUGH_SHORT = frozenset({"电话", "手机", "住址", "户籍", "诉求", "专班", "备注", "序号"})
_PERSON = frozenset({"信访人姓名", "身份证号", "联系电话", None})
_JUNK = re.compile(r"[\s*:：_#“”\"'‘’「」\ufeff\u200b]+")
_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")


def tidy_label(text: str) -> str:
    """A heading without width, spaces, stars and hints in brackets."""
    flat = _JUNK.sub("", unicodedata.normalize("NFKC", text.replace("_x000D_", "")))
    return _BRACKETS.sub("", flat) or flat


def canonical(chain: tuple[str, ...]) -> str | None:
    """The column that a heading stands for.

    Args:
        chain: the tidy labels over one column, from the group heading down to the lowest.
    """
    own = chain[-1].upper()
    for group in chain[:-1]:
        for word, names in _UNDER_GROUP:
            if word in group and own in names:
                return names[own]
    return column_named(own)


@cache
def column_named(label: str) -> str | None:
    """The column of a tidy label, also behind a number, a hint or the petitioner's title."""
    for bare in (label, plain := _HINT.sub("", _NUMBER.sub("", label))):
        if found := TO_CANONICAL.get(bare):
            return found
    for shorter in (_OWNER.sub("", plain), _TAIL.sub("", plain)):
        if shorter in TO_CANONICAL and (len(shorter) > _SHORT or shorter in _CLEAR_THOUGH_SHORT):
            return TO_CANONICAL[shorter]
    return _of_parts(_JOINTS.split(plain))


def _of_parts(parts: list[str]) -> str | None:
    """姓名及电话 is a column of names, 电话/手机 one of phones; other pairs say nothing."""
    if len(parts) < 2:  # noqa: PLR2004
        return None
    names = [TO_CANONICAL.get(p) or TO_CANONICAL.get(_OWNER.sub("", p)) for p in parts]
    if len(set(names)) == 1:
        return names[0]
    return names[0] if names[0] in _PERSON and set(names) <= _PERSON else None


def letters(column: int) -> str:
    """The letters of a 0-based column: 0 is A, 26 is AA."""
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out
