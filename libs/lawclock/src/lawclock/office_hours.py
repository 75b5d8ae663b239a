"""When an office may be reminded: working hours of working days."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from lawclock.workdays import WorkCalendar

DISTRICT_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The parts of a working day in which people sit at their desks, in the district's time."""

    parts: tuple[tuple[time, time], ...] = (
        (time(9), time(12)),
        (time(14), time(18)),
    )

    def open_at(self, moment: datetime, calendar: WorkCalendar) -> bool:
        """Whether that moment (aware) lies in working hours."""
        local = moment.astimezone(DISTRICT_ZONE)
        return calendar.is_working(local.date()) and any(
            first <= local.time() < last for first, last in self.parts
        )

    def next_opening(self, moment: datetime, calendar: WorkCalendar) -> datetime:
        """The moment itself when offices are open, else when they next open (aware, district time)."""
        local = moment.astimezone(DISTRICT_ZONE)
        if self.open_at(local, calendar):
            return local
        day = local.date()
        while True:
            if calendar.is_working(day):
                for first, _ in self.parts:
                    opening = datetime.combine(day, first, DISTRICT_ZONE)
                    if opening >= local:
                        return opening
            day += timedelta(days=1)
