"""Compares the stored projections with a fold of all events: ``python -m reporting.check``."""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from contracts.event import Envelope
from dbkit.database import Database
from servicekit.settings import key_bytes
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting.projections.fold import fold_all
from reporting.projections.rows import Row
from reporting.settings import ReportingSettings
from reporting.storage.cases import load_events, load_rows

_PARTS = ("intake", "assignment", "mediation", "supervision", "facts")


@dataclass(frozen=True, slots=True)
class Difference:
    """A case whose stored projection is not the fold of its events; ``parts`` names what differs."""

    case_id: UUID
    parts: tuple[str, ...]


def differences(events: Iterable[Envelope], stored: dict[UUID, Row]) -> list[Difference]:
    """Every case on which the stored rows and ``fold_all(events)`` disagree."""
    folded = fold_all(events)
    found = []
    for case_id in sorted(folded.keys() | stored.keys()):
        a, b = folded.get(case_id), stored.get(case_id)
        if a is None or b is None:
            found.append(Difference(case_id, ("missing" if b is None else "unknown",)))
        elif a != b:
            parts = tuple(p for p in _PARTS if getattr(a, p) != getattr(b, p))
            found.append(Difference(case_id, parts))
    return found


async def check(
    connection: AsyncConnection, events: Iterable[Envelope] | None = None
) -> list[Difference]:
    """Compare.

    Args:
        connection: bound to the system tenant.
        events: all published events, such as the outboxes hold; None for the ones kept here.
    """
    kept = await load_events(connection) if events is None else events
    return differences(kept, await load_rows(connection))


def _read(path: Path) -> list[Envelope]:
    lines = path.read_text("utf-8").splitlines()
    return [Envelope.from_json(line) for line in lines if line.strip()]


async def _main(events: list[Envelope] | None) -> int:
    settings = ReportingSettings()
    db = Database(settings.database_url, audit_key=key_bytes(settings.audit_key))
    try:
        async with db.system_read() as session:
            found = await check(await session.connection(), events)
    finally:
        await db.close()
    report = [{"case_id": str(d.case_id), "parts": list(d.parts)} for d in found]
    sys.stdout.write(json.dumps({"differences": report}, ensure_ascii=False) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="reporting.check", description=__doc__)
    parser.add_argument("--events", type=Path, help="JSON lines of envelopes from the outboxes")
    file: Path | None = parser.parse_args().events
    sys.exit(asyncio.run(_main(_read(file) if file else None)))
