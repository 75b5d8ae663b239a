"""Events that intake publishes: registration, verification, repeats."""

from datetime import date
from uuid import UUID

from contracts.event import EventData, event
from contracts.vocab import CaseKind, Channel, Cohort, Field, Source, Tick


@event("intake", "case_registered", 1)
class CaseRegisteredV1(EventData):
    """A petition case was entered, by hand or from a ledger."""

    case_no: str
    """信访件编号, unique in the district."""
    source: Source
    cohort: Cohort
    handed_down_on: date | None
    """交办时间: the day the upper level handed it down."""
    registered_on: date
    """登记时间: the day the petition was first registered."""
    channel: Channel
    people_count: int
    field: Field
    category: str
    """问题类别, level 1 of the content classification."""
    case_kind: CaseKind
    cross_separated: bool
    """三跨三分离"""
    place_unit: str | None
    """Unit code of 问题属地, when known."""
    proposed_unit: str | None
    """责任单位 as the ledger names it: a proposal for 交办, not a duty yet."""
    proposed_assist_units: tuple[str, ...] = ()
    proposed_deadline: date | None = None
    """化解时限 as the ledger names it."""
    sealed: bool = False


@event("intake", "case_verified", 1)
class CaseVerifiedV1(EventData):
    """All three ticks of the verification are set (梳理核对)."""

    ticks: tuple[Tick, ...]


@event("intake", "repeat_suspected", 1)
class RepeatSuspectedV1(EventData):
    """The system sees a likely repeat of this case; advice only."""

    link_id: UUID
    later_case_id: UUID
    basis: str
    """Code of the evidence: same_id, same_phone_and_name."""


@event("intake", "repeat_confirmed", 1)
class RepeatConfirmedV1(EventData):
    """A person confirmed that ``later_case_id`` repeats this case (same petitioner, same matter)."""

    link_id: UUID
    later_case_id: UUID
    repeated_on: date
    """The day the petitioner came again."""


@event("intake", "repeat_dismissed", 1)
class RepeatDismissedV1(EventData):
    """A person decided that ``later_case_id`` does not repeat this case."""

    link_id: UUID
    later_case_id: UUID
