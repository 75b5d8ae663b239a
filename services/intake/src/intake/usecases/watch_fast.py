"""Keeps the gauge of cases that could have been struck off long ago (R13)."""

from datetime import timedelta

from sqlalchemy import text

from intake.domain.petition import State
from intake.metrics import FAST_OVERDUE
from intake.usecases.context import Context

_COUNT = text(
    "select count(*) from cases where fast_eligible_on < :before and not issued and not sealed"
    " and state <> :closed"
)


class WatchFast:
    """Counts over all units; sealed cases are in no figure (R72)."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def count(self) -> int:
        """Count now, and set the gauge."""
        before = self._context.db.clock.today() - timedelta(days=self._context.fast_close_days)
        async with self._context.db.system_read() as session:
            found: int = (
                await session.execute(_COUNT, {"before": before, "closed": State.FAST_CLOSED.value})
            ).scalar_one()
        FAST_OVERDUE.set(found)
        return found
