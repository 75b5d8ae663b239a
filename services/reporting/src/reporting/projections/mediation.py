"""Folds mediation's events into what was done and what the unit reported."""

from dataclasses import replace
from datetime import date

from contracts.event import Envelope, EventData
from contracts.mediation import (
    ActivityRecordedV1,
    ClosureReportedV1,
    LeaderOpinionSignedV1,
    MeasureExecutedV1,
    PetitionerNotifiedV1,
    SessionHeldV1,
)

from reporting.projections.facts import fact
from reporting.projections.rows import Fact, FactKind, MediationPart

Folded = tuple[MediationPart, tuple[Fact, ...]]


def fold(part: MediationPart, envelope: Envelope, data: EventData | None) -> Folded:
    """Apply one event of mediation."""
    match data:
        case ClosureReportedV1():
            part = replace(
                part, report_id=data.report_id, report_round=data.round,
                reported_on=envelope.occurred_on, opinion_agreed=None, opinion_on=None,
            )  # fmt: skip
            return part, (fact(envelope, FactKind.CLAIMED, ref=data.report_id),)
        case LeaderOpinionSignedV1():
            part = replace(part, opinion_agreed=data.agreed, opinion_on=envelope.occurred_on)
            kind = FactKind.AGREED if data.agreed else FactKind.DECLINED
            return part, (fact(envelope, kind, ref=data.report_id),)
        case _:
            return _done(part, envelope.occurred_on, data), ()


def _done(part: MediationPart, day: date, data: EventData | None) -> MediationPart:
    latest = max(day, part.last_activity_on or day)
    match data:
        case ActivityRecordedV1():
            return replace(
                part, activities=part.activities + 1, last_activity_on=latest,
                face_to_face=part.face_to_face + int(data.face_to_face),
            )  # fmt: skip
        case SessionHeldV1():
            return replace(part, sessions=part.sessions + 1, last_activity_on=latest)
        case MeasureExecutedV1():
            return replace(part, measures=part.measures + 1, last_activity_on=latest)
        case PetitionerNotifiedV1():
            return replace(part, notices=part.notices + 1)
        case _:
            return part
