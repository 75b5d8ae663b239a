"""Forms of 化解: activities, mediation, measures, notices, closing report, leader's opinion."""

from collections.abc import Sequence

from contracts.vocab import ActivityKind, Means, MediationKind, NoticeKind, SessionOutcome

from portal.forms.action import Action
from portal.forms.fields import Choice, Field, FormContext, Rows, occurred_on
from portal.words import choices

_CASE = "/v1/cases/{case_id}"


def _planned_measures(context: FormContext) -> Sequence[Choice]:
    records = context.case.records
    return [
        (m.id, f"{m.occurred_on:%Y-%m-%d} {m.description[:60]}")
        for m in (records.measures if records else [])
        if not m.executed
    ]


ACTIVITY = Action(
    code="activity", service="mediation", command="record_activity", title="登记接访走访",
    path=f"{_CASE}/activities", done="工作情况已登记。", group="化解工作",
    parts=(
        Field(name="kind", label="工作方式", kind="select", choices=choices(ActivityKind)),
        occurred_on(),
        Field(name="place", label="地点", most=200),
        Field(name="by_leader", label="由包案领导本人开展", kind="yes"),
        Field(name="face_to_face", label="与信访人当面见面", kind="yes"),
        Field(name="participants", label="参加人员", most=500, hint="写明信访人一方和工作人员。"),
        Field(name="demands", label="了解到的诉求", kind="long", optional=True),
        Field(name="summary", label="工作情况", kind="long", most=4000),
        Field(name="commitments", label="承诺事项", kind="long", optional=True),
    ),
)  # fmt: skip

SESSION = Action(
    code="session", service="mediation", command="hold_session", title="登记调解",
    path=f"{_CASE}/sessions", done="调解情况已登记。", group="化解工作",
    intro="达成协议须有至少两方当事人到场且全部同意。达成协议之日起 30 日内可共同申请司法确认。",
    parts=(
        Field(name="kind", label="调解种类", kind="radio", choices=choices(MediationKind)),
        occurred_on("调解日期"),
        Field(name="place", label="地点", most=200),
        Field(name="mediator", label="调解员", most=200),
        Rows(
            name="consents", label="当事人同意情况", each="方", least=1, shown=2, most=6,
            fields=(
                Field(name="party", label="当事人", most=100),
                Field(name="consented", label="同意调解", kind="yes"),
            ),
        ),
        Field(name="minutes", label="调解记录", kind="long", most=8000),
        Field(name="outcome", label="调解结果", kind="radio", choices=choices(SessionOutcome)),
        Field(
            name="agreement", label="协议内容", kind="long", most=8000, optional=True,
            hint="结果为“达成协议”的必须填写，其余不填。",
        ),
    ),
)  # fmt: skip

MEASURE = Action(
    code="measure", service="mediation", command="record_measure", title="登记化解措施",
    path=f"{_CASE}/measures", done="化解措施已登记。", group="化解工作",
    parts=(
        Field(name="means", label="化解手段", kind="many", choices=choices(Means)),
        Field(name="description", label="措施内容", kind="long", most=4000),
        Field(name="responsible", label="责任人", most=200),
        Field(
            name="executed", label="落实情况", kind="yes_no",
            choices=(("yes", "已经落实"), ("no", "尚未落实，先行登记")),
        ),
        occurred_on("落实或登记日期"),
    ),
)  # fmt: skip

EXECUTION = Action(
    code="execution", service="mediation", command="execute_measure", title="登记措施落实",
    path=f"{_CASE}/measures/{{measure}}/execution", done="措施落实情况已登记。", group="化解工作",
    when=lambda case: any(not m.executed for m in (case.records.measures if case.records else ())),
    parts=(
        Field(
            name="measure", label="落实的措施", kind="radio", choices=_planned_measures, in_path=True
        ),
        Field(name="result", label="落实结果", kind="long", most=4000),
        occurred_on("落实日期"),
    ),
)  # fmt: skip

NOTICE = Action(
    code="notice", service="mediation", command="notify_petitioner", title="告知信访人",
    path=f"{_CASE}/notices", done="告知情况已登记。", group="化解工作",
    parts=(
        Field(name="kind", label="告知事项", kind="radio", choices=choices(NoticeKind)),
        occurred_on("告知日期"),
        Field(name="channel", label="告知方式", most=100, hint="例如书面送达、短信、当面告知。"),
        Field(name="content", label="告知内容", kind="long", most=8000),
        Field(name="receipt_no", label="送达回执编号", most=100, optional=True),
        Field(
            name="no_receipt_reason", label="没有回执的原因", most=500, optional=True,
            hint="没有回执编号的，必须写明原因。",
        ),
    ),
)  # fmt: skip

CLOSURE_REPORT = Action(
    code="closure-report", service="mediation", command="file_closure_report", title="报送办结报告",
    path=f"{_CASE}/closure-report", done="办结报告已报送，等待包案领导签署意见。", submit="报送",
    group="报结与审核", shows="records",
    intro="报送须已有：与信访人当面见面的记录、已落实的化解措施、答复信访人的告知。不得以办理过程代替办理结果。",
    parts=(
        Field(name="document_no", label="文号", most=100),
        Field(name="signed_by", label="签发人", most=50, hint="须为本单位负责人。"),
        Field(name="contact_phone", label="经办人电话", most=30, optional=True),
        Field(name="demands", label="主要问题和诉求", kind="long", most=4000),
        Field(
            name="findings", label="调查处理情况", kind="long", most=10000, least=10,
            hint="不少于 10 个字。",
        ),
        Field(
            name="outcome", label="化解结果", kind="long", most=10000, least=10,
            hint="逐项回答诉求是否解决、如何解决。不少于 10 个字。",
        ),
        occurred_on("办结日期"),
    ),
)  # fmt: skip

LEADER_OPINION = Action(
    code="leader-opinion", service="mediation", command="sign_leader_opinion",
    title="签署包案领导意见", path=f"{_CASE}/leader-opinion", done="书面意见已签署。", submit="签署意见",
    group="报结与审核", shows="report",
    intro="请先阅看下面的办结报告和化解材料。不同意的，报告退回主办单位继续化解。",
    parts=(
        Field(
            name="agreed", label="意见", kind="yes_no",
            choices=(("yes", "同意，报区信联办审核"), ("no", "不同意，退回继续化解")),
        ),
        Field(
            name="text", label="书面意见", kind="long", least=10, most=4000, hint="不少于 10 个字，空格不计。"
        ),
        occurred_on("签署日期"),
    ),
)  # fmt: skip

ACTIONS = (ACTIVITY, SESSION, MEASURE, EXECUTION, NOTICE, CLOSURE_REPORT, LEADER_OPINION)
