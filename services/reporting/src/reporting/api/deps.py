"""Named dependencies of the routes: the wired parts, readers, days and filters."""

from datetime import date, datetime
from typing import Annotated

from contracts.vocab import CaseKind, Cohort, Role, Source
from fastapi import Depends, Query, Request
from servicekit.auth import CurrentPrincipal, Principal
from servicekit.clock import DISTRICT_ZONE

from reporting.bootstrap import Parts
from reporting.projections.state import CaseState
from reporting.reads.ledger import LedgerFilter, Sort

READERS = (
    Role.REGISTRAR, Role.HANDLER, Role.LEADER, Role.REVIEWER, Role.SUPERVISOR, Role.ANALYST,
    Role.UNIT_ADMIN,
)  # fmt: skip
"""Duties that read reports; administrators of the system do not."""


def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


def _reader(principal: CurrentPrincipal) -> Principal:
    principal.require(*READERS)
    return principal


TheParts = Annotated[Parts, Depends(_parts)]
Reader = Annotated[Principal, Depends(_reader)]


def _as_of(
    parts: TheParts,
    as_of: Annotated[date | None, Query(description="业务日期，默认今天")] = None,
) -> date:
    return as_of or parts.clock.today()


def _known_at(
    known_at: Annotated[datetime | None, Query(description="只计入此刻之前录入的事实")] = None,
) -> datetime | None:
    if known_at is not None and known_at.tzinfo is None:
        return known_at.replace(tzinfo=DISTRICT_ZONE)
    return known_at


AsOf = Annotated[date, Depends(_as_of)]
KnownAt = Annotated[datetime | None, Depends(_known_at)]


def _filter(
    state: CaseState | None = None,
    unit: Annotated[str | None, Query(max_length=40)] = None,
    source: Source | None = None,
    cohort: Cohort | None = None,
    case_kind: CaseKind | None = None,
    overdue: bool | None = None,
    q: Annotated[str | None, Query(max_length=40, description="信访件编号开头")] = None,
    sort: Sort = "case_no",
) -> LedgerFilter:
    q = q.strip().replace("\x00", "") if q else None
    return LedgerFilter(state, unit, source, cohort, case_kind, overdue, q or None, sort)


Criteria = Annotated[LedgerFilter, Depends(_filter)]
