"""Routes an event to the fold of its source; the sources never touch each other's part."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from contracts import registry
from contracts.event import Envelope, EventData
from contracts.subjects import PUBLISHERS

from reporting.projections import assignment, intake, mediation, supervision
from reporting.projections.rows import Fact, Row

SOURCES = PUBLISHERS
"""The services whose events are folded."""


def decode(envelope: Envelope) -> EventData | None:
    """The event's data; None for an event newer than this build.

    Raises:
        pydantic.ValidationError: the data do not fit the event's model.
    """
    known = (envelope.service, envelope.name, envelope.version) in registry.REGISTRY
    return envelope.payload() if known else None


def fold(row: Row, envelope: Envelope) -> Row:
    """Apply one event to its case.

    Events of one source must come in the order of their version; how the sources interleave makes
    no difference, because each writes its own part and facts are a set.

    Raises:
        ValueError: the event belongs to another case or to no known source.
        pydantic.ValidationError: the data do not fit the event's model.
    """
    if envelope.case_id != row.case_id:
        raise ValueError("event of another case")
    data = decode(envelope)
    facts: tuple[Fact, ...]
    match envelope.service:
        case "intake":
            part, facts = intake.fold(row.intake, envelope, data)
            part = replace(
                part, intake_version=envelope.case_version, intake_events=part.intake_events + 1
            )
            row = replace(row, intake=part)
        case "assignment":
            duty, facts = assignment.fold(row.assignment, envelope, data)
            duty = replace(
                duty, assignment_version=envelope.case_version,
                assignment_events=duty.assignment_events + 1,
            )  # fmt: skip
            row = replace(row, assignment=duty)
        case "mediation":
            work, facts = mediation.fold(row.mediation, envelope, data)
            work = replace(
                work, mediation_version=envelope.case_version,
                mediation_events=work.mediation_events + 1,
            )  # fmt: skip
            row = replace(row, mediation=work)
        case "supervision":
            check, facts = supervision.fold(row.supervision, envelope, data)
            check = replace(
                check, supervision_version=envelope.case_version,
                supervision_events=check.supervision_events + 1,
            )  # fmt: skip
            row = replace(row, supervision=check)
        case other:
            raise ValueError(f"no fold for events of {other}")
    return replace(row, facts=row.facts | frozenset(facts)) if facts else row


def seen_version(row: Row, source: str) -> int:
    """The version of the last folded event of ``source``; 0 before the first."""
    version: int = getattr(getattr(row, source), f"{source}_version")
    return version


def fold_case(case_id: UUID, envelopes: Iterable[Envelope]) -> Row:
    """Fold one case from nothing; the events may come in any order."""
    row = Row(case_id)
    for envelope in sorted(envelopes, key=lambda e: (e.service, e.case_version)):
        row = fold(row, envelope)
    return row


def fold_all(envelopes: Iterable[Envelope]) -> dict[UUID, Row]:
    """Fold every case from nothing: what the stored projections must equal.

    Args:
        envelopes: all events of all sources, in any order, each once.
    """
    by_case: dict[UUID, list[Envelope]] = {}
    for envelope in envelopes:
        by_case.setdefault(envelope.case_id, []).append(envelope)
    return {case_id: fold_case(case_id, events) for case_id, events in by_case.items()}
