"""Which days a series shows: every day of a short range, month ends of a long one."""

import calendar
from datetime import date, timedelta
from typing import Literal

from servicekit.errors import InvalidError

Step = Literal["day", "month"]

_DAYS_BY_DAY = 92
_MAX_POINTS = 400


class RangeError(InvalidError):
    """The range of days cannot be shown."""

    code = "range_invalid"


def days_between(first: date, last: date, step: Step | None = None) -> tuple[Step, list[date]]:
    """The days from ``first`` to ``last``, both included.

    Args:
        first: first day.
        last: last day, always shown.
        step: ``day``, ``month`` (month ends), or None to let the length decide.

    Raises:
        RangeError: the range is backwards or would hold more than 400 points.
    """
    if last < first:
        raise RangeError("起始日期不能晚于截止日期。")
    span = (last - first).days
    step = step or ("day" if span <= _DAYS_BY_DAY else "month")
    if (span if step == "day" else span // 28) >= _MAX_POINTS:
        raise RangeError(
            f"所选时间范围过长，最多显示 {_MAX_POINTS} 个时间点，请缩短范围或改为按月。"
        )
    if step == "day":
        return step, [first + timedelta(days=n) for n in range(span + 1)]
    days, day = [], _month_end(first)
    while day < last:
        days.append(day)
        day = _month_end(day + timedelta(days=1))
    return step, [*days, last]


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
