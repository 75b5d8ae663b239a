"""Brings the matcher's keys of stored cases up to the version of the running code, in small batches."""

import asyncio

from dbkit.database import Database
from sqlalchemy import select, update

from intake.matching.judging import Judge
from intake.storage.candidates import CandidateStore
from intake.storage.case_tables import KEYS_VERSION, CaseRow
from intake.storage.dossiers import DossierReads, keyed
from intake.storage.vault import Vault

BATCH = 200
_PAUSE = 0.2
_IDLE = 3_600.0


class RenewKeys:
    """A job that can stop anywhere: each batch is one transaction, and says of its cases that they are done.

    Cases registered before the matcher had keys, or with keys of an older version, are found by new
    cases only after it came by; it makes no links between old cases.
    """

    def __init__(self, db: Database, vault: Vault, judge: Judge) -> None:
        self._db, self._vault, self._judge = db, vault, judge

    async def run(self) -> None:
        """Work until all is done, then look again once an hour."""
        while True:
            done = await self.batch()
            await asyncio.sleep(_PAUSE if done else _IDLE)

    async def batch(self) -> int:
        """Renew the keys of the next cases; how many there were.

        Cases that another process is at, or that a user is changing, are left for the next round.
        """
        async with self._db.system("renew-keys") as tx:
            ids = list(
                await tx.session.scalars(
                    select(CaseRow.id)
                    .where(CaseRow.keyed_version < KEYS_VERSION)
                    .limit(BATCH)
                    .with_for_update(skip_locked=True)
                )
            )
            if not ids:
                return 0
            known = await DossierReads(tx.session, self._vault).of(ids)
            keys = await asyncio.to_thread(keyed, self._vault, self._judge, list(known.values()))
            store = CandidateStore(tx.session)
            await store.remove(ids)
            await store.add(keys)
            await tx.session.execute(
                update(CaseRow).where(CaseRow.id.in_(ids)).values(keyed_version=KEYS_VERSION)
            )
        return len(ids)
