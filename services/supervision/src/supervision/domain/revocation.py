"""R3, R28: a recognition is taken back by a relapse or by what an inspection finds."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from supervision.domain.facts import Entry


class Cause(StrEnum):
    """Why a recognition was taken back."""

    RELAPSE = "relapse"
    INSPECTION = "inspection"


CAUSE_LABELS: dict[Cause, str] = {
    Cause.RELAPSE: "再次重复信访",
    Cause.INSPECTION: "复查发现未真正化解",
}


@dataclass(frozen=True, slots=True)
class Repeat:
    """A confirmed repeat of the case.

    ``revocation`` is the one it caused, if it took a recognition back; ``withdrawn`` says that a
    person found it to be no repeat after all.
    """

    link_id: UUID
    later_case_id: UUID
    on: date
    revocation: UUID | None = None
    withdrawn: bool = False

    @property
    def revoked(self) -> bool:
        """Whether it took a recognition back."""
        return self.revocation is not None


@dataclass(frozen=True, slots=True)
class Revocation:
    """One recognition taken back."""

    id: UUID
    recognition_id: UUID
    cause: Cause
    later_case_id: UUID | None
    reason: str | None
    entry: Entry
