"""What a case is made of: dated facts, duties, leader, task force, deadline, objection, plan."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from contracts.vocab import CaseKind, CaseTag, Cohort, DutyRole, Field, LeaderLevel, Role, Source


@dataclass(frozen=True, slots=True)
class Fact:
    """When something happened, when it was recorded, by whom, and whether it was entered late."""

    on: date
    at: datetime
    by: str
    unit: str
    late: bool = False


Stamp = Callable[[date | None], Fact]
"""Dates a fact: given the day of its cause, checks the business date and returns the fact."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who commands: the active unit and the duties held there."""

    unit: str
    is_office: bool
    roles: frozenset[Role]

    def has(self, role: Role) -> bool:
        """Whether the actor holds this duty."""
        return role in self.roles


@dataclass(frozen=True, slots=True)
class Registered:
    """What intake said about the case; the proposals are what the ledger names, not duties yet."""

    case_no: str
    source: Source
    cohort: Cohort
    field: Field
    category: str
    case_kind: CaseKind
    cross_separated: bool
    registered_on: date
    handed_down_on: date | None
    place_unit: str | None
    proposed_unit: str | None
    proposed_assist_units: tuple[str, ...]
    proposed_deadline: date | None
    sealed: bool = False
    tags: tuple[CaseTag, ...] = ()
    registrar_unit: str | None = None
    """The unit that registered it; unknown while a case is sealed from its registration on."""

    def amended(self, facts: "Registered") -> "Registered":
        """Corrected facts; number, registrar and seal stay as they were."""
        return replace(
            facts, case_no=self.case_no, registrar_unit=self.registrar_unit, sealed=self.sealed
        )

    def under_seal(self, case_no: str | None) -> "Registered":
        """揭发控告: nobody's duty opens the case any more, and it goes by another number (R72)."""
        return replace(self, sealed=True, case_no=case_no or self.case_no)

    def unsealed(self, case_no: str | None, told_for: str) -> "Registered":
        """No 揭发控告 after all; ``told_for`` is its registrar if none was known before."""
        return replace(
            self, sealed=False, case_no=case_no or self.case_no,
            registrar_unit=self.registrar_unit or told_for,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Duty:
    """One unit's duty in the case (R34)."""

    unit: str
    role: DutyRole
    signed: Fact | None = None

    def sign(self, fact: Fact) -> "Duty":
        """The duty, signed for."""
        return replace(self, signed=fact)


@dataclass(frozen=True, slots=True)
class Letter:
    """The 交办函 the case was issued with."""

    batch_id: UUID
    batch_no: str
    letter_no: str


@dataclass(frozen=True, slots=True)
class Leader:
    """包案领导."""

    account: str
    unit: str
    name: str
    title: str
    level: LeaderLevel
    by_override: bool
    assigned: Fact


@dataclass(frozen=True, slots=True)
class Override:
    """The office's written leave to have a leader below county level (R19)."""

    id: UUID
    reason: str
    allowed: Fact


@dataclass(frozen=True, slots=True)
class TaskForce:
    """工作专班."""

    name: str
    members: tuple[str, ...]
    named: Fact


@dataclass(frozen=True, slots=True)
class Deadline:
    """化解时限, and why it was changed if it was."""

    due_on: date
    reason: str | None
    set: Fact


@dataclass(frozen=True, slots=True)
class Decision:
    """How the office decided an objection."""

    accepted: bool
    reason: str
    decided: Fact


@dataclass(frozen=True, slots=True)
class Objection:
    """The lead unit says the case is not in its competence (信访工作条例 Art. 23)."""

    id: UUID
    unit: str
    reason: str
    raised: Fact
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of a plan: who does what by when."""

    n: int
    title: str
    owner: str
    due_on: date
    done: Fact | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """化解方案 / 工作推进方案 (R21)."""

    id: UUID
    measures: str
    target_on: date
    steps: tuple[PlanStep, ...]
    filed: Fact

    def step(self, n: int) -> PlanStep | None:
        """The step of that number, if there is one."""
        return next((s for s in self.steps if s.n == n), None)

    def with_step(self, step: PlanStep) -> "Plan":
        """The plan with one step replaced."""
        return replace(self, steps=tuple(step if s.n == step.n else s for s in self.steps))
