"""Which days are working days: holiday notices as data, Monday to Friday where no notice is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from lawclock.errors import NoticeInvalidError

_SATURDAY = 5
_ONE = timedelta(days=1)


class DayKind(StrEnum):
    """What a notice says of a day."""

    REST = "休"
    WORK = "班"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of days off and of weekend days that are worked (调休).

    Attributes:
        year: the year it is for; its days may reach into the year before or after.
        document: how it is cited.
        days: what it says of each day.
        festivals: the festival that a day belongs to, where told.
        nationwide: the State Council's notice, which announces the year. A local one (少数民族节日,
            《全国年节及纪念日放假办法》第四条) only adds to it.
    """

    year: int
    document: str
    days: Mapping[date, DayKind]
    festivals: Mapping[date, str] = field(default_factory=dict)
    nationwide: bool = True

    def __post_init__(self) -> None:
        """Refuse what cannot be a notice of that year.

        Raises:
            NoticeInvalidError: no day, a day of another year, or a worked day that is one anyway.
        """
        if not self.days:
            raise NoticeInvalidError(f"{self.year} 年放假通知里没有任何日期。")
        for day, kind in self.days.items():
            if not date(self.year - 1, 12, 1) <= day <= date(self.year + 1, 1, 31):
                raise NoticeInvalidError(f"{day} 不属于 {self.year} 年的放假安排。")
            if kind is DayKind.WORK and day.weekday() < _SATURDAY:
                raise NoticeInvalidError(f"{day} 本来就是工作日，不能列为调休上班。")


class WorkCalendar:
    """Working days by the notices known; later notices override earlier ones day by day."""

    def __init__(self, notices: Iterable[Notice] = ()) -> None:
        self._days: dict[date, DayKind] = {}
        self._festivals: dict[date, str] = {}
        self._announced: set[int] = set()
        for notice in notices:
            self._days.update(notice.days)
            self._festivals.update(notice.festivals)
            if notice.nationwide:
                self._announced.add(notice.year)

    def announced(self, year: int) -> bool:
        """Whether the State Council's notice of that year is known."""
        return year in self._announced

    def is_working(self, day: date) -> bool:
        """Whether offices work on that day."""
        kind = self._days.get(day)
        return day.weekday() < _SATURDAY if kind is None else kind is DayKind.WORK

    def rest_name(self, day: date) -> str:
        """What a day off is called: the festival, or 周六, 周日."""
        if day in self._festivals:
            return f"{self._festivals[day]}假期"
        return "周" + "一二三四五六日"[day.weekday()] if day not in self._days else "休息日"

    def on_or_after(self, day: date) -> date:
        """The first working day that is not before ``day``."""
        while not self.is_working(day):
            day += _ONE
        return day

    def working_days(self, first: date, last: date) -> int:
        """How many working days lie from ``first`` to ``last``, both included."""
        span = (last - first).days + 1
        return sum(self.is_working(first + timedelta(days=n)) for n in range(span))
