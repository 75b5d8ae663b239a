"""Lets units see a dispute or a sign."""

from collections.abc import Iterable
from uuid import UUID

from dbkit.caller import SYSTEM_TENANT
from dbkit.transaction import Transaction
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from intake.storage.prevention_tables import PreventionSightRow


async def show(tx: Transaction, object_id: UUID, units: Iterable[str]) -> None:
    """Let each unit see it; one that does already goes on to."""
    rows = [{"tenant": unit, "object_id": object_id} for unit in sorted(set(units))]
    if not rows:
        return
    # Rows of other tenants are the system's to write.
    async with tx.as_tenant(SYSTEM_TENANT):
        await tx.session.execute(insert(PreventionSightRow).values(rows).on_conflict_do_nothing())


async def hide(tx: Transaction, object_id: UUID) -> None:
    """Let nobody see it any more; for the system's own jobs."""
    await tx.session.execute(
        delete(PreventionSightRow).where(PreventionSightRow.object_id == object_id)
    )
