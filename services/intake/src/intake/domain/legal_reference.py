"""References to documents of other authorities: number, organ, day, kind, and nothing on the person (R33)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class LegalKind(StrEnum):
    """What kind of document is referred to."""

    ADMONITION = "admonition"
    """训诫书"""
    ADMINISTRATIVE_PENALTY = "administrative_penalty"
    """行政处罚决定书"""
    CRIMINAL_FILING = "criminal_filing"
    """刑事立案文书"""
    JUDGMENT = "judgment"
    """裁判文书"""
    ADMINISTRATIVE_REVIEW = "administrative_review"
    """行政复议文书"""
    DISCIPLINE = "discipline"
    """纪检监察文书"""


LABELS = {
    LegalKind.ADMONITION: "训诫书",
    LegalKind.ADMINISTRATIVE_PENALTY: "行政处罚决定书",
    LegalKind.CRIMINAL_FILING: "刑事立案文书",
    LegalKind.JUDGMENT: "裁判文书",
    LegalKind.ADMINISTRATIVE_REVIEW: "行政复议文书",
    LegalKind.DISCIPLINE: "纪检监察文书",
}


@dataclass(frozen=True, slots=True)
class LegalReference:
    """One reference: which organ issued which document on which day."""

    id: UUID
    case_id: UUID
    document_no: str
    organ: str
    issued_on: date
    kind: LegalKind
    recorded_by: str
    recorded_at: datetime
