"""What reads hand out: a case's records with their texts opened."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """Whose record it is, the day it happened and the instant it was entered."""

    id: UUID
    unit: str
    account: str
    occurred_on: date
    late: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityView(RecordView):
    """An activity."""

    kind: str
    by_leader: bool
    face_to_face: bool
    place: str
    participants: str
    demands: str
    summary: str
    commitments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentView:
    """Whether one party agreed to be mediated."""

    party: str
    consented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView(RecordView):
    """A mediation session."""

    kind: str
    outcome: str
    confirm_by: date | None
    place: str
    mediator: str
    consents: list[ConsentView]
    minutes: str
    agreement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureView(RecordView):
    """A measure and its execution."""

    means: list[str]
    description: str
    responsible: str
    executed: bool
    executed_on: date | None
    executed_late: bool | None
    executed_recorded_at: datetime | None
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView(RecordView):
    """What the petitioner was told."""

    kind: str
    channel: str
    content: str
    receipt: bool
    receipt_no: str
    no_receipt_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionView(RecordView):
    """The leader's written opinion."""

    report_id: UUID
    agreed: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView(RecordView):
    """A closing report and the opinion on it."""

    case_id: UUID
    round: int
    document_no: str
    signed_by: str
    contact_phone: str
    demands: str
    findings: str
    outcome: str
    opinion: OpinionView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Everything recorded on one case, oldest business day first."""

    activities: list[ActivityView]
    sessions: list[SessionView]
    measures: list[MeasureView]
    notices: list[NoticeView]
    reports: list[ReportView]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedReport(ReportView):
    """The standing report, and the records it rests on."""

    evidence: Records
