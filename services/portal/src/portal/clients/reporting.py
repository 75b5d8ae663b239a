"""What pages read from reporting: ledger, timeline, rates, series, milestones."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import Any

import httpx2

from portal.clients.upstream import Line, Read


class LedgerRow(Read):
    """One case in the ledger."""

    case_id: str
    case_no: str
    source: str
    cohort: str
    registered_on: date | None = None
    handed_down_on: date | None = None
    people_count: int | None = None
    field: str | None = None
    category: str | None = None
    case_kind: str
    unit: str | None = None
    unit_name: str | None = None
    due_on: date | None = None
    reported_on: date | None = None
    recognised_on: date | None = None
    written_off_on: date | None = None
    state: str
    claimed: bool = False
    resolved: bool = False
    overdue: bool = False


class LedgerPage(Read):
    """One page of the ledger."""

    items: tuple[LedgerRow, ...]
    total: int
    page: int
    size: int


class ReportedCase(LedgerRow):
    """A case as reporting sees it."""

    approved_on: date | None = None
    returns: int = 0
    repeats: int = 0
    revocations: int = 0
    observe_until: date | None = None
    revoked_on: date | None = None
    matter_id: str | None = None


class TimelineEntry(Read):
    """One event of a case."""

    service: str
    service_label: str = ""
    name: str
    label: str = ""
    occurred_on: date
    recorded_at: datetime
    late: bool = False
    actor_unit: str = ""
    actor_unit_name: str = ""
    data: Mapping[str, Any] = {}


class Timeline(Read):
    """All events of a case."""

    items: tuple[TimelineEntry, ...]


class RateRow(Read):
    """Figures of one group."""

    key: str
    label: str
    total: int
    claimed: int
    resolved: int
    rate: float
    overdue: int = 0


class Rates(Read):
    """Figures on a day."""

    as_of: date
    rows: tuple[RateRow, ...]


class Point(Read):
    """Figures on one day of a series."""

    date: date
    total: int
    claimed: int
    resolved: int
    rate: float

    @property
    def claimed_rate(self) -> float:
        """The share reported as closed."""
        return self.claimed / self.total if self.total else 0.0


class Series(Read):
    """A series of days."""

    points: tuple[Point, ...]


class Frozen(Read):
    """A milestone's figures as they were frozen."""

    total: int
    claimed: int
    resolved: int
    rate: float
    needed: int = 0
    reached: bool
    frozen_at: datetime


class Milestone(Read):
    """A goal of the plan: what is needed and what is there."""

    cohort: str
    date: date
    target: float
    reading: str = ""
    needed: int
    total: int
    claimed: int
    resolved: int
    rate: float
    reached: bool
    frozen: Frozen | None = None


class ReportingClient:
    """reporting, as one visitor may use it."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def ledger(self, **filters: Any) -> LedgerPage:
        """One page of the ledger."""
        return await self._line.read(LedgerPage, "/v1/ledger", **filters)

    def export(self, **filters: Any) -> AbstractAsyncContextManager[httpx2.Response]:
        """The ledger as a workbook, piece by piece."""
        return self._line.stream("/v1/ledger/export", **filters)

    async def case(self, case_id: str) -> ReportedCase:
        """One case."""
        return await self._line.read(ReportedCase, f"/v1/cases/{case_id}")

    async def timeline(self, case_id: str) -> Timeline:
        """Every event of a case."""
        return await self._line.read(Timeline, f"/v1/cases/{case_id}/timeline")

    async def rates(self, *, as_of: date, group_by: str, cohort: str = "") -> Rates:
        """Figures on a day."""
        return await self._line.read(
            Rates, "/v1/rates", as_of=as_of.isoformat(), group_by=group_by, cohort=cohort
        )

    async def series(self, *, from_: date, to: date, cohort: str = "") -> Series:
        """Figures over time."""
        return await self._line.read(
            Series, "/v1/series", cohort=cohort, **{"from": from_.isoformat(), "to": to.isoformat()}
        )

    async def milestones(self) -> tuple[Milestone, ...]:
        """All milestones."""
        answer = await self._line.ask("GET", "/v1/milestones")
        items = answer["items"] if isinstance(answer, dict) else answer
        return tuple(Milestone.model_validate(m) for m in items)
