"""Events that supervision publishes: review, recognition, write-off, revocation."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from contracts.event import EventData, event
from contracts.vocab import EvidenceSlot


class RevocationCause(StrEnum):
    """Why a recognition was taken back."""

    RELAPSE = "relapse"
    """再次重复信访"""
    INSPECTION = "inspection"
    """复查发现未真正化解"""


@event("supervision", "closure_approved", 1)
class ClosureApprovedV1(EventData):
    """审核报结: the district office accepted the closing report."""

    report_id: UUID


@event("supervision", "closure_returned", 1)
class ClosureReturnedV1(EventData):
    """退回重办: the district office sent the closing report back."""

    report_id: UUID
    returns: int
    """How often this case has been returned, this time included."""


@event("supervision", "resolution_recognised", 1)
class ResolutionRecognisedV1(EventData):
    """化解认定 on three pieces of evidence; the observation window starts."""

    recognition_id: UUID
    evidence: tuple[EvidenceSlot, ...]
    observe_until: date
    fast: bool = False
    """Struck off at once on the office's basis document (R13): no report, no evidence slots."""
    report_id: UUID | None = None
    """A closing report that was under way and ended by it."""


@event("supervision", "case_written_off", 1)
class CaseWrittenOffV1(EventData):
    """销号 after the observation window."""

    recognition_id: UUID


@event("supervision", "resolution_revoked", 1)
class ResolutionRevokedV1(EventData):
    """The recognition is taken back; the resolution rate falls."""

    recognition_id: UUID
    cause: RevocationCause
    later_case_id: UUID | None


@event("supervision", "resolution_reinstated", 1)
class ResolutionReinstatedV1(EventData):
    """The repeat that had revoked a recognition was withdrawn; the recognition stands again."""

    recognition_id: UUID
    later_case_id: UUID
    recognised_on: date | None = None
    """What stands again: the days and the report of the recognition as they were."""
    observe_until: date | None = None
    written_off_on: date | None = None
    report_id: UUID | None = None
    approved_on: date | None = None
