"""What is kept of one case: a part per publishing service, and the dated facts of all of them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class FactKind(StrEnum):
    """What happened, as far as rates and deadlines are concerned."""

    REGISTERED = "registered"
    """登记; ``unit`` is the proposed unit; told again when the day is corrected, the last one counts"""
    VERIFIED = "verified"
    """梳理核对完成"""
    REPEATED = "repeated"
    """再次信访; ``ref`` is the later case"""
    ISSUED = "issued"
    """交办; ``unit`` is the lead unit from then on"""
    TAKEN_BACK = "taken_back"
    """异议成立, 收回交办"""
    SIGNED = "signed"
    """签收"""
    DEADLINE = "deadline"
    """化解时限 ``due_on`` set or changed"""
    STARTED = "started"
    """进入化解"""
    CLAIMED = "claimed"
    """程序办结: report ``ref`` filed"""
    AGREED = "agreed"
    """包案领导同意报告 ``ref``"""
    DECLINED = "declined"
    """包案领导不同意报告 ``ref``"""
    RETURNED = "returned"
    """退回重办: report ``ref`` sent back"""
    APPROVED = "approved"
    """审核报结: report ``ref`` accepted"""
    RECOGNISED = "recognised"
    """化解认定 ``ref``"""
    WRITTEN_OFF = "written_off"
    """销号"""
    REVOKED = "revoked"
    """撤销化解: recognition ``ref`` taken back"""
    REOPENED = "reopened"
    """A revocation undid report ``ref``, on which the recognition rested, or a 快速销号 ended it."""
    REINSTATED = "reinstated"
    """恢复化解认定: the revocations of recognition ``ref`` so far are void, from their day on"""
    RESTORED = "restored"
    """Report ``ref`` stands again with the recognition that rested on it."""


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One dated fact: the business day it happened and the instant it was recorded.

    ``source`` and ``version`` name the event it came from; ``ref`` ties the end of a report or a
    recognition to its beginning.
    """

    source: str
    version: int
    kind: FactKind
    occurred_on: date
    recorded_at: datetime
    late: bool
    actor_unit: str
    ref: UUID | None = None
    unit: str | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class IntakePart:
    """Columns that only intake's events write."""

    intake_version: int = 0
    intake_events: int = 0
    case_no: str | None = None
    source: str | None = None
    cohort: str | None = None
    handed_down_on: date | None = None
    registered_on: date | None = None
    channel: str | None = None
    people_count: int | None = None
    field: str | None = None
    category: str | None = None
    case_kind: str | None = None
    cross_separated: bool = False
    place_unit: str | None = None
    proposed_unit: str | None = None
    proposed_assist_units: tuple[str, ...] = ()
    proposed_deadline: date | None = None
    source_letter_no: str | None = None
    """文号 of the letter that handed the case down; ``letter_no`` is that of the 交办函."""
    first_unit: str | None = None
    demand_class: str | None = None
    special_hardship: bool = False
    cross_kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    matter_id: UUID | None = None
    """The matter that several petitioners raise (R39, R62)."""
    sealed: bool = False
    registrar_unit: str | None = None
    verified_on: date | None = None
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class AssignmentPart:
    """Columns that only assignment's events write."""

    assignment_version: int = 0
    assignment_events: int = 0
    batch_id: UUID | None = None
    letter_no: str | None = None
    issued_on: date | None = None
    lead_unit: str | None = None
    assist_units: tuple[str, ...] = ()
    cooperate_units: tuple[str, ...] = ()
    signed_on: date | None = None
    objected: bool = False
    leader_account: str | None = None
    leader_unit: str | None = None
    leader_level: str | None = None
    leader_override: bool = False
    task_force: int = 0
    due_on: date | None = None
    due_set_on: date | None = None
    started_on: date | None = None
    plan_id: UUID | None = None
    plan_steps: int = 0
    plan_steps_done: int = 0
    plan_target_on: date | None = None


@dataclass(frozen=True, slots=True)
class MediationPart:
    """Columns that only mediation's events write."""

    mediation_version: int = 0
    mediation_events: int = 0
    activities: int = 0
    face_to_face: int = 0
    sessions: int = 0
    measures: int = 0
    notices: int = 0
    last_activity_on: date | None = None
    report_id: UUID | None = None
    report_round: int = 0
    reported_on: date | None = None
    opinion_agreed: bool | None = None
    opinion_on: date | None = None


@dataclass(frozen=True, slots=True)
class SupervisionPart:
    """Columns that only supervision's events write."""

    supervision_version: int = 0
    supervision_events: int = 0
    approved_report: UUID | None = None
    approved_on: date | None = None
    ended_report: UUID | None = None
    """The last report that was sent back or undone by a revocation."""
    returns: int = 0
    recognition_id: UUID | None = None
    """The recognition that stands; None when there is none or it was revoked."""
    recognised_on: date | None = None
    observe_until: date | None = None
    written_off_on: date | None = None
    fast_closed: bool = False
    """The recognition that stands rests on a basis document alone (R13)."""
    revoked_on: date | None = None
    revocation_cause: str | None = None
    revocations: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """All that reporting knows of one case; the parts do not touch each other."""

    case_id: UUID
    intake: IntakePart = field(default_factory=IntakePart)
    assignment: AssignmentPart = field(default_factory=AssignmentPart)
    mediation: MediationPart = field(default_factory=MediationPart)
    supervision: SupervisionPart = field(default_factory=SupervisionPart)
    facts: frozenset[Fact] = frozenset()
