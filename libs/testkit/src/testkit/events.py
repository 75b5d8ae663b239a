"""Builders of envelopes, as a publishing service would make them."""

from datetime import UTC, date, datetime
from uuid import UUID

from contracts.event import Envelope, EventData
from servicekit.ids import new_id


def an_event(
    data: EventData,
    *,
    case_id: UUID,
    version: int = 1,
    occurred_on: date = date(2020, 11, 2),
    tenant: str = "xlb",
    time: datetime = datetime(2026, 11, 25, 2, 0, tzinfo=UTC),
    late: bool = False,
    event_id: UUID | None = None,
) -> Envelope:
    """An envelope around ``data``; ``version`` counts per case and source."""
    return Envelope(
        id=event_id or new_id(),
        service=data.SERVICE,
        type=f"{data.NAME}.v{data.VERSION}",
        case_id=case_id,
        time=time,
        tenant=tenant,
        case_version=version,
        occurred_on=occurred_on,
        late=late,
        actor_sub="sub-test",
        actor_unit=tenant,
        correlation_id="corr-test",
        data=data.model_dump(mode="json"),
    )
