"""The definitions of total, claimed, resolved and overdue: each in this one place.

A fact counts on day D when it happened on or before D; when an instant K is given, only facts recorded
by K exist, so that a figure can be had "as it was known then". Both together make every past figure
reproducible: late entries change what is true of a past day, never what was known of it.
"""

from datetime import date, datetime

from sqlalchemy import CTE, ColumnElement, Date, Select, and_, cast, func, or_, select

from reporting.projections.rows import FactKind
from reporting.storage.tables import FactRecord

Day = date | ColumnElement[date]

F = FactRecord.__table__.c


class Standing:
    """What is known of all visible cases, as spans of days.

    Every span begins on ``since`` and has ended on ``until`` (None: it lasts). Build one per statement
    and join or filter with its methods; they take the day, a value or a column.

    Args:
        known_at: the instant K; None for everything recorded up to now.
    """

    def __init__(self, known_at: datetime | None = None) -> None:
        facts = select(
            F.case_id, F.source, F.version, F.kind, F.occurred_on, F.ref, F.unit, F.due_on
        )
        if known_at is not None:
            facts = facts.where(F.recorded_at <= known_at)
        self._facts = facts.cte("known_facts")
        self._claims = self._spans(
            "claims", FactKind.CLAIMED, (FactKind.DECLINED, FactKind.RETURNED, FactKind.REOPENED)
        )
        self._resolutions = self._spans("resolutions", FactKind.RECOGNISED, (FactKind.REVOKED,))
        self._leads = self._history("leads", (FactKind.ISSUED, FactKind.TAKEN_BACK))
        self._deadlines = self._history("deadlines", (FactKind.DEADLINE,))

    def _spans(self, name: str, begin: FactKind, ends: tuple[FactKind, ...]) -> CTE:
        """One span per ``begin``, until the first of ``ends`` that carries the same ref."""
        b, e = self._facts.alias("b"), self._facts.alias("e")
        same = and_(e.c.case_id == b.c.case_id, e.c.ref == b.c.ref, e.c.kind.in_(ends))
        return (
            select(
                b.c.case_id,
                b.c.occurred_on.label("since"),
                func.min(e.c.occurred_on).label("until"),
            )
            .select_from(b.outerjoin(e, same))
            .where(b.c.kind == begin)
            .group_by(b.c.case_id, b.c.ref, b.c.occurred_on)
            .cte(name)
        )

    def _history(self, name: str, kinds: tuple[FactKind, ...]) -> CTE:
        """One span per fact of ``kinds``, until the next one of the case (by day, then version)."""
        f = self._facts.c
        following = func.lead(f.occurred_on).over(
            partition_by=f.case_id, order_by=(f.occurred_on, f.version)
        )
        return (
            select(
                f.case_id, f.kind, f.unit, f.due_on,
                f.occurred_on.label("since"), following.label("until"),
            )
            .where(f.kind.in_(kinds))
            .cte(name)
        )  # fmt: skip

    def registered(self, day: Day) -> Select[tuple[object]]:
        """Total: cases registered on or before ``day``."""
        f = self._facts.c
        return select(f.case_id).where(f.kind == FactKind.REGISTERED, f.occurred_on <= day)

    def resolved(self, day: Day) -> Select[tuple[object]]:
        """Resolved (化解): cases with a recognition on or before ``day`` that no revocation has undone by then."""
        return select(self._resolutions.c.case_id).where(_covers(self._resolutions, day))

    def claimed(self, day: Day) -> Select[tuple[object]]:
        """Claimed (程序办结): cases with a closing report that stands on ``day``, resolved ones included.

        A report stands from the day it was filed until the leader declines it, the office returns
        it, or the recognition that rested on it is revoked.
        """
        reports = select(self._claims.c.case_id).where(_covers(self._claims, day))
        return select(reports.union(self.resolved(day)).subquery("claimed").c.case_id)

    def overdue(self, day: Day) -> Select[tuple[object]]:
        """Overdue (超期): the deadline in force on ``day`` lies before it, and the case is not claimed."""
        d = self._deadlines
        return select(d.c.case_id).where(
            _covers(d, day), d.c.due_on < day, d.c.case_id.not_in(self.claimed(day))
        )

    def leads(self, day: Day) -> CTE:
        """The lead unit of each case that is issued on ``day``: columns ``case_id`` and ``unit``."""
        spans = self._leads
        return (
            select(spans.c.case_id, spans.c.unit)
            .where(_covers(spans, day), spans.c.kind == FactKind.ISSUED)
            .cte("lead_units")
        )


def _covers(spans: CTE, day: Day) -> ColumnElement[bool]:
    at = cast(day, Date)
    return and_(spans.c.since <= at, or_(spans.c.until.is_(None), spans.c.until > at))
