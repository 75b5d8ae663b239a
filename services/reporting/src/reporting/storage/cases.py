"""Stores projections: a case's row and facts to and from records; ``load_rows`` for audits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar, cast
from uuid import UUID

from contracts.event import Envelope
from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from reporting.projections.rows import (
    AssignmentPart,
    Fact,
    FactKind,
    IntakePart,
    MediationPart,
    Row,
    SupervisionPart,
)
from reporting.projections.state import state_of, unit_of
from reporting.storage.tables import CaseRecord, EventRecord, FactRecord

P = TypeVar("P", IntakePart, AssignmentPart, MediationPart, SupervisionPart)

_PARTS = {
    "intake": IntakePart, "assignment": AssignmentPart, "mediation": MediationPart,
    "supervision": SupervisionPart,
}  # fmt: skip
_FIELDS = {part: tuple(f.name for f in fields(kind)) for part, kind in _PARTS.items()}
_NAMES: dict[type, tuple[str, ...]] = {k: _FIELDS[part] for part, k in _PARTS.items()}
_FACT_FIELDS = tuple(f.name for f in fields(Fact))
_CASES, _EVENTS, _FACTS = (
    cast("Table", r.__table__) for r in (CaseRecord, EventRecord, FactRecord)
)


class CaseStore:
    """Cases of one transaction, many at a time."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock(self, case_ids: Collection[UUID]) -> dict[UUID, Row]:
        """Hold those of the cases that are known, in one order, and read them without their facts."""
        query = select(_CASES).where(_CASES.c.case_id.in_(case_ids)).order_by(_CASES.c.case_id)
        records = await self._session.execute(query.with_for_update())
        return {r.case_id: row_of(r) for r in records}

    async def keep_events(self, envelopes: Iterable[Envelope]) -> None:
        """Keep consumed events whole."""
        await self._insert(_EVENTS, [_event_values(e) for e in envelopes])

    async def write(
        self, before: Mapping[UUID, Row], rows: Sequence[Row], *, whole: bool = False
    ) -> None:
        """Write cases as they are now, with the facts that came newly.

        Args:
            before: locked cases, as they were read; the others are new.
            rows: the cases.
            whole: write every column, also where the stored ones should hold the same.
        """
        await self._insert(_CASES, [values_of(r) for r in rows if r.case_id not in before])
        changes: dict[frozenset[str], list[dict[str, Any]]] = {}
        for row in rows:
            if row.case_id not in before:
                continue
            changed = values_of(row) if whole else _changed(before[row.case_id], row)
            if changed:
                changes.setdefault(frozenset(changed), []).append({"_id": row.case_id, **changed})
        for names, values in changes.items():
            await self._session.execute(
                update(_CASES)
                .where(_CASES.c.case_id == bindparam("_id"))
                .values({n: bindparam(n) for n in names}),
                values,
            )
        await self.add_facts([(row.case_id, row.facts) for row in rows])

    async def add_facts(self, facts: Iterable[tuple[UUID, Iterable[Fact]]]) -> None:
        """Insert facts of cases."""
        await self._insert(_FACTS, [fact_values(c, f) for c, found in facts for f in found])

    async def _insert(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            connection = await self._session.connection()
            await connection.execute(insert(table), rows)


def row_of(record: Any) -> Row:
    """The row of a stored case, without its facts."""
    return Row(
        case_id=record.case_id,
        intake=_part(IntakePart, record),
        assignment=_part(AssignmentPart, record),
        mediation=_part(MediationPart, record),
        supervision=_part(SupervisionPart, record),
    )


def _part(kind: type[P], record: Any) -> P:
    stored = {name: getattr(record, name) for name in _NAMES[kind]}
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in stored.items()}
    return kind(**values)


def values_of(row: Row) -> dict[str, Any]:
    """The columns of a case, with state and unit derived anew."""
    values: dict[str, Any] = {"case_id": row.case_id}
    for part, names in _FIELDS.items():
        stored = getattr(row, part)
        for name in names:
            value = getattr(stored, name)
            values[name] = list(value) if isinstance(value, tuple) else value
    values["state"], values["unit"] = state_of(row).value, unit_of(row)
    return values


def fact_values(case_id: UUID, fact: Fact) -> dict[str, Any]:
    """The columns of one fact."""
    values = {name: getattr(fact, name) for name in _FACT_FIELDS}
    return {"case_id": case_id, **values, "kind": fact.kind.value}


def _fact(record: Any) -> Fact:
    values = {name: getattr(record, name) for name in _FACT_FIELDS}
    return Fact(**{**values, "kind": FactKind(record.kind)})


def _event_values(envelope: Envelope) -> dict[str, Any]:
    return {
        "event_id": envelope.id,
        "case_id": envelope.case_id,
        "source": envelope.service,
        "version": envelope.case_version,
        "type": envelope.type,
        "tenant": envelope.tenant,
        "occurred_on": envelope.occurred_on,
        "recorded_at": envelope.time,
        "late": envelope.late,
        "actor_sub": envelope.actor_sub,
        "actor_unit": envelope.actor_unit,
        "correlation_id": envelope.correlation_id,
        "causation_id": envelope.causation_id,
        "data": envelope.data,
    }


def envelope_of(record: Any) -> Envelope:
    """The event as it was consumed."""
    return Envelope(
        id=record.event_id,
        service=record.source,
        type=record.type,
        case_id=record.case_id,
        time=record.recorded_at,
        tenant=record.tenant,
        case_version=record.version,
        occurred_on=record.occurred_on,
        late=record.late,
        actor_sub=record.actor_sub,
        actor_unit=record.actor_unit,
        correlation_id=record.correlation_id,
        causation_id=record.causation_id,
        data=record.data,
    )


def _changed(before: Row, after: Row) -> dict[str, Any]:
    was = values_of(before)
    return {n: v for n, v in values_of(after).items() if was[n] != v}


async def events_of(session: AsyncSession, case_id: UUID) -> list[Envelope]:
    """Every consumed event of a case, per source in the order of its versions."""
    records = await session.execute(
        select(EventRecord.__table__)
        .where(EventRecord.case_id == case_id)
        .order_by(EventRecord.source, EventRecord.version)
    )
    return [envelope_of(r) for r in records]


async def load_rows(connection: AsyncConnection) -> dict[UUID, Row]:
    """All stored projections, to be compared with ``fold_all`` of the events.

    Args:
        connection: bound to the system tenant; read-only is enough.
    """
    facts: dict[UUID, set[Fact]] = {}
    for record in await connection.execute(select(FactRecord.__table__)):
        facts.setdefault(record.case_id, set()).add(_fact(record))
    rows: dict[UUID, Row] = {}
    for record in await connection.execute(select(CaseRecord.__table__)):
        bare = row_of(record)
        rows[bare.case_id] = Row(
            bare.case_id, bare.intake, bare.assignment, bare.mediation, bare.supervision,
            frozenset(facts.pop(bare.case_id, ())),
        )  # fmt: skip
    for case_id, left in facts.items():
        rows[case_id] = Row(case_id, facts=frozenset(left))
    return rows


async def load_events(connection: AsyncConnection) -> list[Envelope]:
    """Every consumed event of every case."""
    records = await connection.execute(select(EventRecord.__table__))
    return [envelope_of(r) for r in records]
