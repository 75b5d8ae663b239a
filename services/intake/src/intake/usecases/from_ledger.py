"""Reads an accepted ledger row as a registration, or as facts to be compared with one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from contracts.units import UnitDirectory
from contracts.vocab import CaseKind, Source

from intake.domain.registration import Petitioner, Registration, changed_facts
from intake.domain.terms import (
    CASE_KINDS,
    LEADER_LEVELS,
    SOURCES,
    channel_of,
    cross_kinds_of,
    field_of,
)

Facts = dict[str, Any]
_UNCLASSIFIED = "未分类"


def registration_of(
    values: Mapping[str, Any],
    extras: Mapping[str, Any],
    units: UnitDirectory,
    *,
    letter: str | None = None,
) -> Registration:
    """Translate the form's Chinese values into codes; units by name, unknown ones as None.

    Args:
        values: by the form's columns.
        extras: what else the row says.
        units: the district's directory.
        letter: 交办文号 of the whole list, where the row names none (R2).
    """
    people = people_of(values.get("信访人"))
    facts = facts_of(values, extras, units)
    facts["petitioners"] = people
    facts["people_count"] = max(facts.get("people_count") or 1, len(people))
    facts.setdefault("category", _UNCLASSIFIED)
    facts.setdefault("field", field_of(None))
    facts["letter_no"] = facts.get("letter_no") or letter
    required = {
        "source": facts.pop("source", None) or Source.DISTRICT,
        "registered_on": facts.pop("registered_on"), "demand": facts.pop("demand"),
        "channel": facts.pop("channel", None) or channel_of(None), "field": facts.pop("field"),
        "category": facts.pop("category"), "petitioners": facts.pop("petitioners"),
    }  # fmt: skip
    return Registration(case_no=values["信访件编号"], **required).amended(facts)


def facts_of(
    values: Mapping[str, Any],
    extras: Mapping[str, Any],
    units: UnitDirectory,
    *,
    clears: bool = False,
) -> Facts:
    """The facts that a row states, by the names ``Registration.amended`` takes, without petitioners.

    Args:
        values: by the form's columns.
        extras: what else the row says.
        units: the district's directory.
        clears: whether an empty value says that there is none (a list of corrections), or nothing.
    """
    facts: Facts = {}
    for column, read in _COLUMNS.items():
        if column in values and (clears or values[column] not in _EMPTY):
            facts |= read(values[column], units)
    for label, name in _EXTRAS.items():
        if extras.get(label):
            facts[name] = extras[label]
    if facts.get("cross_kind"):
        facts["cross_kinds"] = cross_kinds_of(facts["cross_kind"])
    lead, assist = facts.get("proposal.lead_unit"), facts.get("proposal.assist_units", ())
    if lead in assist:
        facts["proposal.assist_units"] = tuple(u for u in assist if u != lead)
    return facts


def people_of(given: Sequence[Mapping[str, Any]] | None) -> tuple[Petitioner, ...]:
    """信访人 of a row."""
    return tuple(
        Petitioner(p["姓名"], p.get("身份证号"), p.get("状态") or "missing") for p in given or ()
    )


def people_with(
    given: Sequence[Mapping[str, Any]], known: Sequence[Petitioner]
) -> tuple[Petitioner, ...]:
    """信访人 of a row over those registered: what the row leaves out stays as it is."""
    out = []
    for i, p in enumerate(given):
        before = known[i] if i < len(known) else None
        name = p.get("姓名") or (before.name if before else "")
        person = before if before and before.name == name else Petitioner(name)
        if p.get("身份证号"):
            person = replace(person, id_no=p["身份证号"], id_state=p.get("状态") or "ok")
        if before and before.name != name and not p.get("身份证号"):
            # A corrected name is still the person whose number is known.
            person = replace(before, name=name)
        out.append(person)
    return tuple(out)


def changes_of(
    values: Mapping[str, Any],
    extras: Mapping[str, Any],
    units: UnitDirectory,
    known: Registration,
    *,
    clears: bool,
) -> Facts:
    """The facts in which a row contradicts what is registered; what it leaves empty says nothing.

    Args:
        values: by the form's columns.
        extras: what else the row says.
        units: the district's directory.
        known: the registration as it stands.
        clears: see ``facts_of``.
    """
    facts = facts_of(values, extras, units, clears=clears)
    if values.get("信访人"):
        facts["petitioners"] = people_with(values["信访人"], known.petitioners)
    if "people_count" in facts:
        people = facts.get("petitioners", known.petitioners)
        facts["people_count"] = max(facts["people_count"], len(people))
    before = known.facts()
    for derived, source in _DERIVED:
        if source in facts and facts[source] == before[source]:
            # An officer may have decided otherwise than the words suggest.
            facts.pop(derived, None)
    return {n: facts[n] for n in changed_facts(known, known.amended(facts)) if n in facts}


_DERIVED = (
    ("field", "category"), ("place_unit", "place"), ("cross_kinds", "cross_kind"),
    ("proposal.lead_unit", "proposal.lead_unit_name"),
)  # fmt: skip
_EMPTY: tuple[Any, ...] = (None, [], "", ())
_EXTRAS = {
    "三跨三分离类型": "cross_kind", "包案领导职务": "proposal.leader_title", "交办文号": "letter_no",
    "文号": "letter_no",
}  # fmt: skip


def _plain(name: str) -> Callable[[Any, UnitDirectory], Facts]:
    return lambda value, _: {name: value}


def _on(name: str) -> Callable[[Any, UnitDirectory], Facts]:
    return lambda value, _: {name: date.fromisoformat(value) if value else None}


def _lead(value: Any, units: UnitDirectory) -> Facts:
    return {"proposal.lead_unit": _unit(units, value), "proposal.lead_unit_name": value}


def _assist(value: Any, units: UnitDirectory) -> Facts:
    found = (_unit(units, name) for name in value or ())
    return {"proposal.assist_units": tuple(dict.fromkeys(u for u in found if u))}


_COLUMNS: dict[str, Callable[[Any, UnitDirectory], Facts]] = {
    "交办层级": lambda v, _: {"source": SOURCES[v]} if v else {},
    "交办时间": _on("handed_down_on"),
    "登记时间": lambda v, _: {"registered_on": date.fromisoformat(v)} if v else {},
    "联系电话": lambda v, _: {"phones": tuple(v or ())},
    "户籍地": _plain("household"),
    "常住地": _plain("residence"),
    "事发地": _plain("incident_place"),
    "人数": lambda v, _: {"people_count": v or 1},
    "信访形式": lambda v, _: {"channel": channel_of(v)},
    "诉求内容": lambda v, _: {"demand": v} if v else {},
    "问题属地": lambda v, units: {"place": v, "place_unit": _unit(units, v)},
    "问题类别": lambda v, _: {"category": v or _UNCLASSIFIED, "field": field_of(v)},
    "是否三跨三分离": lambda v, _: {"cross_separated": bool(v)},
    "案件类型": lambda v, _: {"case_kind": CASE_KINDS.get(v or "一般", CaseKind.ORDINARY)},
    "责任单位": _lead,
    "协办单位": _assist,
    "包案领导": _plain("proposal.leader_name"),
    "包案领导级别": lambda v, _: {"proposal.leader_level": LEADER_LEVELS.get(v or "")},
    "工作专班": _plain("proposal.task_force"),
    "化解时限": _on("proposal.deadline"),
    "办理状态": _plain("proposal.status"),
    "化解措施": _plain("proposal.measures"),
    "是否化解": _plain("proposal.resolved"),
    "化解时间": _on("proposal.resolved_on"),
    "是否息访": _plain("proposal.ceased"),
    "备注": _plain("proposal.remark"),
}
"""What each column of the form says."""

COLUMN_OF: dict[str, str] = {
    "source": "交办层级", "handed_down_on": "交办时间", "registered_on": "登记时间",
    "petitioners": "信访人", "phones": "联系电话", "household": "户籍地", "residence": "常住地",
    "incident_place": "事发地", "people_count": "人数", "channel": "信访形式", "demand": "诉求内容",
    "place": "问题属地", "place_unit": "问题属地", "category": "问题类别", "field": "问题类别",
    "cross_separated": "是否三跨三分离", "cross_kind": "三跨三分离类型",
    "cross_kinds": "三跨三分离类型", "case_kind": "案件类型", "letter_no": "交办文号",
    "proposal.lead_unit": "责任单位", "proposal.lead_unit_name": "责任单位",
    "proposal.assist_units": "协办单位", "proposal.deadline": "化解时限",
    "proposal.leader_name": "包案领导", "proposal.leader_title": "包案领导职务",
    "proposal.leader_level": "包案领导级别", "proposal.task_force": "工作专班",
    "proposal.status": "办理状态", "proposal.measures": "化解措施",
    "proposal.resolved": "是否化解", "proposal.resolved_on": "化解时间",
    "proposal.ceased": "是否息访", "proposal.remark": "备注",
}  # fmt: skip
"""The form's column of each fact, for people."""


def _unit(units: UnitDirectory, name: str | None) -> str | None:
    unit = units.by_name(name) if name else None
    return unit.code if unit else None
