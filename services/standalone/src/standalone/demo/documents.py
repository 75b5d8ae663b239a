"""Registers the example's documents of the campaign, and how many cases each level declared."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from standalone.demo.caller import Caller, Endpoints, idempotency_key
from standalone.demo.cast import OFFICE_REGISTRAR
from standalone.demo.refusals import Refusal

DOCUMENTS, COUNTS = "documents.csv", "declared_counts.csv"


async def register_documents(
    endpoints: Endpoints, accounts: Mapping[str, str], folder: Path
) -> None:
    """Register what the files hold, if the folder has them; a document registered already stays as it is.

    Raises:
        Refusal: a document or a count is refused.
        StillDownError: intake does not answer.
        OSError: a file cannot be read.
    """
    async with Caller(endpoints, accounts) as caller:
        for row in _rows(folder / DOCUMENTS):
            governs = [g for g in row["governs"].split("|") if g]
            body = {k: v or None for k, v in row.items()} | {"governs": governs}
            await _send(caller, "POST", "/v1/documents", row["letter_no"], body)
        for row in _rows(folder / COUNTS):
            count: dict[str, object] = {**row, "count": int(row["count"])}
            source = count.pop("source")
            await _send(caller, "PUT", f"/v1/declared-counts/{source}", f"count {source}", count)


async def _send(
    caller: Caller, method: str, path: str, step: str, body: Mapping[str, object]
) -> None:
    try:
        await caller.send(
            OFFICE_REGISTRAR, "intake", method, path, key=idempotency_key("example", step),
            json=body,
        )  # fmt: skip
    except Refusal as e:
        if e.code != "letter_no_taken":
            raise


def _rows(file: Path) -> Iterator[dict[str, str]]:
    if not file.is_file():
        return
    with file.open(encoding="utf-8-sig", newline="") as f:
        yield from csv.DictReader(f)
