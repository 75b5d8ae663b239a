"""Builders: case bodies, uploads, reads of the outbox."""

from pathlib import Path
from typing import Any

import asyncpg
import httpx2
from intake.domain.identity_number import check_character

LEDGERS = Path(__file__).parent / "data" / "ledgers"
MAIN = LEDGERS / "中央交办重复信访件台账.xlsx"


def an_id(order: int = 900, birth: str = "19700101") -> str:
    """A valid invented identity number."""
    first = f"640104{birth}{order:03d}"
    return first + check_character(first)


def a_case(**over: Any) -> dict[str, Any]:
    """The body of a registration on the tests' day."""
    return {
        "case_no": "XQ2026112500001", "source": "district", "registered_on": "2026-11-25",
        "channel": "visit", "petitioners": [{"name": "王小花", "id_no": an_id()}],
        "phones": ["154-0000-1234"], "residence": "银川市兴庆区文化街1号2室",
        "demand": "小区供暖不热，多次反映未解决。", "category": "城乡建设",
        "proposed_unit": "wenhuajie", **over,
    }  # fmt: skip


async def register(client: httpx2.AsyncClient, headers: dict[str, str], **over: Any) -> str:
    """Register a case and give its id."""
    answer = await client.post("/v1/cases", json=a_case(**over), headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["case_id"])


async def upload(
    client: httpx2.AsyncClient, headers: dict[str, str], file: Path | tuple[str, bytes]
) -> httpx2.Response:
    """Upload a ledger."""
    name, data = (file.name, file.read_bytes()) if isinstance(file, Path) else file  # noqa: ASYNC240  a small file
    return await client.post("/v1/imports", files={"file": (name, data)}, headers=headers)


async def events(dsn: str, name: str | None = None) -> list[dict[str, Any]]:
    """Envelopes in the outbox, in order, past the walls."""
    import json

    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch("select payload from outbox order by id")
    await connection.close()
    found = [json.loads(r["payload"]) for r in rows]
    return [e for e in found if name is None or e["type"] == f"{name}.v1"]


async def column(dsn: str, sql: str) -> list[Any]:
    """First column of a query, past the walls."""
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch(sql)
    await connection.close()
    return [r[0] for r in rows]
