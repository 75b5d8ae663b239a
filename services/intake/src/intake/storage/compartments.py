"""Stores what 纪检监察 tells of sealed cases, a copy for each unit that may know (R72)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.compartment import STAGE_LABELS, Progress, Stage
from intake.storage.case_tables import CompartmentProgressRow


class ProgressStore:
    """Progress of sealed cases under one tenant."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, tenant: str, id_: UUID, progress: Progress, *, at: datetime) -> None:
        """Add a unit's copy of one notice; the transaction must be bound to the unit."""
        await self._session.execute(
            insert(CompartmentProgressRow).values(
                tenant=tenant, id=id_, reference=progress.reference, stage=progress.stage.value,
                occurred_on=progress.occurred_on, recorded_at=at,
            )
        )  # fmt: skip

    async def all(self, tenant: str) -> list[dict[str, Any]]:
        """Every notice a unit may know, the latest first."""
        rows = await self._session.scalars(
            select(CompartmentProgressRow)
            .where(CompartmentProgressRow.tenant == tenant)
            .order_by(
                CompartmentProgressRow.occurred_on.desc(), CompartmentProgressRow.recorded_at.desc()
            )
        )
        return [
            {
                "reference": r.reference, "stage": r.stage,
                "stage_label": STAGE_LABELS[Stage(r.stage)], "occurred_on": r.occurred_on,
            }
            for r in rows
        ]  # fmt: skip
