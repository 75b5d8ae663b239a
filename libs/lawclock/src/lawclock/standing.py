"""How a limit stands on a day: time left, due today, overdue, kept or missed; and what a new calendar changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from lawclock.clock import Clock
from lawclock.due import due
from lawclock.rules import Rules, Span
from lawclock.workdays import WorkCalendar

T = TypeVar("T")


class State(StrEnum):
    """Where a limit stands."""

    RUNNING = "running"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    PAUSED = "paused"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Standing:
    """State, last day, and days left (negative: over it), in the limit's own days.

    Attributes:
        sentence: what a list says, such as 剩余 3 个工作日 or 超期 2 日.
        half_passed: whether half of the time is over while it runs (时限过半).
    """

    state: State
    due_on: date | None
    days: int
    sentence: str
    half_passed: bool = False


def standing(clock: Clock, rules: Rules, calendar: WorkCalendar, today: date) -> Standing:
    """How a limit stands on a day.

    Args:
        clock: the facts.
        rules: the limits.
        calendar: working days as known now.
        today: the day in the district.
    """
    end = due(clock, rules, calendar)
    if clock.stopped_on is not None:
        return _done(clock.stopped_on, end.on)
    if end.on is None:
        return Standing(State.PAUSED, None, 0, "期限暂停")
    half = end.half_on is not None and end.half_on <= today
    if today == end.on:
        return Standing(State.DUE_TODAY, end.on, 0, "今日到期", half)
    if today > end.on:
        over = (today - end.on).days
        return Standing(State.OVERDUE, end.on, -over, f"超期 {over} 日", half)
    if clock.letter is None and clock.rule(rules).span is Span.WORKING_DAYS:
        left = calendar.working_days(today + timedelta(days=1), end.on)
        return Standing(State.RUNNING, end.on, left, f"剩余 {left} 个工作日", half)
    left = (end.on - today).days
    return Standing(State.RUNNING, end.on, left, f"剩余 {left} 日", half)


def _done(stopped_on: date, end: date | None) -> Standing:
    if end is None or stopped_on <= end:
        return Standing(State.KEPT, end, 0, "按期完成")
    over = (stopped_on - end).days
    return Standing(State.MISSED, end, -over, f"超期 {over} 日完成")


@dataclass(frozen=True, slots=True)
class Moved(Generic[T]):
    """A limit whose last day a new notice moved."""

    which: T
    before: date | None
    after: date | None


def moved(
    clocks: Iterable[tuple[T, Clock]], rules: Rules, before: WorkCalendar, after: WorkCalendar
) -> list[Moved[T]]:
    """Which running limits end on another day under a new calendar; those that stopped stay as they were judged.

    Args:
        clocks: running limits with whatever names them.
        rules: the limits.
        before: the calendar until now.
        after: the calendar with the new notice.
    """
    found = []
    for which, clock in clocks:
        if clock.stopped_on is not None:
            continue
        old, new = due(clock, rules, before).on, due(clock, rules, after).on
        if old != new:
            found.append(Moved(which, old, new))
    return found
