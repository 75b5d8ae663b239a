"""Declared numbers of cohort A against what is registered (R2), for the office and for the gauge."""

from datetime import date
from typing import Any

from contracts.vocab import Role, Source
from dbkit.caller import Caller
from servicekit.auth import Principal
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.campaign_document import (
    DECLARING,
    CohortA,
    Declared,
    SourceLine,
    SourceNotDeclaredError,
    cohort_a,
)
from intake.metrics import DECLARED_GAP
from intake.storage.campaign_documents import DeclaredCounts
from intake.usecases.context import Context


class DeclareCounts:
    """The office alone sees all cases of the cohort, so it alone compares."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(
        self, caller: Caller, source: Source, *, count: int, letter_no: str, declared_on: date
    ) -> dict[str, Any]:
        """Keep what a level said it handed down; a later letter takes the place of an earlier one.

        Raises:
            SourceNotDeclaredError: not a level that handed down cohort A.
            StaleVersionError: somebody else wrote it first.
            BusinessDateError: declared in the future.
        """
        caller.principal.require(Role.SUPERVISOR, Role.REGISTRAR, office=True)
        if source not in DECLARING:
            raise SourceNotDeclaredError
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            self._context.is_late(tx, declared_on)
            async with tx.as_tenant(self._context.book):
                counts = DeclaredCounts(tx.session)
                old = next((d for d in await counts.all() if d.source is source), None)
                caller.check_version(old.version if old else 0)
                new = Declared(source, count, letter_no, declared_on, old.version + 1 if old else 1)
                await counts.put(new, tenant=tx.tenant, by=tx.actor_sub, at=tx.now)
            tx.audit(
                "declared_count.set", source.value, before=_codes(old) if old else None,
                after=_codes(new),
            )  # fmt: skip
            return tx.respond({"source": source.value, "version": new.version, **_codes(new)})

    async def compare(self, who: Principal) -> CohortA:
        """Plan, declarations and registrations side by side.

        Raises:
            ForbiddenError: not of the office.
        """
        who.require(Role.SUPERVISOR, Role.REGISTRAR, Role.REVIEWER, Role.ANALYST, office=True)
        async with self._context.db.read(who.unit) as session:
            return await _compared(session)

    async def line(self, who: Principal, source: Source) -> SourceLine:
        """One level: declared and registered.

        Raises:
            ForbiddenError: not of the office.
            SourceNotDeclaredError: not a level that handed down cohort A.
        """
        compared = await self.compare(who)
        found = next((x for x in compared.lines if x.source is source), None)
        if found is None:
            raise SourceNotDeclaredError
        return found

    async def measure(self) -> CohortA:
        """Set the gauge now: what is missing against each declaration, and against the plan."""
        async with self._context.db.system_read() as session:
            found = await _compared(session)
        for line in found.lines:
            if line.gap is not None:
                DECLARED_GAP.labels(line.source.value).set(line.gap)
        DECLARED_GAP.labels("plan").set(found.gap)
        return found


async def _compared(session: AsyncSession) -> CohortA:
    counts = DeclaredCounts(session)
    return cohort_a(await counts.all(), await counts.registered())


def _codes(d: Declared) -> dict[str, Any]:
    return {"count": d.count, "letter_no": d.letter_no, "declared_on": d.declared_on.isoformat()}
