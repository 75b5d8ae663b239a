"""The plan's milestones: which share of which cohort must be resolved by which day (R3, R4)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal

from contracts.vocab import Cohort
from servicekit.clock import DISTRICT_ZONE

LAUNCH = date(2020, 10, 26)
"""The first day of the campaign (R1): where series begin unless asked otherwise."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """One target; ``reading`` is ``plan`` for the plan's own words, ``ours`` for an inference."""

    cohort: Cohort
    day: date
    target: Decimal
    reading: str = "plan"

    def needed(self, total: int) -> int:
        """How many whole cases the target means: 65 % of 95 is 62, 85 % is 81."""
        return int((self.target * total).to_integral_value(ROUND_CEILING))

    def reached(self, total: int, resolved: int) -> bool:
        """Whether enough cases are resolved; an empty cohort reaches nothing."""
        return total > 0 and resolved >= self.needed(total)

    def closes_at(self) -> datetime:
        """The instant the milestone's day ends in the district."""
        return datetime.combine(self.day + timedelta(days=1), time(), DISTRICT_ZONE)


MILESTONES = (
    Milestone(Cohort.A, date(2020, 12, 31), Decimal("0.65")),
    Milestone(Cohort.A, date(2021, 12, 31), Decimal("0.85")),
    Milestone(Cohort.B, date(2022, 12, 31), Decimal("1.0")),
    Milestone(Cohort.A, date(2022, 12, 31), Decimal("1.0"), reading="ours"),
)
"""In the order of the plan."""


def find(cohort: Cohort, day: date) -> Milestone | None:
    """The milestone of ``cohort`` on ``day``, if the plan has one."""
    return next((m for m in MILESTONES if (m.cohort, m.day) == (cohort, day)), None)
