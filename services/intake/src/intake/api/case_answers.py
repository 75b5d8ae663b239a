"""What clients get back of cases."""

from datetime import date
from typing import Any
from uuid import UUID

from dbkit.receipt import Receipt
from pydantic import BaseModel, Field

from intake.api.repeat_schemas import RepeatLinkView
from intake.api.schemas import CaseBrief


class Registered(Receipt):
    case_no: str = Field(title="信访件编号")


class Code(BaseModel):
    code: str
    label: str


class MaskedPetitioner(BaseModel):
    seq: int
    name: str | None
    id_no: str | None
    id_state: str
    phones: list[str]
    household: str | None
    residence: str | None
    representative: bool


class MaskedAgent(BaseModel):
    seq: int
    name: str | None
    phone: str | None
    id_no: str | None
    relation: str | None
    acts_for: int


class MaskedAccused(BaseModel):
    name: str | None
    unit: str | None
    post: str | None


class FastLaneView(BaseModel):
    eligible_on: date | None
    because: str | None
    closed_on: date | None
    document_no: str | None
    basis: str | None


class CodeSentence(BaseModel):
    code: str
    sentence: str


class HardCase(BaseModel):
    suggested: bool
    reasons: list[CodeSentence]
    open: bool = Field(description="符合提示条件、按一般案件登记且未写明理由")


class Labels(BaseModel):
    source: str
    cohort: str
    channel: str
    field: str
    case_kind: str
    demand_class: str | None
    cross_kinds: list[str]
    tags: list[str]
    leader_level: str | None


class CaseView(CaseBrief):
    handed_down_on: date | None
    received_on: date | None
    first_petition_on: date | None
    first_here: bool | None
    first_nationwide: bool | None
    letter_no: str | None
    campaign_batch: int | None
    cohort_reason: str
    category_level1: str
    category_level2: str | None
    category_level3: str | None
    cross_kind: str | None
    cross_kinds: list[str]
    demand_class: str | None
    special_hardship: bool
    repeat_visits: int
    ordinary_because: str | None
    place: str | None
    place_unit: str | None
    place_unit_name: str | None
    incident_place: str | None
    demand: str
    first_unit: str | None
    first_unit_name: str | None
    first_person: str | None
    registrar_unit_name: str
    issued: bool
    anonymous: bool
    petitioners: list[MaskedPetitioner]
    agents: list[MaskedAgent]
    accused: list[MaskedAccused]
    phones: list[str]
    household: str | None
    residence: str | None
    proposal: dict[str, Any]
    ticks: list[dict[str, Any]]
    fast: FastLaneView
    hard_case: HardCase
    next_actions: list[Code]
    labels: Labels
    import_id: UUID | None
    repeats: list[RepeatLinkView]
    allowed_actions: list[str]


class StepView(BaseModel):
    code: str
    title: str
    limit_days: int | None
    due_on: date | None
    basis: str
    exempt: str | None
    documents: list[Code]


class ProcedureView(BaseModel):
    case_id: UUID
    received_on: date
    received_on_assumed: bool = Field(description="未填收到日期，按登记时间计算")
    counting: str
    steps: list[StepView]


class ProgressView(BaseModel):
    reference: str
    stage: str
    stage_label: str
    occurred_on: date


class LegalReferenceView(BaseModel):
    id: UUID
    case_id: UUID
    document_no: str
    organ: str
    issued_on: date
    kind: str
    kind_label: str


class Revealed(BaseModel):
    case_id: UUID
    petitioners: list[dict[str, Any]] | None = None
    agents: list[dict[str, Any]] | None = None
    accused: list[dict[str, Any]] | None = None
    phones: list[str] | None = None
    household: str | None = None
    residence: str | None = None


class Verdict(BaseModel):
    valid: bool
    code: str | None = None
    sentence: str | None = None
    kind: str | None = Field(default=None, description="号码种类或证号来源")
    warnings: list[CodeSentence] = []
