"""What clients send to intake and what they get back."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from contracts.vocab import CaseKind, Channel, LeaderLevel, Source, Tick
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from intake.domain.registration import Contact, Proposal, Registration
from intake.domain.repeat import LinkState
from intake.domain.terms import field_of
from intake.usecases.register_petition import RawPetitioner
from intake.usecases.reveal_petitioners import Revealable

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=2000)]
CaseNo = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_upper=True, pattern=r"^[0-9A-Za-z\u4e00-\u9fff〔〕()（）-]{4,40}$"
    ),
]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PetitionerBody(Body):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]
    id_no: Annotated[str, StringConstraints(max_length=40)] | None = None


class CaseBody(Body):
    case_no: CaseNo
    source: Source
    registered_on: date
    handed_down_on: date | None = None
    channel: Channel
    petitioners: Annotated[list[PetitionerBody], Field(min_length=1, max_length=50)]
    phones: Annotated[list[Line], Field(max_length=10)] = []
    household: Line | None = None
    residence: Line | None = None
    incident_place: Line | None = None
    people_count: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    demand: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=5, max_length=20_000)
    ]
    category: Line = "未分类"
    case_kind: CaseKind = CaseKind.ORDINARY
    cross_separated: bool = False
    cross_kind: Line | None = None
    place_unit: Line | None = None
    proposed_unit: Line | None = None
    proposed_assist_units: Annotated[list[Line], Field(max_length=20)] = []
    proposed_deadline: date | None = None
    leader_name: Line | None = None
    leader_level: LeaderLevel | None = None
    task_force: Line | None = None

    def registration(self) -> Registration:
        """The matter; petitioners and phones are checked by the use case."""
        proposal = Proposal(
            lead_unit=self.proposed_unit, assist_units=tuple(self.proposed_assist_units),
            deadline=self.proposed_deadline, leader_name=self.leader_name,
            leader_level=self.leader_level, task_force=self.task_force,
        )  # fmt: skip
        return Registration(
            case_no=self.case_no, source=self.source, registered_on=self.registered_on,
            channel=self.channel, field=field_of(self.category), category=self.category,
            demand=self.demand, petitioners=(), handed_down_on=self.handed_down_on,
            contact=Contact((), self.household, self.residence),
            incident_place=self.incident_place, people_count=self.people_count,
            case_kind=self.case_kind, cross_separated=self.cross_separated,
            cross_kind=self.cross_kind, place_unit=self.place_unit, proposal=proposal,
        )  # fmt: skip

    def people(self) -> list[RawPetitioner]:
        """The petitioners as typed in."""
        return [RawPetitioner(p.name, p.id_no) for p in self.petitioners]


class TickBody(Body):
    tick: Tick
    evidence: Annotated[str, StringConstraints(max_length=2000)]


class VerificationBody(Body):
    ticks: Annotated[list[TickBody], Field(min_length=1, max_length=3)]
    occurred_on: date | None = None


class RepeatBody(Body):
    later_case_id: UUID
    repeated_on: date | None = None
    reason: Reason


class DismissalBody(Body):
    reason: Reason


class RevealBody(Body):
    purpose: Reason
    fields: Annotated[set[Revealable], Field(min_length=1)]


class SearchBody(Body):
    id_no: Annotated[str, StringConstraints(max_length=40)] | None = None
    phone: Annotated[str, StringConstraints(max_length=40)] | None = None


class CommitBody(Body):
    occurred_on: date | None = None
    source_letter: Line | None = None


class CaseBrief(BaseModel):
    id: UUID
    case_id: UUID
    case_no: str
    state: str
    version: int
    source: str
    cohort: str
    registered_on: date
    channel: str
    field: str
    category: str
    case_kind: str
    cross_separated: bool
    people_count: int
    petitioner: str | None
    proposed_unit: str | None
    registrar_unit: str


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


class MaskedPetitioner(BaseModel):
    seq: int
    name: str | None
    id_no: str | None
    id_state: str


class CaseView(CaseBrief):
    handed_down_on: date | None
    cross_kind: str | None
    place: str | None
    place_unit: str | None
    place_unit_name: str | None
    incident_place: str | None
    demand: str
    petitioners: list[MaskedPetitioner]
    phones: list[str]
    household: str | None
    residence: str | None
    proposal: dict[str, Any]
    ticks: list[dict[str, Any]]
    import_id: UUID | None
    repeats: list[RepeatLinkView]
    allowed_actions: list[str]


class Revealed(BaseModel):
    case_id: UUID
    petitioners: list[dict[str, Any]] | None = None
    phones: list[str] | None = None
    household: str | None = None
    residence: str | None = None


class ImportBrief(BaseModel):
    import_id: UUID
    file_name: str
    file_verdict: str
    reason: str | None
    reason_zh: str | None
    rows_total: int
    rows_accepted: int
    state: str
    version: int
    committed: int
    source_letter: str | None
    created_at: datetime
    committed_at: datetime | None


class RejectedRowView(BaseModel):
    row: int
    codes: list[str]
    column: str | None
    reason_zh: str | None


class ImportView(ImportBrief):
    rows_rejected: list[RejectedRowView]
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_rows: list[int] = []
    first_data_row: int | None = None
    column_map: dict[str, str] = {}
    skipped_rows: list[dict[str, Any]] = []
    notes: list[str] = []


class ImportRowView(BaseModel):
    row: int
    serial: int | None
    verdict: str
    warnings: list[str]
    normalisations: list[str]
    codes: list[str]
    column: str | None
    reason_zh: str | None
    case_id: UUID | None
    values: dict[str, Any]
    extras: dict[str, Any]


class CommittedCase(BaseModel):
    row: int
    case_id: UUID
    case_no: str


class Committed(BaseModel):
    import_id: UUID
    version: int
    committed: int
    already_present: int
    cases: list[CommittedCase]
