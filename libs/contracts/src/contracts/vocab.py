"""Codes that several services share, each with the Chinese term it stands for."""

from enum import StrEnum


class UnitKind(StrEnum):
    """What a tenant is in the district."""

    DISTRICT_OFFICE = "district_office"
    """区信联办、区信访局"""
    STREET = "street"
    """街道"""
    TOWNSHIP = "township"
    """乡镇"""
    DEPARTMENT = "department"
    """区直部门、派驻机构"""
    LEADERS = "leaders"
    """区领导 (县级包案领导的账号所在)"""
    DISCIPLINE = "discipline"
    """纪检监察"""
    POLITICS_LAW = "politics_law"
    """政法"""


class Role(StrEnum):
    """A duty inside a unit; a client role of the Keycloak client ``huajie-api``."""

    REGISTRAR = "registrar"
    """受理登记"""
    HANDLER = "handler"
    """承办"""
    LEADER = "leader"
    """包案领导"""
    REVIEWER = "reviewer"
    """审核报结"""
    SUPERVISOR = "supervisor"
    """督查督办、集中交办"""
    ANALYST = "analyst"
    """统计分析"""
    UNIT_ADMIN = "unit_admin"
    """单位管理员"""
    LATE_ENTRY = "late_entry"
    """补录: may enter facts that happened earlier"""
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


class Source(StrEnum):
    """Who handed the case down (交办层级)."""

    CENTRAL = "central"
    """中央信联会议"""
    REGION = "region"
    """自治区信联办"""
    CITY = "city"
    """银川市"""
    DISTRICT = "district"
    """兴庆区本级"""


class Cohort(StrEnum):
    """Which goal line of the plan a case counts in."""

    A = "A"
    """中央、自治区交办的 95 件"""
    B = "B"
    """各级另行交办件及自办件"""
    DAILY = "daily"
    """2020-07-01 以后产生, 日常交办"""


class Channel(StrEnum):
    """信访形式"""

    VISIT = "visit"
    LETTER = "letter"
    NET = "net"
    CALL = "call"
    FAX = "fax"
    FORWARDED = "forwarded"
    LEADER_NOTE = "leader_note"
    OTHER = "other"


class CaseKind(StrEnum):
    """案件类型; all but ``ordinary`` are hard cases that need a county-level leader (R19)."""

    ORDINARY = "ordinary"
    """一般"""
    LONG_STANDING = "long_standing"
    """疑难积案"""
    BONE = "bone"
    """骨头案"""
    NAIL = "nail"
    """钉子案"""


class LeaderLevel(StrEnum):
    """包案领导级别"""

    COUNTY = "county"
    """县级"""
    SECTION = "section"
    """乡科级"""


class DutyRole(StrEnum):
    """三跨三分离 role matrix (R34)."""

    LEAD = "lead"
    """主办"""
    ASSIST = "assist"
    """协办"""
    COOPERATE = "cooperate"
    """配合"""


class VisibilityRole(StrEnum):
    """Why a tenant sees a case."""

    REGISTRAR = "registrar"
    LEAD = "lead"
    ASSIST = "assist"
    COOPERATE = "cooperate"
    LEADER = "leader"
    SUPERVISION = "supervision"
    COMPARTMENT = "compartment"
    """纪检监察 for 揭发控告, 政法 for 涉法涉诉 (R72)"""


class DemandClass(StrEnum):
    """诉求分类 (R30); each class allows its own next actions."""

    JUSTIFIED = "justified"
    """诉求合理, 责任不落实"""
    UNJUSTIFIED = "unjustified"
    """诉求不合理"""
    VEXATIOUS = "vexatious"
    """诉求无理且缠访闹访"""
    UNLAWFUL = "unlawful"
    """行为违法"""


class CrossKind(StrEnum):
    """三跨三分离 by its sub-types (R34)."""

    REGIONS = "regions"
    DEPARTMENTS = "departments"
    TRADES = "trades"
    MATTER_APART = "matter_apart"
    HOUSEHOLD_APART = "household_apart"
    ALL_APART = "all_apart"


class CaseTag(StrEnum):
    """What a case is about besides its field; the first four suggest a hard case (R19, R20)."""

    UNFINISHED_BUILDING = "unfinished_building"
    """烂尾楼"""
    TITLE_REFUSED = "title_refused"
    """无法办证"""
    RESETTLEMENT = "resettlement"
    """拆迁安置"""
    LAND_COMPENSATION = "land_compensation"
    """征地补偿"""
    LITIGATION = "litigation"
    """涉法涉诉"""
    ACCUSATION = "accusation"
    """揭发控告: sealed at once (R72)"""


class Tick(StrEnum):
    """梳理核对: the three ticks of a verification (R12)."""

    FACTS_COMPLETE = "facts_complete"
    """底数清"""
    SITUATION_CLEAR = "situation_clear"
    """情况明"""
    DETERMINATION_SOUND = "determination_sound"
    """认定准"""


class ActivityKind(StrEnum):
    """What a leader or handler did with the petitioner or on the matter."""

    RECEIVED_VISIT = "received_visit"
    """接访"""
    WENT_DOWN = "went_down"
    """下访"""
    CALLED_ON = "called_on"
    """走访"""
    STUDIED = "studied"
    """研究案情"""
    CONSULTED = "consulted"
    """协调会商"""
    COUNSELLED = "counselled"
    """疏导解释"""


class MediationKind(StrEnum):
    """调解种类"""

    PEOPLE = "people"
    ADMINISTRATIVE = "administrative"
    JUDICIAL = "judicial"


class SessionOutcome(StrEnum):
    """调解结果"""

    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    REFUSED = "refused"


class Means(StrEnum):
    """化解手段 (R40)"""

    LAW = "law"
    POLICY = "policy"
    ECONOMIC = "economic"
    ADMINISTRATIVE = "administrative"


class NoticeKind(StrEnum):
    """告知信访人的事项"""

    ACCEPTANCE = "acceptance"
    PROGRESS = "progress"
    REPLY = "reply"


class EvidenceSlot(StrEnum):
    """The three conditions of 化解认定 (R27)."""

    SETTLED = "settled"
    """案结事了"""
    CEASED = "ceased"
    """息访罢诉 (自愿)"""
    SATISFIED = "satisfied"
    """群众满意"""


class Field(StrEnum):
    """重点领域 (R38)"""

    FUNDRAISING = "fundraising"
    """集资融资"""
    REAL_ESTATE = "real_estate"
    """房地产"""
    TRANSPORT = "transport"
    """交通运输"""
    LABOUR = "labour"
    """劳动社保"""
    LAND_PLANNING = "land_planning"
    """国土规划"""
    ENVIRONMENT = "environment"
    """生态环境"""
    EDUCATION_HEALTH = "education_health"
    """教育医疗"""
    VETERANS = "veterans"
    """军队退役人员"""
    SPECIAL_PATIENTS = "special_patients"
    """特殊疾病患者等群体"""
    OTHER = "other"
    """其他"""


LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    UnitKind: {
        UnitKind.DISTRICT_OFFICE: "信访工作机构",
        UnitKind.STREET: "街道",
        UnitKind.TOWNSHIP: "乡镇",
        UnitKind.DEPARTMENT: "部门",
        UnitKind.LEADERS: "区领导",
        UnitKind.DISCIPLINE: "纪检监察",
        UnitKind.POLITICS_LAW: "政法",
    },
    Role: {
        Role.REGISTRAR: "受理登记",
        Role.HANDLER: "承办",
        Role.LEADER: "包案领导",
        Role.REVIEWER: "审核报结",
        Role.SUPERVISOR: "督查督办",
        Role.ANALYST: "统计分析",
        Role.UNIT_ADMIN: "单位管理员",
        Role.LATE_ENTRY: "补录",
        Role.SYSTEM_ADMIN: "系统管理员",
        Role.SECURITY_ADMIN: "安全管理员",
        Role.AUDIT_ADMIN: "审计管理员",
    },
    Source: {
        Source.CENTRAL: "中央信联会议",
        Source.REGION: "自治区信联办",
        Source.CITY: "银川市",
        Source.DISTRICT: "兴庆区本级",
    },
    Cohort: {Cohort.A: "中央、自治区交办", Cohort.B: "另行交办及自办", Cohort.DAILY: "日常交办"},
    Channel: {
        Channel.VISIT: "来访",
        Channel.LETTER: "来信",
        Channel.NET: "网上投诉",
        Channel.CALL: "电话",
        Channel.FAX: "传真",
        Channel.FORWARDED: "上级转送",
        Channel.LEADER_NOTE: "领导批示",
        Channel.OTHER: "其他",
    },
    CaseKind: {
        CaseKind.ORDINARY: "一般",
        CaseKind.LONG_STANDING: "疑难积案",
        CaseKind.BONE: "骨头案",
        CaseKind.NAIL: "钉子案",
    },
    LeaderLevel: {LeaderLevel.COUNTY: "县级", LeaderLevel.SECTION: "乡科级"},
    DutyRole: {DutyRole.LEAD: "主办", DutyRole.ASSIST: "协办", DutyRole.COOPERATE: "配合"},
    DemandClass: {
        DemandClass.JUSTIFIED: "诉求合理（责任不落实）",
        DemandClass.UNJUSTIFIED: "诉求不合理",
        DemandClass.VEXATIOUS: "诉求无理且缠访闹访",
        DemandClass.UNLAWFUL: "行为违法",
    },
    CrossKind: {
        CrossKind.REGIONS: "跨地区",
        CrossKind.DEPARTMENTS: "跨部门",
        CrossKind.TRADES: "跨行业",
        CrossKind.MATTER_APART: "人事分离",
        CrossKind.HOUSEHOLD_APART: "人户分离",
        CrossKind.ALL_APART: "人事户分离",
    },
    CaseTag: {
        CaseTag.UNFINISHED_BUILDING: "烂尾楼",
        CaseTag.TITLE_REFUSED: "无法办证",
        CaseTag.RESETTLEMENT: "拆迁安置",
        CaseTag.LAND_COMPENSATION: "征地补偿",
        CaseTag.LITIGATION: "涉法涉诉",
        CaseTag.ACCUSATION: "揭发控告",
    },
    Tick: {
        Tick.FACTS_COMPLETE: "底数清",
        Tick.SITUATION_CLEAR: "情况明",
        Tick.DETERMINATION_SOUND: "认定准",
    },
    ActivityKind: {
        ActivityKind.RECEIVED_VISIT: "接访",
        ActivityKind.WENT_DOWN: "下访",
        ActivityKind.CALLED_ON: "走访",
        ActivityKind.STUDIED: "研究案情",
        ActivityKind.CONSULTED: "协调会商",
        ActivityKind.COUNSELLED: "疏导解释",
    },
    MediationKind: {
        MediationKind.PEOPLE: "人民调解",
        MediationKind.ADMINISTRATIVE: "行政调解",
        MediationKind.JUDICIAL: "司法调解",
    },
    SessionOutcome: {
        SessionOutcome.AGREED: "达成协议",
        SessionOutcome.NOT_AGREED: "未达成协议",
        SessionOutcome.REFUSED: "拒绝调解",
    },
    Means: {
        Means.LAW: "法律",
        Means.POLICY: "政策",
        Means.ECONOMIC: "经济",
        Means.ADMINISTRATIVE: "行政",
    },
    NoticeKind: {
        NoticeKind.ACCEPTANCE: "受理告知",
        NoticeKind.PROGRESS: "进展通报",
        NoticeKind.REPLY: "答复意见",
    },
    EvidenceSlot: {
        EvidenceSlot.SETTLED: "案结事了",
        EvidenceSlot.CEASED: "息访罢诉",
        EvidenceSlot.SATISFIED: "群众满意",
    },
    Field: {
        Field.FUNDRAISING: "集资融资",
        Field.REAL_ESTATE: "房地产",
        Field.TRANSPORT: "交通运输",
        Field.LABOUR: "劳动社保",
        Field.LAND_PLANNING: "国土规划",
        Field.ENVIRONMENT: "生态环境",
        Field.EDUCATION_HEALTH: "教育医疗",
        Field.VETERANS: "军队退役人员",
        Field.SPECIAL_PATIENTS: "特殊疾病患者等群体",
        Field.OTHER: "其他",
    },
}


def label(code: StrEnum) -> str:
    """The Chinese term an official uses for ``code``.

    Raises:
        KeyError: the vocabulary holds no label for it.
    """
    return LABELS[type(code)][code]
