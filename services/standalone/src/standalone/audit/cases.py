"""Every case that intake accepted is known to every other service, and no service knows another."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from standalone.audit.sources import Connections, Sources
from standalone.audit.verdict import Breach, Finding

CODE, TITLE = "cases", "案件在各服务中齐全"
_KEY = text(
    "select column_name from information_schema.columns where table_schema = 'public'"
    " and table_name = 'cases' and column_name in ('id', 'case_id') order by column_name"
)


async def check(connections: Connections, _sources: Sources) -> Finding:
    """Compare the sets of cases."""
    accepted = await _cases(connections["intake"])
    counts = {"已受理": len(accepted)}
    for service, connection in connections.items():
        if service == "intake":
            continue
        known = await _cases(connection)
        counts[service] = len(known)
        missing = _least(accepted - known)
        if missing is not None:
            return Finding(
                CODE, TITLE, counts, Breach("已受理的案件在该服务中没有", service, missing)
            )
        strange = _least(known - accepted)
        if strange is not None:
            return Finding(
                CODE, TITLE, counts, Breach("该服务有一个从未受理的案件", service, strange)
            )
    return Finding(CODE, TITLE, counts)


async def _cases(connection: AsyncConnection) -> set[UUID]:
    key = (await connection.execute(_KEY)).scalars().first()
    rows = await connection.stream_scalars(text(f"select {key} from cases"))
    return {case_id async for case_id in rows}


def _least(ids: set[UUID]) -> UUID | None:
    return min(ids, default=None)
