"""Forms of 受理登记: verification and repeats."""

from collections.abc import Sequence

from contracts.vocab import CaseKind, Channel, Source, Tick

from portal.forms.action import Action
from portal.forms.fields import Choice, Field, FormContext, Rows, occurred_on
from portal.words import TICK_MEANINGS, choices

_CASE = "/v1/cases/{case_id}"


def _suspected(context: FormContext) -> Sequence[Choice]:
    return [
        (k.id, f"{k.later.case_no or k.later.case_id}（{k.basis_zh}）") for k in context.case.links
    ]


VERIFICATION = Action(
    code="verification", service="intake", command="verify", title="梳理核对",
    path=f"{_CASE}/verification", done="三项核对已登记。", group="受理登记",
    intro="底数清、情况明、认定准三项均有依据，方可交办。",
    parts=(
        Rows(
            name="ticks", label="三项核对", key_name="tick",
            keys=tuple((code, f"{text}：{TICK_MEANINGS[code]}") for code, text in choices(Tick)),
            fields=(
                Field(
                    name="evidence", label="核对依据", kind="long", most=1000,
                    hint="写明核对了什么、依据何在。",
                ),
            ),
        ),
        occurred_on("核对日期"),
    ),
)  # fmt: skip

REPEAT = Action(
    code="repeat", service="intake", command="confirm_repeat", title="确认重复信访",
    path=f"{_CASE}/repeats", done="重复信访已确认，两件已关联。", group="受理登记", danger=True,
    intro="确认后一件与本件是同一信访人、同一事项。本件已认定化解的，化解认定将随之撤销。",
    parts=(
        Field(
            name="later_case_id", label="后一件的信访件编号", most=60,
            hint="填写台账中的编号，例如 GJ2020062181516。",
            initial=lambda c: c.case.links[0].later.case_no if c.case.links else "",
        ),
        Field(name="reason", label="认定理由", kind="long", least=5, most=1000),
        Field(
            name="repeated_on", label="再次信访日期", kind="date",
            initial=lambda c: c.today.isoformat(),
        ),
    ),
)  # fmt: skip

DISMISS = Action(
    code="repeat-dismissal", service="intake", command="confirm_repeat", title="排除疑似重复",
    path="/v1/repeat-links/{link}/dismissal", done="已排除，两件各自办理。", group="受理登记",
    when=lambda case: bool(case.links),
    parts=(
        Field(name="link", label="疑似重复的后一件", kind="radio", choices=_suspected, in_path=True),
        Field(name="reason", label="排除理由", kind="long", least=5, most=1000),
    ),
)  # fmt: skip


def _unit_choices(context: FormContext) -> Sequence[Choice]:
    return [(u.code, u.name) for u in context.units]


REGISTER = Action(
    code="register", service="intake", command="register", title="登记信访件", path="/v1/cases",
    done="信访件已登记。", submit="登记",
    parts=(
        Field(name="case_no", label="信访件编号", most=40, hint="全区唯一，例如 GJ2020062181516。"),
        Field(name="source", label="交办层级", kind="radio", choices=choices(Source)),
        Field(
            name="registered_on", label="登记时间", kind="date", hint="信访件首次登记的日期。",
            initial=lambda c: c.today.isoformat(),
        ),
        Field(
            name="handed_down_on", label="交办时间", kind="date", optional=True,
            hint="上级交到本区办理的日期；本区自办的不填。",
        ),
        Field(name="channel", label="信访形式", kind="radio", choices=choices(Channel)),
        Rows(
            name="petitioners", label="信访人", each="人", least=1, most=6,
            fields=(
                Field(name="name", label="姓名", most=50),
                Field(name="id_no", label="身份证号", most=40, optional=True),
            ),
        ),
        Field(name="phones", label="联系电话", kind="lines", optional=True, hint="每行一个号码。"),
        Field(name="household", label="户籍地", most=200, optional=True),
        Field(name="residence", label="常住地", most=200, optional=True),
        Field(name="incident_place", label="事发地", most=200, optional=True),
        Field(name="people_count", label="人数", most=7, initial="1"),
        Field(name="demand", label="诉求内容", kind="long", least=5, most=20000),
        Field(
            name="category", label="问题类别", most=200, optional=True, hint="例如城乡建设、劳动和社会保障。"
        ),
        Field(
            name="case_kind", label="案件类型", kind="radio", choices=choices(CaseKind),
            initial=CaseKind.ORDINARY.value,
        ),
        Field(name="cross_separated", label="属于三跨三分离", kind="yes"),
        Field(
            name="proposed_unit", label="建议责任单位", kind="select", choices=_unit_choices,
            optional=True,
        ),
        Field(name="proposed_deadline", label="建议化解时限", kind="date", optional=True),
    ),
)  # fmt: skip

ACTIONS = (VERIFICATION, REPEAT, DISMISS)
