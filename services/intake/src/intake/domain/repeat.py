"""Repeats: the system suspects on equal keys, a person decides; records are linked, never merged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from servicekit.errors import IllegalTransitionError

from intake.domain.errors import SamePetitionError


class Basis(StrEnum):
    """The evidence of a suspicion."""

    SAME_ID = "same_id"
    SAME_PHONE_AND_NAME = "same_phone_and_name"
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


TRANSITIONS: dict[tuple[LinkState, LinkAction], LinkState] = {
    (LinkState.SUSPECTED, LinkAction.CONFIRM): LinkState.CONFIRMED,
    (LinkState.SUSPECTED, LinkAction.DISMISS): LinkState.DISMISSED,
    (LinkState.DISMISSED, LinkAction.CONFIRM): LinkState.CONFIRMED,
}

LABELS = {
    LinkState.SUSPECTED: "待判定",
    LinkState.CONFIRMED: "已确认重复",
    LinkState.DISMISSED: "已排除",
}


@dataclass(slots=True)
class RepeatLink:
    """The claim that ``later_case`` repeats ``earlier_case``."""

    id: UUID
    earlier_case: UUID
    later_case: UUID
    basis: Basis
    state: LinkState = LinkState.SUSPECTED
    version: int = 1
    repeated_on: date | None = None
    reason: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None

    def _go(self, action: LinkAction, reason: str, by: str, at: datetime) -> None:
        try:
            self.state = TRANSITIONS[self.state, action]
        except KeyError:
            raise IllegalTransitionError(
                self.state, action, f"这条提示{LABELS[self.state]}，不能再次判定。"
            ) from None
        self.reason, self.decided_by, self.decided_at = reason, by, at
        self.version += 1

    def confirm(self, *, repeated_on: date, reason: str, by: str, at: datetime) -> None:
        """A person says: same petitioner, same matter, come again on ``repeated_on``.

        Raises:
            IllegalTransitionError: it was confirmed before.
        """
        self._go(LinkAction.CONFIRM, reason, by, at)
        self.repeated_on = repeated_on

    def dismiss(self, *, reason: str, by: str, at: datetime) -> None:
        """A person says: not a repeat.

        Raises:
            IllegalTransitionError: it was decided before.
        """
        self._go(LinkAction.DISMISS, reason, by, at)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A case as the matcher sees it: no names, only its keys."""

    case_id: UUID
    registered_on: date
    case_no: str
    keys: frozenset[tuple[Basis, bytes]]

    @property
    def order(self) -> tuple[date, str]:
        """Earlier cases come first."""
        return self.registered_on, self.case_no


MOST_LINKS = 10
"""At most this many suspicions per new case: the nearest earlier or later ones."""


def suspicions(
    new: Iterable[Sighting], known: Iterable[Sighting]
) -> list[tuple[Sighting, Sighting, Basis]]:
    """Pairs that share a key, as (earlier, later, basis); advice only.

    Args:
        new: cases being registered.
        known: cases registered before that share at least one key with a new one.
    """
    by_key: dict[tuple[Basis, bytes], list[Sighting]] = {}
    for s in known:
        for key in s.keys:
            by_key.setdefault(key, []).append(s)
    out: list[tuple[Sighting, Sighting, Basis]] = []
    for s in new:
        found: dict[UUID, tuple[Sighting, Basis]] = {}
        for key in sorted(s.keys):
            for other in by_key.get(key, ()):
                found.setdefault(other.case_id, (other, key[0]))
        near = sorted(found.values(), key=lambda x: x[0].order, reverse=True)[:MOST_LINKS]
        for other, basis in near:
            earlier, later = sorted((other, s), key=lambda x: x.order)
            out.append((earlier, later, basis))
        for key in s.keys:
            by_key.setdefault(key, []).append(s)
    return out


def check_order(earlier: UUID, later: UUID) -> None:
    """Refuse a case that is said to repeat itself.

    Raises:
        SamePetitionError: both are one case.
    """
    if earlier == later:
        raise SamePetitionError("同一件信访事项不能与自己构成重复。")
