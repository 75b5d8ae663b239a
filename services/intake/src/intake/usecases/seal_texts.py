"""Encrypts and indexes what was written before texts were encrypted, in small batches."""

import asyncio

from dbkit.database import Database
from sqlalchemy import or_, select, text

from intake.storage.case_tables import CaseRow
from intake.storage.import_tables import ImportLineRow
from intake.storage.imports import number_key
from intake.storage.registration_rows import TEXTS
from intake.storage.vault import Place, Vault

BATCH = 200
_CLEAR = or_(CaseRow.demand.is_not(None), text("proposal ?| array['remark', 'measures']"))
_PAUSE = 0.2
_IDLE = 3_600.0


class SealTexts:
    """A job that can stop anywhere; a text stands in one of two columns, never in both or neither."""

    def __init__(self, db: Database, vault: Vault) -> None:
        self._db, self._vault = db, vault

    async def run(self) -> None:
        """Work until all is done, then look again once an hour."""
        while True:
            done = await self.batch()
            await asyncio.sleep(_PAUSE if done else _IDLE)

    async def batch(self) -> int:
        """Encrypt the texts of the next cases and index the next rows; how many there were."""
        async with self._db.system("seal-texts") as tx:
            cases = list(
                await tx.session.scalars(
                    select(CaseRow).where(_CLEAR).limit(BATCH).with_for_update(skip_locked=True)
                )
            )
            for case in cases:
                self._seal(case)
            lines = list(
                await tx.session.scalars(
                    select(ImportLineRow)
                    .where(ImportLineRow.number_key.is_(None))
                    .limit(BATCH)
                    .with_for_update(skip_locked=True)
                )
            )
            for line in lines:
                place = Place(line.tenant, "import_rows", line.id)
                content = self._vault.open(line.sealed, place, "sealed")
                line.number_key = number_key(self._vault, content)
        return len(cases) + len(lines)

    def _seal(self, case: CaseRow) -> None:
        place = Place(case.tenant, "cases", case.id)
        if case.demand is not None:
            case.demand_sealed = self._vault.seal(case.demand, place, "demand_sealed")
            case.demand = None
        texts = {n: case.proposal[n] for n in TEXTS if n in case.proposal}
        if any(texts.values()):
            case.proposal_sealed = self._vault.seal(texts, place, "proposal_sealed")
        case.proposal = {n: v for n, v in case.proposal.items() if n not in TEXTS}
