"""Folds intake's events into the case's own data."""

from dataclasses import replace

from contracts.event import Envelope, EventData
from contracts.intake import (
    CaseAmendedV1,
    CaseRegisteredV1,
    CaseSealedV1,
    CaseUnsealedV1,
    CaseVerifiedV1,
    MatterJoinedV1,
    RepeatConfirmedV1,
    RepeatWithdrawnV1,
)

from reporting.projections.facts import fact
from reporting.projections.rows import Fact, FactKind, IntakePart

_CONFIRMED = "confirmed"

Folded = tuple[IntakePart, tuple[Fact, ...]]


def fold(part: IntakePart, envelope: Envelope, data: EventData | None) -> Folded:
    """Apply one event of intake; events that change nothing here leave the part as it is."""
    match data:
        case CaseRegisteredV1():
            return _registered(part, envelope, data)
        case CaseAmendedV1():
            return _amended(part, envelope, data)
        case CaseVerifiedV1():
            part = replace(part, verified_on=envelope.occurred_on)
            return part, (fact(envelope, FactKind.VERIFIED),)
        case RepeatConfirmedV1():
            part = replace(part, repeats=part.repeats + 1)
            return part, (fact(envelope, FactKind.REPEATED, ref=data.later_case_id),)
        case _:
            return _particulars(part, envelope, data), ()


def _registered(part: IntakePart, envelope: Envelope, data: CaseRegisteredV1) -> Folded:
    part = replace(
        _facts(part, data),
        case_no=data.case_no,
        sealed=data.sealed,
        # A sealed case is told for the compartment: whose it will be, its unsealing says.
        registrar_unit=None if data.sealed else envelope.tenant,
    )
    return part, (fact(envelope, FactKind.REGISTERED, unit=data.proposed_unit),)


def _amended(part: IntakePart, envelope: Envelope, data: CaseAmendedV1) -> Folded:
    moved = data.registered_on != part.registered_on
    again = fact(envelope, FactKind.REGISTERED, unit=data.proposed_unit, on=data.registered_on)
    return _facts(part, data), ((again,) if moved else ())


def _facts(part: IntakePart, data: CaseRegisteredV1 | CaseAmendedV1) -> IntakePart:
    return replace(
        part,
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
        source_letter_no=data.letter_no,
        first_unit=data.first_unit,
        demand_class=data.demand_class.value if data.demand_class else None,
        special_hardship=data.special_hardship,
        cross_kinds=tuple(k.value for k in data.cross_kinds),
        tags=tuple(t.value for t in data.tags),
    )


def _particulars(part: IntakePart, envelope: Envelope, data: EventData | None) -> IntakePart:
    match data:
        case RepeatWithdrawnV1():
            return replace(part, repeats=part.repeats - int(data.was == _CONFIRMED))
        case MatterJoinedV1():
            return replace(part, matter_id=data.matter_id)
        case CaseSealedV1():
            return replace(part, sealed=True, case_no=data.case_no or part.case_no)
        case CaseUnsealedV1():
            return replace(
                part,
                sealed=False,
                case_no=data.case_no or part.case_no,
                registrar_unit=part.registrar_unit or envelope.tenant,
            )
        case _:
            return part
