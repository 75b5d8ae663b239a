"""The petition case in intake: registered, verified on three ticks (R12), perhaps struck off fast (R13)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contracts.vocab import Tick
from servicekit.errors import IllegalTransitionError

from intake.domain.errors import AlreadyIssuedError, EvidenceMissingError, NotFastEligibleError

_LEAST_EVIDENCE = 2


class State(StrEnum):
    """Where a case stands in intake."""

    REGISTERED = "registered"
    """待核对"""
    VERIFIED = "verified"
    """已核对"""
    FAST_CLOSED = "fast_closed"
    """快速销号"""


class Action(StrEnum):
    """What can be done to it here."""

    TICK = "tick"
    """梳理核对一项"""
    VERIFY = "verify"
    """三项核对齐全"""
    FAST_CLOSE = "fast_close"
    """事由清楚、结果清晰，快速销号"""


TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.REGISTERED, Action.TICK): State.REGISTERED,
    (State.REGISTERED, Action.VERIFY): State.VERIFIED,
    (State.VERIFIED, Action.FAST_CLOSE): State.FAST_CLOSED,
}

LABELS = {State.REGISTERED: "待核对", State.VERIFIED: "已核对", State.FAST_CLOSED: "已快速销号"}
_REFUSED = {
    Action.FAST_CLOSE: "该件是“{}”状态，三项核对齐全后才能快速销号。",
}


@dataclass(frozen=True, slots=True)
class TickMark:
    """One tick: its evidence, the day it was checked, who set it and when."""

    tick: Tick
    evidence: str
    occurred_on: date
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FastLane:
    """事由清楚、结果清晰: since when it is known and why; the document that struck it off (R13)."""

    eligible_on: date | None = None
    because: str | None = None
    closed_on: date | None = None
    document_no: str | None = None
    basis: str | None = None


@dataclass(slots=True)
class Petition:
    """The aggregate: identity, state, version, ticks, and whether it is sealed or issued."""

    id: UUID
    tenant: str
    case_no: str
    registered_on: date
    state: State = State.REGISTERED
    version: int = 1
    ticks: dict[Tick, TickMark] = field(default_factory=dict)
    sealed: bool = False
    registered_by: str | None = None
    issued: bool = False
    fast: FastLane = FastLane()

    def _go(self, action: Action) -> None:
        try:
            self.state = TRANSITIONS[self.state, action]
        except KeyError:
            sentence = _REFUSED.get(action, "该件已是“{}”状态，不能再核对。")
            raise IllegalTransitionError(
                self.state, action, sentence.format(LABELS[self.state])
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

    def mark_fast(self, on: date, because: str) -> None:
        """The verifier finds 事由清楚、结果清晰: the case may be struck off at once (R13)."""
        self.fast = FastLane(on, because)

    def close_fast(self, on: date, document_no: str, basis: str) -> None:
        """The office strikes the case off on a basis document (R13).

        Raises:
            NotFastEligibleError: nobody found it eligible.
            AlreadyIssuedError: a unit is handling it.
            IllegalTransitionError: not verified, or struck off before.
        """
        if self.state is State.VERIFIED and self.fast.eligible_on is None:
            raise NotFastEligibleError("该件核对时未认定“事由清楚、结果清晰”，不能快速销号。")
        if self.state is State.VERIFIED and self.issued:
            raise AlreadyIssuedError("该件已交办责任单位，请按报结、审核程序办理。")
        self._go(Action.FAST_CLOSE)
        self.fast = FastLane(self.fast.eligible_on, self.fast.because, on, document_no, basis)
        self.version += 1

    def seal(self, by: str) -> None:
        """It is an accusation: from now on a matter of the compartment (R72).

        Args:
            by: the sealing officer, who keeps sight when nobody is known to have registered it.

        Raises:
            IllegalTransitionError: sealed before.
        """
        self._turn(to=True)
        self.registered_by = self.registered_by or by

    def unseal(self) -> None:
        """纪检监察 found no accusation in it.

        Raises:
            IllegalTransitionError: it is not sealed.
        """
        self._turn(to=False)

    def _turn(self, *, to: bool) -> None:
        if self.sealed == to:
            raise IllegalTransitionError(
                "sealed" if to else "open", "seal" if to else "unseal",
                "该件已经封存。" if to else "该件没有封存。",
            )  # fmt: skip
        self.sealed = to
        self.version += 1

    def touch(self) -> None:
        """Facts of it changed: those who saw the earlier version must look again."""
        self.version += 1

    @property
    def verified_on(self) -> date:
        """The day of the last tick: from then on the case may be assigned."""
        return max(m.occurred_on for m in self.ticks.values())
