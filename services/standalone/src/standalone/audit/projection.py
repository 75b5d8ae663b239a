"""What reporting stores equals what follows from all events."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any
from uuid import UUID

from contracts import registry
from contracts.event import Envelope
from contracts.subjects import PUBLISHERS
from sqlalchemy import text

from standalone.audit.sources import Connections, Sources
from standalone.audit.verdict import Breach, Finding

CODE, TITLE = "projection", "统计投影与事件一致"
_EVENTS = text("select payload from outbox order by id")
_BURIED = text("select event_id from dead_letter where replayed_at is null")
_DERIVED = text("select case_id, state, unit from cases")


async def check(connections: Connections, _sources: Sources) -> Finding:
    """Fold the publishers' own events and compare with the stored rows, field by field."""
    # Services do not import services; the one place that must know reporting's fold asks by name.
    fold = import_module("reporting.projections.fold")
    stored_cases = import_module("reporting.storage.cases")
    state = import_module("reporting.projections.state")
    reporting = connections["reporting"]
    buried = set(await reporting.scalars(_BURIED))
    events = [e async for e in _events(connections) if e.id not in buried]
    expected: dict[UUID, Any] = fold.fold_all(events)
    stored: dict[UUID, Any] = await stored_cases.load_rows(reporting)
    counts = {"事件": len(events), "案件": len(expected), "事件类型": len(registry.REGISTRY)}
    for case_id in sorted(expected.keys() | stored.keys()):
        breach = _compare(case_id, expected.get(case_id), stored.get(case_id))
        if breach is not None:
            return Finding(CODE, TITLE, counts, breach)
    for record in await reporting.execute(_DERIVED):
        row = expected[record.case_id]
        for name, wanted in (("state", state.state_of(row).value), ("unit", state.unit_of(row))):
            found = getattr(record, name)
            if found != wanted:
                breach = _differs(record.case_id, name, found, wanted)
                return Finding(CODE, TITLE, counts, breach)
    return Finding(CODE, TITLE, counts)


async def _events(connections: Connections) -> Any:
    for source in PUBLISHERS:
        rows = await connections[source].stream_scalars(_EVENTS)
        async for payload in rows:
            yield Envelope.model_validate(payload)


def _compare(case_id: UUID, expected: Any, stored: Any) -> Breach | None:
    if stored is None:
        return Breach("统计中没有这个案件", "reporting", case_id)
    if expected is None:
        return Breach("统计中有一个没有任何事件的案件", "reporting", case_id)
    first = next(_differences(expected, stored, ""), None)
    return None if first is None else _differs(case_id, *first)


def _differs(case_id: UUID, name: str, found: object, wanted: object) -> Breach:
    sentence = f"统计字段 {name} 为 {found!s}，按事件应为 {wanted!s}"
    return Breach(sentence, "reporting", case_id)


def _differences(expected: Any, stored: Any, path: str) -> Iterator[tuple[str, object, object]]:
    for f in fields(expected):
        wanted, found = getattr(expected, f.name), getattr(stored, f.name)
        if wanted == found:
            continue
        name = f"{path}{f.name}"
        if is_dataclass(wanted):
            yield from _differences(wanted, found, f"{name}.")
        elif isinstance(wanted, frozenset):
            left, right = found - wanted, wanted - found
            yield name, min(left, default="（无）"), min(right, default="（无）")
        else:
            yield name, found, wanted
