"""Translates what happened in intake into the events other services read."""

from contracts.intake import CaseRegisteredV1

from intake.domain.registration import Registration


def case_registered(r: Registration) -> CaseRegisteredV1:
    """The public face of a registration: codes and dates, no persons, no text."""
    return CaseRegisteredV1(
        case_no=r.case_no,
        source=r.source,
        cohort=r.cohort,
        handed_down_on=r.handed_down_on,
        registered_on=r.registered_on,
        channel=r.channel,
        people_count=r.people_count,
        field=r.field,
        category=r.category,
        case_kind=r.case_kind,
        cross_separated=r.cross_separated,
        place_unit=r.place_unit,
        proposed_unit=r.proposal.lead_unit,
        proposed_assist_units=r.proposal.assist_units,
        proposed_deadline=r.proposal.deadline,
    )
