"""Events that mediation publishes: what was really done with the petitioner and the matter."""

from datetime import date
from uuid import UUID

from contracts.event import EventData, event
from contracts.vocab import ActivityKind, Means, MediationKind, NoticeKind, SessionOutcome


@event("mediation", "activity_recorded", 1)
class ActivityRecordedV1(EventData):
    """A visit or another activity (接访、下访、走访、研究、会商、疏导)."""

    activity_id: UUID
    kind: ActivityKind
    by_leader: bool
    face_to_face: bool


@event("mediation", "session_held", 1)
class SessionHeldV1(EventData):
    """A mediation session took place."""

    session_id: UUID
    kind: MediationKind
    outcome: SessionOutcome
    confirm_by: date | None
    """Last day to apply for judicial confirmation, 30 days after the agreement (T17)."""


@event("mediation", "measure_executed", 1)
class MeasureExecutedV1(EventData):
    """A measure was carried out."""

    measure_id: UUID
    means: tuple[Means, ...]


@event("mediation", "petitioner_notified", 1)
class PetitionerNotifiedV1(EventData):
    """The petitioner was told, with a receipt or the reason for none."""

    notice_id: UUID
    kind: NoticeKind
    receipt: bool


@event("mediation", "closure_reported", 1)
class ClosureReportedV1(EventData):
    """程序办结: the lead unit filed its closing report (办结报告)."""

    report_id: UUID
    round: int
    """1 for the first report, one more after each return."""


@event("mediation", "leader_opinion_signed", 1)
class LeaderOpinionSignedV1(EventData):
    """The leader in charge signed a written opinion on the closing report (R24)."""

    report_id: UUID
    agreed: bool
