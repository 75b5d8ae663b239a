"""Chinese terms and colours for what pages show; a colour never stands without its word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from contracts.vocab import (
    LABELS,
    ActivityKind,
    CaseKind,
    CaseTag,
    Channel,
    Cohort,
    CrossKind,
    DemandClass,
    DutyRole,
    EvidenceSlot,
    Field,
    LeaderLevel,
    Means,
    MediationKind,
    NoticeKind,
    Role,
    SessionOutcome,
    Source,
    Tick,
)

_ZONE = ZoneInfo("Asia/Shanghai")
_SOON = 7


@dataclass(frozen=True, slots=True)
class Tag:
    """A word and its tone: plain, blue, green, orange or red."""

    text: str
    tone: str = "plain"


STATES: Mapping[str, Tag] = {
    "registered": Tag("待核对", "plain"),
    "verified": Tag("待交办", "blue"),
    "awaiting_verification": Tag("待核对", "plain"),
    "ready": Tag("待交办", "blue"),
    "issued": Tag("待签收", "orange"),
    "objected": Tag("异议待裁定", "orange"),
    "signed": Tag("已签收", "blue"),
    "waiting": Tag("待化解", "plain"),
    "open": Tag("办理中", "blue"),
    "resolving": Tag("化解中", "blue"),
    "reported": Tag("已报结，待领导意见", "orange"),
    "opinion_signed": Tag("领导已签，待审核", "orange"),
    "approved": Tag("审核通过，待认定", "blue"),
    "returned": Tag("退回重办", "red"),
    "recognised": Tag("已化解，观察期", "green"),
    "written_off": Tag("已销号", "green"),
    "revoked": Tag("化解已撤销", "red"),
    "closed": Tag("已化解", "green"),
}
LEDGER_STATES = (
    "registered", "verified", "issued", "objected", "signed", "resolving", "reported",
    "opinion_signed", "approved", "recognised", "written_off",
)  # fmt: skip

_FAMILIES: Mapping[str, type[StrEnum]] = {
    "source": Source, "cohort": Cohort, "channel": Channel, "case_kind": CaseKind,
    "level": LeaderLevel, "duty": DutyRole, "tick": Tick, "activity": ActivityKind,
    "mediation": MediationKind, "outcome": SessionOutcome, "means": Means, "notice": NoticeKind,
    "slot": EvidenceSlot, "field": Field, "role": Role, "tag": CaseTag, "cross": CrossKind,
    "demand_class": DemandClass,
}  # fmt: skip

MISSING: Mapping[str, tuple[str, str]] = {
    "leader": ("包案领导", "leader"),
    "task_force": ("工作专班", "task-force"),
    "deadline": ("化解时限", "deadline"),
    "signature": ("主办单位签收", "sign"),
    "face_to_face_activity": ("与信访人当面接访、下访或走访的记录", "activity"),
    "executed_measure": ("已落实的化解措施", "measure"),
    "reply_notice": ("答复信访人的告知记录", "notice"),
    "settled": ("案结事了的证据", ""),
    "ceased": ("息访罢诉的证据", ""),
    "satisfied": ("群众满意的证据", ""),
    "facts_complete": ("底数清的依据", ""),
    "situation_clear": ("情况明的依据", ""),
    "determination_sound": ("认定准的依据", ""),
}
"""What a refusal may call missing: its name, and the form that supplies it."""

ADVICE: Mapping[str, str] = {
    "stale_version": "下面已换成最新版本，请对照近期变化核对填写内容，再提交一次。",
    "illegal_transition": "请返回案件页查看当前状态和可办理的事项。",
    "in_the_future": "请把发生日期改为今天或更早。",
    "before_its_cause": "请核对发生日期，不能早于前一环节的日期。",
    "late_entry_not_allowed": "补录较早的事项请由具有补录权限的同志办理。",
    "role_missing": "如确需办理，请联系本单位管理员核对岗位权限。",
    "not_lead_unit": "请由主办单位的承办人办理。",
    "not_the_lead_unit": "请由主办单位的承办人办理。",
    "not_duty_unit": "请由该案的主办、协办或配合单位办理。",
    "not_on_duty": "请由该案的主办、协办或配合单位办理。",
    "case_not_found": "请核对编号；刚办理的事项可能还在同步，请稍候刷新。",
    "not_ready_to_resolve": "请先补齐所缺事项，再开始化解。",
    "leader_level_below_county": "请改由县级领导包案，或请区信联办先批准级别例外。",
    "leader_unit_not_allowed": "请选择主办单位或兴庆区领导。",
    "closure_evidence_missing": "请先登记所缺的工作记录，再报送办结报告。",
    "consent_missing": "请核对各方当事人的同意情况；未全部同意的，结果请选“未达成协议”或“拒绝调解”。",
    "evidence_not_opened": "请在本页阅看办结报告和化解材料后再签署。",
    "not_the_leader": "请由该案的包案领导本人登录签署。",
    "leader_is_handler": "请由未参与报送的包案领导签署。",
    "evidence_missing": "请补齐三项证据后再认定。",
    "observation_running": "观察期满且未再重复信访的，方可销号。",
    "override_not_needed": "直接确定包案领导即可。",
    "idempotency_key_reused": "这份表单已经提交过。如需再办一次，请从案件页重新打开表单。",
    "service_unavailable": "填写内容仍在本页，稍后再点一次提交即可，不会重复办理。",
    "body_too_large": "请拆分文件或删去多余的工作表后再上传。",
}
"""What to do about a refusal, by its code."""


TICK_MEANINGS: Mapping[str, str] = {
    "facts_complete": "信访人、登记时间、诉求等基本情况是否齐全、属实",
    "situation_clear": "来龙去脉、属地、责任单位是否明确",
    "determination_sound": "交办层级、案件类型、是否三跨三分离是否认定准确",
}
"""What each of the three ticks asks."""

WARNINGS: Mapping[str, str] = {
    "multiple_petitioners": "多名信访人",
    "id_precision_lost": "身份证号失真",
    "id_count_mismatch": "证号与人数不符",
    "id_missing": "缺身份证号",
    "id_in_other_cell": "证号写在别的栏",
    "name_has_number": "姓名栏有数字",
    "phone_in_other_cell": "电话写在别的栏",
    "phone_unreadable": "电话无法识别",
    "leader_level_below_county": "须县级领导包案",
    "leader_level_unknown": "领导级别无法识别",
    "several_lead_units": "责任单位不止一个",
    "unit_unknown": "单位不在名录",
    "date_unreadable": "日期无法识别",
    "count_unreadable": "人数无法识别",
    "flag_unreadable": "是否栏无法识别",
}
"""What a person should look at in a ledger row."""


def state(code: str | None) -> Tag:
    """The tag of a state."""
    return STATES.get(code or "", Tag(code or "未知"))


def term(family: str, code: str | None) -> str:
    """The term of a code of a vocabulary; the code itself when it is newer than this build."""
    if not code:
        return "—"
    known = LABELS[_FAMILIES[family]]
    return next((text for member, text in known.items() if member.value == code), code)


def choices(vocabulary: type[StrEnum]) -> tuple[tuple[str, str], ...]:
    """All codes of a vocabulary with their terms, for a form."""
    return tuple((code.value, text) for code, text in LABELS[vocabulary].items())


def remaining(due_on: date | None, today: date, *, is_done: bool = False) -> Tag:
    """How much time is left, in words and colour."""
    if is_done:
        return Tag("已办结", "green")
    if due_on is None:
        return Tag("未定时限")
    days = (due_on - today).days
    if days < 0:
        return Tag(f"已超期 {-days} 天", "red")
    if days == 0:
        return Tag("今天到期", "orange")
    return Tag(f"剩余 {days} 天", "orange" if days <= _SOON else "green")


def day(value: date | None) -> str:
    """A day as officials write it."""
    return value.isoformat() if value else "—"


def instant(value: datetime | None) -> str:
    """An instant in the district's time."""
    return value.astimezone(_ZONE).strftime("%Y-%m-%d %H:%M") if value else "—"


def percent(value: float | None) -> str:
    """A share with one decimal, half rounded up; whether it is enough says a count of cases."""
    if value is None:
        return "—"
    return f"{(Decimal(str(value)) * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
