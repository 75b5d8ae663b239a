"""What a replay did: rows carried, rows held back by the date, refusals, contradictions."""

from dataclasses import dataclass, field
from typing import Any

from typing_extensions import override

from standalone.demo.caller import Traffic


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """A row that could not be carried as far as it says, and why."""

    row: int
    case_no: str
    step: str
    sentence: str
    code: str

    @override
    def __str__(self) -> str:
        """One line for the user."""
        where = f"第 {self.row} 行 {self.case_no}".strip()
        return f"{where}｜{self.step}：{self.sentence}（{self.code}）"


@dataclass(slots=True)
class Outcome:
    """The result of ``replay_ledger``."""

    file_name: str
    rows_total: int = 0
    carried: int = 0
    """Rows that stand where the ledger says."""
    held_back: list[str] = field(default_factory=list)
    """Case numbers whose later steps lie after the cut-off date."""
    not_yet_registered: list[str] = field(default_factory=list)
    """Case numbers registered after the cut-off date; imported all the same, with the whole file."""
    failures: list[Failure] = field(default_factory=list)
    contradictions: list[dict[str, Any]] = field(default_factory=list)
    accounts_made: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each part took."""
    traffic: Traffic = field(default_factory=Traffic)

    @property
    def ok(self) -> bool:
        """Whether every row was carried as far as it says (or as the cut-off date allows)."""
        return not self.failures
