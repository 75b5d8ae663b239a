"""Folds intake's events into the case's own data."""

from dataclasses import replace

from contracts.event import Envelope, EventData
from contracts.intake import CaseRegisteredV1, CaseVerifiedV1, RepeatConfirmedV1

from reporting.projections.facts import fact
from reporting.projections.rows import Fact, FactKind, IntakePart

Folded = tuple[IntakePart, tuple[Fact, ...]]


def fold(part: IntakePart, envelope: Envelope, data: EventData | None) -> Folded:
    """Apply one event of intake; events that change nothing here leave the part as it is."""
    match data:
        case CaseRegisteredV1():
            return _registered(part, envelope, data)
        case CaseVerifiedV1():
            part = replace(part, verified_on=envelope.occurred_on)
            return part, (fact(envelope, FactKind.VERIFIED),)
        case RepeatConfirmedV1():
            part = replace(part, repeats=part.repeats + 1)
            return part, (fact(envelope, FactKind.REPEATED, ref=data.later_case_id),)
        case _:
            return part, ()


def _registered(part: IntakePart, envelope: Envelope, data: CaseRegisteredV1) -> Folded:
    part = replace(
        part,
        case_no=data.case_no,
        source=data.source.value,
        cohort=data.cohort.value,
        handed_down_on=data.handed_down_on,
        registered_on=data.registered_on,
        channel=data.channel.value,
        people_count=data.people_count,
        field=data.field.value,
        category=data.category,
        case_kind=data.case_kind.value,
        cross_separated=data.cross_separated,
        place_unit=data.place_unit,
        proposed_unit=data.proposed_unit,
        proposed_assist_units=data.proposed_assist_units,
        proposed_deadline=data.proposed_deadline,
        sealed=data.sealed,
        registrar_unit=envelope.tenant,
    )
    return part, (fact(envelope, FactKind.REGISTERED, unit=data.proposed_unit),)
