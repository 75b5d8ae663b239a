"""Every limit of the list, under both regulations, with its article."""

from datetime import date

import pytest
from lawclock.clock import Clock, Letter
from lawclock.due import due
from lawclock.errors import (
    LetterNeededError,
    NoSuchLimitError,
    NotAClockError,
    NotInForceError,
    NotSettableError,
)
from lawclock.law import LIMITS
from lawclock.notices import shipped
from lawclock.rules import Span
from lawclock.workdays import WorkCalendar

CALENDAR = WorkCalendar(shipped())
OLD, NEW = date(2022, 4, 30), date(2022, 5, 1)


@pytest.mark.parametrize(
    ("key", "old", "new", "amount", "span"),
    [
        ("T1", "第二十一条", "第二十二条", 15, Span.CALENDAR_DAYS),
        ("T2", "第二十一条第二款", "第二十三条第三款", 15, Span.CALENDAR_DAYS),
        ("T4", "第二十二条", "第二十三条第二款", 15, Span.CALENDAR_DAYS),
        ("T5", "第三十三条", "第三十四条", 60, Span.CALENDAR_DAYS),
        ("T7", "第三十四条", "第三十五条", 30, Span.CALENDAR_DAYS),
        ("T8", "第三十四条", "第三十五条", 30, Span.CALENDAR_DAYS),
        ("T9", "第三十五条", "第三十六条", 30, Span.CALENDAR_DAYS),
        ("T10", "第三十五条", "第三十六条", 30, Span.CALENDAR_DAYS),
    ],
)
def test_a_limit_of_both_regulations_keeps_its_days_and_changes_its_article(
    key: str, old: str, new: str, amount: int, span: Span
) -> None:
    before, after = LIMITS.on(key, OLD), LIMITS.on(key, NEW)
    assert (before.basis, after.basis) == (f"《信访条例》{old}", f"《信访工作条例》{new}")
    assert (before.amount, before.span) == (after.amount, after.span) == (amount, span)
    assert (before.version, after.version) == ("2005", "2022")


def test_the_objection_of_five_working_days_is_new_in_2022() -> None:
    with pytest.raises(NotInForceError, match="尚未施行"):
        Clock.start(LIMITS, "T3", OLD, "e")
    clock = Clock.start(LIMITS, "T3", NEW, "e")
    # 1 to 4 May are days off, 7 May is worked instead.
    assert due(clock, LIMITS, CALENDAR).on == date(2022, 5, 10)


def test_five_working_days_after_2020_09_29_end_on_2020_10_13() -> None:
    rules = LIMITS.with_settings({"T16a": 5})
    clock = Clock.start(rules, "T16a", date(2020, 9, 29), "e")
    assert due(clock, rules, CALENDAR).on == date(2020, 10, 13)


def test_an_improvement_advice_has_thirty_days_until_2022_and_its_own_day_after() -> None:
    clock = Clock.start(LIMITS, "T15", date(2021, 3, 1), "e")
    assert due(clock, LIMITS, CALENDAR).on == date(2021, 3, 31)
    with pytest.raises(LetterNeededError):
        Clock.start(LIMITS, "T15", NEW, "e")


def test_a_handing_down_ends_on_the_letters_day_even_when_that_is_a_sunday() -> None:
    letter = Letter("兴信联办〔2020〕3号", date(2020, 12, 6))
    clock = Clock.start(LIMITS, "T12", date(2020, 11, 2), "e", letter)
    result = due(clock, LIMITS, CALENDAR)
    assert result.on == date(2020, 12, 6)
    assert "兴信联办〔2020〕3号 指定期限至 2020-12-06" in result.steps[1]


def test_a_letter_may_set_a_special_limit_for_any_other_duty() -> None:
    letter = Letter("督办〔2021〕7号", date(2021, 2, 1))
    clock = Clock.start(LIMITS, "T5", date(2021, 1, 4), "e", letter)
    assert due(clock, LIMITS, CALENDAR).on == date(2021, 2, 1)


def test_an_urgent_matter_is_due_on_its_own_day() -> None:
    clock = Clock.start(LIMITS, "T14", date(2021, 2, 13), "e")
    assert due(clock, LIMITS, CALENDAR).on == date(2021, 2, 13)


@pytest.mark.parametrize(
    ("level", "last"),
    [("national", 8), ("province", 5), ("city", 5), ("county", 6)],
)
def test_each_level_has_its_share_of_the_fifteen_days(level: str, last: int) -> None:
    clock = Clock.start(LIMITS, f"T1a-{level}", date(2021, 11, 2), "e")
    # 2021-11-06 is a Saturday: the county's four days move to Monday 8.
    expected = date(2021, 11, 8) if level == "county" else date(2021, 11, last)
    assert due(clock, LIMITS, CALENDAR).on == expected
    shares = [LIMITS.on(f"T1a-{x}", NEW).amount for x in ("national", "province", "city", "county")]
    assert sum(shares) == LIMITS.on("T1", NEW).amount


def test_the_fast_lane_is_counted_in_working_days() -> None:
    accepted = Clock.start(LIMITS, "T16a", date(2021, 4, 30), "e")
    # Friday before the holiday 1 to 5 May; Saturday 8 May is worked.
    assert due(accepted, LIMITS, CALENDAR).on == date(2021, 5, 8)
    answered = Clock.start(LIMITS, "T16b", date(2021, 5, 10), "e")
    assert due(answered, LIMITS, CALENDAR).on == date(2021, 5, 24)


def test_a_mediated_agreement_has_thirty_days_for_judicial_confirmation() -> None:
    clock = Clock.start(LIMITS, "T17", date(2021, 6, 1), "e")
    assert due(clock, LIMITS, CALENDAR).on == date(2021, 7, 1)


def test_an_impact_assessment_is_kept_three_years() -> None:
    clock = Clock.start(LIMITS, "T18", date(2024, 2, 29), "e")
    result = due(clock, LIMITS, CALENDAR)
    assert "2027-02-28" in "".join(result.steps)
    # 28 February 2027 is a Sunday of a year whose holidays nobody has announced.
    assert (result.on, result.provisional) == (date(2027, 3, 1), (2027,))


@pytest.mark.parametrize("key", ["T11", "T13"])
def test_what_limits_no_time_is_no_clock(key: str) -> None:
    with pytest.raises(NotAClockError):
        Clock.start(LIMITS, key, NEW, "e")


def test_an_unknown_limit_is_refused() -> None:
    with pytest.raises(NoSuchLimitError):
        Clock.start(LIMITS, "T99", NEW, "e")


def test_a_district_sets_what_is_no_law_and_nothing_else() -> None:
    rules = LIMITS.with_settings({"T1a-county": 2})
    assert rules.on("T1a-county", NEW).amount == 2
    assert "本区设置为2日" in rules.on("T1a-county", NEW).basis
    for key, amount in (("T5", 90), ("T16a", 0)):
        with pytest.raises(NotSettableError):
            LIMITS.with_settings({key: amount})
    with pytest.raises(NoSuchLimitError):
        LIMITS.with_settings({"T99": 3})


def test_a_clock_keeps_the_law_it_began_under() -> None:
    clock = Clock.start(LIMITS, "T5", OLD, "e")
    assert clock.version == "2005"
    result = due(clock, LIMITS, CALENDAR)
    assert result.on == date(2022, 6, 29)
    assert result.steps[0].startswith("依据《信访条例》第三十三条")


def test_the_list_is_complete_and_no_two_versions_of_a_limit_overlap() -> None:
    keys = {r.key.split("-")[0].rstrip("ab") for r in LIMITS}
    assert keys | {"T6"} == {f"T{n}" for n in range(1, 19) if n != 16} | {"T16"}
    for a in LIMITS:
        for b in LIMITS:
            if a is not b and a.key == b.key:
                assert a.version != b.version
                assert (a.to_day or date.max) < b.from_day or (b.to_day or date.max) < a.from_day
