"""Who sees a case: rows in ``case_visibility``, written when a duty or a right to look arises."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from contracts.vocab import VisibilityRole
from sqlalchemy import ARRAY, DateTime, Text, Uuid, bindparam, text

from dbkit.caller import SYSTEM_TENANT
from dbkit.transaction import Transaction

_GRANT = text(
    "insert into case_visibility (tenant, case_id, role, created_at)"
    " select tenant, case_id, role, :now from unnest(:tenants, :cases, :roles)"
    " as w(tenant, case_id, role) on conflict do nothing"
).bindparams(
    bindparam("tenants", type_=ARRAY(Text)), bindparam("cases", type_=ARRAY(Uuid)),
    bindparam("roles", type_=ARRAY(Text)), bindparam("now", type_=DateTime(timezone=True)),
)  # fmt: skip
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
    ids = [case_ids] if isinstance(case_ids, UUID) else case_ids
    sight = list(units)
    await grant_each(tx, [(c, sight) for c in ids])


async def grant_each(
    tx: Transaction, sights: Iterable[tuple[UUID, Iterable[tuple[str, VisibilityRole]]]]
) -> None:
    """Let each case be seen by units of its own; one statement, however many they are."""
    rows = sorted({(unit, c, role.value) for c, units in sights for unit, role in units})
    if not rows:
        return
    tenants, cases, roles = zip(*rows, strict=True)
    # Rows of other tenants are the system's to write.
    async with tx.as_tenant(SYSTEM_TENANT):
        await tx.session.execute(
            _GRANT,
            {"tenants": list(tenants), "cases": list(cases), "roles": list(roles), "now": tx.now},
        )


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
