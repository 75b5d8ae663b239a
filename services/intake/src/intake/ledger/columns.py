"""What a heading stands for: tidying, group headings, and the columns a ledger must have."""

import re
import unicodedata
from functools import lru_cache

from intake.ledger.headings import LIKELY, OWN, POSSIBLE, USUAL, Claim, by_words, speaks_of_others
from intake.ledger.names import COLUMNS, TO_CANONICAL

__all__ = [
    "COLUMNS", "FLAG_OR_STATE", "ORIGINAL_ROW", "OWN_NOTES", "REQUIRED", "RETURN_REASON", "SHARED_BY_MERGE",
    "canonical", "claims", "column_named", "letters", "tidy_label",
]  # fmt: skip

REQUIRED = ("交办层级", "信访件编号", "登记时间", "信访人姓名", "诉求内容", "责任单位")

ORIGINAL_ROW, RETURN_REASON = "原行号", "退回原因"
"""Columns of the workbook with refused rows; an upload of it leaves them out."""
OWN_NOTES = frozenset({ORIGINAL_ROW, RETURN_REASON})

SHARED_BY_MERGE = frozenset(COLUMNS) - {"序号", "信访件编号", "人数"}
"""Columns in which one cell merged downwards speaks for all its cases."""

_UNDER_GROUP: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "包案|包抓|包联|包保",
        {"姓名": "包案领导", "领导": "包案领导", "领导姓名": "包案领导", "领导姓名及职务": "包案领导",
         "级别": "包案领导级别", "职级": "包案领导级别", "领导级别": "包案领导级别", "层级": "包案领导级别"},
    ),
    ("协办|配合", dict.fromkeys(("单位", "部门", "名称", "单位名称"), "协办单位")),
    (
        "责任|主办|承办|牵头",
        dict.fromkeys(("单位", "部门", "名称", "单位名称", "镇街", "乡镇"), "责任单位"),
    ),
    (
        "交办|转办|来源",
        {"时间": "交办时间", "日期": "交办时间", "来源": "交办层级", "层级": "交办层级", "级别": "交办层级",
         "单位": "交办层级", "机关": "交办层级", "部门": "交办层级", "编号": "信访件编号"},
    ),
    ("登记|受理|信访", {"时间": "登记时间", "日期": "登记时间", "编号": "信访件编号", "形式": "信访形式",
                    "方式": "信访形式", "地点": "事发地"}),
    (
        "化解|办结|办理|结案",
        {"时间": "化解时间", "日期": "化解时间", "措施": "化解措施", "状态": "办理状态", "时限": "化解时限",
         "期限": "化解时限", "进展": "办理状态", "是否": "是否化解"},
    ),
    ("单位", {"主办": "责任单位", "协办": "协办单位", "责任": "责任单位", "牵头": "责任单位",
            "承办": "责任单位", "配合": "协办单位"}),
)  # fmt: skip
"""Short names that mean something only under a group heading of a two-row header."""
_OTHER_PERSON = re.compile(
    r"包案|包抓|包联|包保|领导|责任|承办|主办|协办|专班|经办|联系人|代理|被反映"
)
_OF_A_PERSON = frozenset({"信访人姓名", "身份证号", "联系电话", "户籍地", "常住地"})

_MANY_USES: dict[str, tuple[str, ...]] = {
    "编号": ("信访件编号", "序号"), "号": ("信访件编号", "序号"), "号码": ("信访件编号", "联系电话"),
    "时间": ("登记时间",), "日期": ("登记时间",), "单位": ("责任单位",), "部门": ("责任单位",),
    "属地": ("问题属地",), "来源": ("交办层级", "信访形式"),
    "来源渠道": ("交办层级", "信访形式"), "来件渠道": ("交办层级", "信访形式"), "渠道": ("信访形式", "交办层级"),
    "案由": ("诉求内容",), "交办渠道": ("交办层级", "信访形式"), "诉求渠道": ("信访形式", "交办层级"),
    "信访来源": ("交办层级", "信访形式"), "级别": ("包案领导级别",), "层级": ("交办层级", "包案领导级别"),
    "类别": ("问题类别", "案件类型"), "类型": ("案件类型", "问题类别"), "性质": ("案件类型", "问题类别"),
    "形式": ("信访形式",), "说明": ("备注",), "其他": ("备注",), "内容": ("诉求内容",), "概况": ("诉求内容",),
    "情况": ("诉求内容",), "基本情况": ("诉求内容",), "简要情况": ("诉求内容",), "主要情况": ("诉求内容",),
    "状态": ("办理状态",), "进展": ("办理状态",), "措施": ("化解措施",), "时限": ("化解时限",),
    "地址": ("常住地",), "户籍": ("户籍地",), "街道": ("问题属地",), "乡镇": ("问题属地",),
    "职级": ("包案领导级别",),
    "镇街": ("问题属地", "责任单位"), "乡镇街道": ("问题属地", "责任单位"), "领导": ("包案领导",),
    "信访时间": ("登记时间",), "信访日期": ("登记时间",), "来访时间": ("登记时间",),
    "来信时间": ("登记时间",), "首次登记时间": ("登记时间",), "首次登记日期": ("登记时间",),
    "初次登记时间": ("登记时间",), "信访类型": ("信访形式", "问题类别"), "反映类型": ("问题类别",),
    "受理单位": ("责任单位",), "属地单位": ("责任单位", "问题属地"), "属地责任单位": ("责任单位", "问题属地"),
    "领域": ("问题类别",), "人次": ("人数",), "事项": ("诉求内容",), "问题": ("诉求内容",),
    "结果": ("办理状态",), "化解": ("是否化解",), "息访": ("是否息访",), "电话号码": ("联系电话",),
}  # fmt: skip
"""Headings that mean one thing or another, by what the others mean; a clearer heading goes before."""
FLAG_OR_STATE = frozenset(
    {"化解情况", "化解结果", "化解", "办结情况", "结案情况", "是否化解情况", "化解落实情况", "办结"}
)  # fmt: skip
"""Headings over yes and no in one office, over a report in the next."""

_NUMBER = re.compile(
    r"^(?:[(\[]?\d{1,2}[)\].、．]?|[①-⑳]|[一二三四五六七八九十]{1,3}[、.．])(?=[^\d])"
)
_HINT = re.compile(r"^(?:必填|选填)项?|(?:\W?(?:必填|选填|可不填|下拉选择))项?$")
_OWNER = re.compile(
    r"^(?:(?:信访|上访|来访|来信|来电|投诉|反映|申诉|当事|主访|诉求|联名)(?:人员?|者|群众)|信访件|信访事项|信访案件|案件|积案)的?"
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
    """The column that a heading most likely stands for.

    Args:
        chain: the tidy labels over one column, from the group heading down to the lowest.
    """
    return next((name for name, weight in claims(chain) if weight >= LIKELY), None)


def claims(chain: tuple[str, ...]) -> tuple[Claim, ...]:
    """The columns that a heading may stand for, the likeliest first.

    Args:
        chain: as for ``canonical``.
    """
    own = chain[-1].upper()
    groups = chain[:-1]
    for group in reversed(groups):
        for word, names in _UNDER_GROUP:
            if own in names and re.search(word, group):
                return ((names[own], USUAL),)
    found = _claims_of(own)
    if groups and _OTHER_PERSON.search(groups[-1]):
        found = tuple((n, w) for n, w in found if n not in _OF_A_PERSON)
    return found


@lru_cache(maxsize=20_000)
def _claims_of(label: str) -> tuple[Claim, ...]:
    if uses := _MANY_USES.get(label):
        return tuple((name, LIKELY) for name in uses)
    if name := column_named(label):
        return ((name, OWN if name == label else USUAL),)
    plain = _HINT.sub("", _NUMBER.sub("", label))
    if uses := _MANY_USES.get(plain):
        return tuple((name, LIKELY) for name in uses)
    shorter = (plain, _OWNER.sub("", plain), _TAIL.sub("", plain))
    best = max((c for s in shorter if (c := by_words(s))), key=lambda c: c[1], default=None)
    if best is None or best[1] == POSSIBLE:
        return _claim_of_first(plain) or ((best,) if best else ())
    return (best,)


def _claim_of_first(label: str) -> tuple[Claim, ...]:
    """家庭住址或单位 is likely a column of addresses, 责任单位及责任人 one of units."""
    first, *rest = _JOINTS.split(label)
    if not rest or speaks_of_others(label):
        return ()
    return tuple((name, LIKELY) for name, _ in _claims_of(first))


@lru_cache(maxsize=20_000)
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
