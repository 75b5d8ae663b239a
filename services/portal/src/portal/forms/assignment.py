"""Forms of 交办: signing, objecting, leader, task force, deadline, plan."""

from collections.abc import Sequence

from contracts.vocab import LeaderLevel, UnitKind

from portal.forms.action import Action
from portal.forms.fields import Choice, Field, FormContext, Rows, occurred_on
from portal.words import choices

_CASE = "/v1/cases/{case_id}"


def _leader_units(context: FormContext) -> Sequence[Choice]:
    leaders = [u for u in context.units if u.kind is UnitKind.LEADERS]
    lead = context.units.get(context.case.lead_unit or "")
    return [(u.code, u.name) for u in [*leaders, *([lead] if lead else [])]]


def _leader_unit(context: FormContext) -> str:
    leader = context.case.duty.leader if context.case.duty else None
    if leader:
        return leader.unit
    county = context.case.proposed_level == LeaderLevel.COUNTY.value
    return _leader_units(context)[0][0] if county else context.case.lead_unit or ""


def _members(context: FormContext) -> str:
    named = context.case.duty.task_force if context.case.duty else None
    return "\n".join(named.members) if named else ""


def _open_steps(context: FormContext) -> Sequence[Choice]:
    plan = context.case.duty.plan if context.case.duty else None
    steps = plan.steps if plan else []
    return [(str(s.n), f"第 {s.n} 步：{s.title}") for s in steps if not s.is_done]


SIGN = Action(
    code="sign", service="assignment", command="sign", title="签收", path=f"{_CASE}/sign",
    done="签收已登记。", submit="确认签收", group="交办与责任",
    intro="签收后，本单位对该案承担相应的主办、协办或配合责任。",
    parts=(occurred_on("签收日期"),),
)  # fmt: skip

OBJECTION = Action(
    code="objection", service="assignment", command="object", title="提出异议",
    path=f"{_CASE}/objection", done="异议已提出，等待区信联办裁定。", group="交办与责任",
    intro="认为不属于本单位职权范围的，请在收到交办后 5 个工作日内提出异议并说明理由。",
    parts=(
        Field(name="reason", label="异议理由", kind="long", least=1, hint="说明职权依据，并建议承办单位。"),
        occurred_on("提出日期"),
    ),
)  # fmt: skip

DECIDE_OBJECTION = Action(
    code="objection-decision", service="assignment", command="decide_objection", title="裁定异议",
    path=f"{_CASE}/objection/decision", done="异议已裁定。", group="交办与责任",
    parts=(
        Field(
            name="accepted", label="裁定结果", kind="yes_no",
            choices=(("yes", "异议成立，收回交办"), ("no", "异议不成立，继续办理")),
        ),
        Field(name="reason", label="裁定理由", kind="long"),
        occurred_on("裁定日期"),
    ),
)  # fmt: skip

LEADER = Action(
    code="leader", service="assignment", command="assign_leader", title="确定包案领导",
    path=f"{_CASE}/leader", method="PUT", done="包案领导已确定。", group="交办与责任",
    intro="疑难积案、骨头案、钉子案和三跨三分离案件须由县级领导包案。办结报告的书面意见只能由该领导本人的账号签署。",
    parts=(
        Field(
            name="name", label="领导姓名", most=50,
            initial=lambda c: c.case.leader_name,
        ),
        Field(
            name="title", label="职务", most=100, hint="例如副区长、街道党工委书记。",
            initial=lambda c: c.case.duty.leader.title if c.case.duty and c.case.duty.leader else "",
        ),
        Field(
            name="level", label="领导级别", kind="radio", choices=choices(LeaderLevel),
            initial=lambda c: c.case.proposed_level,
        ),
        Field(
            name="unit", label="领导账号所属单位", kind="select", choices=_leader_units,
            initial=_leader_unit, hint="县级领导选“区领导”，乡科级领导选主办单位。",
        ),
        Field(
            name="account", label="领导登录账号", most=100,
            hint="该领导在统一身份认证中的账号，例如 wenhuajie.leader。",
            initial=lambda c: c.case.leader_account or f"{_leader_unit(c)}.leader",
        ),
        occurred_on("确定日期"),
    ),
)  # fmt: skip

OVERRIDE = Action(
    code="leader-override", service="assignment", command="override_leader",
    title="批准包案领导级别例外", path=f"{_CASE}/leader-override", done="级别例外已批准并记录在案。",
    group="交办与责任", intro="应由县级领导包案而确需由乡科级领导包案的，须书面批准。批准记录会列入统计。",
    parts=(
        Field(name="reason", label="批准理由", kind="long", least=10, hint="不少于 10 个字。"),
        occurred_on("批准日期"),
    ),
)  # fmt: skip

TASK_FORCE = Action(
    code="task-force", service="assignment", command="name_task_force", title="组建工作专班",
    path=f"{_CASE}/task-force", method="PUT", done="工作专班已组建。", group="交办与责任",
    parts=(
        Field(name="name", label="专班名称", most=100, initial=lambda c: c.case.task_force_name),
        Field(
            name="members", label="专班成员", kind="lines", hint="每行一人，写明单位和姓名。",
            initial=_members,
        ),
        occurred_on("组建日期"),
    ),
)  # fmt: skip

DEADLINE = Action(
    code="deadline", service="assignment", command="set_deadline", title="确定化解时限",
    path=f"{_CASE}/deadline", method="PUT", done="化解时限已确定。", group="交办与责任",
    parts=(
        Field(name="due_on", label="化解时限", kind="date", initial=lambda c: c.case.proposed_due),
        Field(
            name="reason", label="调整理由", kind="long", optional=True,
            hint="首次确定时限可不填；调整已确定的时限必须说明理由。",
        ),
        occurred_on("确定日期"),
    ),
)  # fmt: skip

START = Action(
    code="start", service="assignment", command="start", title="开始化解", path=f"{_CASE}/start",
    done="案件已进入化解。", submit="开始化解", group="交办与责任",
    intro="开始化解须具备：包案领导、责任单位签收、工作专班、化解时限。",
    parts=(occurred_on("开始日期"),),
)  # fmt: skip

PLAN = Action(
    code="plan", service="assignment", command="file_plan", title="制定化解方案",
    path=f"{_CASE}/plan", done="化解方案已登记。", group="交办与责任",
    parts=(
        Field(
            name="measures", label="化解措施", kind="long", most=4000,
            initial=lambda c: c.case.duty.plan.measures if c.case.duty and c.case.duty.plan else "",
        ),
        Rows(
            name="steps", label="推进步骤", each="步", least=1, shown=2, most=8,
            hint="每一步写明做什么、谁负责、何时完成。",
            fields=(
                Field(name="title", label="工作内容", most=200),
                Field(name="owner", label="责任人", most=100),
                Field(name="due_on", label="完成期限", kind="date"),
            ),
        ),
        Field(name="target_on", label="目标化解日期", kind="date", initial=lambda c: c.case.proposed_due),
        occurred_on("制定日期"),
    ),
)  # fmt: skip

STEP_DONE = Action(
    code="step-done", service="assignment", command="complete_step", title="完成方案步骤",
    path=f"{_CASE}/plan/steps/{{step}}/done", done="步骤完成情况已登记。", group="交办与责任",
    when=lambda case: bool(case.duty and case.duty.plan),
    parts=(
        Field(name="step", label="完成的步骤", kind="radio", choices=_open_steps, in_path=True),
        Field(name="note", label="完成情况", kind="long"),
        occurred_on("完成日期"),
    ),
)  # fmt: skip

ACTIONS = (
    SIGN, OBJECTION, DECIDE_OBJECTION, LEADER, OVERRIDE, TASK_FORCE, DEADLINE, START, PLAN, STEP_DONE,
)  # fmt: skip
