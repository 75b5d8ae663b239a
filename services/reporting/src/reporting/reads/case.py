"""One case: what every service has said of it, and its timeline."""

from datetime import date
from uuid import UUID

from contracts.event import Envelope
from contracts.units import UnitDirectory
from servicekit.errors import NotFoundError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from reporting.labels import SERVICE_LABELS, event_label
from reporting.projections.fold import SOURCES
from reporting.projections.state import STATE_LABELS, CaseState
from reporting.reads.ledger import LedgerFilter, select_ledger
from reporting.reads.views import CaseView, Timeline, TimelineEntry
from reporting.storage.cases import envelope_of
from reporting.storage.tables import CaseRecord, EventRecord
from reporting.storage.visibility import VISIBILITY

E = EventRecord.__table__.c

_LINK = "later_case_id"


class CaseNotFoundError(NotFoundError):
    """No such case, or none this tenant may know of."""

    code = "case_not_found"

    def __init__(self) -> None:
        super().__init__("没有找到该信访件。")


async def case_view(
    session: AsyncSession, case_id: UUID, *, today: date, units: UnitDirectory
) -> CaseView:
    """The case as it stands today.

    Raises:
        CaseNotFoundError: the tenant sees no such case.
    """
    statement = select_ledger(LedgerFilter(), today).where(CaseRecord.case_id == case_id)
    record = (await session.execute(statement)).mappings().one_or_none()
    if record is None:
        raise CaseNotFoundError
    version = sum(record[f"{s}_version"] for s in SOURCES)
    view = CaseView.model_validate({**record, "version": version})
    view.unit_name = units.name_of(view.unit) if view.unit else None
    view.state_label = STATE_LABELS[CaseState(view.state)]
    return view


async def timeline(session: AsyncSession, case_id: UUID, units: UnitDirectory) -> Timeline:
    """Every event of the case, by the day it happened, then by the instant it was recorded.

    Raises:
        CaseNotFoundError: the tenant sees no such case.
    """
    seen = select(VISIBILITY.c.case_id).where(VISIBILITY.c.case_id == case_id).limit(1)
    if await session.scalar(seen) is None:
        raise CaseNotFoundError
    records = await session.execute(
        select(EventRecord.__table__)
        .where(E.case_id == case_id)
        .order_by(E.occurred_on, E.recorded_at, E.source, E.version)
    )
    items = []
    for e in await _unlinked(session, [envelope_of(r) for r in records]):
        entry = TimelineEntry(
            event_id=e.id, service=e.service, service_label=SERVICE_LABELS.get(e.service, e.service),
            name=e.name, label=event_label(e.name), version=e.case_version,
            occurred_on=e.occurred_on, recorded_at=e.time, late=e.late, actor_unit=e.actor_unit,
            actor_unit_name=units.name_of(e.actor_unit), data=e.data,
        )  # fmt: skip
        items.append(entry)
    return Timeline(case_id=case_id, items=items, total=len(items))


async def _unlinked(session: AsyncSession, events: list[Envelope]) -> list[Envelope]:
    """The events without links to cases that the tenant may not know of (R72)."""
    linked = {UUID(i) for e in events if (i := e.data.get(_LINK)) is not None}
    seen = set(
        await session.scalars(select(VISIBILITY.c.case_id).where(VISIBILITY.c.case_id.in_(linked)))
    )
    hidden = {str(i) for i in linked - seen}
    return [
        e.model_copy(update={"data": {**e.data, _LINK: None}}) if e.data.get(_LINK) in hidden else e
        for e in events
    ]
