"""Named dependencies of the routes: the wired parts, readers, days and filters."""

from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from contracts.vocab import CaseKind, CaseTag, Cohort, DemandClass, Source
from fastapi import Depends, Query, Request
from servicekit.auth import CaseReader
from servicekit.clock import DISTRICT_ZONE
from servicekit.errors import InvalidError

from reporting.bootstrap import Parts
from reporting.projections.state import CaseState
from reporting.reads.ledger import LedgerFilter, Sort


def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


TheParts = Annotated[Parts, Depends(_parts)]
Reader = CaseReader


def _as_of(
    parts: TheParts,
    as_of: Annotated[date | None, Query(description="业务日期，默认今天")] = None,
) -> date:
    return as_of or parts.clock.today()


def _known_at(
    known_at: Annotated[datetime | None, Query(description="只计入此刻之前录入的事实")] = None,
) -> datetime | None:
    if known_at is None:
        return None
    try:
        return known_at.replace(tzinfo=known_at.tzinfo or DISTRICT_ZONE).astimezone(UTC)
    except OverflowError as e:
        raise InvalidError("录入时刻超出可用的年份范围。", field="known_at") from e


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
    tag: CaseTag | None = None,
    demand_class: DemandClass | None = None,
    first_unit: Annotated[str | None, Query(max_length=40, description="首办单位")] = None,
    matter: Annotated[UUID | None, Query(description="同一事项")] = None,
    sort: Sort = "case_no",
) -> LedgerFilter:
    q = q.strip() if q else None
    return LedgerFilter(
        state, unit, source, cohort, case_kind, overdue, q or None, tag, demand_class, first_unit,
        matter, sort,
    )  # fmt: skip


Criteria = Annotated[LedgerFilter, Depends(_filter)]
