"""Matters that several petitioners raise (R39, R62): officers read them, put cases in, take them out, merge them."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from contracts.intake import MatterJoinedV1
from contracts.vocab import Role
from dbkit.caller import Caller
from dbkit.paging import PageParams
from dbkit.transaction import Transaction
from eventing.outbox import Told, emit_all
from servicekit.auth import Principal
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.errors import MatterNotFoundError, SamePetitionError
from intake.matching.judging import Judge
from intake.storage.case_reads import CaseReads
from intake.storage.dossiers import DossierReads
from intake.storage.matter_reads import MatterReads
from intake.storage.matter_samples import samples
from intake.storage.matters import MatterStore
from intake.storage.petitions import PetitionStore
from intake.usecases.context import Context

RECENT_DAYS = 7
"""The span of the early sign "same matter rising" (R62)."""


class Matters:
    """Row security decides which cases of a matter exist for the caller; sealed cases have none."""

    def __init__(self, context: Context, judge: Judge) -> None:
        self._context = context
        self._judge = judge

    async def page(
        self, who: Principal, *, min_cases: int, since: date | None, page: PageParams
    ) -> tuple[list[dict[str, Any]], int]:
        """Matters with so many cases that the caller sees, those with most new cases first.

        Args:
            who: any reader of cases.
            min_cases: the least number of cases.
            since: only matters with a case registered on or after this day.
            page: which page.
        """
        recent = self._recent()
        async with self._context.db.read(who.unit) as session:
            rows, total = await MatterReads(session).page(
                min_cases=min_cases, since=since, recent=recent, offset=page.offset, size=page.size
            )
            names = await self._names(session, [r["id"] for r in rows])
        return [r | {"names": names.get(r["id"], ())} for r in rows], total

    async def one(self, who: Principal, matter_id: UUID) -> dict[str, Any]:
        """A matter with its cases, persons masked.

        Raises:
            MatterNotFoundError: no case of it is one that the caller sees.
        """
        async with self._context.db.read(who.unit) as session:
            found = await MatterReads(session).one(matter_id, recent=self._recent())
            if found is None:
                raise MatterNotFoundError
            members = await MatterStore(session).members(matter_id)
            briefs = await CaseReads(session, self._context.vault).briefs(members)
            names = await self._names(session, [matter_id])
        return found | {
            "members": sorted(briefs.values(), key=lambda b: b["registered_on"]),
            "names": names.get(matter_id, ()),
        }

    async def _names(
        self, session: AsyncSession, matter_ids: Sequence[UUID]
    ) -> dict[UUID, tuple[str, ...]]:
        """What each matter is about; a few of its texts are opened in memory for it."""
        cases = await samples(session, matter_ids)
        reads = DossierReads(session, self._context.vault)
        known = await reads.of([c for members in cases.values() for c in members])

        def named() -> dict[UUID, tuple[str, ...]]:
            return {
                m: self._judge.names([known[c].dossier for c in members if c in known])
                for m, members in cases.items()
            }

        return await asyncio.to_thread(named)

    def _recent(self) -> date:
        return self._context.db.clock.today() - timedelta(days=RECENT_DAYS - 1)

    async def make(self, caller: Caller, case_ids: Sequence[UUID]) -> dict[str, Any]:
        """Gather cases to a new matter.

        Raises:
            CaseNotFoundError: one of them is none that the caller sees.
            SamePetitionError: one of them is sealed.
        """
        _check_right(caller)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            matter_id = self._context.new_id()
            await self._put(tx, matter_id, case_ids)
            return await self._answer(tx, matter_id)

    async def add(self, caller: Caller, matter_id: UUID, case_id: UUID) -> dict[str, Any]:
        """Put a case into a matter; it leaves the one it was in.

        Raises:
            MatterNotFoundError: no case of it is one that the caller sees.
            CaseNotFoundError: none that the caller sees.
            SamePetitionError: the case is sealed.
        """
        _check_right(caller)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            await self._check(tx, matter_id)
            await self._put(tx, matter_id, [case_id])
            return await self._answer(tx, matter_id)

    async def remove(self, caller: Caller, matter_id: UUID, case_id: UUID) -> dict[str, Any]:
        """Take a case out of its matter; the system does not put it into any again.

        Raises:
            MatterNotFoundError: no such matter, or the case is not in it.
        """
        _check_right(caller)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            if await MatterStore(tx.session).matter_of(case_id) != matter_id:
                raise MatterNotFoundError
            await self._put(tx, None, [case_id])
            tx.audit("matter.left", case_id, before={"matter_id": str(matter_id)})
            return await self._answer(tx, matter_id)

    async def merge(self, caller: Caller, matter_id: UUID, other_id: UUID) -> dict[str, Any]:
        """Let all cases of another matter join this one.

        Raises:
            MatterNotFoundError: no case of one of them is one that the caller sees.
            SamePetitionError: both are one.
        """
        _check_right(caller)
        if matter_id == other_id:
            raise SamePetitionError("请选择另一个事项。")
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            await self._check(tx, matter_id)
            moving = await self._check(tx, other_id)
            await self._put(tx, matter_id, moving)
            tx.audit(
                "matter.merged", matter_id, after={"from": str(other_id), "cases": len(moving)}
            )
            return await self._answer(tx, matter_id)

    async def _check(self, tx: Transaction, matter_id: UUID) -> list[UUID]:
        members = await MatterStore(tx.session).members(matter_id)
        if not members:
            raise MatterNotFoundError
        return members

    async def _put(self, tx: Transaction, matter_id: UUID | None, case_ids: Iterable[UUID]) -> None:
        petitions = PetitionStore(tx.session, self._context.vault)
        cases = sorted(set(case_ids))
        for case_id in cases:
            if (await petitions.lock(case_id)).sealed:
                raise SamePetitionError("封存件不归集到事项。")
        await MatterStore(tx.session).put(
            [(c, matter_id) for c in cases], at=tx.now, by=tx.actor_sub
        )
        if matter_id is not None:
            for case_id in cases:
                tx.audit("matter.joined", case_id, after={"matter_id": str(matter_id)})
        joined = MatterJoinedV1(matter_id=matter_id)
        await emit_all(tx, [Told(c, joined, tx.today) for c in cases])

    async def _answer(self, tx: Transaction, matter_id: UUID) -> dict[str, Any]:
        members = await MatterStore(tx.session).members(matter_id)
        return tx.respond({"id": str(matter_id), "cases": [str(m) for m in members]})


def _check_right(caller: Caller) -> None:
    caller.principal.require(Role.REGISTRAR, Role.SUPERVISOR, Role.ANALYST, office=True)
