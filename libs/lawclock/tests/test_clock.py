"""Pauses, the one extension, stops, and the words of the sum."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lawclock.clock import Clock, Extension, Letter
from lawclock.due import due
from lawclock.errors import (
    ClockStoppedError,
    ExtensionRefusedError,
    NotPausableError,
    PauseOrderError,
)
from lawclock.law import LIMITS
from lawclock.notices import shipped
from lawclock.standing import State, moved, standing
from lawclock.workdays import DayKind, Notice, WorkCalendar

CALENDAR = WorkCalendar(shipped())
START = date(2021, 6, 1)


def _t5(on: date = START) -> Clock:
    return Clock.start(LIMITS, "T5", on, "accepted")


def _t10(on: date = START) -> Clock:
    return Clock.start(LIMITS, "T10", on, "asked")


def _extension(days: int = 30, on: date = date(2021, 7, 20)) -> Extension:
    return Extension(days, on, "单位负责人", "案情复杂")


def test_the_first_day_is_not_counted_and_a_day_off_moves_the_last() -> None:
    # The sixtieth day is Saturday 2021-07-31.
    result = due(_t5(), LIMITS, CALENDAR)
    assert result.on == date(2021, 8, 2)
    assert result.steps == (
        "依据《信访条例》第三十三条：办结并出具信访处理意见书，自受理之日起60日。",
        "2021-06-01 受理，当日不计入（《民法典》第二百零一条），自 2021-06-02 起算。",
        "期限最后一日为 2021-07-31（周六），顺延至其后第一个工作日 2021-08-02（《民法典》第二百零三条）。",
    )


def test_a_last_day_in_a_holiday_moves_over_the_whole_holiday() -> None:
    clock = Clock.start(LIMITS, "T5", date(2020, 8, 4), "e")
    result = due(clock, LIMITS, CALENDAR)
    assert result.on == date(2020, 10, 9)
    assert "2020-10-03（国庆节假期）" in result.steps[-1]
    assert "《民法总则》" in result.steps[-1]


def test_a_saturday_that_is_worked_is_a_last_day() -> None:
    clock = Clock.start(LIMITS, "T5", date(2020, 8, 11), "e")
    assert due(clock, LIMITS, CALENDAR).on == date(2020, 10, 10)


def test_an_extension_is_counted_on_and_its_total_is_ninety_days() -> None:
    clock = _t5().extend(LIMITS, _extension(), due_on=date(2021, 8, 2))
    result = due(clock, LIMITS, CALENDAR)
    assert result.on == START + timedelta(days=90)
    assert "2021-07-20 经单位负责人批准延长 30 日，合计 90 日。" in result.steps


def test_there_is_one_extension_of_thirty_days_and_in_time() -> None:
    clock = _t5()
    end = due(clock, LIMITS, CALENDAR).on
    with pytest.raises(ExtensionRefusedError, match="不得超过30日"):
        clock.extend(LIMITS, _extension(31), due_on=end)
    with pytest.raises(ExtensionRefusedError, match="逾期后不能"):
        clock.extend(LIMITS, _extension(on=date(2021, 8, 3)), due_on=end)
    extended = clock.extend(LIMITS, _extension(10), due_on=end)
    with pytest.raises(ExtensionRefusedError, match="不能再次"):
        extended.extend(LIMITS, _extension(5), due_on=end)
    with pytest.raises(ExtensionRefusedError, match="不能延长"):
        _t10().extend(LIMITS, _extension(5), due_on=end)


def test_the_time_of_a_hearing_is_not_counted_in_a_final_review() -> None:
    clock = _t10().pause(LIMITS, date(2021, 6, 10), "听证").resume(date(2021, 6, 20))
    result = due(clock, LIMITS, CALENDAR)
    # Thirty days end on 1 July, ten of them did not count: 11 July, a Sunday.
    assert result.on == date(2021, 7, 12)
    assert "2021-06-10 起暂停（听证），2021-06-20 恢复，其间 10 日不计入期限。" in result.steps


def test_a_paused_clock_has_no_last_day() -> None:
    clock = _t10().pause(LIMITS, date(2021, 6, 10), "听证")
    assert due(clock, LIMITS, CALENDAR).on is None
    assert standing(clock, LIMITS, CALENDAR, date(2022, 1, 1)).state is State.PAUSED


def test_nothing_else_stops_a_clock() -> None:
    with pytest.raises(NotPausableError):
        _t5().pause(LIMITS, date(2021, 6, 10), "出差")


def test_pauses_follow_each_other() -> None:
    clock = _t10()
    with pytest.raises(PauseOrderError):
        clock.pause(LIMITS, START, "听证")
    with pytest.raises(PauseOrderError):
        clock.resume(date(2021, 6, 10))
    paused = clock.pause(LIMITS, date(2021, 6, 10), "听证")
    with pytest.raises(PauseOrderError):
        paused.pause(LIMITS, date(2021, 6, 11), "听证")
    with pytest.raises(PauseOrderError):
        paused.resume(date(2021, 6, 9))
    again = paused.resume(date(2021, 6, 15))
    with pytest.raises(PauseOrderError):
        again.pause(LIMITS, date(2021, 6, 14), "听证")
    assert again.pause(LIMITS, date(2021, 6, 15), "听证").paused


def test_a_done_duty_runs_no_longer() -> None:
    clock = _t5().stop(date(2021, 8, 2))
    assert standing(clock, LIMITS, CALENDAR, date(2030, 1, 1)).state is State.KEPT
    for act in (
        lambda: clock.stop(date(2021, 8, 3)),
        lambda: clock.extend(LIMITS, _extension(), due_on=None),
    ):
        with pytest.raises(ClockStoppedError):
            act()
    with pytest.raises(PauseOrderError):
        _t5().stop(date(2021, 5, 31))


def test_a_letter_cannot_end_before_the_start() -> None:
    with pytest.raises(PauseOrderError, match="早于起算日"):
        Clock.start(LIMITS, "T12", START, "e", Letter("x", date(2021, 5, 31)))


@pytest.mark.parametrize(
    ("today", "state", "sentence", "half"),
    [
        (date(2021, 6, 30), State.RUNNING, "剩余 33 日", False),
        (date(2021, 7, 1), State.RUNNING, "剩余 32 日", True),
        (date(2021, 8, 2), State.DUE_TODAY, "今日到期", True),
        (date(2021, 8, 4), State.OVERDUE, "超期 2 日", True),
    ],
)
def test_a_limit_says_in_words_how_it_stands(
    today: date, state: State, sentence: str, half: bool
) -> None:
    found = standing(_t5(), LIMITS, CALENDAR, today)
    assert (found.state, found.sentence, found.half_passed) == (state, sentence, half)


def test_what_was_done_late_stays_missed() -> None:
    found = standing(_t5().stop(date(2021, 8, 5)), LIMITS, CALENDAR, date(2021, 9, 1))
    assert (found.state, found.sentence) == (State.MISSED, "超期 3 日完成")


def test_time_left_of_working_days_is_told_in_working_days() -> None:
    clock = Clock.start(LIMITS, "T3", date(2022, 9, 28), "e")
    found = standing(clock, LIMITS, CALENDAR, date(2022, 9, 30))
    # 29 and 30 September, then 8, 9 and 10 October.
    assert found.due_on == date(2022, 10, 10)
    assert found.sentence == "剩余 3 个工作日"


def test_an_unannounced_year_is_marked_and_a_new_notice_moves_what_runs() -> None:
    clock = Clock.start(LIMITS, "T5", date(2026, 12, 3), "e")
    before = due(clock, LIMITS, CALENDAR)
    assert before.on == date(2027, 2, 1)
    assert before.provisional == (2027,)
    assert "2027 年放假安排尚未导入" in before.steps[-1]
    notice = Notice(2027, "试", {date(2027, 2, 1): DayKind.REST, date(2027, 2, 2): DayKind.REST})
    after = WorkCalendar([*shipped(), notice])
    stopped = clock.stop(date(2027, 1, 4))
    changes = moved([("a", clock), ("b", stopped)], LIMITS, CALENDAR, after)
    assert [(c.which, c.before, c.after) for c in changes] == [
        ("a", date(2027, 2, 1), date(2027, 2, 3))
    ]
    assert due(clock, LIMITS, after).provisional == ()


days = st.dates(date(2006, 1, 1), date(2026, 6, 1))
keys = st.sampled_from(["T1", "T2", "T4", "T5", "T8", "T10", "T16a", "T16b", "T17"])


@given(keys, days)
def test_a_last_day_is_a_working_day_after_the_start(key: str, start: date) -> None:
    if key in {"T16a", "T16b"} and start < date(2016, 1, 1):
        return
    if key == "T17" and start < date(2011, 1, 1):
        return
    clock = Clock.start(LIMITS, key, start, "e")
    result = due(clock, LIMITS, CALENDAR)
    assert result.on is not None
    assert result.half_on is not None
    assert start < result.half_on <= result.on
    assert CALENDAR.is_working(result.on)
    rule = clock.rule(LIMITS)
    if rule.words.endswith("个工作日"):
        assert CALENDAR.working_days(start + timedelta(days=1), result.on) == rule.amount
    else:
        assert timedelta(0) <= result.on - start - timedelta(days=rule.amount) < timedelta(days=9)


@given(
    keys.filter(lambda k: not k.startswith("T1") or k == "T10"),
    days,
    st.dates(date(2006, 1, 1), date(2026, 12, 31)),
)
def test_one_more_day_off_never_ends_a_limit_sooner(key: str, start: date, off: date) -> None:
    more = WorkCalendar(
        [*shipped(), Notice(off.year, "自治区", {off: DayKind.REST}, {}, nationwide=False)]
    )
    clock = Clock.start(LIMITS, key, start, "e")
    before, after = due(clock, LIMITS, CALENDAR).on, due(clock, LIMITS, more).on
    assert before is not None
    assert after is not None
    assert before <= after


@given(days, st.integers(1, 25), st.integers(0, 40))
def test_a_hearing_moves_a_final_review_by_its_own_days(start: date, at: int, long: int) -> None:
    plain = Clock.start(LIMITS, "T10", start, "e")
    first = start + timedelta(days=at)
    paused = plain.pause(LIMITS, first, "听证").resume(first + timedelta(days=long))
    expected = start + timedelta(days=30 + long)
    assert due(paused, LIMITS, CALENDAR).on == CALENDAR.on_or_after(expected)
