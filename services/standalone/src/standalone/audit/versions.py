"""The events of a case are numbered 1, 2, 3 … per service, with none missing at the end either."""

from uuid import UUID

from contracts.subjects import PUBLISHERS
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from standalone.audit.sources import Connections, Sources
from standalone.audit.verdict import Breach, Finding

CODE, TITLE = "versions", "事件版本连续"
_TOTAL = text("select count(*), count(distinct case_id) from outbox")
_GAPS = text(
    "select coalesce(v.case_id, o.case_id), coalesce(v.last_version, o.top)"
    " from event_versions v full join"
    " (select case_id, count(*) as n, min(version) as least, max(version) as top from outbox"
    " group by case_id) o on o.case_id = v.case_id"
    " where o.n is distinct from v.last_version or o.top is distinct from v.last_version"
    " or o.least is distinct from 1 order by 1 limit 1"
)
_VERSIONS = text("select version from outbox where case_id = :case_id order by version")


async def check(connections: Connections, _sources: Sources) -> Finding:
    """Look for the first gap of each publishing service."""
    counts = {"事件": 0, "事件序列": 0}
    for service in PUBLISHERS:
        connection = connections[service]
        events, cases = (await connection.execute(_TOTAL)).one()
        counts["事件"] += events
        counts["事件序列"] += cases
        gap = (await connection.execute(_GAPS)).one_or_none()
        if gap is not None:
            breach = await _name(connection, service, gap[0], gap[1])
            return Finding(CODE, TITLE, counts, breach)
    return Finding(CODE, TITLE, counts)


async def _name(connection: AsyncConnection, service: str, case_id: UUID, last: int) -> Breach:
    rows = await connection.scalars(_VERSIONS, {"case_id": case_id})
    there = set(rows)
    missing = next((v for v in range(1, last + 1) if v not in there), None)
    if missing is None:
        return Breach("事件多于该案的版本计数", service, case_id, max(there, default=None))
    return Breach("缺少一个事件", service, case_id, missing)
