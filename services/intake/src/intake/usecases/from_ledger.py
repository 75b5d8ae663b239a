"""Reads an accepted ledger row as a registration."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from contracts.units import UnitDirectory
from contracts.vocab import CaseKind

from intake.domain.registration import Contact, Petitioner, Proposal, Registration
from intake.domain.terms import CASE_KINDS, LEADER_LEVELS, SOURCES, channel_of, field_of


def registration_of(
    values: Mapping[str, Any], extras: Mapping[str, Any], units: UnitDirectory
) -> Registration:
    """Translate the form's Chinese values into codes; units by name, unknown ones as None."""
    people = tuple(
        Petitioner(p["姓名"], p["身份证号"], p["状态"] or "missing") for p in values["信访人"]
    )
    return Registration(
        case_no=values["信访件编号"],
        source=SOURCES[values["交办层级"]],
        registered_on=date.fromisoformat(values["登记时间"]),
        handed_down_on=_date(values["交办时间"]),
        channel=channel_of(values["信访形式"]),
        field=field_of(values["问题类别"]),
        category=values["问题类别"] or "未分类",
        demand=values["诉求内容"],
        petitioners=people,
        contact=Contact(tuple(values["联系电话"]), values["户籍地"], values["常住地"]),
        incident_place=values["事发地"],
        people_count=max(values["人数"] or 1, len(people)),
        case_kind=CASE_KINDS.get(values["案件类型"] or "一般", CaseKind.ORDINARY),
        cross_separated=values["是否三跨三分离"],
        cross_kind=extras.get("三跨三分离类型"),
        place=values["问题属地"],
        place_unit=_unit(units, values["问题属地"]),
        proposal=_proposal(values, extras, units),
    )


def _proposal(
    values: Mapping[str, Any], extras: Mapping[str, Any], units: UnitDirectory
) -> Proposal:
    lead = _unit(units, values["责任单位"])
    helpers = (_unit(units, name) for name in values["协办单位"])
    return Proposal(
        lead_unit=lead,
        lead_unit_name=values["责任单位"],
        assist_units=tuple(dict.fromkeys(u for u in helpers if u and u != lead)),
        deadline=_date(values["化解时限"]),
        leader_name=values["包案领导"],
        leader_title=extras.get("包案领导职务"),
        leader_level=LEADER_LEVELS.get(values["包案领导级别"] or ""),
        task_force=values["工作专班"],
        status=values["办理状态"],
        measures=values["化解措施"],
        resolved=values["是否化解"],
        resolved_on=_date(values["化解时间"]),
        ceased=values["是否息访"],
        remark=values["备注"],
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _unit(units: UnitDirectory, name: str | None) -> str | None:
    unit = units.by_name(name) if name else None
    return unit.code if unit else None
