"""Forms of 源头预防: disputes on the ground, early signs, documents of the campaign."""

from dataclasses import replace

from portal.forms.action import Action
from portal.forms.fields import Field, occurred_on
from portal.forms.registration import unit_choices

_DISPUTE = "/v1/disputes/{id}"
_SIGN = "/v1/early-signs/{id}"
LEVELS = (("village", "村（居）"), ("town", "镇（街）"), ("district", "区级"))
DISPUTE_STATES = (("open", "化解中"), ("settled", "已化解"), ("petitioned", "已转为信访件"))
DISPUTE_KINDS = (
    ("neighbours", "邻里纠纷"), ("family", "婚姻家庭"), ("land", "土地承包、宅基地"),
    ("housing", "房屋、拆迁"), ("property_service", "物业服务"), ("wages", "劳动报酬"),
    ("debt", "借贷债务"), ("consumer", "消费"), ("environment", "环境污染"), ("medical", "医疗"),
    ("damages", "损害赔偿"), ("other", "其他"),
)  # fmt: skip
DOCUMENT_LEVELS = (
    ("central", "中央"), ("region", "自治区"), ("city", "银川市"), ("district", "兴庆区"),
)  # fmt: skip
SIGN_KINDS = (
    ("matter", "同一事项"), ("name", "同一地点或企业"), ("unit", "单位来件"), ("field", "领域来件"),
)  # fmt: skip
SIGN_STATES = (
    ("open", "待研判"), ("acknowledged", "已研判、待处置"), ("acted", "已处置"), ("dismissed", "已排除"),
)  # fmt: skip

RECORD = Action(
    code="new", service="intake", command="record", title="登记矛盾纠纷", path="/v1/disputes",
    done="矛盾纠纷已登记。", submit="登记",
    intro="记事不记人：写清什么事、在哪里，不写当事人姓名、证件号码和电话。",
    parts=(
        Field(name="kind", label="纠纷类别", kind="radio", choices=DISPUTE_KINDS),
        Field(name="summary", label="纠纷情况", kind="long", least=5, hint="起因、各方的要求、已做的工作。"),
        Field(name="place", label="村（居）、小区", most=100, optional=True),
        Field(
            name="place_unit", label="所在街道、乡镇", kind="select", choices=unit_choices,
            optional=True, hint="不选的，按本单位。", initial=lambda c: c.principal.unit,
        ),
        Field(name="people_count", label="涉及人数", most=6, initial="2"),
        Field(name="level", label="现由哪一级化解", kind="radio", choices=LEVELS, initial="village"),
        replace(occurred_on(), hint="纠纷发生的日期。"),
    ),
)  # fmt: skip

SETTLE = Action(
    code="settlement", service="intake", command="settle", title="登记化解",
    path=f"{_DISPUTE}/settlement", done="已登记化解。", submit="确认化解",
    parts=(
        Field(
            name="level", label="在哪一级化解", kind="radio", choices=LEVELS,
            hint="已经上报的，不能按下一级化解登记。",
        ),
        Field(name="note", label="怎样化解的", kind="long", least=5),
        occurred_on("化解日期"),
    ),
)  # fmt: skip

ESCALATE = Action(
    code="escalation", service="intake", command="escalate", title="上报上一级",
    path=f"{_DISPUTE}/escalation", done="已上报。", submit="上报",
    intro="本级化解不了的，或者化解后又反复的，上报上一级；上报后由上一级牵头化解。",
    parts=(
        Field(name="note", label="上报理由和已做的工作", kind="long", least=5),
        Field(
            name="to_unit", label="交给哪个单位", kind="select", choices=unit_choices, optional=True,
            hint="选了的，该单位从此可以查看和办理。",
        ),
        occurred_on("上报日期"),
    ),
)  # fmt: skip

PETITION = Action(
    code="petition", service="intake", command="petition", title="已形成信访件",
    path=f"{_DISPUTE}/petition", done="已与信访件关联。", submit="关联", danger=True,
    intro="当事人已就此事信访的，先登记信访件，再在这里关联。关联后不再按矛盾纠纷化解。",
    parts=(
        Field(name="case_no", label="信访件编号", most=40, hint="填写完整编号。"),
        occurred_on("形成信访的日期"),
    ),
)  # fmt: skip

ACKNOWLEDGE = Action(
    code="acknowledgement", service="intake", command="acknowledge", title="研判属实",
    path=f"{_SIGN}/acknowledgement", done="已登记研判。", submit="确认属实",
    intro="确认是需要处置的苗头，随后登记处置情况。",
    parts=(Field(name="reason", label="研判意见", kind="long", least=5, optional=True),),
)  # fmt: skip

ACT = Action(
    code="action", service="intake", command="act", title="登记处置", path=f"{_SIGN}/action",
    done="处置情况已登记。", submit="登记处置",
    parts=(
        Field(
            name="reason", label="做了什么", kind="long", least=5,
            hint="例如约谈企业、现场答复、提请研究政策。写事，不写对信访人的评价。",
        ),
    ),
)  # fmt: skip

DISMISS = Action(
    code="dismissal", service="intake", command="dismiss", title="排除", path=f"{_SIGN}/dismissal",
    done="已排除；此后又有足够新件的，会再次提示。", submit="确认排除",
    parts=(Field(name="reason", label="排除理由", kind="long", least=5),),
)  # fmt: skip

LIMITS = Action(
    code="limits", service="intake", command="set_limits", title="设定起算标准", method="PUT",
    path="/v1/early-sign-limits", done="标准已更新，从下一次统计起适用。", submit="保存",
    parts=(
        Field(name="matter_cases", label="同一事项：件数", most=4),
        Field(name="matter_days", label="同一事项：天数", most=2),
        Field(name="petitioners", label="涉及信访人不少于", most=4, hint="不少于 2 人：一人多次反映不是苗头。"),
        Field(name="inflow_floor", label="一周来件不少于", most=5),
        Field(name="inflow_increase", label="比前四周平均增长", most=5, hint="填小数，0.5 即增长 50%。"),
        Field(name="reason", label="调整理由", kind="long", least=5),
    ),
)  # fmt: skip

DOCUMENT = Action(
    code="new", service="intake", command="register_document", title="登记文件",
    path="/v1/documents", done="文件已登记。", submit="登记",
    parts=(
        Field(name="letter_no", label="文号", least=2, most=60, hint="例如：银信联发〔2020〕10号"),
        Field(name="title", label="文件名称", most=200),
        Field(name="issuer", label="发文机关", most=200),
        Field(name="level", label="层级", kind="radio", choices=DOCUMENT_LEVELS),
        Field(name="issued_on", label="发文日期", kind="date"),
        Field(name="received_on", label="收文日期", kind="date", optional=True),
        Field(
            name="based_on", label="依据的上级文件", most=60, optional=True, hint="填写已登记文件的文号。"
        ),
        Field(name="governs", label="所定规则", kind="many", optional=True),
    ),
)  # fmt: skip

CORRECT = replace(
    DOCUMENT, code="edit", command="correct_document", title="更正文件登记", method="PUT",
    path="/v1/documents/{id}", done="文件登记已更正。", submit="保存",
)  # fmt: skip

DECLARE = Action(
    code="declared", service="intake", command="declare", title="登记申报件数", method="PUT",
    path="/v1/declared-counts/{id}", done="申报件数已登记。", submit="保存",
    intro="上级交办函中写明的件数。与系统登记的件数不一致的，页面会列出差额。",
    parts=(
        Field(name="count", label="交办件数", most=6),
        Field(name="letter_no", label="交办文号", least=2, most=60),
        Field(name="declared_on", label="交办日期", kind="date"),
    ),
)  # fmt: skip

ON_DISPUTES = {a.code: a for a in (SETTLE, ESCALATE, PETITION)}
ON_SIGNS = {a.code: a for a in (ACKNOWLEDGE, ACT, DISMISS)}
