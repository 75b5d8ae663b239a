"""The only place that reads the machine's clock."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

DISTRICT_ZONE = ZoneInfo("Asia/Shanghai")
"""Business dates are days in this zone."""


class Clock(Protocol):
    """Where time comes from."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...

    def today(self) -> date:
        """The day in the district."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The day in the district."""
        return self.now().astimezone(DISTRICT_ZONE).date()


class FixedClock:
    """A clock that stands still until it is moved; for tests."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant

    def now(self) -> datetime:
        """The instant it was set to."""
        return self._instant

    def today(self) -> date:
        """The day in the district."""
        return self._instant.astimezone(DISTRICT_ZONE).date()

    def move_to(self, instant: datetime) -> None:
        """Set the clock."""
        self._instant = instant
