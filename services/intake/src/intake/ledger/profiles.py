"""What each kind of list must hold: required columns and the span of registration days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from intake.ledger.columns import REQUIRED
from intake.ledger.options import Profile

CAMPAIGN_FROM, CAMPAIGN_UNTIL = date(2019, 1, 1), date(2020, 6, 30)
"""登记时间 of the plan's cases, both days included (R9)."""
DAILY_FROM = date(2020, 7, 1)
"""From here on a repeat petition belongs to the daily stream (R10)."""


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


RULES: Mapping[Profile, Rules] = MappingProxyType(
    {
        Profile.CAMPAIGN: Rules(
            earliest=CAMPAIGN_FROM, latest=CAMPAIGN_UNTIL, too_late="，应纳入日常交办"
        ),
        Profile.DAILY: Rules(earliest=DAILY_FROM, too_early="，不属于日常交办，应导入专项台账"),
        Profile.EXCHANGE: Rules(required=("信访件编号", "登记时间", "信访人姓名", "诉求内容")),
        Profile.CORRECTIONS: Rules(required=("信访件编号",), only_changes=True),
    }
)
