"""Folds supervision's events into review, recognition, write-off and revocation."""

from dataclasses import replace

from contracts.event import Envelope, EventData
from contracts.supervision import (
    CaseWrittenOffV1,
    ClosureApprovedV1,
    ClosureReturnedV1,
    ResolutionRecognisedV1,
    ResolutionReinstatedV1,
    ResolutionRevokedV1,
)

from reporting.projections.facts import fact
from reporting.projections.rows import Fact, FactKind, SupervisionPart

Folded = tuple[SupervisionPart, tuple[Fact, ...]]


def fold(part: SupervisionPart, envelope: Envelope, data: EventData | None) -> Folded:
    """Apply one event of supervision."""
    day = envelope.occurred_on
    match data:
        case ClosureApprovedV1():
            part = replace(part, approved_report=data.report_id, approved_on=day)
            return part, (fact(envelope, FactKind.APPROVED, ref=data.report_id),)
        case ClosureReturnedV1():
            part = replace(
                part, ended_report=data.report_id, returns=data.returns,
                approved_report=None, approved_on=None,
            )  # fmt: skip
            return part, (fact(envelope, FactKind.RETURNED, ref=data.report_id),)
        case ResolutionRecognisedV1():
            return _recognised(part, envelope, data)
        case CaseWrittenOffV1():
            part = replace(part, written_off_on=day)
            return part, (fact(envelope, FactKind.WRITTEN_OFF, ref=data.recognition_id),)
        case _:
            return _reversed(part, envelope, data)


def _reversed(part: SupervisionPart, envelope: Envelope, data: EventData | None) -> Folded:
    match data:
        case ResolutionRevokedV1():
            return _revoked(part, envelope, data)
        case ResolutionReinstatedV1():
            return _reinstated(part, envelope, data)
        case _:
            return part, ()


def _recognised(part: SupervisionPart, envelope: Envelope, data: ResolutionRecognisedV1) -> Folded:
    facts = [fact(envelope, FactKind.RECOGNISED, ref=data.recognition_id)]
    part = replace(
        part, recognition_id=data.recognition_id, recognised_on=envelope.occurred_on,
        observe_until=data.observe_until, written_off_on=None, fast_closed=data.fast,
    )  # fmt: skip
    if data.report_id is not None:
        facts.append(fact(envelope, FactKind.REOPENED, ref=data.report_id))
        part = replace(part, ended_report=data.report_id, approved_report=None, approved_on=None)
    return part, tuple(facts)


def _reinstated(part: SupervisionPart, envelope: Envelope, data: ResolutionReinstatedV1) -> Folded:
    facts = [fact(envelope, FactKind.REINSTATED, ref=data.recognition_id)]
    if data.report_id is not None:
        facts.append(fact(envelope, FactKind.RESTORED, ref=data.report_id))
    part = replace(
        part,
        ended_report=None if part.ended_report == data.report_id else part.ended_report,
        approved_report=data.report_id,
        approved_on=data.approved_on,
        recognition_id=data.recognition_id,
        recognised_on=data.recognised_on or envelope.occurred_on,
        observe_until=data.observe_until,
        written_off_on=data.written_off_on,
        fast_closed=data.report_id is None,
        revoked_on=None,
        revocation_cause=None,
        revocations=part.revocations - 1,
    )
    return part, tuple(facts)


def _revoked(part: SupervisionPart, envelope: Envelope, data: ResolutionRevokedV1) -> Folded:
    facts = [fact(envelope, FactKind.REVOKED, ref=data.recognition_id)]
    if part.approved_report is not None:
        # The report proved wrong: the case is open again and needs a new one.
        facts.append(fact(envelope, FactKind.REOPENED, ref=part.approved_report))
    part = replace(
        part,
        ended_report=part.approved_report or part.ended_report,
        approved_report=None,
        approved_on=None,
        recognition_id=None,
        recognised_on=None,
        observe_until=None,
        written_off_on=None,
        fast_closed=False,
        revoked_on=envelope.occurred_on,
        revocation_cause=data.cause.value,
        revocations=part.revocations + 1,
    )
    return part, tuple(facts)
