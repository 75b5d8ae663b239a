"""Repeats: the system advises, a person decides and may take it back; records are linked, never merged."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from servicekit.errors import IllegalTransitionError

from intake.domain.errors import DecisionUnexplainedError, SamePetitionError

MOST_LINKS = 10
"""At most this many suspicions per new case, the likeliest."""


class Basis(StrEnum):
    """The evidence of a link in one word."""

    SAME_ID = "same_id"
    SAME_PHONE_AND_NAME = "same_phone_and_name"
    SIMILAR_PERSON = "similar_person"
    MANUAL = "manual"


class LinkState(StrEnum):
    """Where a link stands."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class LinkAction(StrEnum):
    """What a person decides."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[tuple[LinkState, LinkAction], LinkState] = {
    (LinkState.SUSPECTED, LinkAction.CONFIRM): LinkState.CONFIRMED,
    (LinkState.SUSPECTED, LinkAction.DISMISS): LinkState.DISMISSED,
    (LinkState.DISMISSED, LinkAction.CONFIRM): LinkState.CONFIRMED,
    (LinkState.CONFIRMED, LinkAction.WITHDRAW): LinkState.SUSPECTED,
    (LinkState.DISMISSED, LinkAction.WITHDRAW): LinkState.SUSPECTED,
}

LABELS = {
    LinkState.SUSPECTED: "待判定",
    LinkState.CONFIRMED: "已确认重复",
    LinkState.DISMISSED: "已排除",
}


class DecisionCode(StrEnum):
    """Why, in one key; a sentence may stand beside it or instead of it."""

    SAME_MATTER = "same_matter"
    OTHER_MATTER = "other_matter"
    OTHER_PERSON = "other_person"
    MISTAKE = "mistake"
    NEW_FACTS = "new_facts"


CODES: dict[LinkAction, dict[DecisionCode, str]] = {
    LinkAction.CONFIRM: {DecisionCode.SAME_MATTER: "同一信访人、同一事项"},
    LinkAction.DISMISS: {
        DecisionCode.OTHER_MATTER: "同一信访人，不是同一事项",
        DecisionCode.OTHER_PERSON: "不是同一信访人",
    },
    LinkAction.WITHDRAW: {
        DecisionCode.MISTAKE: "判定有误，恢复待判定",
        DecisionCode.NEW_FACTS: "有新情况，需要重新判定",
    },
}


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a person decided: a code, a sentence, or both."""

    code: DecisionCode | None = None
    text: str | None = None

    def words_for(self, action: LinkAction) -> str:
        """The written reason of a decision; a confirmation without one means what it says.

        Raises:
            DecisionUnexplainedError: no reason, or the code of another decision.
        """
        codes = CODES[action]
        if self.code is not None and self.code not in codes:
            raise DecisionUnexplainedError("理由代码与所作判定不符，请重新选择。")
        label = codes[self.code] if self.code is not None else None
        if label is None and not self.text and action is LinkAction.CONFIRM:
            label = codes[DecisionCode.SAME_MATTER]
        words = "。".join(w for w in (label, self.text) if w)
        if not words:
            raise DecisionUnexplainedError("请选择理由或写明理由。")
        return words


@dataclass(slots=True)
class RepeatLink:
    """The claim that ``later_case`` repeats ``earlier_case``; ``was`` is the last state before now."""

    id: UUID
    earlier_case: UUID
    later_case: UUID
    basis: Basis
    state: LinkState = LinkState.SUSPECTED
    version: int = 1
    repeated_on: date | None = None
    reason: str | None = None
    code: DecisionCode | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    band: str | None = None

    def _go(self, action: LinkAction, grounds: Grounds) -> None:
        try:
            state = TRANSITIONS[self.state, action]
        except KeyError:
            raise IllegalTransitionError(
                self.state, action, f"这条提示{LABELS[self.state]}，不能再次判定。"
            ) from None
        self.reason, self.code = grounds.words_for(action), grounds.code
        self.state = state
        self.version += 1

    def confirm(self, *, repeated_on: date, grounds: Grounds, by: str, at: datetime) -> None:
        """A person says: same petitioner, same matter, come again on ``repeated_on``.

        Raises:
            IllegalTransitionError: it was confirmed before.
            DecisionUnexplainedError: the reason is that of another decision.
        """
        self._go(LinkAction.CONFIRM, grounds)
        self.code = self.code or DecisionCode.SAME_MATTER
        self.repeated_on, self.decided_by, self.decided_at = repeated_on, by, at

    def dismiss(self, *, grounds: Grounds, by: str, at: datetime) -> None:
        """A person says: not a repeat.

        Raises:
            IllegalTransitionError: it was decided before.
            DecisionUnexplainedError: no reason is given.
        """
        self._go(LinkAction.DISMISS, grounds)
        self.decided_by, self.decided_at = by, at

    def withdraw(self, *, grounds: Grounds) -> LinkState:
        """A person takes the decision back: the pair is open again, as if nobody had decided.

        Returns:
            The decision that no longer stands.

        Raises:
            IllegalTransitionError: nothing was decided.
            DecisionUnexplainedError: no reason is given.
        """
        was = self.state
        self._go(LinkAction.WITHDRAW, grounds)
        self.repeated_on = self.decided_by = self.decided_at = None
        return was


def check_order(earlier: UUID, later: UUID) -> None:
    """Refuse a case that is said to repeat itself.

    Raises:
        SamePetitionError: both are one case.
    """
    if earlier == later:
        raise SamePetitionError("同一件信访事项不能与自己构成重复。")
