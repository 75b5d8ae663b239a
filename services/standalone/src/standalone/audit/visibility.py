"""Only known units see cases, and only 纪检监察 sees sealed ones (R72)."""

from collections.abc import Sequence
from uuid import UUID

from contracts.units import UnitDirectory
from contracts.vocab import UnitKind
from sqlalchemy import ARRAY, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from standalone.audit.sources import Connections, Sources
from standalone.audit.verdict import Breach, Finding

CODE, TITLE = "visibility", "案件只对本区单位可见，揭发控告件只对纪检监察可见"
_TENANTS = text(
    "select tenant, count(*), min(case_id::text)::uuid from case_visibility"
    " where not (tenant like 'officer:%' and case_id = any(:sealed)) group by tenant order by tenant"
).bindparams(bindparam("sealed", type_=ARRAY(Uuid)))
# The officer who registered a sealed case goes on seeing it in intake; the officer's unit does not.
_SEALED = text(
    "select case_id from (select distinct on (case_id) case_id, payload->>'type' as type,"
    " payload->'data'->>'sealed' as at_once from outbox where payload->>'type' in"
    " ('case_registered.v1', 'case_sealed.v1', 'case_unsealed.v1')"
    " order by case_id, version desc) last"
    " where type = 'case_sealed.v1' or type = 'case_registered.v1' and at_once = 'true'"
)
_READERS = text(
    "select tenant, case_id from case_visibility where case_id = any(:sealed)"
    " order by tenant, case_id"
).bindparams(bindparam("sealed", type_=ARRAY(Uuid)))


async def check(connections: Connections, sources: Sources) -> Finding:
    """Look for grants to tenants that are no unit, and for sealed cases outside the compartment."""
    sealed = list(await connections["intake"].scalars(_SEALED))
    counts = {"可见性记录": 0, "揭发控告件": len(sealed)}
    for service, connection in connections.items():
        # Only intake knows officers; elsewhere such a tenant is no unit like any other.
        allowed = sealed if service == "intake" else []
        for tenant, rows, case_id in await connection.execute(_TENANTS, {"sealed": allowed}):
            counts["可见性记录"] += rows
            if sources.units.get(tenant) is None:
                breach = Breach(f"案件对单位名录以外的“{tenant}”可见", service, case_id)
                return Finding(CODE, TITLE, counts, breach)
        leak = await _leak(connection, sources.units, sealed)
        if leak is not None:
            tenant, case_id = leak
            breach = Breach(f"封存的揭发控告件对“{tenant}”可见", service, case_id)
            return Finding(CODE, TITLE, counts, breach)
    return Finding(CODE, TITLE, counts)


async def _leak(
    connection: AsyncConnection, units: UnitDirectory, sealed: Sequence[UUID]
) -> tuple[str, UUID] | None:
    for tenant, case_id in await connection.execute(_READERS, {"sealed": sealed}):
        unit = units.get(tenant)
        if unit is not None and unit.kind is not UnitKind.DISCIPLINE:
            return tenant, case_id
    return None
