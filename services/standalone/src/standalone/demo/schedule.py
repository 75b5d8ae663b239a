"""The business dates of one case's steps, derived from the three dates that its ledger row names."""

from dataclasses import dataclass
from datetime import date, timedelta

_OPEN_SPAN = 30
"""Days over which an open row's steps are spread; its own end is not known."""


class ScheduleError(ValueError):
    """The row's dates contradict each other; the message is the sentence for the user."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When each step of a case happened; every date is on or after the one before it."""

    registered: date
    verified: date
    issued: date
    signed: date
    led: date
    """包案领导、工作专班、化解时限 named."""
    started: date
    planned: date
    visited: date
    mediated: date
    measured: date
    notified: date
    closed: date | None
    """化解时间: report, opinion, and, where it came so far, review and recognition."""

    def in_order(self) -> tuple[date, ...]:
        """All dates in the order in which the steps are done."""
        dates = (
            self.registered, self.verified, self.issued, self.signed, self.led, self.started,
            self.planned, self.visited, self.mediated, self.measured, self.notified,
        )  # fmt: skip
        return dates if self.closed is None else (*dates, self.closed)


def schedule(*, registered: date, handed_down: date | None, closed: date | None) -> Schedule:
    """Spread a case's steps between 交办时间 and 化解时间.

    The dates depend on the row alone, so that a rerun sends the same requests again.

    Args:
        registered: 登记时间.
        handed_down: 交办时间; the registration's day when the ledger has none.
        closed: 化解时间, None for a row that is not closed.

    Raises:
        ScheduleError: 化解时间 lies before 交办时间 or 登记时间.
    """
    issued = max(registered, handed_down or registered)
    if closed is not None and closed < issued:
        raise ScheduleError(f"化解时间 {closed} 早于交办（登记）时间 {issued}")
    span = _OPEN_SPAN if closed is None else (closed - issued).days

    def after(most: int, tenths: int) -> date:
        return issued + timedelta(days=min(most, span * tenths // 10))

    return Schedule(
        registered=registered,
        verified=issued,
        issued=issued,
        signed=after(1, 1),
        led=after(2, 2),
        started=after(3, 3),
        planned=after(5, 4),
        visited=after(10, 5),
        mediated=after(20, 6),
        measured=after(40, 7),
        notified=after(100, 9),
        closed=closed,
    )
