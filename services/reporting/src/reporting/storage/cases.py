"""Stores projections: a case's row and facts to and from records; ``load_rows`` for audits."""

from dataclasses import fields
from typing import Any, TypeVar
from uuid import UUID

from contracts.event import Envelope
from sqlalchemy import select
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

_PARTS = ("intake", "assignment", "mediation", "supervision")


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
    stored = {f.name: getattr(record, f.name) for f in fields(kind)}
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in stored.items()}
    return kind(**values)


def write_row(record: CaseRecord, row: Row) -> None:
    """Copy ``row`` into its record, with state and unit derived anew."""
    for name in _PARTS:
        part = getattr(row, name)
        for f in fields(part):
            value = getattr(part, f.name)
            value = list(value) if isinstance(value, tuple) else value
            if getattr(record, f.name, None) != value:
                setattr(record, f.name, value)
    record.state, record.unit = state_of(row).value, unit_of(row)


def fact_record(case_id: UUID, fact: Fact) -> FactRecord:
    """The record of one fact."""
    values = {f.name: getattr(fact, f.name) for f in fields(fact)}
    return FactRecord(case_id=case_id, **{**values, "kind": fact.kind.value})


def _fact(record: Any) -> Fact:
    values = {f.name: getattr(record, f.name) for f in fields(Fact)}
    return Fact(**{**values, "kind": FactKind(record.kind)})


def event_record(envelope: Envelope) -> EventRecord:
    """The record of a consumed event."""
    return EventRecord(
        event_id=envelope.id,
        case_id=envelope.case_id,
        source=envelope.service,
        version=envelope.case_version,
        type=envelope.type,
        tenant=envelope.tenant,
        occurred_on=envelope.occurred_on,
        recorded_at=envelope.time,
        late=envelope.late,
        actor_sub=envelope.actor_sub,
        actor_unit=envelope.actor_unit,
        correlation_id=envelope.correlation_id,
        causation_id=envelope.causation_id,
        data=envelope.data,
    )


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
