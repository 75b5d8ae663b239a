"""Stores frozen milestones: written once, never changed."""

from datetime import datetime

from dbkit.transaction import Transaction
from sqlalchemy.dialects.postgresql import insert

from reporting.reads.views import MilestoneView
from reporting.storage.tables import FrozenMilestone


async def freeze(tx: Transaction, view: MilestoneView, *, known_at: datetime) -> bool:
    """Keep the figures of ``view``, in rows of the transaction's present tenant.

    Returns:
        False when the milestone was frozen before; then nothing changes.
    """
    statement = (
        insert(FrozenMilestone)
        .values(
            cohort=view.cohort.value,
            day=view.date,
            tenant=tx.tenant,
            target=view.target,
            needed=view.needed,
            total=view.total,
            claimed=view.claimed,
            resolved=view.resolved,
            reached=view.reached,
            known_at=known_at,
            frozen_at=tx.now,
            frozen_by=tx.actor_sub,
        )
        .on_conflict_do_nothing(index_elements=["cohort", "day"])
        .returning(FrozenMilestone.cohort)
    )
    return (await tx.session.execute(statement)).scalar_one_or_none() is not None
