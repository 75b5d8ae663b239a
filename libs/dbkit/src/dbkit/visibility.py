"""Who sees a case: rows in ``case_visibility``, written when a duty or a right to look arises."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from contracts.vocab import VisibilityRole
from sqlalchemy import text

from dbkit.transaction import Transaction

_GRANT = text(
    "insert into case_visibility (tenant, case_id, role, created_at)"
    " values (:tenant, :case_id, :role, :now) on conflict do nothing"
)
_REVOKE_ALL = text("delete from case_visibility where case_id = :case_id and role = any(:roles)")
_REVOKE = text(
    "delete from case_visibility where tenant = :tenant and case_id = :case_id and role = :role"
)

DUTIES = frozenset({VisibilityRole.LEAD, VisibilityRole.ASSIST, VisibilityRole.COOPERATE})
"""Sight that comes with a duty in the case."""
SEALED_CASES = (
    "select v.case_id from case_visibility v where v.role = 'compartment' and not exists"
    " (select 1 from case_visibility o where o.case_id = v.case_id and o.role <> 'compartment'"
    " and o.tenant not like 'officer:%')"
)
"""Query for the cases that only a compartment (and the officer who registered it) may know of (R72).

No count that another unit gets to see may have them.
"""
BY_ISSUE = DUTIES | {VisibilityRole.LEADER}
"""Sight that rests on the case being issued; an accepted objection ends all of it."""


async def grant(
    tx: Transaction, case_ids: UUID | Sequence[UUID], units: Iterable[tuple[str, VisibilityRole]]
) -> None:
    """Let each unit see the case (or each of the cases) in the given role."""
    ids = [case_ids] if isinstance(case_ids, UUID) else list(case_ids)
    for unit, role in units:
        rows = [{"tenant": unit, "case_id": c, "role": role.value, "now": tx.now} for c in ids]
        if rows:
            async with tx.as_tenant(unit):
                await tx.session.execute(_GRANT, rows)


async def revoke(tx: Transaction, case_id: UUID, unit: str, role: VisibilityRole) -> None:
    """Take one role's sight of the case from a unit."""
    async with tx.as_tenant(unit):
        await tx.session.execute(_REVOKE, {"tenant": unit, "case_id": case_id, "role": role.value})


async def move(
    tx: Transaction,
    case_id: UUID,
    *,
    before: Collection[tuple[str, VisibilityRole]],
    after: Collection[tuple[str, VisibilityRole]],
) -> None:
    """Grant what ``after`` has more than ``before``, and revoke what it has less."""
    await grant(tx, case_id, sorted(set(after) - set(before)))
    for unit, role in sorted(set(before) - set(after)):
        await revoke(tx, case_id, unit, role)


async def replace(
    tx: Transaction,
    case_id: UUID,
    roles: Collection[VisibilityRole],
    units: Iterable[tuple[str, VisibilityRole]],
) -> None:
    """Let these units, and no others, see the case in these roles; for the system's own jobs."""
    codes = [r.value for r in roles]
    await tx.session.execute(_REVOKE_ALL, {"case_id": case_id, "roles": codes})
    await grant(tx, case_id, units)
