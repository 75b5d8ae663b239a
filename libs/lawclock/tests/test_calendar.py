"""Holiday notices as data, and working hours."""

from datetime import UTC, date, datetime

import pytest
from lawclock.errors import NoticeInvalidError
from lawclock.notices import read_notice, shipped
from lawclock.office_hours import OfficeHours
from lawclock.workdays import DayKind, Notice, WorkCalendar

CALENDAR = WorkCalendar(shipped())


def test_every_year_from_2005_to_2026_is_announced_and_2027_is_not() -> None:
    assert all(CALENDAR.announced(y) for y in range(2005, 2027))
    assert not CALENDAR.announced(2027)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2020, 1, 31), False),  # the Spring Festival that was prolonged in 2020
        (date(2020, 10, 10), True),
        (date(2020, 10, 8), False),
        (date(2021, 2, 20), True),
        (date(2022, 5, 7), True),
        (date(2022, 5, 8), False),
        (date(2027, 1, 1), True),  # nobody has announced 2027: a Friday
    ],
)
def test_a_day_is_worked_or_not_as_the_notice_says(day: date, working: bool) -> None:
    assert CALENDAR.is_working(day) is working


def test_a_notice_is_read_as_an_administrator_writes_it() -> None:
    text = "\ufeff日期,类别,节日\n2027-01-01,休,元旦\n2027-02-20,班,春节\n\n"
    notice = read_notice(text, year=2027, document="国办发明电〔2026〕1号")
    calendar = WorkCalendar([*shipped(), notice])
    assert not calendar.is_working(date(2027, 1, 1))
    assert calendar.is_working(date(2027, 2, 20))
    assert calendar.rest_name(date(2027, 1, 1)) == "元旦假期"
    assert calendar.announced(2027)


def test_a_local_notice_adds_days_and_announces_no_year() -> None:
    local = read_notice(
        "日期,类别,节日\n2027-03-10,休,开斋节\n", year=2027, document="宁政办", nationwide=False
    )
    calendar = WorkCalendar([local])
    assert not calendar.is_working(date(2027, 3, 10))
    assert not calendar.announced(2027)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n", "缺少“日期”或“类别”列"),
        ("", "缺少“日期”或“类别”列"),
        ("日期,类别\n", "没有任何日期"),
        ("日期,类别\n2027-13-01,休\n", "第 2 行无法识别"),
        ("日期,类别\n2027-01-01,放\n", "第 2 行无法识别"),
        ("日期,类别\n2027-01-01,休\n2027-01-01,休\n", "第 3 行重复了日期"),
        ("日期,类别\n2029-01-01,休\n", "不属于 2027 年"),
        ("日期,类别\n2027-01-01,班\n", "本来就是工作日"),
        ("日期,类别\n2027-01-01\n", "第 2 行无法识别"),
    ],
)
def test_a_notice_that_cannot_be_one_is_refused_with_its_row(text: str, sentence: str) -> None:
    with pytest.raises(NoticeInvalidError, match=sentence):
        read_notice(text, year=2027, document="x")


def test_a_later_notice_overrides_an_earlier_one() -> None:
    worked = date(2027, 2, 20)
    first = Notice(2027, "a", {worked: DayKind.WORK})
    second = Notice(2027, "b", {worked: DayKind.REST})
    assert not WorkCalendar([first, second]).is_working(worked)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        # 10:00 in the district
        (datetime(2021, 6, 1, 2, 0, tzinfo=UTC), datetime(2021, 6, 1, 2, 0, tzinfo=UTC)),
        # 12:30: after the noon break
        (datetime(2021, 6, 1, 4, 30, tzinfo=UTC), datetime(2021, 6, 1, 6, 0, tzinfo=UTC)),
        # Friday 18:00: Monday morning
        (datetime(2021, 6, 4, 10, 0, tzinfo=UTC), datetime(2021, 6, 7, 1, 0, tzinfo=UTC)),
        # the evening before National Day
        (datetime(2021, 9, 30, 12, 0, tzinfo=UTC), datetime(2021, 10, 8, 1, 0, tzinfo=UTC)),
    ],
)
def test_a_reminder_waits_for_working_hours(moment: datetime, opens: datetime) -> None:
    assert OfficeHours().next_opening(moment, CALENDAR) == opens
