"""What may be recorded about the work on a case, and when each record is complete."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from contracts.vocab import ActivityKind, Means, MediationKind, NoticeKind, SessionOutcome

from mediation.domain.errors import (
    AgreementNotReachedError,
    ConsentMissingError,
    MeansMissingError,
    ReceiptMissingError,
    TextMissingError,
)
from mediation.domain.texts import too_short, written_chars

CONFIRM_WITHIN = timedelta(days=30)
"""人民调解法 Art. 33: joint application for judicial confirmation within 30 days (T17)."""

_PARTIES = 2


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a record comes from: its case, its author, its day and the instant it was entered."""

    id: UUID
    case_id: UUID
    unit: str
    author_sub: str
    author_account: str
    occurred_on: date
    late: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Activity:
    """接访、下访、走访、研究、会商、疏导 (R22, R26).

    Raises:
        TextMissingError: no summary, or a meeting face to face that names nobody.
    """

    kind: ActivityKind
    by_leader: bool
    face_to_face: bool
    place: str
    participants: str
    demands: str
    summary: str
    commitments: str

    def __post_init__(self) -> None:
        labels = {"summary": "工作情况"}
        if self.face_to_face:
            labels["participants"] = "见面的信访人一方"
        if missing := too_short(asdict(self), labels):
            raise TextMissingError(missing)

    @property
    def texts(self) -> dict[str, str]:
        """The free text, which is stored encrypted."""
        return {
            "place": self.place,
            "participants": self.participants,
            "demands": self.demands,
            "summary": self.summary,
            "commitments": self.commitments,
        }


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether one party agreed to be mediated."""

    party: str
    consented: bool


@dataclass(frozen=True, slots=True)
class MediationSession:
    """One mediation session (R41, 人民调解法 Art. 29).

    Raises:
        ConsentMissingError: an agreement without the consent of at least two parties, all of them.
        AgreementNotReachedError: agreement text, but another outcome.
        TextMissingError: no mediator or no minutes.
    """

    kind: MediationKind
    outcome: SessionOutcome
    place: str
    mediator: str
    consents: tuple[Consent, ...]
    minutes: str
    agreement: str

    def __post_init__(self) -> None:
        labels = {"mediator": "调解员", "minutes": "调解记录"}
        if missing := too_short({"mediator": self.mediator, "minutes": self.minutes}, labels):
            raise TextMissingError(missing)
        if self.outcome is SessionOutcome.AGREED:
            if not self.all_consented:
                raise ConsentMissingError
        elif written_chars(self.agreement):
            raise AgreementNotReachedError

    @property
    def parties(self) -> frozenset[str]:
        """The parties by name; one named twice is one party."""
        return frozenset(c.party.strip() for c in self.consents if written_chars(c.party))

    @property
    def all_consented(self) -> bool:
        """Whether there are two parties or more and every one of them consented."""
        return len(self.parties) >= _PARTIES and all(c.consented for c in self.consents)

    def confirm_by(self, held_on: date) -> date | None:
        """Last day to apply for judicial confirmation, if there is an agreement (T17)."""
        return held_on + CONFIRM_WITHIN if self.outcome is SessionOutcome.AGREED else None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure to resolve the matter, by one or more of the four means (R40).

    Raises:
        MeansMissingError: it names no means.
        TextMissingError: no description or nobody responsible.
    """

    means: frozenset[Means]
    description: str
    responsible: str
    executed: bool = field(kw_only=True)

    def __post_init__(self) -> None:
        if not self.means:
            raise MeansMissingError
        labels = {"description": "措施内容", "responsible": "责任人"}
        parts = {"description": self.description, "responsible": self.responsible}
        if missing := too_short(parts, labels):
            raise TextMissingError(missing)


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """A measure that was recorded on ``planned_on`` and is still to be carried out."""

    id: UUID
    means: frozenset[Means]
    planned_on: date


@dataclass(frozen=True, slots=True)
class Execution:
    """A measure was carried out, with this result.

    Raises:
        TextMissingError: no result.
    """

    result: str

    def __post_init__(self) -> None:
        if missing := too_short({"result": self.result}, {"result": "落实结果"}):
            raise TextMissingError(missing)


@dataclass(frozen=True, slots=True)
class Notice:
    """The petitioner was told (R26): with a receipt, or the reason for none.

    Raises:
        ReceiptMissingError: neither of the two.
        TextMissingError: no content or no channel.
    """

    kind: NoticeKind
    channel: str
    content: str
    receipt_no: str
    no_receipt_reason: str

    def __post_init__(self) -> None:
        labels = {"channel": "告知方式", "content": "告知内容"}
        if missing := too_short({"channel": self.channel, "content": self.content}, labels):
            raise TextMissingError(missing)
        if not self.receipt and not written_chars(self.no_receipt_reason):
            raise ReceiptMissingError

    @property
    def receipt(self) -> bool:
        """Whether a receipt (送达回执) exists."""
        return written_chars(self.receipt_no) > 0
