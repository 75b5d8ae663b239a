"""How long the reader takes for a long ledger, in its own process as in production.

Writes an invented ledger, reads it through the runner with a sink that keeps nothing, and prints the seconds, the
rows and the largest memory of parser and parent:

    python services/intake/benchmarks/ledger_read.py [--rows 20000] [--file LEDGER.xlsx] [--json OUT]
"""

import argparse
import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import big_ledger
from intake.ledger.runner import LedgerRunner, Row

_UNITS = Path(__file__).resolve().parents[3] / "examples" / "units.csv"
_TODAY = date(2026, 11, 25)


class _Count:
    """Counts rows and forgets them."""

    def __init__(self) -> None:
        self.count = 0
        self.first: float | None = None

    async def expect(self, rows: int | None) -> None:
        """The header is found."""

    async def rows(self, batch: Sequence[Row]) -> None:
        """Some rows."""
        self.first = self.first or time.perf_counter()
        self.count += len(batch)


def _megabytes(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


async def measure(data: bytes) -> dict[str, Any]:
    """Read once and take the times."""
    sink = _Count()
    begun = time.perf_counter()
    outcome = await LedgerRunner(_UNITS).stream(data, file="台账", today=_TODAY, sink=sink)
    seconds = time.perf_counter() - begun
    first = (sink.first or begun) - begun
    return {
        "verdict": outcome.file_verdict, "reason": outcome.reason, "rows": sink.count,
        "megabytes": round(len(data) / 1e6, 1), "seconds": round(seconds, 2),
        "seconds_to_first_rows": round(first, 2),
        "rows_per_second": round(sink.count / seconds),
        "parser_peak_mb": _megabytes(resource.RUSAGE_CHILDREN),
        "parent_peak_mb": _megabytes(resource.RUSAGE_SELF),
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--file", type=Path, help="an existing ledger instead of an invented one")
    parser.add_argument("--json", type=Path, dest="out")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.file or Path(folder) / "台账.xlsx"
        if args.file is None:
            big_ledger.write(path, args.rows)
        found = asyncio.run(measure(path.read_bytes()))
    print(json.dumps(found, ensure_ascii=False, indent=1))
    if args.out:
        args.out.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
