"""What clients send about imports and what they get back."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from intake.domain.ledger_import import ImportState, Standing
from intake.ledger.columns import COLUMNS
from intake.ledger.options import Profile
from intake.ledger.outcome import Sureness
from intake.usecases.import_reading import Asked

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Letters = Annotated[
    str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{1,3}$")
]
_MOST_ROWS = 20_000


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CommitBody(Body):
    occurred_on: date | None = None
    source_letter: Line | None = None
    amend_rows: Annotated[list[int], Field(max_length=_MOST_ROWS)] | None = None
    """要按台账更正的行（standing 为 differs）；更正表不填即全部更正，其他台账不填即不更正。"""

    def rows(self) -> frozenset[int] | None:
        """The rows as the use case takes them."""
        return None if self.amend_rows is None else frozenset(self.amend_rows)


class MappingBody(Body):
    columns: dict[str, Letters | None] = {}
    """规范列名 → 列字母；null 表示没有这一列；未提到的列由系统识别。"""
    sheet: Line | None = None
    header_row: Annotated[int, Field(ge=1, le=_MOST_ROWS)] | None = None
    profile: Profile | None = None
    remember: bool = True

    @field_validator("columns")
    @classmethod
    def _known(cls, columns: dict[str, str | None]) -> dict[str, str | None]:
        unknown = [name for name in columns if name not in COLUMNS]
        if unknown:
            raise ValueError(f"没有这样的规范列：{'、'.join(unknown)}")
        return columns

    @model_validator(mode="after")
    def _each_once(self) -> "MappingBody":
        letters = [c for c in self.columns.values() if c is not None]
        if len(letters) != len(set(letters)):
            raise ValueError("同一列不能对应两个规范列")
        return self

    def asked(self) -> Asked:
        """The choice as the use case takes it."""
        columns = {n: None if c is None else _index(c) for n, c in self.columns.items()}
        return Asked(self.profile, self.sheet, self.header_row, columns or None)


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class Progress(BaseModel):
    phase: str
    """waiting、reading、committing"""
    done: int
    total: int | None
    attempts: int


class ImportBrief(BaseModel):
    import_id: UUID
    file_name: str
    profile: Profile
    file_verdict: str
    reason: str | None
    reason_zh: str | None
    rows_total: int
    rows_accepted: int
    state: ImportState
    version: int
    committed: int
    already_present: int
    amended: int
    source_letter: str | None
    created_at: datetime
    committed_at: datetime | None
    kept_until: datetime | None
    progress: Progress | None
    allowed_actions: list[str]


class RejectedRowView(BaseModel):
    row: int
    codes: list[str]
    column: str | None
    reason_zh: str | None


class ImportView(ImportBrief):
    rows_rejected: list[RejectedRowView]
    standings: dict[Standing, int] = {}
    repeats_suspected: int = 0
    """入库后发现、尚待判定的疑似重复。"""
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_rows: list[int] = []
    first_data_row: int | None = None
    column_map: dict[str, str] = {}
    missing_columns: list[str] = []
    skipped_rows: list[dict[str, Any]] = []
    notes: list[str] = []
    remembered_mapping: bool = False
    mappable: bool = False


class ChangeView(BaseModel):
    column: str
    old: str | None
    new: str | None


class ImportRowView(BaseModel):
    row: int
    serial: int | None
    verdict: str
    standing: Standing | None
    changed: list[str]
    changes: list[ChangeView]
    warnings: list[str]
    normalisations: list[str]
    codes: list[str]
    column: str | None
    reason_zh: str | None
    case_id: UUID | None
    values: dict[str, Any]
    extras: dict[str, Any]


class MappingColumn(BaseModel):
    index: int
    letter: str
    heading: str
    samples: list[str]
    name: str | None
    sure: Sureness
    proposed: str | None = None
    why: str | None = None


class CanonicalColumn(BaseModel):
    name: str
    required: bool


class SheetView(BaseModel):
    name: str
    visible: bool
    header_row: int | None
    chosen: bool


class MappingView(BaseModel):
    import_id: UUID
    version: int
    profile: Profile
    state: ImportState
    sheet: str | None
    header_rows: list[int]
    columns: list[MappingColumn]
    canonical: list[CanonicalColumn]
    sheets: list[SheetView]
    options: dict[str, Any]
    """上次选定的：profile、sheet、header_row、column_map（列从 0 起）。"""
    remembered: bool
    file_kept: bool
    kept_until: datetime | None
    allowed_actions: list[str]


class RememberedColumn(BaseModel):
    name: str
    letter: str
    heading: str


class RememberedMapping(BaseModel):
    mapping_id: UUID
    profile: Profile
    sheet: str | None
    header_rows: list[int]
    columns: list[RememberedColumn]
    uses: int
    created_at: datetime
    used_at: datetime | None


class CommittedCase(BaseModel):
    row: int
    case_id: UUID
    case_no: str


class Committed(BaseModel):
    import_id: UUID
    version: int
    state: ImportState
    committed: int
    already_present: int
    amended: int
    cases: list[CommittedCase]
