"""Tells the life of a case as the events the services would publish."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from contracts.assignment import (
    CaseIssuedV1,
    DeadlineSetV1,
    DutySignedV1,
    IssuedDuty,
    LeaderAssignedV1,
    LeaderOverrideRecordedV1,
    ObjectionDecidedV1,
    ObjectionRaisedV1,
    PlanFiledV1,
    PlanStepDoneV1,
    ResolutionStartedV1,
    TaskForceNamedV1,
)
from contracts.event import Envelope, EventData
from contracts.intake import (
    CaseAmendedV1,
    CaseFastClosedV1,
    CaseRegisteredV1,
    CaseSealedV1,
    CaseUnsealedV1,
    CaseVerifiedV1,
    MatterJoinedV1,
    RepeatConfirmedV1,
    RepeatWithdrawnV1,
)
from contracts.mediation import (
    ActivityRecordedV1,
    ClosureReportedV1,
    LeaderOpinionSignedV1,
    MeasureExecutedV1,
    PetitionerNotifiedV1,
    SessionHeldV1,
)
from contracts.supervision import (
    CaseWrittenOffV1,
    ClosureApprovedV1,
    ClosureReturnedV1,
    ResolutionRecognisedV1,
    ResolutionReinstatedV1,
    ResolutionRevokedV1,
    RevocationCause,
)
from contracts.vocab import (
    ActivityKind,
    CaseKind,
    Channel,
    Cohort,
    DutyRole,
    EvidenceSlot,
    Field,
    LeaderLevel,
    Means,
    MediationKind,
    NoticeKind,
    SessionOutcome,
    Source,
    Tick,
)
from testkit.events import an_event

NOON = datetime(2020, 10, 30, 4, 0, tzinfo=UTC)


class Story:
    """One case; every method happens on ``day`` and is recorded at ``at`` (default: noon of that day)."""

    _count = 0

    def __init__(self, unit: str = "wenhuajie", case_id: UUID | None = None, **registered: object):
        Story._count += 1
        self.case_id = case_id or uuid4()
        self.unit = unit
        self.no = str(registered.pop("case_no", f"GJ{Story._count:013d}"))
        self.registered = registered
        self.events: list[Envelope] = []
        self.versions: dict[str, int] = {}
        self.report: UUID | None = None
        self.recognition: UUID | None = None
        self.now: dict[str, object] = {}

    def tell(
        self,
        data: EventData,
        day: date,
        at: datetime | None = None,
        *,
        tenant: str | None = None,
    ) -> "Story":
        source = data.SERVICE
        self.versions[source] = self.versions.get(source, 0) + 1
        recorded = at or datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        self.events.append(
            an_event(
                data,
                case_id=self.case_id,
                version=self.versions[source],
                occurred_on=day,
                tenant=tenant or ("xlb" if source in {"intake", "supervision"} else self.unit),
                time=recorded,
                late=(recorded.date() - day) > timedelta(days=3),
            )
        )
        return self

    def register(self, day: date = date(2019, 3, 25), at: datetime = NOON, tenant: str = "xlb"):
        values = {
            "case_no": self.no,
            "source": Source.CENTRAL,
            "cohort": Cohort.A,
            "handed_down_on": date(2020, 10, 29),
            "registered_on": day,
            "channel": Channel.VISIT,
            "people_count": 3,
            "field": Field.REAL_ESTATE,
            "category": "城乡建设",
            "case_kind": CaseKind.ORDINARY,
            "cross_separated": False,
            "place_unit": self.unit,
            "proposed_unit": self.unit,
            "proposed_deadline": date(2020, 12, 20),
            **self.registered,
        }
        return self.tell(CaseRegisteredV1(**values), day, at, tenant=tenant)

    def verify(self, day: date, at: datetime | None = None):
        return self.tell(CaseVerifiedV1(ticks=tuple(Tick)), day, at)

    def issue(
        self,
        day: date,
        at: datetime | None = None,
        lead: str | None = None,
        assist: tuple[str, ...] = (),
    ):
        self.unit = lead or self.unit
        duties = [IssuedDuty(unit=self.unit, role=DutyRole.LEAD)]
        duties += [IssuedDuty(unit=u, role=DutyRole.ASSIST) for u in assist]
        data = CaseIssuedV1(batch_id=uuid4(), letter_no="兴信联〔2020〕1号", duties=tuple(duties))
        return self.tell(data, day, at, tenant="xlb")

    def sign(self, day: date, at: datetime | None = None):
        return self.tell(DutySignedV1(unit=self.unit, role=DutyRole.LEAD), day, at)

    def object(self, day: date, at: datetime | None = None):
        return self.tell(ObjectionRaisedV1(unit=self.unit), day, at)

    def decide(self, day: date, accepted: bool, at: datetime | None = None):
        data = ObjectionDecidedV1(unit=self.unit, accepted=accepted)
        return self.tell(data, day, at, tenant="xlb")

    def lead_by(self, day: date, level: LeaderLevel = LeaderLevel.COUNTY, unit: str = "qld"):
        if level is LeaderLevel.SECTION:
            self.tell(LeaderOverrideRecordedV1(override_id=uuid4()), day, tenant="xlb")
        data = LeaderAssignedV1(
            leader_account="qld.leader", leader_unit=unit, level=level,
            by_override=level is LeaderLevel.SECTION,
        )  # fmt: skip
        return self.tell(data, day)

    def due(self, day: date, due_on: date, at: datetime | None = None):
        return self.tell(DeadlineSetV1(due_on=due_on, previous=None), day, at)

    def start(self, day: date, at: datetime | None = None):
        self.tell(TaskForceNamedV1(members=3), day, at)
        return self.tell(ResolutionStartedV1(lead_unit=self.unit), day, at)

    def plan(self, day: date):
        plan = uuid4()
        self.tell(PlanFiledV1(plan_id=plan, steps=2, target_on=day + timedelta(days=30)), day)
        return self.tell(PlanStepDoneV1(plan_id=plan, step=1), day)

    def work(self, day: date):
        self.tell(
            ActivityRecordedV1(
                activity_id=uuid4(), kind=ActivityKind.WENT_DOWN, by_leader=True, face_to_face=True
            ),
            day,
        )
        self.tell(
            SessionHeldV1(
                session_id=uuid4(),
                kind=MediationKind.PEOPLE,
                outcome=SessionOutcome.AGREED,
                confirm_by=day + timedelta(days=30),
            ),
            day,
        )
        self.tell(MeasureExecutedV1(measure_id=uuid4(), means=(Means.LAW,)), day)
        return self.tell(
            PetitionerNotifiedV1(notice_id=uuid4(), kind=NoticeKind.REPLY, receipt=True), day
        )

    def claim(self, day: date, at: datetime | None = None):
        self.report = uuid4()
        return self.tell(ClosureReportedV1(report_id=self.report, round=1), day, at)

    def opinion(self, day: date, agreed: bool = True, at: datetime | None = None):
        assert self.report is not None
        return self.tell(LeaderOpinionSignedV1(report_id=self.report, agreed=agreed), day, at)

    def approve(self, day: date, at: datetime | None = None):
        assert self.report is not None
        return self.tell(ClosureApprovedV1(report_id=self.report), day, at)

    def send_back(self, day: date, at: datetime | None = None):
        assert self.report is not None
        return self.tell(ClosureReturnedV1(report_id=self.report, returns=1), day, at)

    def recognise(self, day: date, at: datetime | None = None):
        self.recognition = uuid4()
        data = ResolutionRecognisedV1(
            recognition_id=self.recognition,
            evidence=tuple(EvidenceSlot),
            observe_until=day + timedelta(days=90),
        )
        return self.tell(data, day, at)

    def write_off(self, day: date, at: datetime | None = None):
        assert self.recognition is not None
        return self.tell(CaseWrittenOffV1(recognition_id=self.recognition), day, at)

    def revoke(self, day: date, at: datetime | None = None):
        assert self.recognition is not None
        data = ResolutionRevokedV1(
            recognition_id=self.recognition, cause=RevocationCause.RELAPSE, later_case_id=uuid4()
        )
        return self.tell(data, day, at)

    def reinstate(self, day: date, at: datetime | None = None):
        assert self.recognition is not None
        data = ResolutionReinstatedV1(
            recognition_id=self.recognition,
            later_case_id=uuid4(),
            recognised_on=self._told(ResolutionRecognisedV1),
            observe_until=day,
            written_off_on=self._told(CaseWrittenOffV1),
            report_id=self.report,
            approved_on=self._told(ClosureApprovedV1),
        )
        return self.tell(data, day, at)

    def _told(self, model: type[EventData]) -> date | None:
        days = [e.occurred_on for e in self.events if e.name == model.NAME]
        return days[-1] if days else None

    def strike_off(self, day: date, at: datetime | None = None):
        self.tell(CaseFastClosedV1(document_no="兴信联〔2020〕77号"), day, at)
        self.recognition = uuid4()
        fast = ResolutionRecognisedV1(
            recognition_id=self.recognition, evidence=(), observe_until=day, fast=True,
            report_id=self.report,
        )  # fmt: skip
        self.report = None
        return self.tell(fast, day, at).write_off(day, at)

    def amend(self, day: date, at: datetime | None = None, **facts: Any):
        self.now = {**(self.now or self.events[0].data), **facts}
        return self.tell(CaseAmendedV1(changed=tuple(facts), **self.now), day, at)

    def seal(self, day: date, number: str | None = None, at: datetime | None = None):
        return self.tell(CaseSealedV1(case_no=number), day, at, tenant="jjw")

    def unseal(self, day: date, number: str | None = None, tenant: str = "xlb"):
        return self.tell(CaseUnsealedV1(case_no=number), day, tenant=tenant)

    def join(self, matter: UUID | None, day: date):
        return self.tell(MatterJoinedV1(matter_id=matter), day)

    def withdraw(self, day: date, was: str = "confirmed"):
        data = RepeatWithdrawnV1(link_id=uuid4(), later_case_id=uuid4(), was=was)
        return self.tell(data, day)

    def repeat(self, day: date, at: datetime | None = None):
        data = RepeatConfirmedV1(link_id=uuid4(), later_case_id=uuid4(), repeated_on=day)
        return self.tell(data, day, at)

    def until_resolving(self, day: date = date(2020, 11, 2), due_on: date = date(2020, 12, 20)):
        self.register().verify(day).issue(day).sign(day).lead_by(day).due(day, due_on)
        return self.start(day).plan(day).work(day)

    def until_claimed(self, day: date):
        return self.until_resolving().claim(day).opinion(day)

    def until_resolved(self, day: date):
        return self.until_claimed(day).approve(day).recognise(day)
