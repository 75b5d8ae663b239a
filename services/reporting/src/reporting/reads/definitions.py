"""The definitions of total, claimed, resolved and overdue: each in this one place.

A fact counts on day D when it happened on or before D; when an instant K is given, only facts
recorded by K exist, so that a figure can be had "as it was known then". Both together make every past
figure reproducible: a late entry changes what is true of a past day, never what was known of it.

All of it is one pass over the facts: ``spans`` groups them by case and ref, and the definitions are
aggregates over a case's spans. There is no join, so no bad estimate can spoil the plan.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Integer,
    Subquery,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, array

from reporting.projections.rows import FactKind
from reporting.storage.tables import FactRecord

_EPOCH = date(2000, 1, 1)

Day = date | ColumnElement[date]

F = FactRecord.__table__.c

_REPORT_ENDS = (FactKind.DECLINED, FactKind.RETURNED)
_DUTIES = (FactKind.ISSUED, FactKind.TAKEN_BACK)
_COUNTED = (
    FactKind.REGISTERED, FactKind.CLAIMED, *_REPORT_ENDS, FactKind.REOPENED, FactKind.RESTORED,
    FactKind.RECOGNISED, FactKind.REVOKED, FactKind.REINSTATED, *_DUTIES, FactKind.DEADLINE,
)  # fmt: skip


def spans(known_at: datetime | None = None, *, on: date | None = None) -> Subquery:
    """What is known of each case: one row per report and recognition, from when until when.

    Args:
        known_at: the instant K; None for everything recorded up to now.
        on: also tell which lead unit and which deadline were in force on this day.
    """
    columns = [
        F.case_id,
        F.ref,
        _latest(FactKind.REGISTERED).label("registered_on"),
        _first(FactKind.CLAIMED).label("claimed_on"),
        func.least(
            _first(*_REPORT_ENDS), _latest(FactKind.REOPENED, undone_by=FactKind.RESTORED)
        ).label("claim_ended_on"),
        _first(FactKind.RECOGNISED).label("recognised_on"),
        _latest(FactKind.REVOKED, undone_by=FactKind.REINSTATED).label("revoked_on"),
    ]
    if on is not None:
        issued_to = case((F.kind == FactKind.ISSUED, F.unit))
        columns += [
            _last(issued_to, _DUTIES, on).label("lead"),
            _last(F.due_on, (FactKind.DEADLINE,), on).label("due_on"),
        ]
    statement = select(*columns).where(F.kind.in_(_COUNTED)).group_by(F.case_id, F.ref)
    if known_at is not None:
        statement = statement.where(F.recorded_at <= known_at)
    return statement.subquery("spans")


def _first(*kinds: FactKind) -> ColumnElement[date]:
    return func.min(F.occurred_on).filter(F.kind.in_(kinds))


def _latest(kind: FactKind, *, undone_by: FactKind | None = None) -> ColumnElement[Any]:
    """The day of the fact of ``kind`` told last; none when one of ``undone_by`` was told after it.

    A corrected day takes the place of the first one, and a withdrawn fact leaves none, on every day:
    but only as known since the correction was told. Version and day are compared as one array, which
    needs no sorting.
    """
    told = array([F.version, type_coerce(F.occurred_on - _EPOCH, Integer)])
    last = func.max(told, type_=ARRAY(Integer)).filter(F.kind == kind)
    day = type_coerce(cast(_EPOCH, Date) + last[2], Date)
    if undone_by is None:
        return day
    undone = func.coalesce(func.max(F.version).filter(F.kind == undone_by), 0)
    return case((last[1] > undone, day))


def _last(value: ColumnElement[Any], kinds: tuple[FactKind, ...], on: date) -> ColumnElement[Any]:
    """The value of the latest fact of ``kinds``, by day and then by version."""
    ordered = func.array_agg(aggregate_order_by(value, F.occurred_on.desc(), F.version.desc()))
    return ordered.filter(F.kind.in_(kinds), F.occurred_on <= on)[1]


def registered(s: Subquery, day: Day) -> ColumnElement[bool]:
    """Total: the case was registered on or before ``day``."""
    return func.coalesce(func.bool_or(s.c.registered_on <= day), False)


def resolved(s: Subquery, day: Day) -> ColumnElement[bool]:
    """Resolved (化解): recognised on or before ``day``, and not revoked by then."""
    return func.coalesce(func.bool_or(_covers(s.c.recognised_on, s.c.revoked_on, day)), False)


def claimed(s: Subquery, day: Day) -> ColumnElement[bool]:
    """Claimed (程序办结): with a closing report that stands on ``day``, resolved ones included.

    A report stands from the day it was filed until the leader declines it, the office returns it, or
    the recognition that rested on it is revoked.
    """
    stands = func.bool_or(_covers(s.c.claimed_on, s.c.claim_ended_on, day))
    return or_(func.coalesce(stands, False), resolved(s, day))


def overdue(s: Subquery, day: Day) -> ColumnElement[bool]:
    """Overdue (超期): the deadline in force on ``day`` lies before it, and it is not claimed."""
    missed = func.coalesce(func.max(s.c.due_on) < cast(day, Date), False)
    return and_(missed, ~claimed(s, day))


def lead(s: Subquery) -> ColumnElement[str]:
    """The lead unit (主办) on the day ``spans`` was asked for; NULL while the case is not issued."""
    return func.max(s.c.lead)


def _covers(
    since: ColumnElement[date], until: ColumnElement[date], day: Day
) -> ColumnElement[bool]:
    at = cast(day, Date)
    return and_(since <= at, or_(until.is_(None), until > at))


def standing(day: date, known_at: datetime | None = None) -> Subquery:
    """How each visible case that is registered by ``day`` stands on it: one row per case.

    Columns: ``case_id``, ``lead``, ``claimed``, ``resolved``, ``overdue``.
    """
    s = spans(known_at, on=day)
    return (
        select(
            s.c.case_id,
            lead(s).label("lead"),
            claimed(s, day).label("claimed"),
            resolved(s, day).label("resolved"),
            overdue(s, day).label("overdue"),
        )
        .group_by(s.c.case_id)
        .having(registered(s, day))
        .subquery("standing")
    )
