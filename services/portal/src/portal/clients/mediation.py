"""What pages read from mediation: the work done, the closing report, the desk."""

from datetime import date, datetime

from portal.clients.assignment import Desk
from portal.clients.upstream import Line, Read


class Record(Read):
    """Whose record, of which day."""

    id: str
    unit: str = ""
    account: str = ""
    occurred_on: date
    late: bool = False
    recorded_at: datetime | None = None


class Activity(Record):
    """接访、下访、走访 and the like."""

    kind: str
    by_leader: bool = False
    face_to_face: bool = False
    place: str = ""
    participants: str = ""
    demands: str = ""
    summary: str = ""
    commitments: str = ""


class Consent(Read):
    """Whether a party agreed to be mediated."""

    party: str
    consented: bool


class MediationSession(Record):
    """A mediation session."""

    kind: str
    outcome: str
    confirm_by: date | None = None
    place: str = ""
    mediator: str = ""
    consents: tuple[Consent, ...] = ()
    minutes: str = ""
    agreement: str = ""


class Measure(Record):
    """A measure and its execution."""

    means: tuple[str, ...] = ()
    description: str = ""
    responsible: str = ""
    executed: bool = False
    executed_on: date | None = None
    result: str = ""


class Notice(Record):
    """What the petitioner was told."""

    kind: str
    channel: str = ""
    content: str = ""
    receipt_no: str = ""
    no_receipt_reason: str = ""


class Opinion(Record):
    """The leader's written opinion."""

    agreed: bool
    text: str = ""


class Report(Record):
    """A closing report."""

    round: int = 1
    document_no: str = ""
    signed_by: str = ""
    contact_phone: str = ""
    demands: str = ""
    findings: str = ""
    outcome: str = ""
    opinion: Opinion | None = None


class Records(Read):
    """Everything recorded on a case."""

    activities: tuple[Activity, ...] = ()
    sessions: tuple[MediationSession, ...] = ()
    measures: tuple[Measure, ...] = ()
    notices: tuple[Notice, ...] = ()
    reports: tuple[Report, ...] = ()


class OpenedReport(Report):
    """The standing report with the records it rests on."""

    evidence: Records = Records()


class WorkCase(Read):
    """A case under resolution."""

    case_id: str
    state: str
    version: int
    round: int = 0
    reported_on: date | None = None
    report_opened: bool = False
    missing_evidence: tuple[str, ...] = ()
    allowed_actions: tuple[str, ...] = ()


class MediationClient:
    """mediation, as one visitor may use it."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def case(self, case_id: str) -> WorkCase:
        """One case."""
        return await self._line.read(WorkCase, f"/v1/cases/{case_id}")

    async def records(self, case_id: str) -> Records:
        """Its records."""
        return await self._line.read(Records, f"/v1/cases/{case_id}/records")

    async def report(self, case_id: str) -> OpenedReport:
        """The standing report; a leader's reading of it is written down."""
        return await self._line.read(OpenedReport, f"/v1/cases/{case_id}/closure-report")

    async def desk(self) -> Desk:
        """What waits for the visitor."""
        return await self._line.read(Desk, "/v1/desk")
