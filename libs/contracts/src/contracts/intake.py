"""Events that intake publishes: registration, verification, corrections, sealing, repeats, matters."""

from datetime import date
from uuid import UUID

from contracts.event import EventData, event
from contracts.vocab import (
    CaseKind,
    CaseTag,
    Channel,
    Cohort,
    CrossKind,
    DemandClass,
    Field,
    Source,
    Tick,
)


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
    """揭发控告: only 纪检监察 and the registering officer may know of it (R72)."""
    letter_no: str | None = None
    """文号 of the letter that handed the case down (R2, R73)."""
    first_unit: str | None = None
    """首办单位; it stays when duties move (R57)."""
    demand_class: DemandClass | None = None
    special_hardship: bool = False
    """有特殊困难: 帮扶措施 are owed (R32)."""
    cross_kinds: tuple[CrossKind, ...] = ()
    tags: tuple[CaseTag, ...] = ()


@event("intake", "case_amended", 1)
class CaseAmendedV1(EventData):
    """Registered facts were corrected or classified anew; carries all facts as they now stand."""

    changed: tuple[str, ...]
    """Names of the fields that changed, ``demand`` and ``petitioners`` among them."""
    source: Source
    cohort: Cohort
    handed_down_on: date | None
    registered_on: date
    channel: Channel
    people_count: int
    field: Field
    category: str
    case_kind: CaseKind
    cross_separated: bool
    place_unit: str | None
    proposed_unit: str | None
    proposed_assist_units: tuple[str, ...] = ()
    proposed_deadline: date | None = None
    letter_no: str | None = None
    first_unit: str | None = None
    demand_class: DemandClass | None = None
    special_hardship: bool = False
    cross_kinds: tuple[CrossKind, ...] = ()
    tags: tuple[CaseTag, ...] = ()


@event("intake", "case_sealed", 1)
class CaseSealedV1(EventData):
    """A case turned out to be 揭发控告: from now on only 纪检监察 may know of it (R72).

    The envelope's tenant is 纪检监察, not the registering unit.
    """

    case_no: str | None = None
    """The number it goes by while it is sealed."""


@event("intake", "case_unsealed", 1)
class CaseUnsealedV1(EventData):
    """纪检监察 decided that a case is no 揭发控告; it is handled like any other from now on.

    The envelope's tenant is the registering unit, which sees the case again; ``case_amended`` with all
    facts follows.
    """

    case_no: str | None = None
    """The number it goes by from now on."""


@event("intake", "case_fast_closed", 1)
class CaseFastClosedV1(EventData):
    """事由清楚、结果清晰: the office struck the case off with a basis document (R13)."""

    document_no: str


@event("intake", "matter_joined", 1)
class MatterJoinedV1(EventData):
    """The case belongs to a matter that several petitioners raise (R39, R62); replaces an earlier one."""

    matter_id: UUID | None
    """None: the case was taken out of its matter."""


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
    """Code of the evidence: same_id, same_phone_and_name, similar_person, manual."""
    band: str = "suggested"
    """suggested: very likely; clerical: for a person's queue."""


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


@event("intake", "repeat_withdrawn", 1)
class RepeatWithdrawnV1(EventData):
    """A person undid an earlier decision on this pair; it is open again."""

    link_id: UUID
    later_case_id: UUID
    was: str
    """The decision that no longer stands: confirmed or dismissed."""
