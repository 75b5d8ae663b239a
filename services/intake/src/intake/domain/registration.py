"""What is written down when a case is registered: the matter, the parties, the proposals."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from contracts.vocab import (
    CaseKind,
    CaseTag,
    Channel,
    Cohort,
    CrossKind,
    DemandClass,
    Field,
    LeaderLevel,
    Source,
)

from intake.domain.terms import cohort_of, cross_kinds_of

GROUP = 5
"""From so many people on, a visit is a group visit with at most as many representatives (Art. 20)."""


@dataclass(frozen=True, slots=True)
class Petitioner:
    """A person in whose name the petition was filed.

    ``id_state`` says what is known of the number: ok, from_15, missing, precision_lost. Phones and
    addresses are the person's own; those that a ledger gives for a whole row are in ``Contact``.
    """

    name: str
    id_no: str | None = None
    id_state: str = "missing"
    phones: tuple[str, ...] = ()
    household: str | None = None
    residence: str | None = None
    representative: bool = False


@dataclass(frozen=True, slots=True)
class Agent:
    """代理人: files for a petitioner, who is named by position; matching looks at the petitioner only."""

    name: str
    phone: str | None = None
    id_no: str | None = None
    relation: str | None = None
    acts_for: int = 1


@dataclass(frozen=True, slots=True)
class Accused:
    """被举报人 of an accusation: always encrypted, matched inside the compartment only (R72)."""

    name: str
    unit: str | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """How the petitioners are reached and where they live."""

    phones: tuple[str, ...] = ()
    household: str | None = None
    residence: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the ledger already says about duties and results: proposals, not facts of ours."""

    lead_unit: str | None = None
    lead_unit_name: str | None = None
    assist_units: tuple[str, ...] = ()
    deadline: date | None = None
    leader_name: str | None = None
    leader_title: str | None = None
    leader_level: LeaderLevel | None = None
    task_force: str | None = None
    status: str | None = None
    measures: str | None = None
    resolved: bool | None = None
    resolved_on: date | None = None
    ceased: bool | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """One registered petition; ``registered_on`` is the day it was first registered (登记时间)."""

    case_no: str
    source: Source
    registered_on: date
    channel: Channel
    field: Field
    category: str
    """问题类别, level 1 of the content classification."""
    demand: str
    petitioners: tuple[Petitioner, ...]
    handed_down_on: date | None = None
    contact: Contact = Contact()
    incident_place: str | None = None
    people_count: int = 1
    case_kind: CaseKind = CaseKind.ORDINARY
    cross_separated: bool = False
    cross_kind: str | None = None
    """三跨三分离 in the ledger's own words."""
    place: str | None = None
    place_unit: str | None = None
    proposal: Proposal = Proposal()
    received_on: date | None = None
    """收到日期: the limits of the procedure count from it (R58)."""
    first_petition_on: date | None = None
    """首次信访日期"""
    first_here: bool | None = None
    """本机构初次标志"""
    first_nationwide: bool | None = None
    """全国初次标志"""
    category_level2: str | None = None
    category_level3: str | None = None
    cross_kinds: tuple[CrossKind, ...] = ()
    tags: tuple[CaseTag, ...] = ()
    demand_class: DemandClass | None = None
    special_hardship: bool = False
    """有特殊困难 (R32)"""
    letter_no: str | None = None
    """交办文号 (R2)"""
    repeat_visits: int = 0
    """此前重复走访次数, as far as known."""
    ordinary_because: str | None = None
    """Why an officer keeps it ordinary although the facts suggest a hard case (R19)."""
    anonymous: bool = False
    agents: tuple[Agent, ...] = ()
    accused: tuple[Accused, ...] = ()
    first_unit: str | None = None
    """首办单位 (R57)"""
    first_person: str | None = None
    """首办人: account or name of an official"""

    @property
    def cohort(self) -> Cohort:
        """Which goal line it counts in."""
        return cohort_of(self.source, self.registered_on)

    @property
    def sealed(self) -> bool:
        """Whether it is an accusation, to be seen by 纪检监察 and the registering officer only (R72)."""
        return CaseTag.ACCUSATION in self.tags

    @property
    def kinds_of_cross(self) -> tuple[CrossKind, ...]:
        """Sub-types of 三跨三分离: as chosen, else as far as the ledger's words are clear."""
        return self.cross_kinds or cross_kinds_of(self.cross_kind)

    def amended(self, changes: Mapping[str, Any]) -> "Registration":
        """The same registration with some facts replaced.

        Args:
            changes: by field name; ``phones``, ``household`` and ``residence`` of the contact, and the
                fields of the proposal with ``proposal.`` before them, as well.

        Raises:
            KeyError: no such fact.
        """
        own = {f.name for f in fields(self)} - {"contact", "proposal", "case_no"}
        contact, proposal, direct = {}, {}, {}
        for name, value in changes.items():
            if name in own:
                direct[name] = value
            elif name in _CONTACT:
                contact[name] = value
            elif name.removeprefix(_PROPOSED) in _PROPOSAL and name.startswith(_PROPOSED):
                proposal[name.removeprefix(_PROPOSED)] = value
            else:
                raise KeyError(name)
        return replace(
            self, contact=replace(self.contact, **contact),
            proposal=replace(self.proposal, **proposal), **direct,
        )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """All facts by the names that ``amended`` takes."""
        own = {
            f.name: getattr(self, f.name)
            for f in fields(self)
            if f.name not in {"contact", "proposal", "case_no"}
        }
        contact = {n: getattr(self.contact, n) for n in sorted(_CONTACT)}
        proposal = {_PROPOSED + n: getattr(self.proposal, n) for n in sorted(_PROPOSAL)}
        return own | contact | proposal


_PROPOSED = "proposal."
_CONTACT = frozenset(f.name for f in fields(Contact))
_PROPOSAL = frozenset(f.name for f in fields(Proposal))
PERSONAL = frozenset(
    {"demand", "petitioners", "agents", "accused", "phones", "household", "residence",
     "proposal.remark", "proposal.measures", "proposal.leader_name", "first_person"}
)  # fmt: skip
"""Facts that a trail names and never shows."""


def changed_facts(before: Registration, after: Registration) -> tuple[str, ...]:
    """Names of the facts in which two states of a registration differ."""
    old, new = before.facts(), after.facts()
    return tuple(sorted(n for n in new if new[n] != old[n]))
