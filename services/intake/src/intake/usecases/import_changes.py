"""Shows what a row would change in a registered case, in the form's words, persons masked."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from contracts.units import UnitDirectory
from contracts.vocab import Channel

from intake.domain.masking import mask_address, mask_digits, mask_id, mask_name, mask_phone
from intake.domain.registration import Petitioner, Registration
from intake.domain.terms import CASE_KINDS, LEADER_LEVELS, SOURCES
from intake.usecases.from_ledger import COLUMN_OF

_CHANNELS = {
    Channel.LETTER: "来信", Channel.VISIT: "来访", Channel.NET: "网上投诉", Channel.CALL: "电话",
    Channel.FAX: "传真", Channel.FORWARDED: "上级转送", Channel.LEADER_NOTE: "领导批示",
    Channel.OTHER: "其他",
}  # fmt: skip
_WORDS: dict[Any, str] = {
    **{v: k for k, v in SOURCES.items()}, **{v: k for k, v in CASE_KINDS.items()},
    **{v: k for k, v in LEADER_LEVELS.items()}, **_CHANNELS,
}  # fmt: skip
_DERIVED = frozenset({"field", "place_unit", "proposal.lead_unit", "cross_kinds"})
"""Codes that follow from a text beside them, which is what people read."""
_NOTHING: tuple[Any, ...] = (None, (), "")
_LONGEST = 200


def shown_changes(
    known: Registration, changes: Mapping[str, Any], units: UnitDirectory
) -> list[dict[str, str | None]]:
    """Column, old and new value of each change."""
    before = known.facts()
    names = [n for n in sorted(changes) if n not in _DERIVED] or sorted(changes)
    return [
        {
            "column": COLUMN_OF.get(n, n), "old": _words(n, before[n], units),
            "new": _words(n, changes[n], units),
        }
        for n in names
    ]  # fmt: skip


def _words(fact: str, value: Any, units: UnitDirectory) -> str | None:
    if value in _NOTHING:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "、".join(_item(fact, v, units) for v in value)
    return _WORDS.get(value) or _masked(fact, str(value))


def _item(fact: str, value: Any, units: UnitDirectory) -> str:
    if isinstance(value, Petitioner):
        number = mask_id(value.id_no)
        return f"{mask_name(value.name)}（{number}）" if number else f"{mask_name(value.name)}"
    if fact == "phones":
        return mask_phone(value)
    if fact == "proposal.assist_units":
        unit = units.get(value)
        return unit.name if unit else str(value)
    return str(value)


def _masked(fact: str, value: str) -> str:
    if fact in {"household", "residence"}:
        return mask_address(value) or ""
    return str(mask_digits(value))[:_LONGEST]
