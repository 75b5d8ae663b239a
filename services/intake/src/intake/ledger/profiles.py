"""What each kind of list must hold: required columns and the span of registration days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from intake.ledger import exchange
from intake.ledger.cells import Cell
from intake.ledger.columns import REQUIRED, claims
from intake.ledger.headings import Claim
from intake.ledger.options import Profile

CAMPAIGN_FROM, CAMPAIGN_UNTIL = date(2019, 1, 1), date(2020, 6, 30)
"""登记时间 of the plan's cases, both days included (R9)."""
DAILY_FROM = date(2020, 7, 1)
"""From here on a repeat petition belongs to the daily stream (R10)."""

Naming = Callable[[tuple[str, ...]], tuple[Claim, ...]]
"""The canonical columns that a heading may stand for."""
Adapt = Callable[[Mapping[str, Cell], Mapping[str, Any]], tuple[dict[str, Cell], dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Rules:
    """How strict a list is; ``too_early`` and ``too_late`` end the sentence that rejects a row."""

    required: tuple[str, ...] = REQUIRED
    earliest: date | None = None
    latest: date | None = None
    too_early: str = ""
    too_late: str = ""
    only_changes: bool = False
    """Whether empty cells say nothing, as in a list of corrections."""
    enough: int = 4
    """A row with fewer known headings is no header."""
    naming: Naming = claims
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Headings that are known and not taken, and why."""
    beside_name: Callable[[str], str] = str
    """The name under which a column that the form does not know is kept."""
    adapt: Adapt | None = None
    """Turns a row of another record into one of the district's form."""


RULES: Mapping[Profile, Rules] = MappingProxyType(
    {
        Profile.CAMPAIGN: Rules(
            earliest=CAMPAIGN_FROM, latest=CAMPAIGN_UNTIL, too_late="，应纳入日常交办"
        ),
        Profile.DAILY: Rules(earliest=DAILY_FROM, too_early="，不属于日常交办，应导入专项台账"),
        Profile.EXCHANGE: Rules(
            required=("信访件编号", "登记时间", "信访人姓名", "诉求内容"),
            naming=exchange.naming,
            left_out=exchange.LEFT_OUT,
            beside_name=exchange.beside_name,
            adapt=exchange.adapt,
        ),
        Profile.CORRECTIONS: Rules(required=("信访件编号",), only_changes=True, enough=2),
    }
)
