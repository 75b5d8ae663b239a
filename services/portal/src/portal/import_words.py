"""What pages say about ledger imports: kinds of lists, states, standings, what to do next."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.clients.imports import LedgerImport
from portal.words import Tag


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of list, as a clerk would choose it; an empty code leaves the choice to intake."""

    code: str
    label: str
    meaning: str


KINDS: Sequence[Kind] = (
    Kind("", "自动识别", "一般选这一项。系统按表头判断是专项台账，还是全国系统的导出表。"),
    Kind("campaign", "专项台账", "中央、自治区等交办的重复信访和积案，登记时间在 2019-01-01 至 2020-06-30。"),
    Kind("daily", "日常交办", "2020-07-01 以后登记、陆续交办的重复信访件。"),
    Kind("exchange", "全国系统导出", "从全国信访信息系统导出的信访件记录（52 栏）。"),
    Kind(
        "corrections", "更正已登记的件",
        "只列信访件编号和要更正的栏目。空着的格子不改动；要清空一项，在格子里写“清空”。",
    ),
)  # fmt: skip
_KIND_OF: Mapping[str, Kind] = {k.code: k for k in KINDS}

STATES: Mapping[str, Tag] = {
    "reading": Tag("正在读取", "blue"),
    "previewed": Tag("待登记", "orange"),
    "committing": Tag("正在登记", "blue"),
    "committed": Tag("已登记", "green"),
    "refused": Tag("未通过", "red"),
    "failed": Tag("处理失败", "red"),
}
VERDICTS: Mapping[str, Tag] = {
    "accepted": Tag("全部合格", "green"),
    "partial": Tag("部分合格", "orange"),
    "refused": Tag("未通过", "red"),
}
STANDINGS: Mapping[str, Tag] = {
    "new": Tag("新件", "blue"),
    "present": Tag("已登记", "plain"),
    "differs": Tag("内容不同", "orange"),
    "amended": Tag("已更正", "green"),
}
BECAME: Mapping[str, Tag] = {
    "new": Tag("新登记", "green"),
    "present": Tag("此前已登记", "plain"),
    "differs": Tag("内容不同，未改", "orange"),
    "amended": Tag("已更正", "green"),
}
"""Standings after a commit."""
SURENESS: Mapping[str, Tag] = {
    "exact": Tag("与表样一致", "green"),
    "synonym": Tag("常用叫法", "green"),
    "chosen": Tag("人工选定", "blue"),
    "guess": Tag("系统猜测，待确认", "orange"),
    "unknown": Tag("不认识", "orange"),
    "beside": Tag("附加保存", "plain"),
    "ignored": Tag("不导入", "plain"),
}

ADVICE: Mapping[str, str] = {
    "stale_version": "本单位其他同志刚处理过这份台账，下面已是最新结果，请核对后再办。",
    "illegal_transition": "下面已是这份台账的最新情况。",
    "file_gone": "重新上传同一个文件即可，已登记的不会重复。",
    "in_the_future": "请把日期改为今天或更早。",
    "idempotency_key_reused": "请核对下面的最新结果；还需要登记的，再提交一次。",
    "service_unavailable": "稍后再提交一次即可，同一行不会登记两次。",
    "role_missing": "请由本单位负责受理登记的同志办理。",
    "encrypted": "请在 Excel 或 WPS 中取消打开密码，另存后再上传。",
    "body_too_large": "请拆分文件或删去多余的工作表后再上传。",
    "truncated": "文件没有保存或下载完整，请重新保存后再上传。",
    "damaged": "请用 Excel 或 WPS 打开，另存为 xlsx 后再上传。",
    "unsafe_content": "请用 Excel 或 WPS 打开来源可靠的原文件，另存为 xlsx 后再上传。",
    "not_a_spreadsheet": "请上传表格文件；Word、PDF、图片中的台账请先录入表格。",
    "empty_file": "请确认选对了文件。",
    "unknown_encoding": "请用 Excel 或 WPS 另存为 xlsx 后再上传。",
}
"""What to do about a refusal of intake, by its code, on the pages of imports."""
ROWS_ADVICE = "请按提示修改文件后重新上传；同一文件可以反复上传，不会重复登记。"
MAPPING_ADVICE = (
    "不用改文件：打开“列对应”，指出哪一列是什么、标题在第几行、用哪张工作表，系统就会重新读取。"
)


def standing(code: str | None, state: str) -> Tag | None:
    """How an accepted row stands, or what became of it."""
    return (BECAME if state == "committed" else STANDINGS).get(code or "")


def tabs(taken: LedgerImport) -> list[tuple[str, str, int]]:
    """Which rows can be looked at by themselves: filter, name, how many."""
    counts = {code: taken.count(code) for code in STANDINGS}
    names = BECAME if taken.state == "committed" else STANDINGS
    return [
        ("", "全部", taken.rows_total), ("accepted", "合格", taken.rows_accepted),
        ("rejected", "不合格", taken.rows_wrong),
        *((code, names[code].text, n) for code, n in counts.items()),
    ]  # fmt: skip


def kind(code: str) -> str:
    """The name of a kind of list."""
    known = _KIND_OF.get(code)
    return known.label if known else code


def advice(code: str | None, *, mappable: bool) -> str:
    """What to do about a refused file."""
    return MAPPING_ADVICE if mappable else ADVICE.get(code or "", ROWS_ADVICE)


_CHECKED = "状态"
"""How a number was checked; its warning stands beside the row."""
_ROW = re.compile(r"^第 \d+ 行[：:]?\s*")


def reason(sentence: str | None) -> str:
    """Why a row was not accepted, without the row's number, which stands beside it."""
    return _ROW.sub("", sentence or "") or "内容不符合要求"


def cells(*facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a row says, column by column, as a person reads it; empty columns are left out."""
    for columns in facts:
        for name, value in columns.items():
            if text := _text(value):
                yield name, text


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case Mapping():
            return " ".join(_text(v) for name, v in value.items() if v and name != _CHECKED)
        case list() | tuple():
            return "、".join(filter(None, map(_text, value)))
        case _:
            return str(value)
