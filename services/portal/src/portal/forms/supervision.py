"""Forms of 督查审核: review, recognition, write-off, revocation."""

from contracts.vocab import EvidenceSlot

from portal.forms.action import Action
from portal.forms.fields import Field, Rows, Ticks, occurred_on
from portal.words import choices

_CASE = "/v1/cases/{case_id}"

REVIEW = Action(
    code="review", service="supervision", command="review", title="审核报结", path=f"{_CASE}/review",
    done="审核意见已登记。", group="报结与审核", shows="report",
    intro="对照办结报告逐项核对。四项全部属实方可通过；退回的写明理由，由主办单位重办。",
    parts=(
        Ticks(
            name="checklist", label="核对清单",
            items=(
                ("result_answers_demand", "办理结果逐项回应了信访诉求"),
                ("measures_executed", "化解措施确已落实"),
                ("receipt_present", "送达回执齐全，或说明了原因"),
                ("leader_opinion_read", "已阅包案领导书面意见"),
            ),
        ),
        Field(
            name="decision", label="审核结论", kind="radio",
            choices=(("approved", "通过"), ("returned", "退回重办")),
        ),
        Field(name="reason", label="审核意见", kind="long", most=4000, hint="退回重办的，不少于 10 个字。"),
        occurred_on("审核日期"),
    ),
)  # fmt: skip

RECOGNITION = Action(
    code="recognition", service="supervision", command="recognise", title="化解认定",
    path=f"{_CASE}/recognition", done="化解已认定，进入观察期。", group="报结与审核", shows="report",
    intro="化解须同时具备案结事了、息访罢诉、群众满意三项证据。息访须为信访人自愿，并由责任单位以外的人员确认。",
    parts=(
        Rows(
            name="evidence", label="三项证据", keys=choices(EvidenceSlot), key_name="slot",
            fields=(
                Field(name="document_no", label="证据文号", most=100),
                Field(name="description", label="证据说明", kind="long", most=2000),
                Field(
                    name="confirmed_by", label="核实人", most=100, only=("ceased",),
                    hint="向信访人核实息访意愿的人员，须为责任单位以外的人员。",
                ),
                Field(
                    name="voluntary", label="已核实，息访出于信访人自愿", kind="yes", only=("ceased",)
                ),
            ),
        ),
        occurred_on("认定日期"),
    ),
)  # fmt: skip

WRITE_OFF = Action(
    code="write-off", service="supervision", command="write_off", title="销号",
    path=f"{_CASE}/write-off", done="案件已销号。", submit="确认销号", group="报结与审核",
    intro="观察期满且未再重复信访的，予以销号。", parts=(occurred_on("销号日期"),),
)  # fmt: skip

REVOCATION = Action(
    code="revocation", service="supervision", command="revoke", title="撤销化解认定",
    path=f"{_CASE}/revocation", done="化解认定已撤销，案件继续化解。", submit="撤销认定",
    group="报结与审核", danger=True,
    intro="复查发现并未真正化解的，撤销认定。化解率会相应下降，已冻结的节点数据不变。",
    parts=(
        Field(name="reason", label="撤销理由", kind="long", least=10, hint="不少于 10 个字。"),
        occurred_on("撤销日期"),
    ),
)  # fmt: skip

ACTIONS = (REVIEW, RECOGNITION, WRITE_OFF, REVOCATION)
