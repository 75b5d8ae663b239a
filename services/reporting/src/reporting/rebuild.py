"""Throws projections away and makes them again, from the kept events or from the stream."""

import argparse
import asyncio
from datetime import datetime
from uuid import UUID

from contracts.sight import Watch
from contracts.units import UnitDirectory
from dbkit.database import Database
from servicekit.logging import get_logger
from servicekit.settings import key_bytes
from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from reporting.projections.fold import fold_case
from reporting.projections.state import grants_of
from reporting.settings import ReportingSettings
from reporting.storage.cases import CaseStore, events_of
from reporting.storage.tables import CaseRecord, EventRecord, FactRecord
from reporting.storage.visibility import VISIBILITY, replace_grants

log = get_logger(__name__)

_CHUNK = 100
_FORGOTTEN = (
    "case_events", "case_facts", "cases", "case_visibility", "inbox", "inbox_gate", "dead_letter",
)  # fmt: skip


async def rebuild_case(session: AsyncSession, case_id: UUID, watch: Watch, now: datetime) -> None:
    """Fold one case anew from its kept events, under the case row's lock."""
    store = CaseStore(session)
    known = await store.lock([case_id])
    row = fold_case(case_id, await events_of(session, case_id))
    await session.execute(delete(FactRecord).where(FactRecord.case_id == case_id))
    await store.write(known, [row], whole=True)
    await replace_grants(session, case_id, grants_of(row, watch), now)


async def rebuild_all(db: Database, watch: Watch) -> int:
    """Fold every case anew from the kept events; reports keep answering meanwhile.

    Returns:
        How many cases were folded.
    """
    async with db.system("rebuild") as tx:
        known = select(EventRecord.case_id)
        for column in (CaseRecord.case_id, FactRecord.case_id, VISIBILITY.c.case_id):
            await tx.session.execute(delete(column.table).where(column.not_in(known)))
        ids = list(await tx.session.scalars(known.distinct()))
    for start in range(0, len(ids), _CHUNK):
        async with db.system("rebuild") as tx:
            for case_id in sorted(ids[start : start + _CHUNK]):
                await rebuild_case(tx.session, case_id, watch, tx.now)
    log.info("projections rebuilt", count=len(ids))
    return len(ids)


async def forget(db: Database) -> None:
    """Empty projections, kept events and inbox, so that the stream can be read from its beginning.

    Frozen milestones and the audit trail stay. The worker must be stopped, and its durable consumer
    be made anew by the deploy step, before it is started again.
    """
    async with db.system("rebuild") as tx:
        for table in _FORGOTTEN:
            await tx.session.execute(text(f"delete from {table}"))
    log.warning("projections forgotten")


async def _main(*, from_stream: bool) -> None:
    settings = ReportingSettings()
    db = Database(settings.database_url, audit_key=key_bytes(settings.audit_key))
    try:
        if from_stream:
            await forget(db)
        else:
            await rebuild_all(db, Watch.of(UnitDirectory.read(settings.units_file)))
    finally:
        await db.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="reporting.rebuild", description=__doc__)
    parser.add_argument(
        "--from-stream", action="store_true", help="forget all, to read the stream from its start"
    )
    asyncio.run(_main(from_stream=parser.parse_args().from_stream))
