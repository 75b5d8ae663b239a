"""R47: 审核报结 against a checklist, or 退回重办 with a reason."""

from dataclasses import dataclass, fields
from enum import StrEnum
from uuid import UUID

from supervision.domain.errors import ChecklistIncompleteError, ReasonTooShortError
from supervision.domain.facts import Entry

MIN_REASON = 10
"""Characters a return's reason must have, blanks not counted."""


class Decision(StrEnum):
    """What the office decides about a closing report."""

    APPROVED = "approved"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Checklist:
    """What the reviewer has looked at, against 程序性办结代替实际问题解决."""

    result_answers_demand: bool = False
    measures_executed: bool = False
    receipt_present: bool = False
    leader_opinion_read: bool = False

    @property
    def missing(self) -> list[str]:
        """Names of the ticks that are not set."""
        return [f.name for f in fields(self) if not getattr(self, f.name)]


@dataclass(frozen=True, slots=True)
class Review:
    """One decision of the office on one closing report."""

    id: UUID
    report_id: UUID
    round: int
    decision: Decision
    checklist: Checklist
    reason: str | None
    entry: Entry


def check_decision(decision: Decision, checklist: Checklist, reason: str | None) -> str | None:
    """The reason without outer blanks, after checking what the decision needs (R47).

    Raises:
        ChecklistIncompleteError: approved with a tick missing.
        ReasonTooShortError: returned with a reason shorter than ten characters.
    """
    text = (reason or "").strip()
    if decision is Decision.APPROVED and checklist.missing:
        raise ChecklistIncompleteError("审核清单未全部勾选，不能通过。", missing=checklist.missing)
    if decision is Decision.RETURNED and len("".join(text.split())) < MIN_REASON:
        raise ReasonTooShortError(f"退回理由不少于 {MIN_REASON} 个字。", field="reason")
    return text or None
