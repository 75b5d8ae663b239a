"""Translates what happened in intake into the events other services read."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from contracts.event import EventData
from contracts.intake import CaseAmendedV1, CaseRegisteredV1
from contracts.vocab import CaseKind, CaseTag, Channel, Field
from dbkit.transaction import Transaction
from eventing.outbox import Told, emit_all

from intake.domain.compartment import HIDDEN_ACTOR, SEALED_CATEGORY
from intake.domain.petition import Petition
from intake.domain.registration import Registration


def case_registered(r: Registration, case_no: str) -> CaseRegisteredV1:
    """The public face of a registration: codes and dates, no persons, no text.

    Of a sealed case only the number, the goal line and the day are told (R72).
    """
    if r.sealed:
        return CaseRegisteredV1(
            case_no=case_no, source=r.source, cohort=r.cohort, handed_down_on=None,
            registered_on=r.registered_on, channel=Channel.OTHER, people_count=1,
            field=Field.OTHER, category=SEALED_CATEGORY, case_kind=CaseKind.ORDINARY,
            cross_separated=False, place_unit=None, proposed_unit=None, sealed=True,
            tags=(CaseTag.ACCUSATION,),
        )  # fmt: skip
    return CaseRegisteredV1(case_no=case_no, **_facts(r))


def case_amended(r: Registration, changed: Sequence[str]) -> CaseAmendedV1:
    """All public facts as they now stand, and which ones changed."""
    return CaseAmendedV1(changed=tuple(changed), **_facts(r))


def _facts(r: Registration) -> dict[str, Any]:
    return {
        "source": r.source, "cohort": r.cohort, "handed_down_on": r.handed_down_on,
        "registered_on": r.registered_on, "channel": r.channel, "people_count": r.people_count,
        "field": r.field, "category": r.category, "case_kind": r.case_kind,
        "cross_separated": r.cross_separated, "place_unit": r.place_unit,
        "proposed_unit": r.proposal.lead_unit,
        "proposed_assist_units": r.proposal.assist_units,
        "proposed_deadline": r.proposal.deadline, "letter_no": r.letter_no,
        "first_unit": r.first_unit, "demand_class": r.demand_class,
        "special_hardship": r.special_hardship, "cross_kinds": r.kinds_of_cross,
        "tags": r.tags,
    }  # fmt: skip


async def tell(
    tx: Transaction, petition: Petition, data: EventData, *, on: date, discipline: str | None = None
) -> None:
    """Tell of a fact; of a sealed case in the name of 纪检监察, without an account (R72).

    Args:
        tx: the transaction of the change.
        petition: the case.
        data: the fact.
        on: the day it happened.
        discipline: the unit of 纪检监察, for a sealed case.
    """
    told = [Told(petition.id, data, on)]
    if discipline is None:
        await emit_all(tx, told)
        return
    async with tx.as_tenant(discipline):
        await emit_all(tx, told, tenant=discipline, actor=HIDDEN_ACTOR)
