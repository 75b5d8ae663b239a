"""Only known units see cases."""

from sqlalchemy import text

from standalone.audit.sources import Connections, Sources
from standalone.audit.verdict import Breach, Finding

CODE, TITLE = "visibility", "案件只对本区单位可见"
_TENANTS = text(
    "select tenant, count(*), min(case_id::text)::uuid from case_visibility group by tenant"
    " order by tenant"
)


async def check(connections: Connections, sources: Sources) -> Finding:
    """Look for grants to tenants that are no unit."""
    counts = {"可见性记录": 0}
    for service, connection in connections.items():
        for tenant, rows, case_id in await connection.execute(_TENANTS):
            counts["可见性记录"] += rows
            if sources.units.get(tenant) is None:
                breach = Breach(f"案件对单位名录以外的“{tenant}”可见", service, case_id)
                return Finding(CODE, TITLE, counts, breach)
    return Finding(CODE, TITLE, counts)
