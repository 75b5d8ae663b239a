"""Encrypts the texts of cases that were registered before texts were encrypted, in small batches."""

import asyncio

from dbkit.database import Database
from sqlalchemy import select

from intake.storage.case_tables import CaseRow
from intake.storage.vault import Place, Vault

BATCH = 200
_PAUSE = 0.2
_IDLE = 3_600.0


class SealTexts:
    """A job that can stop anywhere; the text stands in one of two columns, never in both or neither."""

    def __init__(self, db: Database, vault: Vault) -> None:
        self._db, self._vault = db, vault

    async def run(self) -> None:
        """Work until all is done, then look again once an hour."""
        while True:
            done = await self.batch()
            await asyncio.sleep(_PAUSE if done else _IDLE)

    async def batch(self) -> int:
        """Encrypt the texts of the next cases; how many there were."""
        async with self._db.system("seal-texts") as tx:
            rows = await tx.session.scalars(
                select(CaseRow)
                .where(CaseRow.demand.is_not(None))
                .limit(BATCH)
                .with_for_update(skip_locked=True)
            )
            found = list(rows)
            for row in found:
                place = Place(row.tenant, "cases", row.id)
                row.demand_sealed = self._vault.seal(row.demand, place, "demand_sealed")
                row.demand = None
        return len(found)
