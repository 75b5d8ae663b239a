"""Chinese terms for what reports show: events, sources, groups."""

from collections.abc import Mapping
from enum import StrEnum

from contracts.vocab import LABELS, CaseKind, Field, Source

EVENT_LABELS: Mapping[str, str] = {
    "case_registered": "登记",
    "case_amended": "更正登记信息",
    "case_sealed": "转为揭发控告件，移交纪检监察",
    "case_unsealed": "解除揭发控告件封存",
    "case_fast_closed": "事由清楚、结果清晰，直接销号",
    "matter_joined": "归入同一事项",
    "case_verified": "梳理核对完成",
    "repeat_suspected": "疑似重复信访",
    "repeat_confirmed": "确认重复信访",
    "repeat_dismissed": "排除重复信访",
    "repeat_withdrawn": "撤回重复信访的认定",
    "case_issued": "集中交办",
    "duty_signed": "签收",
    "objection_raised": "提出异议",
    "objection_decided": "异议处理",
    "leader_override_recorded": "书面同意非县级领导包案",
    "leader_assigned": "确定包案领导",
    "task_force_named": "成立工作专班",
    "deadline_set": "确定化解时限",
    "resolution_started": "进入化解",
    "plan_filed": "制定化解方案",
    "plan_step_done": "完成方案步骤",
    "activity_recorded": "开展工作",
    "session_held": "组织调解",
    "measure_executed": "落实化解措施",
    "petitioner_notified": "告知信访人",
    "closure_reported": "报送办结报告",
    "leader_opinion_signed": "包案领导签署意见",
    "closure_approved": "审核报结通过",
    "closure_returned": "退回重办",
    "resolution_recognised": "化解认定",
    "case_written_off": "销号",
    "resolution_revoked": "撤销化解",
    "resolution_reinstated": "恢复化解认定",
}

SERVICE_LABELS: Mapping[str, str] = {
    "intake": "受理登记",
    "assignment": "交办",
    "mediation": "化解",
    "supervision": "督查审核",
}

UNKNOWN = "未确定"


def event_label(name: str) -> str:
    """The term for an event; its name when it is newer than this build."""
    return EVENT_LABELS.get(name, name)


def _labels(vocabulary: type[StrEnum]) -> dict[str, str]:
    return {code.value: text for code, text in LABELS[vocabulary].items()}


GROUP_LABELS: Mapping[str, Mapping[str, str]] = {
    "source": _labels(Source),
    "case_kind": _labels(CaseKind),
    "field": _labels(Field),
}
"""Terms for the keys of each grouping; units have their directory."""
