"""集中交办: one batch per day and source, once assignment knows the cases as verified."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from standalone.demo.caller import PATIENCE, Caller, idempotency_key
from standalone.demo.cast import OFFICE_SUPERVISOR
from standalone.demo.refusals import Refusal
from standalone.demo.rows import LedgerRow
from standalone.demo.steps import batch_item

_WAITING = "awaiting_verification"
_READY = "ready"


def group(rows: Sequence[tuple[LedgerRow, date]]) -> dict[tuple[date, str], list[LedgerRow]]:
    """Rows by the day of 交办 and the source, in that order."""
    groups: dict[tuple[date, str], list[LedgerRow]] = defaultdict(list)
    for row, day in sorted(rows, key=lambda r: (r[1], r[0].source, r[0].row)):
        groups[day, row.source].append(row)
    return groups


async def wait_until_ready(caller: Caller, row: LedgerRow) -> str:
    """Wait until assignment has heard that the case is verified; returns its state there.

    Raises:
        Refusal: it has not heard within half a minute.
        StillDownError: it does not answer.
    """
    begun, delay = time.monotonic(), 0.1
    while True:
        case = await caller.get(OFFICE_SUPERVISOR, "assignment", f"/v1/cases/{row.case_id}")
        if case["state"] != _WAITING:
            return str(case["state"])
        if time.monotonic() - begun > PATIENCE:
            raise Refusal("not_verified_yet", "交办服务迟迟没有收到核对完成的消息", row.case_no)
        await asyncio.sleep(delay)
        delay = min(delay * 1.5, 1.0)


async def issue(
    caller: Caller, digest: str, day: date, source: str, rows: Sequence[LedgerRow], number: int
) -> dict[str, Refusal]:
    """Issue one batch.

    Args:
        caller: who sends.
        digest: hash of the ledger file.
        day: 交办时间.
        source: 交办层级.
        rows: the cases of that day and source.
        number: the batch's place among the ledger's batches, for its letter number.

    Returns:
        The refused cases' numbers with the refusal; a case that was issued before is none.
    """
    body = {
        "letter_no": f"兴信联办交〔{day.year}〕{day:%m%d}-{number:02d}号",
        "occurred_on": day.isoformat(),
        "items": [batch_item(r) for r in rows],
    }
    names = [r.case_no for r in rows]
    answer = await caller.send(
        OFFICE_SUPERVISOR, "assignment", "POST", "/v1/batches", json=body,
        key=idempotency_key(digest, "batch", day.isoformat(), source, *names),
    )  # fmt: skip
    by_id = {r.case_id: r for r in rows}
    refused: dict[str, Refusal] = {}
    for line in answer.get("refused") or ():
        row = by_id[line["case_id"]]
        if await wait_until_ready(caller, row) == _READY:
            refused[row.case_no] = Refusal(line["code"], line["detail"], "集中交办")
    return refused
