"""The four closure facts, kept apart and in order, each with its own date, instant and author."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from supervision.domain.errors import ClosureOutOfOrderError


class FactKind(StrEnum):
    """What happened to a closure; the last three end it."""

    REPORTED = "reported"
    OPINION_SIGNED = "opinion_signed"
    APPROVED = "approved"
    RECOGNISED = "recognised"
    WRITTEN_OFF = "written_off"
    DECLINED = "declined"
    RETURNED = "returned"
    REVOKED = "revoked"


FACT_LABELS: dict[FactKind, str] = {
    FactKind.REPORTED: "程序办结",
    FactKind.OPINION_SIGNED: "包案领导意见",
    FactKind.APPROVED: "审核报结",
    FactKind.RECOGNISED: "化解认定",
    FactKind.WRITTEN_OFF: "销号",
    FactKind.DECLINED: "包案领导不同意报结",
    FactKind.RETURNED: "退回重办",
    FactKind.REVOKED: "撤销化解",
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

    def end(self, kind: FactKind, entry: Entry, ref: UUID) -> "Trail":
        """End the running closure: its facts stay on record and stand no more."""
        ended = tuple(replace(f, standing=False) for f in self.facts)
        return Trail((*ended, Fact(kind, entry, ref, self.round, standing=False)))
