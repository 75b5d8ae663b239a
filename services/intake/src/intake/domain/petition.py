"""The petition case in intake: registered, then verified on three ticks (R12)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.vocab import Tick
from servicekit.errors import IllegalTransitionError

from intake.domain.errors import EvidenceMissingError

_LEAST_EVIDENCE = 2


class State(StrEnum):
    """Where a case stands in intake."""

    REGISTERED = "registered"
    """待核对"""
    VERIFIED = "verified"
    """已核对"""


class Action(StrEnum):
    """What can be done to it here."""

    TICK = "tick"
    """梳理核对一项"""
    VERIFY = "verify"
    """三项核对齐全"""


TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.REGISTERED, Action.TICK): State.REGISTERED,
    (State.REGISTERED, Action.VERIFY): State.VERIFIED,
}

LABELS = {State.REGISTERED: "待核对", State.VERIFIED: "已核对"}


@dataclass(frozen=True, slots=True)
class TickMark:
    """One tick: its evidence, the day it was checked, who set it and when."""

    tick: Tick
    evidence: str
    occurred_on: date
    by: str
    at: datetime


@dataclass(slots=True)
class Petition:
    """The aggregate: identity, state, version and ticks; the matter itself never changes here."""

    id: UUID
    tenant: str
    case_no: str
    registered_on: date
    state: State = State.REGISTERED
    version: int = 1
    ticks: dict[Tick, TickMark] = field(default_factory=dict)

    def _go(self, action: Action) -> None:
        try:
            self.state = TRANSITIONS[self.state, action]
        except KeyError:
            raise IllegalTransitionError(
                self.state, action, f"该件已是“{LABELS[self.state]}”状态，不能再核对。"
            ) from None

    def verify(self, marks: Sequence[TickMark]) -> bool:
        """Set ticks; with the third the case is verified.

        Returns:
            Whether the case became verified now.

        Raises:
            IllegalTransitionError: it was verified before.
            EvidenceMissingError: a tick comes without evidence.
        """
        self._go(Action.TICK)
        blank = [m.tick.value for m in marks if len(m.evidence.strip()) < _LEAST_EVIDENCE]
        if blank or not marks:
            raise EvidenceMissingError(blank or [t.value for t in Tick])
        self.ticks.update({m.tick: m for m in marks})
        self.version += 1
        if set(self.ticks) != set(Tick):
            return False
        self._go(Action.VERIFY)
        return True

    @property
    def verified_on(self) -> date:
        """The day of the last tick: from then on the case may be assigned."""
        return max(m.occurred_on for m in self.ticks.values())
