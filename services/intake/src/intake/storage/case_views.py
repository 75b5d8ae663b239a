"""How a case looks to people: every code with its Chinese term, persons masked."""

from collections.abc import Sequence
from typing import Any

from contracts.units import UnitDirectory
from contracts.vocab import label

from intake.domain.demand import LABELS as ACTION_LABELS
from intake.domain.demand import next_actions
from intake.domain.masking import mask_address, mask_id, mask_name, mask_phone
from intake.domain.petition import LABELS as STATE_LABELS
from intake.domain.petition import State
from intake.domain.registration import Agent, Petitioner, Registration
from intake.domain.terms import batch_of, cohort_reason
from intake.storage.case_tables import CaseRow
from intake.storage.registration_rows import proposal_view


def brief(row: CaseRow, people: Sequence[Petitioner]) -> dict[str, Any]:
    """A case in a list."""
    return {
        "id": row.id, "case_id": row.id, "case_no": row.case_no, "state": row.state,
        "state_label": STATE_LABELS[State(row.state)],
        "version": row.version, "source": row.source, "cohort": row.cohort,
        "registered_on": row.registered_on, "channel": row.channel, "field": row.field,
        "category": row.category, "case_kind": row.case_kind,
        "cross_separated": row.cross_separated, "people_count": row.people_count,
        "petitioner": mask_name(people[0].name) if people else None,
        "proposed_unit": row.proposal.get("lead_unit"), "registrar_unit": row.tenant,
        "tags": row.tags, "sealed": row.sealed, "fast_eligible_on": row.fast_eligible_on,
    }  # fmt: skip


def whole(row: CaseRow, r: Registration, units: UnitDirectory) -> dict[str, Any]:
    """A case on its page."""
    return brief(row, r.petitioners) | _matter(row, r, units) | _parties(row, r) | {
        "proposal": proposal_view(r), "import_id": row.import_id,
        "ticks": [{"tick": t, **m} for t, m in row.ticks.items()],
        "fast": {
            "eligible_on": row.fast_eligible_on, "because": row.fast_because,
            "closed_on": row.fast_closed_on, "document_no": row.fast_document_no,
            "basis": row.fast_basis,
        },
        "next_actions": [
            {"code": a.value, "label": ACTION_LABELS[a]}
            for a in next_actions(r.demand_class, hardship=r.special_hardship)
        ],
        "labels": _labels(r),
    }  # fmt: skip


def _matter(row: CaseRow, r: Registration, units: UnitDirectory) -> dict[str, Any]:
    return {
        "handed_down_on": r.handed_down_on, "received_on": r.received_on,
        "first_petition_on": r.first_petition_on, "first_here": r.first_here,
        "first_nationwide": r.first_nationwide, "letter_no": r.letter_no,
        "campaign_batch": batch_of(r.source, r.registered_on),
        "cohort_reason": cohort_reason(r.source, r.registered_on),
        "category_level1": r.category, "category_level2": r.category_level2,
        "category_level3": r.category_level3, "cross_kind": r.cross_kind,
        "cross_kinds": list(r.cross_kinds), "demand_class": r.demand_class,
        "special_hardship": r.special_hardship, "repeat_visits": r.repeat_visits,
        "ordinary_because": r.ordinary_because, "place": r.place, "place_unit": r.place_unit,
        "place_unit_name": units.name_of(r.place_unit) if r.place_unit else None,
        "incident_place": r.incident_place, "demand": r.demand, "first_unit": r.first_unit,
        "first_unit_name": units.name_of(r.first_unit) if r.first_unit else None,
        "first_person": r.first_person, "issued": row.issued,
        "registrar_unit_name": units.name_of(row.tenant),
    }  # fmt: skip


def _parties(row: CaseRow, r: Registration) -> dict[str, Any]:
    return {
        "anonymous": row.anonymous,
        "petitioners": [_petitioner(seq, p) for seq, p in enumerate(r.petitioners, 1)],
        "agents": [_agent(seq, a) for seq, a in enumerate(r.agents, 1)],
        "accused": [
            {"name": mask_name(a.name), "unit": a.unit, "post": a.post} for a in r.accused
        ],
        "phones": [mask_phone(p) for p in r.contact.phones],
        "household": mask_address(r.contact.household),
        "residence": mask_address(r.contact.residence),
    }  # fmt: skip


def _petitioner(seq: int, p: Petitioner) -> dict[str, Any]:
    return {
        "seq": seq, "name": mask_name(p.name), "id_no": mask_id(p.id_no), "id_state": p.id_state,
        "phones": [mask_phone(n) for n in p.phones], "household": mask_address(p.household),
        "residence": mask_address(p.residence), "representative": p.representative,
    }  # fmt: skip


def _agent(seq: int, a: Agent) -> dict[str, Any]:
    return {
        "seq": seq, "name": mask_name(a.name), "phone": mask_phone(a.phone) if a.phone else None,
        "id_no": mask_id(a.id_no), "relation": a.relation, "acts_for": a.acts_for,
    }  # fmt: skip


def _labels(r: Registration) -> dict[str, Any]:
    level = r.proposal.leader_level
    return {
        "source": label(r.source), "cohort": label(r.cohort), "channel": label(r.channel),
        "field": label(r.field), "case_kind": label(r.case_kind),
        "demand_class": label(r.demand_class) if r.demand_class else None,
        "cross_kinds": [label(k) for k in r.cross_kinds], "tags": [label(t) for t in r.tags],
        "leader_level": label(level) if level else None,
    }  # fmt: skip
