"""Takes the figures for Prometheus into one stored snapshot, and reads it back."""

from contracts.units import UnitDirectory
from contracts.vocab import Cohort
from dbkit.database import Database
from dbkit.transaction import Transaction
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from reporting.metrics import Snapshot
from reporting.projections.state import CaseState
from reporting.reads.accounting import unaccounted
from reporting.reads.rates import rates
from reporting.storage.tables import CaseRecord, MetricSnapshot

_FACTS = {"total", "claimed", "resolved", "overdue"}


class TakeFigures:
    """Counts what the district office sees and stores the counts.

    Args:
        db: the database.
        units: names of units.
    """

    def __init__(self, db: Database, units: UnitDirectory) -> None:
        self._db = db
        self._units = units
        self._office = units.office().code

    async def __call__(self) -> Snapshot:
        """Take the figures of today."""
        async with self._db.system("figures") as tx:
            missing = await unaccounted(tx.session)
            async with tx.as_tenant(self._office):
                snapshot = await self._count(tx, missing.total)
                await self._store(tx, snapshot)
        return snapshot

    async def _count(self, tx: Transaction, missing: int) -> Snapshot:
        shares = {}
        for cohort in Cohort:
            (row,) = await rates(tx.session, as_of=tx.today, cohort=cohort, units=self._units)
            if row.total:
                shares[cohort.value] = row.rate
        by_unit = await rates(tx.session, as_of=tx.today, group_by="unit", units=self._units)
        return Snapshot(
            taken_at=tx.now,
            cases=await _by_state(tx.session),
            rates=shares,
            units={r.key: r.model_dump(include=_FACTS) for r in by_unit},
            unaccounted=missing,
        )

    async def _store(self, tx: Transaction, snapshot: Snapshot) -> None:
        values = {"taken_at": tx.now, "figures": snapshot.model_dump(mode="json")}
        await tx.session.execute(
            insert(MetricSnapshot)
            .values(tenant=self._office, **values)
            .on_conflict_do_update(index_elements=["tenant"], set_=values)
        )


async def _by_state(session: AsyncSession) -> dict[str, int]:
    found = await session.execute(
        select(CaseRecord.state, func.count())
        .where(CaseRecord.case_no.is_not(None))
        .group_by(CaseRecord.state)
    )
    return {s.value: 0 for s in CaseState} | {r[0]: r[1] for r in found}


async def last_figures(db: Database, office: str) -> Snapshot | None:
    """The figures the worker took last; None before the first time."""
    async with db.read(office) as session:
        figures = await session.scalar(select(MetricSnapshot.figures))
    return Snapshot.model_validate(figures) if figures is not None else None
