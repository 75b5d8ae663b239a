"""What callers get: closure facts each with its date, instant and author."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.vocab import EvidenceSlot, label
from pydantic import BaseModel, Field

from supervision.domain.facts import FACT_LABELS, Entry, Fact, FactKind
from supervision.domain.recognition import Evidence
from supervision.domain.review import Checklist, Decision
from supervision.domain.revocation import Cause


class Authored(BaseModel):
    occurred_on: date = Field(title="发生日期")
    recorded_at: datetime = Field(title="登记时刻")
    actor_sub: str = Field(title="登记账号")
    actor_unit: str = Field(title="登记单位")
    late: bool = Field(title="补录")


class FactView(Authored):
    kind: FactKind
    label: str
    ref: UUID
    round: int
    standing: bool

    @classmethod
    def of(cls, fact: Fact | None) -> "FactView | None":
        """The fact, if there is one."""
        return None if fact is None else cls.stated(fact)

    @classmethod
    def stated(cls, fact: Fact) -> "FactView":
        """The fact with its day, instant and author."""
        return cls(
            kind=fact.kind, label=FACT_LABELS[fact.kind], ref=fact.ref, round=fact.round,
            standing=fact.standing, **author(fact.entry),
        )  # fmt: skip


class ClosureView(BaseModel):
    reported: FactView | None = Field(title="程序办结")
    approved: FactView | None = Field(title="审核报结")
    recognised: FactView | None = Field(title="化解认定")
    written_off: FactView | None = Field(title="销号")


class ReviewView(Authored):
    id: UUID
    report_id: UUID
    round: int
    decision: Decision
    checklist: Checklist
    reason: str | None


class EvidenceView(BaseModel):
    slot: EvidenceSlot
    label: str
    document_no: str | None
    description: str | None
    confirmed_by: str | None
    voluntary: bool | None

    @classmethod
    def of(cls, e: Evidence, *, full: bool) -> "EvidenceView":
        """One piece of evidence; its texts only for the office."""
        return cls(
            slot=e.slot, label=label(e.slot), voluntary=e.voluntary,
            document_no=e.document_no if full else None,
            description=e.description if full else None,
            confirmed_by=e.confirmed_by if full else None,
        )  # fmt: skip


class RecognitionView(Authored):
    id: UUID
    observe_until: date
    evidence: list[EvidenceView]
    fast: bool = Field(title="事由清楚、结果清晰，直接销号")
    basis_document_no: str | None = Field(title="直接销号的依据文书")


class RevocationView(Authored):
    id: UUID
    recognition_id: UUID
    cause: Cause
    label: str
    later_case_id: UUID | None
    reason: str | None


class RepeatView(BaseModel):
    link_id: UUID
    later_case_id: UUID | None
    repeated_on: date
    revoked: bool = Field(title="是否因此撤销化解")
    withdrawn: bool = Field(title="是否已撤回认定，不再算作重复信访")


class CaseView(BaseModel):
    case_id: UUID
    case_no: str | None
    cohort: str | None
    state: str
    state_label: str
    state_since: date | None
    lead_unit: str | None
    version: int
    round: int = Field(title="第几次报结")
    returns: int = Field(title="退回次数")
    observe_until: date | None
    closure: ClosureView
    leader_opinion: FactView | None
    history: list[FactView]
    reviews: list[ReviewView]
    recognitions: list[RecognitionView]
    revocations: list[RevocationView]
    repeats: list[RepeatView]
    allowed_actions: list[str]


class CaseLine(BaseModel):
    case_id: UUID
    case_no: str | None
    state: str
    state_label: str
    state_since: date | None
    lead_unit: str | None
    returns: int
    observe_until: date | None
    reported_on: date | None
    approved_on: date | None
    recognised_on: date | None
    written_off_on: date | None
    version: int


class DeskItem(BaseModel):
    case_id: UUID
    case_no: str | None
    action: str
    label: str
    due_on: date | None
    since: date | None


class Desk(BaseModel):
    items: list[DeskItem]


def author(entry: Entry) -> dict[str, Any]:
    """The fields that say when and by whom."""
    return {
        "occurred_on": entry.on, "recorded_at": entry.at, "actor_sub": entry.by,
        "actor_unit": entry.unit, "late": entry.late,
    }  # fmt: skip
