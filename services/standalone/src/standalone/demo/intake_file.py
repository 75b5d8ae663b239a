"""Hands the ledger file to intake and takes the rows back as cases."""

import asyncio
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contracts.units import UnitDirectory

from standalone.demo.caller import Caller, idempotency_key
from standalone.demo.cast import OFFICE_REGISTRAR
from standalone.demo.outcome import Failure, Outcome
from standalone.demo.rows import LedgerRow, RowError, read_row

_PAGE = 200


async def import_ledger(
    caller: Caller, file: Path, units: UnitDirectory, outcome: Outcome
) -> tuple[str, list[LedgerRow]]:
    """Upload, commit what is acceptable, and read the rows with their cases.

    Returns:
        The file's hash and its rows; rows that cannot be read are failures of ``outcome``.

    Raises:
        Refusal: the whole file is refused.
        StillDownError: intake does not answer.
        OSError: the file cannot be read.
    """
    content = await asyncio.to_thread(file.read_bytes)
    digest = hashlib.sha256(content).hexdigest()
    taken = await caller.send(
        OFFICE_REGISTRAR, "intake", "POST", "/v1/imports",
        key=idempotency_key(digest, "import"), files={"file": (file.name, content)},
    )  # fmt: skip
    outcome.rows_total = int(taken["rows_total"])
    for bad in taken.get("rows_rejected") or ():
        codes = "、".join(bad.get("codes") or ())
        outcome.failures.append(Failure(bad["row"], "", "导入", bad["reason_zh"] or codes, codes))
    if taken["state"] != "committed":
        await caller.send(
            OFFICE_REGISTRAR, "intake", "POST", f"/v1/imports/{taken['import_id']}/commit",
            key=idempotency_key(digest, "commit"), json={},
        )  # fmt: skip
    raw = await _all_rows(caller, taken["import_id"])
    return digest, list(_readable(raw, units, outcome))


async def _all_rows(caller: Caller, import_id: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    page, total = 1, 1
    while len(rows) < total:
        answer = await caller.get(
            OFFICE_REGISTRAR, "intake", f"/v1/imports/{import_id}/rows", page=page, size=_PAGE
        )
        if not answer["items"]:
            break
        rows += answer["items"]
        total, page = int(answer["total"]), page + 1
    return rows


def _readable(
    raw: list[dict[str, Any]], units: UnitDirectory, outcome: Outcome
) -> Iterator[LedgerRow]:
    for r in raw:
        if r["verdict"] != "accepted":
            continue
        number = str(r["values"].get("信访件编号") or "")
        if r.get("case_id") is None:
            sentence = "该行没有登记成案件"
            outcome.failures.append(Failure(r["row"], number, "导入", sentence, "no_case"))
            continue
        try:
            yield read_row(r["values"], row=r["row"], case_id=r["case_id"], units=units)
        except RowError as e:
            outcome.failures.append(Failure(r["row"], number, "读取", str(e), "row_unusable"))
