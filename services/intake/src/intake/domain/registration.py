"""What is written down when a case is registered: the matter, the petitioners, the proposals."""

from dataclasses import dataclass
from datetime import date

from contracts.vocab import CaseKind, Channel, Cohort, Field, LeaderLevel, Source

from intake.domain.terms import cohort_of


@dataclass(frozen=True, slots=True)
class Petitioner:
    """A person in whose name the petition was filed.

    ``id_state`` says what is known of the number: ok, from_15, missing, precision_lost.
    """

    name: str
    id_no: str | None = None
    id_state: str = "missing"


@dataclass(frozen=True, slots=True)
class Contact:
    """How the petitioners are reached and where they live."""

    phones: tuple[str, ...] = ()
    household: str | None = None
    residence: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the ledger already says about duties and results: proposals, not facts of ours."""

    lead_unit: str | None = None
    lead_unit_name: str | None = None
    assist_units: tuple[str, ...] = ()
    deadline: date | None = None
    leader_name: str | None = None
    leader_title: str | None = None
    leader_level: LeaderLevel | None = None
    task_force: str | None = None
    status: str | None = None
    measures: str | None = None
    resolved: bool | None = None
    resolved_on: date | None = None
    ceased: bool | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """One registered petition; ``registered_on`` is the day it was first registered (登记时间)."""

    case_no: str
    source: Source
    registered_on: date
    channel: Channel
    field: Field
    category: str
    demand: str
    petitioners: tuple[Petitioner, ...]
    handed_down_on: date | None = None
    contact: Contact = Contact()
    incident_place: str | None = None
    people_count: int = 1
    case_kind: CaseKind = CaseKind.ORDINARY
    cross_separated: bool = False
    cross_kind: str | None = None
    place: str | None = None
    place_unit: str | None = None
    proposal: Proposal = Proposal()

    @property
    def cohort(self) -> Cohort:
        """Which goal line it counts in."""
        return cohort_of(self.source, self.registered_on)
