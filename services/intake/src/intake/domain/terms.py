"""The ledger's words as codes of the shared vocabulary, and which goal line a case counts in."""

from datetime import date

from contracts.vocab import CaseKind, Channel, Cohort, Field, LeaderLevel, Source

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
    ("访", Channel.VISIT), ("信", Channel.LETTER), ("网", Channel.NET), ("邮", Channel.NET),
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


def cohort_of(source: Source, registered_on: date) -> Cohort:
    """Which goal line of the plan a case counts in (spec §0.2, R10, R11)."""
    if registered_on >= DAILY_FROM:
        return Cohort.DAILY
    handed_down = source in {Source.CENTRAL, Source.REGION}
    return Cohort.A if handed_down and registered_on >= CAMPAIGN_START else Cohort.B


def channel_of(text: str | None) -> Channel:
    """信访形式 as a code; 网上投诉 before 来信, 来访 before 网."""
    if text and "网" in text:
        return Channel.NET
    return next((c for word, c in _CHANNELS if text and word in text), Channel.OTHER)


def field_of(category: str | None) -> Field:
    """The field of contention (R38) that a content category falls into."""
    return _FIELDS.get(category or "", Field.OTHER)
