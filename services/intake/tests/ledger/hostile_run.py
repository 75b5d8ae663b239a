"""Reads all hostile files as the service does and measures each parser; run it to see or renew the record.

``python hostile_run.py`` prints the figures, ``--record`` also writes how each file ended; beginnings of
names choose some files, which are then shown one by one.
"""

import asyncio
import json
import multiprocessing
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from hostile_variants import all_variants
from intake.ledger.outcome import Outcome
from intake.ledger.runner import LedgerRunner

DATA = Path(__file__).parents[1] / "data"
RECORD = DATA / "hostile_endings.json"
TODAY = date(2026, 11, 25)
PROCESSES = 2
_NO_HEADER = frozenset({"header_not_found", "missing_required_column"})
"""How much of a torn header is left is for the tests of headers."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How one file ended; ``cpu`` and ``wall`` in seconds, ``most`` the bytes any parser held so far."""

    name: str
    outcome: Outcome
    cpu: float
    wall: float
    most: int

    @property
    def how(self) -> str:
        """The verdict, or the code of a refused file.

        Of files with random changes it only counts whether rows were read: which of them are good is
        not for this list.
        """
        if self.name.startswith("mutated") and self.outcome.rows_total:
            return "read"
        verdict, reason = self.outcome.file_verdict, self.outcome.reason
        if reason in _NO_HEADER:
            return "no_header"
        return str(reason) if verdict == "refused" else verdict


def read_all(names: Sequence[str] | None = None) -> list[Ending]:
    """All files, or those named, one after another in each of two processes."""
    wanted = [v.name for v in all_variants()] if names is None else list(names)
    # Neighbours are alike and equally heavy: every second one to each.
    parts = [wanted[i::PROCESSES] for i in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        found = {e.name: e for part in pool.map(_read_some, parts) for e in part}
    return [found[name] for name in wanted]


def _read_some(names: Sequence[str]) -> list[Ending]:
    runner = LedgerRunner(DATA / "units.csv", at_once=1)
    variants = {v.name: v for v in all_variants()}
    return [asyncio.run(_read(runner, name, variants[name].make())) for name in names]


async def _read(runner: LedgerRunner, name: str, data: bytes) -> Ending:
    before, begun = _children(), time.perf_counter()
    outcome = await runner.read(data, file="台账.xlsx", today=TODAY)
    wall, after = time.perf_counter() - begun, _children()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ending(name, outcome, cpu, wall, after.ru_maxrss * 1024)


_children = partial(resource.getrusage, resource.RUSAGE_CHILDREN)


def _named(begin: str) -> list[str]:
    return [v.name for v in all_variants() if v.name.startswith(begin)]


def main(arguments: Sequence[str]) -> None:
    """Print the figures; with ``--record`` write the record."""
    names = [n for a in arguments if not a.startswith("--") for n in _named(a)]
    endings = read_all(names or None)
    slow = sorted(endings, key=lambda e: -e.cpu)[:5]
    lines = [
        f"{len(endings)} files, {dict(Counter(e.how for e in endings))}",
        f"processor {sum(e.cpu for e in endings):.0f} s, most memory {max(e.most for e in endings) / 1e6:.0f} MB",
        *(
            f"  {e.name}: {e.cpu:.2f} s processor, {e.wall:.2f} s by the clock, {e.how}"
            for e in slow
        ),
    ]
    if names:
        lines += [f"{e.name}: {e.how} {e.outcome.reason_zh}" for e in endings]
    sys.stdout.write("\n".join(lines) + "\n")
    if "--record" in arguments:
        found = json.loads(RECORD.read_text("utf-8")) if names else {}
        found |= {e.name: e.how for e in endings}
        record = {v.name: found[v.name] for v in all_variants() if v.name in found}
        RECORD.write_text(json.dumps(record, indent=0, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
