"""What clients send about repeats and matters, and what they get back."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from dbkit.paging import Page
from pydantic import BaseModel, Field, StringConstraints

from intake.api.schemas import Body, CaseBrief, Line, Reason
from intake.domain.repeat import DecisionCode, Grounds, LinkState
from intake.matching.band import Band
from intake.matching.persons import Person

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class RepeatBody(Body):
    later_case_id: UUID
    repeated_on: date | None = None
    reason: Reason


class GroundsBody(Body):
    code: DecisionCode | None = None
    reason: Reason | None = None

    def grounds(self) -> Grounds:
        """Code and sentence."""
        return Grounds(self.code, self.reason)


class ConfirmationBody(GroundsBody):
    repeated_on: date | None = None


class TypedPetitioner(Body):
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=50)] = ""
    id_no: Annotated[str, StringConstraints(max_length=40)] | None = None
    phones: list[Short] = Field(default_factory=list, max_length=10)
    address: Short | None = None


class SimilarBody(Body):
    petitioners: list[TypedPetitioner] = Field(default_factory=list, max_length=20)
    subject: Short | None = None
    demand: Text = ""
    place_unit: Line | None = None

    def people(self) -> list[Person]:
        """Those with anything typed in."""
        return [
            Person(p.name, p.id_no, tuple(p.phones), p.address)
            for p in self.petitioners
            if p.name or p.id_no or p.phones
        ]


class ReasonView(BaseModel):
    code: str
    sentence: str
    weight: float


class Reasons(BaseModel):
    person: list[ReasonView] = []
    matter: list[ReasonView] = []


class SimilarCase(CaseBrief):
    relation: str
    relation_label: str
    band: Band
    probability: float
    reasons: Reasons


class SimilarCases(BaseModel):
    items: list[SimilarCase]
    note: str


class CaseEnd(BaseModel):
    case_id: UUID
    case_no: str | None
    registered_on: date | None


class RepeatLinkView(BaseModel):
    id: UUID
    state: LinkState
    basis: str
    version: int
    earlier: CaseEnd
    later: CaseEnd
    repeated_on: date | None
    reason: str | None
    created_at: datetime
    decided_at: datetime | None
    band: Band | None = None
    probability: float | None = None
    code: DecisionCode | None = None


class RepeatLinkPage(Page[RepeatLinkView]):
    counts: dict[str, int]


class Span(BaseModel):
    start: int
    end: int


class SideView(CaseBrief):
    demand: str
    petitioners: list[dict[str, Any]]
    phones: list[str]
    residence: str | None
    household: str | None
    shared: list[Span]


class HiddenSide(BaseModel):
    case_id: UUID
    hidden: bool = True
    note: str


class RepeatPairView(RepeatLinkView):
    sides: dict[str, SideView | HiddenSide]
    reasons: Reasons
    phrases: list[str]
    may_decide: bool
    allowed_actions: list[str]
    next_id: UUID | None


class Label(BaseModel):
    link_id: UUID
    earlier_case_id: UUID
    later_case_id: UUID
    decision: LinkState
    code: DecisionCode | None
    band: Band | None
    basis: str
    probability: float | None
    person_probability: float | None
    matter_probability: float | None
    reason_codes: list[str]
    decided_at: datetime


class Labels(BaseModel):
    items: list[Label]
    model_config = {"json_schema_extra": {"description": "Decisions without personal data"}}


class BandQuality(BaseModel):
    month: str | None = None
    band: str
    confirmed: int
    dismissed: int
    precision: float | None


class RepeatQuality(BaseModel):
    since: date
    until: date
    bands: list[BandQuality]
    months: list[BandQuality]
    waiting: dict[str, int]


class MatterBrief(BaseModel):
    id: UUID
    cases: int
    petitioners: int
    people: int
    units: list[str]
    fields: list[str]
    first_on: date
    last_on: date
    recent: int
    names: list[str] = []


class MatterView(MatterBrief):
    members: list[CaseBrief]


class MatterReceipt(BaseModel):
    id: UUID
    cases: list[UUID]


class MatterBody(Body):
    case_ids: Annotated[list[UUID], Field(min_length=2, max_length=200)]


class MemberBody(Body):
    case_id: UUID


class MergeBody(Body):
    matter_id: UUID
