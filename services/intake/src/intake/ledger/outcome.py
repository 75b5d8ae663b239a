"""What reading a ledger yields: a verdict, accepted rows and refused rows, as plain data."""

from dataclasses import asdict, dataclass, field
from typing import Any


class Refusal(Exception):  # noqa: N818
    """The whole file is refused: a code and a sentence."""

    def __init__(self, reason: str, sentence: str, **more: Any) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence
        self.more = more


@dataclass(slots=True)
class AcceptedRow:
    """One good row.

    ``warnings`` are for a person to look at, ``normalisations`` were changed silently, ``extras`` hold
    what the row says beyond the form's columns.
    """

    row: int
    serial: int | None
    warnings: list[str]
    normalisations: list[str]
    values: dict[str, Any]
    extras: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class RejectedRow:
    """One row that cannot be taken, with codes and a sentence; ``values`` as far as readable."""

    row: int
    codes: list[str]
    reason_zh: str
    column: str | None = None
    serial: int | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """The result for one file; ``file_verdict`` is accepted, partial or refused."""

    file: str
    file_verdict: str
    reason: str | None
    reason_zh: str | None
    rows_total: int = 0
    rows_accepted: int = 0
    rows_rejected: list[RejectedRow] = field(default_factory=list)
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_rows: list[int] = field(default_factory=list)
    first_data_row: int | None = None
    column_map: dict[str, str] = field(default_factory=dict)
    missing_columns: list[str] = field(default_factory=list)
    skipped_rows: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: list[AcceptedRow] = field(default_factory=list)

    @classmethod
    def refused(cls, file: str, refusal: Refusal) -> "Outcome":
        """The outcome of a file that cannot be read at all."""
        return cls(file, "refused", refusal.reason, refusal.sentence, **refusal.more)

    def to_json(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Outcome":
        """The inverse of ``to_json``."""
        rejected = [RejectedRow(**r) for r in data.pop("rows_rejected")]
        rows = [AcceptedRow(**r) for r in data.pop("rows")]
        return cls(**data, rows_rejected=rejected, rows=rows)
