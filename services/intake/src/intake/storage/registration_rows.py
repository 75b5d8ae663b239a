"""Turns registrations into rows and back: codes in clear, persons and texts encrypted."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from contracts.vocab import (
    CaseKind,
    CaseTag,
    Channel,
    CrossKind,
    DemandClass,
    Field,
    LeaderLevel,
    Source,
)
from servicekit.ids import new_id

from intake.domain.registration import (
    Accused,
    Agent,
    Contact,
    Petitioner,
    Proposal,
    Registration,
)
from intake.storage.case_tables import AgentRow, CaseRow, PetitionerRow
from intake.storage.vault import Place, Vault

TEXTS = ("measures", "remark")
"""What people wrote into a proposal: encrypted."""
_SAME = (
    "handed_down_on", "registered_on", "people_count", "category", "cross_separated", "cross_kind",
    "place", "place_unit", "incident_place", "received_on", "first_petition_on", "first_here",
    "first_nationwide", "category_level2", "category_level3", "special_hardship", "letter_no",
    "repeat_visits", "ordinary_because", "anonymous", "first_unit", "first_person",
)  # fmt: skip
"""Facts that stand in columns of the same name as they are."""


def case_values(vault: Vault, tenant: str, case_id: UUID, r: Registration) -> dict[str, Any]:
    """The columns of a case that its registration fills."""
    place = Place(tenant, "cases", case_id)
    accused = [asdict(a) for a in r.accused]
    proposal = proposal_view(r)
    texts = {n: proposal.pop(n) for n in TEXTS}
    return {name: getattr(r, name) for name in _SAME} | {
        "source": r.source.value, "cohort": r.cohort.value, "channel": r.channel.value,
        "field": r.field.value, "case_kind": r.case_kind.value, "sealed": r.sealed,
        "cross_kinds": [k.value for k in r.kinds_of_cross], "tags": [t.value for t in r.tags],
        "demand_class": r.demand_class.value if r.demand_class else None,
        "demand": None, "demand_sealed": vault.seal(r.demand, place, "demand_sealed"),
        "phones": vault.seal(list(r.contact.phones) or None, place, "phones"),
        "household": vault.seal(r.contact.household, place, "household"),
        "residence": vault.seal(r.contact.residence, place, "residence"),
        "accused": vault.seal(accused or None, place, "accused"),
        "proposal": proposal,
        "proposal_sealed": vault.seal(texts if any(texts.values()) else None, place, "proposal_sealed"),
    }  # fmt: skip


def proposal_view(r: Registration) -> dict[str, Any]:
    """The proposal by plain names and values."""
    return _plain(asdict(r.proposal))


def proposal_texts(vault: Vault, row: CaseRow) -> dict[str, Any]:
    """The texts of a proposal; those still in clear stand in ``row.proposal``."""
    place = Place(row.tenant, "cases", row.id)
    return vault.open(row.proposal_sealed, place, "proposal_sealed") or {}


def people_values(
    vault: Vault, tenant: str, case_id: UUID, people: Sequence[Petitioner]
) -> list[dict[str, Any]]:
    """The rows of a case's petitioners."""
    rows = []
    for seq, person in enumerate(people, 1):
        id_ = new_id()
        place = Place(tenant, "petitioners", id_)
        own = {
            "phones": list(person.phones), "household": person.household,
            "residence": person.residence,
        }  # fmt: skip
        rows.append(
            {
                "id": id_, "case_id": case_id, "seq": seq, "id_state": person.id_state,
                "name": vault.seal(person.name, place, "name"),
                "id_no": vault.seal(person.id_no, place, "id_no"),
                "representative": person.representative,
                "details": vault.seal(own if any(own.values()) else None, place, "details"),
            }
        )  # fmt: skip
    return rows


def agent_values(
    vault: Vault, tenant: str, case_id: UUID, agents: Sequence[Agent]
) -> list[dict[str, Any]]:
    """The rows of those who file for petitioners."""
    rows = []
    for seq, agent in enumerate(agents, 1):
        id_ = new_id()
        person = {k: v for k, v in asdict(agent).items() if k != "acts_for"}
        rows.append(
            {
                "id": id_, "case_id": case_id, "seq": seq, "acts_for": agent.acts_for,
                "person": vault.seal(person, Place(tenant, "agents", id_), "person"),
            }
        )  # fmt: skip
    return rows


def demand_of(vault: Vault, row: CaseRow) -> str:
    """The text of the demand, encrypted or still in clear."""
    if row.demand_sealed is None:
        return row.demand or ""
    text: str = vault.open(row.demand_sealed, Place(row.tenant, "cases", row.id), "demand_sealed")
    return text


def petitioner_of(vault: Vault, tenant: str, row: PetitionerRow) -> Petitioner:
    """A petitioner in clear."""
    place = Place(tenant, "petitioners", row.id)
    own = vault.open(row.details, place, "details") or {}
    return Petitioner(
        vault.open(row.name, place, "name"), vault.open(row.id_no, place, "id_no"), row.id_state,
        tuple(own.get("phones") or ()), own.get("household"), own.get("residence"),
        row.representative,
    )  # fmt: skip


def agent_of(vault: Vault, tenant: str, row: AgentRow) -> Agent:
    """An agent in clear."""
    person = vault.open(row.person, Place(tenant, "agents", row.id), "person")
    return Agent(**person, acts_for=row.acts_for)


def contact_of(vault: Vault, row: CaseRow) -> Contact:
    """How the petitioners of a whole row are reached, in clear."""
    place = Place(row.tenant, "cases", row.id)
    return Contact(
        tuple(vault.open(row.phones, place, "phones") or ()),
        vault.open(row.household, place, "household"),
        vault.open(row.residence, place, "residence"),
    )


def accused_of(vault: Vault, row: CaseRow) -> tuple[Accused, ...]:
    """The accused of an accusation, in clear."""
    found = vault.open(row.accused, Place(row.tenant, "cases", row.id), "accused")
    return tuple(Accused(**a) for a in found or ())


def registration_of_row(
    vault: Vault, row: CaseRow, people: Sequence[PetitionerRow], agents: Sequence[AgentRow]
) -> Registration:
    """A case's registration as it stands."""
    return Registration(
        case_no=row.case_no, source=Source(row.source), channel=Channel(row.channel),
        field=Field(row.field), demand=demand_of(vault, row),
        petitioners=tuple(petitioner_of(vault, row.tenant, p) for p in people),
        contact=contact_of(vault, row), case_kind=CaseKind(row.case_kind),
        proposal=_proposal(row.proposal | proposal_texts(vault, row)),
        cross_kinds=tuple(CrossKind(k) for k in row.cross_kinds),
        tags=tuple(CaseTag(t) for t in row.tags),
        demand_class=DemandClass(row.demand_class) if row.demand_class else None,
        agents=tuple(agent_of(vault, row.tenant, a) for a in agents),
        accused=accused_of(vault, row), **{name: getattr(row, name) for name in _SAME},
    )  # fmt: skip


def _proposal(kept: dict[str, Any]) -> Proposal:
    values = dict(kept)
    for name in ("deadline", "resolved_on"):
        values[name] = date.fromisoformat(values[name]) if values.get(name) else None
    level = values.get("leader_level")
    values["leader_level"] = LeaderLevel(level) if level else None
    values["assist_units"] = tuple(values.get("assist_units") or ())
    return Proposal(**values)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {
        k: v.isoformat() if isinstance(v, date) else list(v) if isinstance(v, tuple) else v
        for k, v in data.items()
    }
