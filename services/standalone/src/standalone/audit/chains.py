"""The audit trail of each service and tenant is unbroken, and ends where its head says."""

from dbkit.audit import verify

from standalone.audit.sources import Connections, Sources
from standalone.audit.verdict import Breach, Finding

CODE, TITLE = "chains", "审计链完整"


async def check(connections: Connections, sources: Sources) -> Finding:
    """Walk every chain of every service."""
    counts = {"审计记录": 0}
    for service, connection in connections.items():
        checked, broken = await verify(connection, sources.audit_key)
        counts["审计记录"] += checked
        if broken is not None:
            sentence = f"单位 {broken.tenant} 的审计链第 {broken.seq} 条：{broken.why}"
            return Finding(CODE, TITLE, counts, Breach(sentence, service, version=broken.seq))
    return Finding(CODE, TITLE, counts)
