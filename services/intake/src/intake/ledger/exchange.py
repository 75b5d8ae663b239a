"""The national exchange record of a petition: its 52 fields, and what each becomes here.

Sources: the exchange record names 47 fields of the petition; the export carries five of the petitioner
beside them (姓名, 证件类型, 证件号码, 联系电话, 住址). 办结标志 and 审核认定办结标志 are facts of procedure and never
become 是否化解. What marks a person instead of a matter, or belongs to an accusation, is not taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intake.ledger.cells import Cell, read_flag, text_of
from intake.ledger.columns import claims, tidy_label
from intake.ledger.headings import CLEAR, OWN, USUAL, Claim

_CREDENTIAL = "查询凭证属于信访人本人，不保存"
_ACCUSATION = "属揭发控告内容，只能在专用范围内登记，不随台账导入"
_ON_PERSON = "本系统登记事项和责任，不登记对信访人的风险标记"
_ATTACHMENT = "附件不在表格内，请在案件中另行上传"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the record.

    ``becomes`` is a canonical column; a field without one is kept beside the case, or left out when
    ``left_out`` says why.
    """

    name: str
    others: str = ""
    becomes: str | None = None
    flag: bool = False
    left_out: str | None = None
    second: bool = False
    """Counts only when no other column becomes the same."""

    @property
    def labels(self) -> tuple[str, ...]:
        """All headings of the field."""
        marks = [f"{self.name}标志", f"是否{self.name.removesuffix('标志')}"] if self.flag else []
        return (self.name, *self.others.split(), *marks)


FIELDS = (
    Field("行政区划", "区划代码 行政区划代码 所属行政区划"),
    Field("信访件id", "信访件ID 件ID"),
    Field("信访件编号", becomes="信访件编号"),
    Field("查询码", left_out=_CREDENTIAL),
    Field("查询码状态", left_out=_CREDENTIAL),
    Field("信访日期", "信访时间 来信日期 来访日期"),
    Field("信访形式", becomes="信访形式"),
    Field("信访人数", becomes="人数"),
    Field("涉及人数"),
    Field("登记机构", "登记单位 登记机构名称"),
    Field("登记部门", "登记处室"),
    Field("登记人", "登记人姓名"),
    Field("登记时间", becomes="登记时间"),
    Field("概况", "概况信息 内容概况", becomes="诉求内容", second=True),
    Field("投诉内容", "投诉请求内容", becomes="诉求内容"),
    Field("受信人", "受信人姓名"),
    Field("件状态", "信访件状态", becomes="办理状态"),
    Field("本机构初次", "本机构初次重复标志 本机构初重标志", flag=True),
    Field("全国初次", "全国初次重复标志 全国初重标志 初次重复标志", flag=True),
    Field("重复标志", "是否重复 重复", flag=True),
    Field("问题属地", becomes="问题属地"),
    Field("内容分类", "内容分类名称", becomes="问题类别"),
    Field("信访目的"),
    Field("信访原因"),
    Field("首次信访机构", "首次信访单位"),
    Field("首次信访日期", "首次信访时间"),
    Field("三跨三分离标志", becomes="是否三跨三分离"),
    Field("积案标志", "是否积案", becomes="案件类型"),
    Field("复查标志", flag=True),
    Field("复核标志", flag=True),
    Field("办结标志", flag=True),
    Field("审核认定办结标志", "审核认定标志", flag=True),
    Field("联名", flag=True),
    Field("公开", flag=True),
    Field("重大紧急", "重大紧急信访标志", flag=True),
    Field("匿名", flag=True),
    Field("扬言", "扬言内容 扬言类型", flag=True, left_out=_ON_PERSON),
    Field("热点", "热点问题 热点问题类别"),
    Field("所属系统", "所属系统名称"),
    Field("限办截止时间", "限办截止日期", becomes="化解时限"),
    Field("附件", "附件名称 附件列表", left_out=_ATTACHMENT),
    Field("被反映人", "被反映人姓名", left_out=_ACCUSATION),
    Field("被反映人级别", left_out=_ACCUSATION),
    Field("被反映人职务", left_out=_ACCUSATION),
    Field("被反映人住址", left_out=_ACCUSATION),
    Field("办理程序", "办理方式"),
    Field("联合信访件id", "联合信访件ID 联合信访件编号"),
    Field("姓名", "信访人姓名 信访人", becomes="信访人姓名"),
    Field("证件类型", "证件名称 证件种类"),
    Field("证件号码", "证件号", becomes="身份证号"),
    Field("联系电话", "手机号码", becomes="联系电话"),
    Field("住址", "信访人住址", becomes="常住地"),
)
"""In the order of the record; ``tests`` hold their number at 52."""

_BY_LABEL: Mapping[str, Field] = {tidy_label(label): f for f in FIELDS for label in f.labels}
_BESIDE = {label: f.name for label, f in _BY_LABEL.items() if f.becomes is None or f.second}
LEFT_OUT = {label: f.left_out for label, f in _BY_LABEL.items() if f.left_out}
"""Headings that are left out, and why."""


def naming(chain: tuple[str, ...]) -> tuple[Claim, ...]:
    """The canonical columns that a heading may stand for; the record's own names go before."""
    field = _BY_LABEL.get(chain[-1])
    if field is not None:
        weight = USUAL if field.second else OWN
        return ((field.becomes, weight),) if field.becomes else ()
    return tuple((name, min(weight, CLEAR)) for name, weight in claims(chain))


def beside_name(label: str) -> str:
    """The record's own name of a field that is kept beside the case."""
    return _BESIDE.get(label, label)


def adapt(
    raw: Mapping[str, Cell], extras: Mapping[str, Any]
) -> tuple[dict[str, Cell], dict[str, Any]]:
    """A row of the record as a row of the district's form.

    交办层级 follows from 登记机构; 积案标志 becomes 疑难积案 or 一般; a number of another document than the
    identity card is kept beside the case.
    """
    row, beside = dict(raw), dict(extras)
    for field in FIELDS:
        if field.flag and (value := read_flag(beside.get(field.name))) is not None:
            beside[field.name] = "是" if value else "否"
    if text_of(row.get("交办层级")) is None:
        row["交办层级"] = beside.get("登记机构") or "兴庆区本级"
    if text_of(row.get("诉求内容")) is None:
        row["诉求内容"] = beside.get("概况")
    if (backlog := read_flag(row.get("案件类型"))) is not None:
        row["案件类型"] = "疑难积案" if backlog else "一般"
    if text_of(row.get("信访人姓名")) is None and beside.get("匿名") == "是":
        row["信访人姓名"] = "匿名"
    kind = beside.get("证件类型")
    if kind and "身份证" not in kind and (number := text_of(row.get("身份证号"))):
        beside["证件号码"] = number
        row["身份证号"] = None
    return row, beside
