"""What clients send of cases: registration, classification, corrections, verification."""

from datetime import date
from typing import Annotated, Any, Self

from contracts.vocab import (
    CaseKind,
    CaseTag,
    Channel,
    CrossKind,
    DemandClass,
    LeaderLevel,
    Source,
    Tick,
)
from contracts.vocab import Field as ContentionField
from pydantic import Field, StringConstraints, model_validator

from intake.api.schemas import Body, Line, Reason
from intake.domain.compartment import Stage
from intake.domain.legal_reference import LegalKind
from intake.domain.registration import Accused, Contact, Proposal, Registration
from intake.domain.terms import field_of
from intake.usecases.raw_parties import RawAgent, RawPetitioner
from intake.usecases.register_petition import RawParties
from intake.usecases.reveal_petitioners import Revealable

CaseNo = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_upper=True, pattern=r"^[0-9A-Za-z\u4e00-\u9fff〔〕()（）-]{4,40}$"
    ),
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]
Typed = Annotated[str, StringConstraints(max_length=40)]
Demand = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=20_000)]
DocumentNo = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
UNSORTED = "未分类"


class PetitionerBody(Body):
    name: Name
    id_no: Typed | None = None
    phones: Annotated[list[Line], Field(max_length=10, default_factory=list)]
    household: Line | None = None
    residence: Line | None = None
    representative: bool = False

    def raw(self) -> RawPetitioner:
        """As typed in; the use case checks it."""
        return RawPetitioner(
            self.name, self.id_no, tuple(self.phones), self.household, self.residence,
            self.representative,
        )  # fmt: skip


class AgentBody(Body):
    name: Name
    phone: Line | None = None
    id_no: Typed | None = None
    relation: Line | None = None
    acts_for: Annotated[int, Field(ge=1, le=50)] = 1

    def raw(self) -> RawAgent:
        """As typed in; the use case checks it."""
        return RawAgent(self.name, self.phone, self.id_no, self.relation, self.acts_for)


class AccusedBody(Body):
    name: Name
    unit: Line | None = None
    post: Line | None = None


class CaseBody(Body):
    case_no: CaseNo | None = None
    source: Source
    registered_on: date
    received_on: date | None = None
    handed_down_on: date | None = None
    first_petition_on: date | None = None
    letter_no: Line | None = None
    channel: Channel
    anonymous: bool = False
    petitioners: Annotated[list[PetitionerBody], Field(max_length=50, default_factory=list)]
    agents: Annotated[list[AgentBody], Field(max_length=10, default_factory=list)]
    accused: Annotated[list[AccusedBody], Field(max_length=20, default_factory=list)]
    phones: Annotated[list[Line], Field(max_length=10, default_factory=list)]
    household: Line | None = None
    residence: Line | None = None
    incident_place: Line | None = None
    people_count: Count = 1
    repeat_visits: Annotated[int, Field(ge=0, le=10_000)] = 0
    first_here: bool | None = None
    first_nationwide: bool | None = None
    demand: Demand
    category: Line = UNSORTED
    category_level1: Line | None = None
    category_level2: Line | None = None
    category_level3: Line | None = None
    field: ContentionField | None = None
    tags: Annotated[list[CaseTag], Field(max_length=6, default_factory=list)]
    case_kind: CaseKind = CaseKind.ORDINARY
    ordinary_because: Reason | None = None
    kind_decided: Annotated[
        bool, Field(description="承办人已看过疑难案件提示；为真时，按一般案件登记须写明理由")
    ] = False
    cross_separated: bool = False
    cross_kind: Line | None = None
    cross_kinds: Annotated[list[CrossKind], Field(max_length=6, default_factory=list)]
    demand_class: DemandClass | None = None
    special_hardship: bool = False
    place: Line | None = None
    place_unit: Line | None = None
    first_unit: Line | None = None
    first_person: Line | None = None
    proposed_unit: Line | None = None
    proposed_assist_units: Annotated[list[Line], Field(max_length=20, default_factory=list)]
    proposed_deadline: date | None = None
    leader_name: Line | None = None
    leader_level: LeaderLevel | None = None
    task_force: Line | None = None

    def registration(self) -> Registration:
        """The matter; the parties are checked by the use case."""
        level1 = self.category_level1 or self.category
        return Registration(
            **{n: getattr(self, n) for n in _PLAIN}, case_no=self.case_no or "", category=level1,
            field=self.field or field_of(level1), petitioners=(), proposal=self._proposal(),
            contact=Contact((), self.household, self.residence),
            tags=tuple(t for t in CaseTag if t in self.tags),
            cross_kinds=tuple(k for k in CrossKind if k in self.cross_kinds),
            accused=tuple(Accused(a.name, a.unit, a.post) for a in self.accused),
        )  # fmt: skip

    def parties(self) -> RawParties:
        """Petitioners, agents and phones as typed in."""
        return RawParties(
            [p.raw() for p in self.petitioners], self.phones, [a.raw() for a in self.agents]
        )

    def _proposal(self) -> Proposal:
        return Proposal(
            lead_unit=self.proposed_unit, assist_units=tuple(self.proposed_assist_units),
            deadline=self.proposed_deadline, leader_name=self.leader_name,
            leader_level=self.leader_level, task_force=self.task_force,
        )  # fmt: skip


_PLAIN = (
    "source", "registered_on", "received_on", "handed_down_on", "first_petition_on", "letter_no",
    "channel", "anonymous", "incident_place", "people_count", "repeat_visits", "first_here",
    "first_nationwide", "demand", "category_level2", "category_level3", "case_kind",
    "ordinary_because", "cross_separated", "cross_kind", "demand_class", "special_hardship",
    "place", "place_unit", "first_unit", "first_person",
)  # fmt: skip


class ClassificationBody(Body):
    category: Line
    category_level2: Line | None = None
    category_level3: Line | None = None
    field: ContentionField
    tags: Annotated[list[CaseTag], Field(max_length=6, default_factory=list)]
    case_kind: CaseKind
    ordinary_because: Reason | None = None
    cross_separated: bool
    cross_kinds: Annotated[list[CrossKind], Field(max_length=6, default_factory=list)]
    demand_class: DemandClass | None = None
    special_hardship: bool = False
    reason: Reason | None = None

    def changes(self) -> dict[str, Any]:
        """The classification as facts of a registration."""
        given = {n: getattr(self, n) for n in type(self).model_fields if n != "reason"}
        return given | {
            "tags": tuple(t for t in CaseTag if t in self.tags),
            "cross_kinds": tuple(k for k in CrossKind if k in self.cross_kinds),
        }


class CorrectionBody(Body):
    """Only what is sent is changed; ``reason`` is always needed."""

    reason: Reason
    source: Source | None = None
    registered_on: date | None = None
    received_on: date | None = None
    handed_down_on: date | None = None
    first_petition_on: date | None = None
    letter_no: Line | None = None
    channel: Channel | None = None
    petitioners: Annotated[list[PetitionerBody], Field(max_length=50)] | None = None
    agents: Annotated[list[AgentBody], Field(max_length=10)] | None = None
    accused: Annotated[list[AccusedBody], Field(max_length=20)] | None = None
    phones: Annotated[list[Line], Field(max_length=10)] | None = None
    household: Line | None = None
    residence: Line | None = None
    incident_place: Line | None = None
    people_count: Count | None = None
    repeat_visits: Annotated[int, Field(ge=0, le=10_000)] | None = None
    first_here: bool | None = None
    first_nationwide: bool | None = None
    demand: Demand | None = None
    place: Line | None = None
    place_unit: Line | None = None
    first_unit: Line | None = None
    first_person: Line | None = None
    proposed_unit: Line | None = None
    proposed_deadline: date | None = None

    @model_validator(mode="after")
    def _required_stay(self) -> Self:
        emptied = [n for n in self.model_fields_set & _NEVER_EMPTY if getattr(self, n) is None]
        if emptied:
            msg = f"{emptied[0]} 不能清空"
            raise ValueError(msg)
        return self

    def parties(self) -> RawParties:
        """The parties that are corrected, as typed in."""
        return RawParties(
            [p.raw() for p in self.petitioners or ()], self.phones or (),
            [a.raw() for a in self.agents or ()],
        )  # fmt: skip

    def changes(self) -> dict[str, Any]:
        """What was sent, as facts of a registration; parties are put in by the use case."""
        sent = {n: getattr(self, n) for n in self.model_fields_set - {"reason"}}
        for name, fact in _PROPOSED.items():
            if name in sent:
                sent[fact] = sent.pop(name)
        if "accused" in sent:
            sent["accused"] = tuple(Accused(a.name, a.unit, a.post) for a in self.accused or ())
        return sent


_PROPOSED = {"proposed_unit": "proposal.lead_unit", "proposed_deadline": "proposal.deadline"}
_NEVER_EMPTY = frozenset(
    {"source", "registered_on", "channel", "petitioners", "agents", "accused", "phones",
     "people_count", "repeat_visits", "demand", "first_unit"}
)  # fmt: skip


class TickBody(Body):
    tick: Tick
    evidence: Annotated[str, StringConstraints(max_length=2000)]


class VerificationBody(Body):
    ticks: Annotated[list[TickBody], Field(min_length=1, max_length=3)]
    occurred_on: date | None = None
    fast_because: Reason | None = None


class FastClosureBody(Body):
    document_no: DocumentNo
    basis: Reason
    occurred_on: date | None = None


class ReasonBody(Body):
    reason: Reason


class ProgressBody(Body):
    stage: Stage
    occurred_on: date | None = None


class LegalReferenceBody(Body):
    document_no: DocumentNo
    organ: Line
    issued_on: date
    kind: LegalKind


class RevealBody(Body):
    purpose: Reason
    fields: Annotated[set[Revealable], Field(min_length=1)]


class SearchBody(Body):
    id_no: Typed | None = None
    phone: Typed | None = None


class IdNumberBody(Body):
    id_no: Annotated[str, StringConstraints(min_length=1, max_length=60)]


class PhoneBody(Body):
    phone: Annotated[str, StringConstraints(min_length=1, max_length=60)]
