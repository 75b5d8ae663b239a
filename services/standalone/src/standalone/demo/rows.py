"""A ledger row as intake hands it back, in the terms the replay needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from contracts.units import Unit, UnitDirectory


class Reach(IntEnum):
    """How far a row says its case got."""

    ISSUED = 1
    PLANNED = 2
    VISITED = 3
    REPORTED = 4
    RECOGNISED = 5


_STATUSES = {
    "已交办": Reach.ISSUED,
    "已制定方案": Reach.PLANNED,
    "办理中": Reach.VISITED,
    "已办结待审核": Reach.REPORTED,
    "已化解": Reach.RECOGNISED,
}
_ORDINARY = "一般"
_SECTION = "乡科级"


class RowError(ValueError):
    """The row lacks what its own status demands; the message is the sentence for the user."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One accepted row, with the case that it became."""

    row: int
    case_id: str
    case_no: str
    source: str
    registered_on: date
    handed_down_on: date | None
    lead: Unit
    assists: tuple[Unit, ...]
    hard: bool
    """疑难积案、骨头案、钉子案 or 三跨三分离: needs a county-level leader (R19)."""
    leader_name: str | None
    below_county: bool
    task_force: str | None
    due_on: date | None
    reach: Reach
    measures: str | None
    closed_on: date | None
    ceased: bool | None
    """是否息访"""

    @property
    def contradicts_itself(self) -> bool:
        """Whether it says 已化解 and, at the same time, that the petitioner has not ceased."""
        return self.reach is Reach.RECOGNISED and self.ceased is False


def read_row(
    values: Mapping[str, Any], *, row: int, case_id: str, units: UnitDirectory
) -> LedgerRow:
    """Read intake's normalised values of one accepted row.

    Raises:
        RowError: the responsible unit is unknown, the status is none of the known ones, or a closed
            row has no 化解时间.
    """
    lead = _unit(units, values.get("责任单位"), "责任单位")
    reach = _reach(values.get("办理状态"))
    closed_on = _date(values.get("化解时间"))
    if reach >= Reach.REPORTED and closed_on is None:
        raise RowError(f"办理状态为“{values['办理状态']}”，但没有化解时间")
    named = [_unit(units, n, "协办单位") for n in values.get("协办单位") or ()]
    return LedgerRow(
        row=row,
        case_id=case_id,
        case_no=str(values["信访件编号"]),
        source=str(values.get("交办层级") or ""),
        registered_on=date.fromisoformat(values["登记时间"]),
        handed_down_on=_date(values.get("交办时间")),
        lead=lead,
        assists=tuple(dict.fromkeys(u for u in named if u != lead)),
        hard=(values.get("案件类型") or _ORDINARY) != _ORDINARY
        or bool(values.get("是否三跨三分离")),
        leader_name=values.get("包案领导"),
        below_county=values.get("包案领导级别") == _SECTION,
        task_force=values.get("工作专班"),
        due_on=_date(values.get("化解时限")),
        reach=reach,
        measures=values.get("化解措施"),
        closed_on=closed_on if reach >= Reach.REPORTED else None,
        ceased=values.get("是否息访"),
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _reach(status: str | None) -> Reach:
    if status is None:
        return Reach.ISSUED
    if status not in _STATUSES:
        raise RowError(f"办理状态“{status}”不是已知的状态")
    return _STATUSES[status]


def _unit(units: UnitDirectory, name: str | None, column: str) -> Unit:
    unit = units.by_name(name) if name else None
    if unit is None:
        raise RowError(f"{column}“{name or ''}”不在单位名录中")
    return unit
