"""The form of 登记: its sections, and how its answers become a registration."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts.vocab import CaseKind, CaseTag, Channel, CrossKind, DemandClass, Source
from contracts.vocab import Field as Contention

from portal.forms.action import Action
from portal.forms.fields import Choice, Field, FormContext, Part, Rows
from portal.words import choices

LATER = "later"
"""案件类型 not decided: taken as ordinary for now, and asked for again on the case's page."""
YES_NO = (("yes", "是"), ("no", "否"))
_MOST_PETITIONERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A card of the form; a ``folded`` one is for few cases and opens when something stands in it."""

    code: str
    title: str
    parts: tuple[Part, ...]
    hint: str = ""
    folded: bool = False


def unit_choices(context: FormContext) -> Sequence[Choice]:
    """Every unit of the district."""
    return [(u.code, u.name) for u in context.units]


def with_category(body: dict[str, Any]) -> dict[str, Any]:
    """The levels of the content category as the API wants them: typed as 一级/二级/三级."""
    levels = levels_of(str(body.pop("category", None) or "")).split("/")
    names = ("category", "category_level2", "category_level3")
    return body | {name: level for name, level in zip(names, levels, strict=False) if level}


def levels_of(typed: str) -> str:
    """A content category as typed, in the one way of writing it."""
    return "/".join(level.strip() for level in typed.replace("／", "/").split("/"))


def _registration(answers: dict[str, Any]) -> dict[str, Any]:
    """The body: an undecided kind is left out; what was only to be read does not go along."""
    body = with_category(dict(answers))
    body.pop("sealing_known", None)
    if body.get("case_kind") == LATER:
        del body["case_kind"]
        return body
    return body | {"kind_decided": True}


_SOURCE = Section(
    code="source", title="来源与时间",
    parts=(
        Field(
            name="channel", label="信访形式", kind="radio", choices=choices(Channel),
            initial=Channel.VISIT.value,
        ),
        Field(name="source", label="交办层级", kind="radio", choices=choices(Source)),
        Field(
            name="registered_on", label="登记时间", kind="date",
            hint="信访件首次登记的日期。2020年7月1日起登记的列入日常交办。",
            initial=lambda c: c.today.isoformat(),
        ),
        Field(
            name="received_on", label="收到日期", kind="date", optional=True,
            hint="受理、转送的法定期限自收到次日起算；不填的按登记时间计算。",
        ),
        Field(
            name="first_petition_on", label="首次信访日期", kind="date", optional=True,
            hint="同一事项最早一次信访的日期。",
        ),
        Field(
            name="handed_down_on", label="交办时间", kind="date", optional=True,
            hint="上级交到本区办理的日期；本区自办的不填。",
        ),
        Field(name="letter_no", label="交办文号", most=200, optional=True),
        Field(
            name="case_no", label="信访件编号", most=40, optional=True,
            hint="上级系统已有编号的照填；不填的由本系统编号。",
        ),
        Field(
            name="first_here", label="在本机构初次信访", kind="yes_no", choices=YES_NO, optional=True
        ),
        Field(
            name="first_nationwide", label="在全国初次信访", kind="yes_no", choices=YES_NO,
            optional=True,
        ),
    ),
)  # fmt: skip

PETITIONERS = Rows(
    name="petitioners", label="信访人", each="人", most=_MOST_PETITIONERS,
    hint="电话可填手机、固话、400 号码、短号，多个用顿号隔开。15 位旧身份证号照填。",
    fields=(
        Field(name="name", label="姓名", most=50),
        Field(name="id_no", label="身份证号", most=40, optional=True, check="id_no"),
        Field(
            name="phones", label="本人电话", kind="list", optional=True, check="phone",
        ),
        Field(name="household", label="户籍地", most=200, optional=True),
        Field(name="residence", label="常住地", most=200, optional=True),
        Field(name="representative", label="推选的代表", kind="yes"),
    ),
)  # fmt: skip

AGENTS = Rows(
    name="agents", label="代理人", each="人", most=3, hint="不选被代理人的为第 1 位信访人。",
    fields=(
        Field(name="name", label="姓名", most=50),
        Field(name="phone", label="电话", most=40, optional=True, check="phone"),
        Field(name="id_no", label="身份证号", most=40, optional=True, check="id_no"),
        Field(name="relation", label="与信访人的关系", most=200, optional=True),
        Field(
            name="acts_for", label="被代理人", kind="select", optional=True, position_in="petitioners",
            choices=tuple((str(n), f"第 {n} 位信访人") for n in range(1, _MOST_PETITIONERS + 1)),
        ),
    ),
)  # fmt: skip

ACCUSED = Rows(
    name="accused", label="被举报人", each="人", most=5,
    fields=(
        Field(name="name", label="姓名", most=50),
        Field(name="unit", label="单位", most=200, optional=True),
        Field(name="post", label="职务", most=200, optional=True),
    ),
)  # fmt: skip

_PARTIES = Section(
    code="parties", title="信访人",
    hint="多人走访的，逐一登记信访人，推选的代表不超过 5 人。",
    parts=(
        PETITIONERS,
        Field(name="people_count", label="人数", most=7, initial="1"),
        Field(
            name="repeat_visits", label="此前重复走访次数", most=7, optional=True,
        ),
        Field(
            name="phones", label="共用电话", kind="lines", optional=True, check="phone",
            hint="不属于某一位信访人的号码，每行一个。",
        ),
    ),
)  # fmt: skip

_AGENTS = Section(
    code="agents", title="代理人", folded=True, parts=(AGENTS,),
    hint="他人代为提出的填写。比对重复信访时以被代理的信访人为准。",
)  # fmt: skip

_MATTER = Section(
    code="matter", title="信访事项",
    parts=(
        Field(name="demand", label="诉求内容", kind="long", least=5, most=20000),
        Field(
            name="category", label="内容分类", kind="category", most=600, optional=True,
            hint="按“一级/二级/三级”填写，输入几个字可从分类表中选。",
        ),
        Field(name="incident_place", label="事发地", most=200, optional=True),
        Field(name="place", label="问题属地", most=200, optional=True, hint="乡镇、街道。"),
        Field(
            name="place_unit", label="属地单位", kind="select", choices=unit_choices, optional=True
        ),
        Field(
            name="field", label="重点领域", kind="select", choices=choices(Contention), optional=True,
            hint="不选的按一级分类对应。",
        ),
        Field(
            name="tags", label="标签", kind="many", choices=choices(CaseTag), optional=True,
        ),
        Field(
            name="demand_class", label="诉求分类", kind="radio", choices=choices(DemandClass),
            optional=True, hint="核对事实后再定，登记时可以不选。",
        ),
        Field(name="special_hardship", label="信访人有特殊困难", kind="yes"),
    ),
)  # fmt: skip

_SEALING = Section(
    code="sealing", title="揭发控告", folded=True,
    hint="勾选“揭发控告”标签的填写本节。登记后该件立即封存，只有纪检监察单位和登记人本人可以查看，"
    "本单位其他人、信访工作机构和被举报人所在单位都看不到，也不计入台账。",
    parts=(
        ACCUSED,
        Field(name="anonymous", label="匿名举报（不填写信访人）", kind="yes"),
        Field(name="sealing_known", label="已知晓：登记后立即封存", kind="yes"),
    ),
)  # fmt: skip

_KIND = Section(
    code="kind", title="案件类型",
    parts=(
        Field(
            name="case_kind", label="案件类型", kind="radio", initial=LATER,
            choices=((LATER, "稍后认定（先按一般案件登记）"), *choices(CaseKind)),
            hint="系统按标签、人数、年限、重复走访次数和交办层级提示疑难案件，由承办人认定。",
        ),
        Field(
            name="ordinary_because", label="仍按一般案件登记的理由", kind="long", least=5, most=2000,
            optional=True, hint="符合疑难案件提示而认定为一般案件的，写明理由。",
        ),
        Field(name="cross_separated", label="属于三跨三分离", kind="yes"),
        Field(
            name="cross_kinds", label="三跨三分离类型", kind="many", choices=choices(CrossKind),
            optional=True,
        ),
    ),
)  # fmt: skip

_DUTY = Section(
    code="duty", title="首办责任和建议",
    parts=(
        Field(
            name="first_unit", label="首办单位", kind="select", choices=unit_choices, optional=True,
            hint="不选的为属地单位，没有属地单位的为本单位。",
        ),
        Field(
            name="first_person", label="首办人", most=200, optional=True, hint="不填的为登记人。"
        ),
        Field(
            name="proposed_unit", label="建议责任单位", kind="select", choices=unit_choices,
            optional=True,
        ),
        Field(name="proposed_deadline", label="建议化解时限", kind="date", optional=True),
    ),
)  # fmt: skip

SECTIONS = (_SOURCE, _PARTIES, _AGENTS, _MATTER, _SEALING, _KIND, _DUTY)

REGISTER = Action(
    code="register", service="intake", command="register", title="登记信访件", path="/v1/cases",
    done="信访件已登记。", submit="登记", shape=_registration,
    parts=tuple(part for section in SECTIONS for part in section.parts),
)  # fmt: skip

MEMBER_OF_RULE = {
    "first_after_registration": "first_petition_on",
    "received_after_registration": "received_on",
    "category_gap": "category",
    "cross_kind_without_flag": "cross_separated",
    "accused_without_tag": "tags",
    "accused_missing": "accused.*",
    "anonymous_petition": "anonymous",
    "anonymous_with_names": "anonymous",
    "petitioners_missing": "petitioners.*",
    "too_many_representatives": "petitioners.*",
    "agent_without_principal": "agents",
    "unseal_first": "tags",
    "case_no_taken": "case_no",
    "case_no_invalid": "case_no",
    "hard_case_unexplained": "ordinary_because",
}
"""Which question of a form a refusal is about: by intake's rule, or by its code."""
