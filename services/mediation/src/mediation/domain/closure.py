"""办结报告 and 包案领导书面意见: what each must say, and the work a report rests on."""

from dataclasses import dataclass
from datetime import date

from mediation.domain.errors import (
    ClosureEvidenceMissingError,
    OpinionTooShortError,
    ReportIncompleteError,
)
from mediation.domain.texts import too_short, written_chars

OPINION_LEAST = 10
"""A written opinion has at least this many visible characters (R24)."""

_REPORT_LEAST = {"findings": 10, "outcome": 10}
_REPORT_LABELS = {
    "document_no": "文号",
    "signed_by": "签发人",
    "demands": "主要问题和诉求",
    "findings": "调查处理情况",
    "outcome": "化解结果",
}
_EVIDENCE_LABELS = {
    "face_to_face_activity": "与信访人当面接访、下访或走访的记录",
    "executed_measure": "已落实的化解措施",
    "reply_notice": "答复信访人的告知记录",
}


@dataclass(frozen=True, slots=True)
class ClosureReport:
    """程序办结: the lead unit says it is done (R47).

    Raises:
        ReportIncompleteError: a part is blank, or findings or outcome say next to nothing.
    """

    document_no: str
    signed_by: str
    contact_phone: str
    demands: str
    findings: str
    outcome: str

    def __post_init__(self) -> None:
        if missing := too_short(self.texts, _REPORT_LABELS, _REPORT_LEAST):
            raise ReportIncompleteError(missing)

    @property
    def texts(self) -> dict[str, str]:
        """The free text, which is stored encrypted."""
        return {
            "document_no": self.document_no,
            "signed_by": self.signed_by,
            "contact_phone": self.contact_phone,
            "demands": self.demands,
            "findings": self.findings,
            "outcome": self.outcome,
        }


@dataclass(frozen=True, slots=True)
class Opinion:
    """The leader's written opinion: agree, or send the report back (R24).

    Raises:
        OpinionTooShortError: blank, or fewer than ten visible characters.
    """

    agreed: bool
    text: str

    def __post_init__(self) -> None:
        if written_chars(self.text) < OPINION_LEAST:
            raise OpinionTooShortError(OPINION_LEAST)


def _earlier(known: date | None, day: date) -> date:
    return day if known is None or day < known else known


@dataclass(frozen=True, slots=True)
class Evidence:
    """The first day on which each gate of a closing report was met; None while it is not.

    ``met_on``: the petitioner was met face to face (R22, R26). ``executed_on``: a measure was
    carried out (R40). ``replied_on``: the petitioner was given the reply (R26, R47).
    """

    met_on: date | None = None
    executed_on: date | None = None
    replied_on: date | None = None

    def with_meeting(self, day: date) -> "Evidence":
        """This evidence and a meeting face to face on ``day``."""
        return Evidence(_earlier(self.met_on, day), self.executed_on, self.replied_on)

    def with_execution(self, day: date) -> "Evidence":
        """This evidence and a measure carried out on ``day``."""
        return Evidence(self.met_on, _earlier(self.executed_on, day), self.replied_on)

    def with_reply(self, day: date) -> "Evidence":
        """This evidence and a reply given on ``day``."""
        return Evidence(self.met_on, self.executed_on, _earlier(self.replied_on, day))

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of the gates that are not met."""
        days = zip(_EVIDENCE_LABELS, (self.met_on, self.executed_on, self.replied_on), strict=True)
        return tuple(code for code, day in days if day is None)

    @property
    def complete_on(self) -> date | None:
        """The first day on which all gates were met: a report cannot be older."""
        days = [d for d in (self.met_on, self.executed_on, self.replied_on) if d is not None]
        return max(days) if len(days) == len(_EVIDENCE_LABELS) else None

    def require(self) -> None:
        """Refuse a closing report that rests on no real work.

        Raises:
            ClosureEvidenceMissingError: naming the gates that are not met.
        """
        if self.missing:
            raise ClosureEvidenceMissingError({m: _EVIDENCE_LABELS[m] for m in self.missing})
