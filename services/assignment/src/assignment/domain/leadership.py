"""R19: which cases need a county-level leader, and whom the rules allow as leader."""

from contracts.vocab import CaseKind, LeaderLevel, UnitKind

from assignment.domain.errors import (
    BlankFieldError,
    CountyLeaderUnitError,
    LeaderBelowCountyError,
    LeaderUnitError,
)
from assignment.domain.values import Leader, Override, Registered


def is_hard(registered: Registered) -> bool:
    """Whether the case is 疑难积案, 骨头案, 钉子案 or 三跨三分离 and so needs 县级领导 (R19)."""
    return registered.case_kind is not CaseKind.ORDINARY or registered.cross_separated


def needs_override(registered: Registered, level: LeaderLevel) -> bool:
    """Whether a leader of this level may lead the case only by the office's written override."""
    return is_hard(registered) and level is not LeaderLevel.COUNTY


def below_county(registered: Registered, leader: Leader | None, override: Override | None) -> bool:
    """Whether the leader in charge is too low: an amendment may make a case hard afterwards (R19)."""
    return leader is not None and override is None and needs_override(registered, leader.level)


def check_leader(
    registered: Registered,
    *,
    lead_unit: str,
    unit: str,
    unit_kind: UnitKind | None,
    level: LeaderLevel,
    override_stands: bool,
) -> bool:
    """Check the proposed leader of a case.

    Args:
        registered: the case as intake knows it.
        lead_unit: code of the 主办单位.
        unit: code of the unit the leader's account belongs to.
        unit_kind: that unit's kind, None when there is no such unit.
        level: the leader's level.
        override_stands: whether the office allowed a lower level in writing.

    Returns:
        Whether the leader stands only by override.

    Raises:
        LeaderUnitError: the unit is neither the lead unit nor the district's leaders.
        CountyLeaderUnitError: county level claimed for an account outside the district's leaders.
        LeaderBelowCountyError: a hard case and a leader below county level, without override.
    """
    if unit_kind is None or (unit != lead_unit and unit_kind is not UnitKind.LEADERS):
        raise LeaderUnitError("包案领导应为主办单位领导或区领导。")
    if level is LeaderLevel.COUNTY and unit_kind is not UnitKind.LEADERS:
        raise CountyLeaderUnitError("县级领导的账号应属于区领导，请核对领导单位或级别。")
    by_override = needs_override(registered, level)
    if by_override and not override_stands:
        raise LeaderBelowCountyError(
            "疑难积案、骨头案、钉子案和三跨三分离案件须由县级领导包案；"
            "确需由乡科级领导包案的，请先由区信联办书面批准。",
            case_kind=registered.case_kind.value,
            cross_separated=registered.cross_separated,
        )
    return by_override


def named(value: str, what: str) -> str:
    """The value without surrounding blanks.

    Raises:
        BlankFieldError: nothing is left.
    """
    value = value.strip()
    if not value:
        raise BlankFieldError(f"请填写{what}。", field=what)
    return value
