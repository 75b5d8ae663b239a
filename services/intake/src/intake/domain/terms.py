"""The ledger's words as codes of the shared vocabulary, and which goal line a case counts in."""

from datetime import date

from contracts.vocab import CaseKind, Channel, Cohort, CrossKind, Field, LeaderLevel, Source

CAMPAIGN_START = date(2019, 1, 1)
DAILY_FROM = date(2020, 7, 1)
"""Cases registered from this day on belong to the daily stream (R10)."""

SOURCES = {
    "中央信联会议": Source.CENTRAL,
    "自治区信联办": Source.REGION,
    "银川市": Source.CITY,
    "兴庆区本级": Source.DISTRICT,
}
CASE_KINDS = {
    "一般": CaseKind.ORDINARY,
    "疑难积案": CaseKind.LONG_STANDING,
    "骨头案": CaseKind.BONE,
    "钉子案": CaseKind.NAIL,
}
LEADER_LEVELS = {"县级": LeaderLevel.COUNTY, "乡科级": LeaderLevel.SECTION}
_CHANNELS = (
    ("网", Channel.NET), ("批示", Channel.LEADER_NOTE), ("批办", Channel.LEADER_NOTE),
    ("转送", Channel.FORWARDED), ("传真", Channel.FAX),
    ("访", Channel.VISIT), ("信", Channel.LETTER), ("邮", Channel.NET),
    ("电话", Channel.CALL), ("来电", Channel.CALL), ("热线", Channel.CALL),
)  # fmt: skip
_FIELDS = {
    "交通运输": Field.TRANSPORT,
    "劳动和社会保障": Field.LABOUR,
    "环境保护": Field.ENVIRONMENT,
    "国土资源": Field.LAND_PLANNING,
    "城乡建设": Field.REAL_ESTATE,
    "教育文体": Field.EDUCATION_HEALTH,
    "卫生计生": Field.EDUCATION_HEALTH,
}
_CROSS_WORDS = (
    ("人事户分离", CrossKind.ALL_APART), ("人户分离", CrossKind.HOUSEHOLD_APART),
    ("人事分离", CrossKind.MATTER_APART), ("跨地区", CrossKind.REGIONS),
    ("跨区域", CrossKind.REGIONS), ("跨部门", CrossKind.DEPARTMENTS),
    ("跨行业", CrossKind.TRADES),
)  # fmt: skip


def cohort_of(source: Source, registered_on: date) -> Cohort:
    """Which goal line of the plan a case counts in (spec §0.2, R9, R10, R11)."""
    if registered_on >= DAILY_FROM:
        return Cohort.DAILY
    handed_down = source in {Source.CENTRAL, Source.REGION}
    return Cohort.A if handed_down and registered_on >= CAMPAIGN_START else Cohort.B


def cohort_reason(source: Source, registered_on: date) -> str:
    """Why a case counts where it counts, as a sentence for a clerk (R9, R10, R11)."""
    if registered_on >= DAILY_FROM:
        return "2020年7月1日以后登记，列入日常交办。"
    if source in {Source.CITY, Source.DISTRICT}:
        return "银川市、区本级登记的重复信访件，再梳理后列入第二批交办。"
    if registered_on < CAMPAIGN_START:
        return "登记时间早于2019年1月1日，不在国家和自治区交办的登记时段内，列入另行交办件。"
    return "中央、自治区交办，登记时间在2019年1月1日至2020年6月30日之间，列入第一批交办。"


def batch_of(source: Source, registered_on: date) -> int | None:
    """The batch of the campaign's 交办: 1 for cohort A, 2 for cohort B; none in the daily stream (R11)."""
    return {Cohort.A: 1, Cohort.B: 2}.get(cohort_of(source, registered_on))


def channel_of(text: str | None) -> Channel:
    """信访形式 as a code; 网上投诉 before 来信, 上级转送 before what it came as."""
    return next((c for word, c in _CHANNELS if text and word in text), Channel.OTHER)


def field_of(category: str | None) -> Field:
    """The field of contention (R38) proposed for a content category; the officer decides."""
    return _FIELDS.get(category or "", Field.OTHER)


def cross_kinds_of(text: str | None) -> tuple[CrossKind, ...]:
    """三跨三分离 as a ledger words it, as codes where the words are clear (R34)."""
    if not text:
        return ()
    found, rest = [], text
    for word, kind in _CROSS_WORDS:
        if word in rest:
            found.append(kind)
            rest = rest.replace(word, "")
    return tuple(k for k in CrossKind if k in found)
