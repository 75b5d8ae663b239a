"""Makes a fact out of an event: the dates and the author come from the envelope."""

from datetime import date
from uuid import UUID

from contracts.event import Envelope

from reporting.projections.rows import Fact, FactKind


def fact(
    envelope: Envelope,
    kind: FactKind,
    *,
    ref: UUID | None = None,
    unit: str | None = None,
    due_on: date | None = None,
    on: date | None = None,
) -> Fact:
    """The fact of ``kind`` that ``envelope`` tells of; it happened ``on``, or on the event's day."""
    return Fact(
        source=envelope.service,
        version=envelope.case_version,
        kind=kind,
        occurred_on=on or envelope.occurred_on,
        recorded_at=envelope.time,
        late=envelope.late,
        actor_unit=envelope.actor_unit,
        ref=ref,
        unit=unit,
        due_on=due_on,
    )
