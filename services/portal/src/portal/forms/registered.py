"""Forms on a registered case: classification, corrections, quick write-off, sealing, legal references."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from contracts.vocab import CaseKind, CaseTag, Channel, CrossKind, DemandClass, Role, Source
from contracts.vocab import Field as Contention

from portal.forms.action import Action
from portal.forms.fields import Choice, Field, FormContext, Kind, occurred_on
from portal.forms.registration import (
    ACCUSED,
    AGENTS,
    PETITIONERS,
    YES_NO,
    unit_choices,
    with_category,
)
from portal.words import choices

_CASE = "/v1/cases/{case_id}"
_GROUP = "受理登记"
STAGES = (
    ("received", "已收到"), ("verifying", "核查中"), ("decided", "已作出决定"), ("answered", "已答复"),
)  # fmt: skip
"""What 纪检监察 tells of a sealed case, and nothing else (R72)."""
LEGAL_KINDS = (
    ("admonition", "训诫书"), ("administrative_penalty", "行政处罚决定书"),
    ("criminal_filing", "刑事立案文书"), ("judgment", "裁判文书"),
    ("administrative_review", "行政复议文书"), ("discipline", "纪检监察文书"),
)  # fmt: skip


def _of(context: FormContext, name: str) -> str:
    """What intake holds of the case under a name, as a form value."""
    value = getattr(context.case.intake, name, None)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _tags(context: FormContext) -> Sequence[Choice]:
    """An open case becomes an accusation by its own command only; a sealed one stays one."""
    sealed = _is_sealed(context)
    return [(c, text) for c, text in choices(CaseTag) if sealed or c != CaseTag.ACCUSATION.value]


def _is_sealed(context: FormContext) -> bool:
    return context.case.intake is not None and context.case.intake.sealed


def _held(name: str, context: FormContext) -> list[str]:
    return list(getattr(context.case.intake, name, ()))


CLASSIFY = Action(
    code="classification", service="intake", command="classify", title="重新分类", method="PUT",
    path=f"{_CASE}/classification", done="分类已更新。", group=_GROUP, shape=with_category,
    parts=(
        Field(
            name="category", label="内容分类", kind="category", most=600,
            hint="按“一级/二级/三级”填写，输入几个字可从分类表中选。",
            initial=lambda c: c.case.intake.category_path if c.case.intake else "",
        ),
        Field(
            name="field", label="重点领域", kind="select", choices=choices(Contention),
            initial=lambda c: _of(c, "field"),
        ),
        Field(
            name="tags", label="标签", kind="many", choices=_tags, optional=True,
            initial=lambda c: _held("tags", c),
        ),
        Field(
            name="case_kind", label="案件类型", kind="radio", choices=choices(CaseKind),
            initial=lambda c: _of(c, "case_kind"),
        ),
        Field(
            name="ordinary_because", label="仍按一般案件登记的理由", kind="long", least=5,
            optional=True, hint="符合疑难案件提示而认定为一般案件的，必须写明理由。",
            initial=lambda c: _of(c, "ordinary_because"),
        ),
        Field(
            name="cross_separated", label="属于三跨三分离", kind="yes",
            initial=lambda c: _of(c, "cross_separated"),
        ),
        Field(
            name="cross_kinds", label="三跨三分离类型", kind="many", choices=choices(CrossKind),
            optional=True, initial=lambda c: _held("cross_kinds", c),
        ),
        Field(
            name="demand_class", label="诉求分类", kind="radio", choices=choices(DemandClass),
            optional=True, initial=lambda c: _of(c, "demand_class"),
            hint="分类决定下一步：限期解决、教育疏导、批评教育或依法处理。",
        ),
        Field(
            name="special_hardship", label="信访人有特殊困难", kind="yes",
            initial=lambda c: _of(c, "special_hardship"),
        ),
        Field(name="reason", label="调整说明", kind="long", least=5, optional=True),
    ),
)  # fmt: skip


def _by_the_office(context: FormContext) -> bool:
    who = context.principal
    return who.is_office and who.has(Role.SUPERVISOR)


def _proposed(context: FormContext, name: str) -> str:
    value = getattr(context.case.intake.proposal, name) if context.case.intake else None
    return "" if value is None else str(value)


def _without_blanks(answers: dict[str, Any]) -> dict[str, Any]:
    """An empty list would mean that nobody petitions any more: what was left blank stays."""
    return {name: value for name, value in answers.items() if value != []}


def _day(name: str, label: str) -> Field:
    return _shown(name, label, kind="date")


def _shown(name: str, label: str, kind: Kind = "text", **more: Any) -> Field:
    """A fact that the form shows: emptied there, it is emptied in the case."""
    return Field(
        name=name, label=label, kind=kind, optional=True, clears=True,
        initial=lambda c: _of(c, name), **more,
    )  # fmt: skip


AMEND = Action(
    code="amendment", service="intake", command="amend", title="更正登记信息", method="PATCH",
    path=_CASE, done="登记信息已更正，更正前后均有留痕。", group=_GROUP, shape=_without_blanks,
    intro="信访人、代理人、电话、住址和诉求不在本页显示原文，留空的保持不变；"
    "填写信访人或代理人的，以填写的名单整体替换。其他各项按本页所填更正，清空的即清空。",
    parts=(
        Field(name="reason", label="更正理由", kind="long", least=5),
        Field(
            name="source", label="交办层级", kind="radio", choices=choices(Source),
            initial=lambda c: _of(c, "source"),
        ),
        Field(
            name="channel", label="信访形式", kind="radio", choices=choices(Channel),
            initial=lambda c: _of(c, "channel"),
        ),
        Field(
            name="registered_on", label="登记时间", kind="date",
            initial=lambda c: _of(c, "registered_on"),
        ),
        _day("received_on", "收到日期"),
        _day("first_petition_on", "首次信访日期"),
        _day("handed_down_on", "交办时间"),
        _shown("letter_no", "交办文号", most=200),
        Field(
            name="first_here", label="在本机构初次信访", kind="yes_no", choices=YES_NO, optional=True,
            initial=lambda c: _of(c, "first_here"),
        ),
        Field(
            name="first_nationwide", label="在全国初次信访", kind="yes_no", choices=YES_NO,
            optional=True, initial=lambda c: _of(c, "first_nationwide"),
        ),
        PETITIONERS,
        AGENTS,
        replace(ACCUSED, when=_is_sealed),
        Field(
            name="people_count", label="人数", most=7, initial=lambda c: _of(c, "people_count"),
        ),
        Field(
            name="repeat_visits", label="此前重复走访次数", most=7, optional=True,
            initial=lambda c: _of(c, "repeat_visits"),
        ),
        Field(
            name="phones", label="共用电话", kind="lines", optional=True,
            hint="每行一个号码；填写的，以填写的号码整体替换。",
        ),
        Field(name="household", label="户籍地", most=200, optional=True),
        Field(name="residence", label="常住地", most=200, optional=True),
        Field(name="demand", label="诉求内容", kind="long", least=5, most=20000, optional=True),
        _shown("incident_place", "事发地", most=200),
        _shown("place", "问题属地", most=200),
        _shown("place_unit", "属地单位", kind="select", choices=unit_choices),
        Field(
            name="first_unit", label="首办单位", kind="select", choices=unit_choices, optional=True,
            initial=lambda c: _of(c, "first_unit"), when=_by_the_office,
            hint="首办单位不随交接改变，确有错误的才更正。",
        ),
        _shown("first_person", "首办人", most=200),
        Field(
            name="proposed_unit", label="建议责任单位", kind="select", choices=unit_choices,
            optional=True, clears=True, initial=lambda c: _proposed(c, "lead_unit"),
        ),
        Field(
            name="proposed_deadline", label="建议化解时限", kind="date", optional=True, clears=True,
            initial=lambda c: _proposed(c, "deadline"),
        ),
    ),
)  # fmt: skip

FAST_CLOSURE = Action(
    code="fast-closure", service="intake", command="close_fast", title="快速销号",
    path=f"{_CASE}/fast-closure", done="已快速销号。", submit="确认销号", group=_GROUP,
    intro="梳理核对时认定事由清楚、结果清晰的件，凭依据文书直接销号，不再交办。",
    parts=(
        Field(name="document_no", label="依据文号", least=2, most=60),
        Field(name="basis", label="销号依据", kind="long", least=5, hint="写明文书认定的结果。"),
        occurred_on("销号日期"),
    ),
)  # fmt: skip

SEAL = Action(
    code="seal", service="intake", command="seal", title="密封", path=f"{_CASE}/seal",
    done="该件已封存，只有纪检监察单位和登记人本人可以查看。", submit="确认密封", group=_GROUP,
    danger=True, after="/ledger",
    intro="属于揭发控告的件，密封后立即从台账、统计和各单位视野中消失，改用“密”字编号；"
    "只有纪检监察单位和登记人本人可以查看，解除密封须由纪检监察单位办理。",
    parts=(Field(name="reason", label="密封理由", kind="long", least=5),),
)  # fmt: skip

UNSEAL = Action(
    code="unseal", service="intake", command="unseal", title="解除密封", path=f"{_CASE}/unseal",
    done="已解除密封，该件回到登记单位和信访工作机构。", submit="确认解除", group=_GROUP, danger=True,
    after="/sealed", intro="经核查不属于揭发控告的，解除密封，按一般信访事项办理。",
    parts=(Field(name="reason", label="解除理由", kind="long", least=5),),
)  # fmt: skip

PROGRESS = Action(
    code="compartment-progress", service="intake", command="report_progress", title="通报进展",
    path=f"{_CASE}/compartment-progress", done="进展已通报信访工作机构。", group=_GROUP,
    after="/sealed", intro="信访工作机构只看到编号、阶段和日期，看不到内容。",
    parts=(
        Field(name="stage", label="办理阶段", kind="radio", choices=STAGES),
        occurred_on("日期"),
    ),
)  # fmt: skip

LEGAL_REFERENCE = Action(
    code="legal-reference", service="intake", command="refer_to_law", title="引用法律文书",
    path=f"{_CASE}/legal-references", done="法律文书已引用。", group=_GROUP,
    intro="只记文书的种类、文号、机关和日期，不写对任何人的评价。限纪检监察、政法单位和信访工作机构督办人员查看。",
    parts=(
        Field(name="kind", label="文书种类", kind="radio", choices=LEGAL_KINDS),
        Field(name="document_no", label="文号", least=2, most=60),
        Field(name="organ", label="制作机关", most=200),
        Field(name="issued_on", label="制作日期", kind="date"),
    ),
)  # fmt: skip

ACTIONS = (CLASSIFY, AMEND, FAST_CLOSURE, LEGAL_REFERENCE, PROGRESS, SEAL, UNSEAL)
