"""What reports answer: the shapes of figures, ledger rows, cases and timelines."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from contracts.vocab import Cohort
from pydantic import BaseModel, ConfigDict

GroupBy = Literal["unit", "source", "case_kind", "field", "none"]


class Figures(BaseModel):
    """Cases in all, reported as closed, resolved, and the share resolved."""

    total: int
    claimed: int
    resolved: int
    rate: float


class RateRow(Figures):
    """Figures of one group, with its overdue cases."""

    key: str
    label: str
    overdue: int


class Rates(BaseModel):
    """Figures on a business day, as known at an instant when one is given."""

    as_of: date
    known_at: datetime | None
    rows: list[RateRow]


class Point(Figures):
    """Figures on one day of a series."""

    date: date


class Series(BaseModel):
    """A series of days."""

    cohort: Cohort | None
    step: Literal["day", "month"]
    points: list[Point]


class FrozenFigures(Figures):
    """A milestone's figures as they were frozen; they never change."""

    needed: int
    target: float
    reached: bool
    known_at: datetime
    frozen_at: datetime


class MilestoneView(Figures):
    """A milestone: what is needed, and what is there by its day (or by today, before it)."""

    cohort: Cohort
    date: date
    target: float
    reading: str
    needed: int
    reached: bool
    frozen: FrozenFigures | None = None


class LedgerRow(BaseModel):
    """One case in the ledger; no personal data."""

    model_config = ConfigDict(from_attributes=True)

    case_id: UUID
    case_no: str
    source: str
    cohort: str
    handed_down_on: date | None
    registered_on: date
    channel: str
    people_count: int
    field: str
    category: str
    case_kind: str
    cross_separated: bool
    demand_class: str | None
    special_hardship: bool
    tags: list[str]
    first_unit: str | None
    matter_id: UUID | None
    unit: str | None
    assist_units: list[str]
    leader_level: str | None
    leader_override: bool
    due_on: date | None
    reported_on: date | None
    recognised_on: date | None
    written_off_on: date | None
    state: str
    claimed: bool
    resolved: bool
    overdue: bool
    unit_name: str | None = None
    state_label: str = ""


class CaseView(LedgerRow):
    """One case with what every service has said of it."""

    version: int
    place_unit: str | None
    proposed_unit: str | None
    proposed_deadline: date | None
    source_letter_no: str | None
    cross_kinds: list[str]
    registrar_unit: str | None
    sealed: bool
    verified_on: date | None
    repeats: int
    letter_no: str | None
    issued_on: date | None
    cooperate_units: list[str]
    signed_on: date | None
    objected: bool
    leader_account: str | None
    leader_unit: str | None
    task_force: int
    started_on: date | None
    plan_steps: int
    plan_steps_done: int
    plan_target_on: date | None
    activities: int
    face_to_face: int
    sessions: int
    measures: int
    notices: int
    last_activity_on: date | None
    report_round: int
    opinion_agreed: bool | None
    opinion_on: date | None
    approved_on: date | None
    returns: int
    observe_until: date | None
    fast_closed: bool
    revoked_on: date | None
    revocation_cause: str | None
    revocations: int


class TimelineEntry(BaseModel):
    """One event of a case: ids and codes, the business day and the instant it was recorded."""

    event_id: UUID
    service: str
    service_label: str
    name: str
    label: str
    version: int
    occurred_on: date
    recorded_at: datetime
    late: bool
    actor_unit: str
    actor_unit_name: str
    data: dict[str, Any]


class Timeline(BaseModel):
    """All events of a case, by business day."""

    case_id: UUID
    items: list[TimelineEntry]
    total: int


class UnitRow(BaseModel):
    """One unit's cases."""

    unit: str
    code: str
    total: int
    claimed: int
    resolved: int
    overdue: int


class LeaderOverride(BaseModel):
    """A hard case whose leader is below county level with the office's written consent (R19)."""

    case_id: UUID
    case_no: str
    unit: str | None
    unit_name: str | None
    leader_level: str | None


class Summary(BaseModel):
    """The district (or what the caller sees of it) on one page."""

    as_of: date
    cases: int
    claimed: int
    resolved: int
    overdue: int
    by_source: dict[str, int]
    milestones: list[MilestoneView]
    by_unit: list[UnitRow]
    leader_overrides: list[LeaderOverride]
    events_published: int
    unaccounted: int | None
    """Only for the district office; None for other units."""


class UnitName(BaseModel):
    """A unit by code and name."""

    code: str
    name: str


class MatterRow(BaseModel):
    """What several petitioners raise: how many cases and people, of which units, since when."""

    matter_id: UUID
    cases: int
    people: int
    units: list[UnitName]
    field: str
    field_label: str
    first_registered_on: date
    last_registered_on: date
    open: int
    resolved: int


class Unaccounted(BaseModel):
    """Cases whose events do not add up."""

    unregistered: list[UUID]
    """Other services speak of them, intake never did."""
    gaps: list[UUID]
    """An event of some service is missing between others."""
    dead_letters: list[UUID]
    """An event could not be handled."""
    undecodable: int
    """Dead letters that name no case."""
    total: int
