"""The four closure facts, kept apart and in order, each with its own date, instant and author."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from supervision.domain.errors import ClosureOutOfOrderError


class FactKind(StrEnum):
    """What happened to a closure; those from DECLINED on end it, or undo its end."""

    REPORTED = "reported"
    OPINION_SIGNED = "opinion_signed"
    APPROVED = "approved"
    RECOGNISED = "recognised"
    WRITTEN_OFF = "written_off"
    DECLINED = "declined"
    RETURNED = "returned"
    REVOKED = "revoked"
    STRUCK_OFF = "struck_off"
    REINSTATED = "reinstated"


FACT_LABELS: dict[FactKind, str] = {
    FactKind.REPORTED: "程序办结",
    FactKind.OPINION_SIGNED: "包案领导意见",
    FactKind.APPROVED: "审核报结",
    FactKind.RECOGNISED: "化解认定",
    FactKind.WRITTEN_OFF: "销号",
    FactKind.DECLINED: "包案领导不同意报结",
    FactKind.RETURNED: "退回重办",
    FactKind.REVOKED: "撤销化解",
    FactKind.STRUCK_OFF: "快速销号",
    FactKind.REINSTATED: "恢复化解认定",
}

CLOSURE_FACTS = (
    FactKind.REPORTED,
    FactKind.APPROVED,
    FactKind.RECOGNISED,
    FactKind.WRITTEN_OFF,
)
"""程序办结 → 审核报结 → 化解认定 → 销号; the leader's opinion is a gate between the first two."""

_ORDER = (
    FactKind.REPORTED,
    FactKind.OPINION_SIGNED,
    FactKind.APPROVED,
    FactKind.RECOGNISED,
    FactKind.WRITTEN_OFF,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """When it happened, when it was recorded, by which account of which unit, and whether late."""

    on: date
    at: datetime
    by: str
    unit: str
    late: bool = False


Stamp = Callable[[date | None], Entry]
"""Dates a command: given the day of its cause, checks the business date and returns the entry."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One closure fact.

    ``ref`` is the id of the report, review, recognition or revocation it rests on; ``round`` counts
    closing reports; a fact stops standing when its round ends by return, refusal or revocation.
    """

    kind: FactKind
    entry: Entry
    ref: UUID
    round: int
    standing: bool = True


@dataclass(frozen=True, slots=True)
class Trail:
    """All closure facts of a case in the order they were recorded; nothing is ever taken out."""

    facts: tuple[Fact, ...] = ()

    def standing(self, kind: FactKind) -> Fact | None:
        """The fact of this kind that holds now, if one does."""
        return next((f for f in self.facts if f.standing and f.kind is kind), None)

    @property
    def round(self) -> int:
        """Round of the newest closing report; 0 before the first."""
        return max((f.round for f in self.facts), default=0)

    def advance(
        self, kind: FactKind, entry: Entry, ref: UUID, round_: int | None = None
    ) -> "Trail":
        """Add the next fact of the running closure.

        Raises:
            ClosureOutOfOrderError: the fact before it does not stand, or it stands already.
        """
        at = _ORDER.index(kind)
        expected = {k: i < at for i, k in enumerate(_ORDER)}
        if any((self.standing(k) is not None) is not held for k, held in expected.items()):
            raise ClosureOutOfOrderError(
                f"“{FACT_LABELS[kind]}”须在前一环节完成之后，且只能登记一次。", fact=kind.value
            )
        return Trail((*self.facts, Fact(kind, entry, ref, round_ or self.round)))

    def strike_off(self, entry: Entry, ref: UUID) -> "Trail":
        """Recognised and written off in one step (R13); a closure that was running ends."""
        ended = self.end(FactKind.STRUCK_OFF, entry, ref)
        steps = (FactKind.RECOGNISED, FactKind.WRITTEN_OFF)
        return Trail((*ended.facts, *(Fact(k, entry, ref, self.round) for k in steps)))

    def undone(self) -> tuple[Fact, ...]:
        """The facts that the last fact, a revocation, took away; empty when it is none."""
        if not self.facts or self.facts[-1].kind is not FactKind.REVOKED:
            return ()
        running: tuple[Fact, ...] = ()
        taken: tuple[Fact, ...] = ()
        for fact in self.facts:
            if fact.kind in _ORDER:
                running = (*running, fact)
            elif fact.kind is FactKind.REINSTATED:
                running = taken
            else:
                running, taken = (), running
        return taken

    def reinstate(self, entry: Entry) -> "Trail":
        """Undo the last fact, a revocation: what it took away stands again."""
        back = self.undone()
        facts = tuple(replace(f, standing=True) if f in back else f for f in self.facts)
        last = self.facts[-1]
        return Trail(
            (*facts, Fact(FactKind.REINSTATED, entry, last.ref, last.round, standing=False))
        )

    def end(self, kind: FactKind, entry: Entry, ref: UUID) -> "Trail":
        """End the running closure: its facts stay on record and stand no more."""
        ended = tuple(replace(f, standing=False) for f in self.facts)
        return Trail((*ended, Fact(kind, entry, ref, self.round, standing=False)))
