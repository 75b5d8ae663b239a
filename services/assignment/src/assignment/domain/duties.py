"""The role matrix of 三跨三分离 (R34): who leads, who assists, who cooperates."""

from collections.abc import Callable, Sequence

from contracts.vocab import DutyRole

from assignment.domain.errors import LeadUnitMissingError, UnitTwiceError, UnitUnknownError
from assignment.domain.values import Duty


def make_duties(
    lead: str | None,
    assist: Sequence[str],
    cooperate: Sequence[str],
    is_unit: Callable[[str], bool],
) -> tuple[Duty, ...]:
    """The duties of one case, the lead first.

    Args:
        lead: code of the unit that resolves (主办).
        assist: codes of the units that explain, help and keep contact (协办).
        cooperate: codes of the units that cooperate (配合).
        is_unit: whether a code is a unit of the district.

    Raises:
        LeadUnitMissingError: no lead named; a case has one and only one (R34).
        UnitUnknownError: a code is no unit.
        UnitTwiceError: a unit is named for two duties.
    """
    if not lead or not lead.strip():
        raise LeadUnitMissingError("每个案件必须有且只有一个主办单位。", missing=["lead_unit"])
    duties = (
        Duty(lead, DutyRole.LEAD),
        *(Duty(u, DutyRole.ASSIST) for u in assist),
        *(Duty(u, DutyRole.COOPERATE) for u in cooperate),
    )
    unknown = [d.unit for d in duties if not is_unit(d.unit)]
    if unknown:
        raise UnitUnknownError(f"没有代码为 {'、'.join(unknown)} 的单位。", units=unknown)
    units = [d.unit for d in duties]
    twice = sorted({u for u in units if units.count(u) > 1})
    if twice:
        raise UnitTwiceError(
            f"单位 {'、'.join(twice)} 被重复指定，一个单位只能承担一种责任。", units=twice
        )
    return duties
