"""Finds under which tenant a caller sees a case: its unit, or, for a sealed case, its own account."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from dbkit.database import Database
from dbkit.transaction import Transaction
from servicekit.auth import Principal
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.compartment import officer
from intake.domain.errors import CaseNotFoundError

_SEES = text("select 1 from case_visibility where tenant = :tenant and case_id = :case_id limit 1")


async def _sees(session: AsyncSession, tenant: str, case_id: UUID) -> bool:
    found = await session.execute(_SEES, {"tenant": tenant, "case_id": case_id})
    return found.first() is not None


@asynccontextmanager
async def seeing(tx: Transaction, case_id: UUID) -> AsyncIterator[None]:
    """Work on one case as whoever sees it: the caller's unit, or the caller as registering officer.

    Raises:
        CaseNotFoundError: neither sees it, or there is none.
    """
    if await _sees(tx.session, tx.tenant, case_id):
        yield
        return
    async with tx.as_tenant(officer(tx.user.principal.sub)):
        if not await _sees(tx.session, tx.tenant, case_id):
            raise CaseNotFoundError
        yield


@asynccontextmanager
async def reading(db: Database, who: Principal, case_id: UUID) -> AsyncIterator[AsyncSession]:
    """Read one case as whoever sees it.

    Raises:
        CaseNotFoundError: neither the unit nor the caller as registering officer sees it.
    """
    for tenant in (who.unit, officer(who.sub)):
        async with db.read(tenant) as session:
            if await _sees(session, tenant, case_id):
                yield session
                return
    raise CaseNotFoundError
