"""What reading a ledger yields: a verdict, accepted rows and refused rows, as plain data."""

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any


class Refusal(Exception):  # noqa: N818
    """The whole file is refused: a code and a sentence."""

    def __init__(self, reason: str, sentence: str, **more: Any) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence
        self.more = more


class Sureness(StrEnum):
    """How a column got its canonical name."""

    EXACT = "exact"
    """Headed as in the district's form."""
    SYNONYM = "synonym"
    """Headed by a usual other name, or under a group heading."""
    CHOSEN = "chosen"
    """A person said so."""
    GUESS = "guess"
    """Not used; ``proposed`` is what it may be."""
    UNKNOWN = "unknown"
    """Not used and nothing like it is known; kept beside the case."""
    IGNORED = "ignored"
    """Known and left out on purpose; ``why`` says why."""


@dataclass(slots=True)
class Column:
    """One column of the file, for the screen on which a person corrects the mapping.

    ``samples`` are the first three different values, with long digit runs masked; they may still be
    personal data. ``name`` is the canonical name that was used, ``proposed`` one that was not.
    """

    index: int
    letter: str
    heading: str
    samples: list[str]
    name: str | None
    sure: Sureness
    proposed: str | None = None
    why: str | None = None


@dataclass(slots=True)
class Sheet:
    """One sheet of a workbook that has a ledger's header, or the only one that was looked at."""

    name: str
    visible: bool
    header_row: int | None
    chosen: bool


@dataclass(slots=True)
class Fault:
    """One faulty cell of a refused row; ``column`` is a canonical name."""

    code: str
    column: str
    sentence: str


@dataclass(slots=True)
class AcceptedRow:
    """One good row.

    ``warnings`` are for a person to look at, ``normalisations`` were changed silently, ``extras`` hold
    what the row says beyond the form's columns. In a list of corrections ``values`` holds only
    what is to be changed; None or an empty list there clears.
    """

    row: int
    serial: int | None
    warnings: list[str]
    normalisations: list[str]
    values: dict[str, Any]
    extras: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class RejectedRow:
    """One row that cannot be taken, with codes and a sentence; ``values`` as far as readable.

    ``cells`` are the original texts in the order of the outcome's ``columns``.
    """

    row: int
    codes: list[str]
    reason_zh: str
    column: str | None = None
    serial: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    cells: list[str | None] = field(default_factory=list)


MAPPABLE = frozenset({"missing_required_column", "header_not_found", "no_rows"})
"""Refusals that another choice of sheet, header or columns may lift."""


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
    profile: str = "campaign"
    columns: list[Column] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)

    @classmethod
    def refused(cls, file: str, refusal: Refusal) -> "Outcome":
        """The outcome of a file that cannot be read at all."""
        return cls(file, "refused", refusal.reason, refusal.sentence, **refusal.more)

    @property
    def mappable(self) -> bool:
        """Whether a person may lift the refusal by choosing sheet, header or columns."""
        return self.reason in MAPPABLE and bool(self.columns or self.sheets)

    def to_json(self) -> dict[str, Any]:
        """Plain data for JSON."""
        data = plain(self)
        data["rows_rejected"] = [row_to_json(r) for r in self.rows_rejected]
        data["rows"] = [row_to_json(r) for r in self.rows]
        data["columns"] = [plain(c) for c in self.columns]
        data["sheets"] = [plain(s) for s in self.sheets]
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Outcome":
        """The inverse of ``to_json``."""
        return cls(
            **{
                **data,
                "rows_rejected": [rejected_from_json(r) for r in data["rows_rejected"]],
                "rows": [AcceptedRow(**r) for r in data["rows"]],
                "columns": [column_from_json(c) for c in data["columns"]],
                "sheets": [Sheet(**s) for s in data["sheets"]],
            }
        )


def plain(thing: Any) -> dict[str, Any]:
    """A dataclass as a flat dictionary; nested values are shared, not copied."""
    return {f.name: getattr(thing, f.name) for f in fields(thing)}


def row_to_json(row: AcceptedRow | RejectedRow) -> dict[str, Any]:
    """Plain data for JSON."""
    data = plain(row)
    if isinstance(row, RejectedRow):
        data["faults"] = [plain(f) for f in row.faults]
    return data


def row_from_json(data: dict[str, Any]) -> AcceptedRow | RejectedRow:
    """A row from plain data."""
    return rejected_from_json(data) if "codes" in data else AcceptedRow(**data)


def rejected_from_json(data: dict[str, Any]) -> RejectedRow:
    """A refused row from plain data."""
    return RejectedRow(**{**data, "faults": [Fault(**f) for f in data.get("faults", ())]})


def column_from_json(data: dict[str, Any]) -> Column:
    """A column from plain data."""
    return Column(**{**data, "sure": Sureness(data["sure"])})
