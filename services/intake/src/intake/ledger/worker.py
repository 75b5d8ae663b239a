"""The parser's own process: limits first, then an order and a file from stdin, messages to stdout.

The order is one line of JSON, the rest is the file. Each message is one line of JSON: ``expect`` (rows, if
known), ``rows`` (some rows in the order of the sheet), ``end`` (the outcome without rows).
"""

import gc
import json
import resource
import sys
from datetime import date
from pathlib import Path
from typing import IO, Any

MEMORY = 512_000_000
"""Address space of the parser (512 MB)."""
SECONDS, SECONDS_PER_MB = 3.0, 0.3
"""Processor time of the parser until it hands on its first rows, and what a long file may take beyond."""
BATCH = 500
"""Rows in one message."""
SECONDS_PER_BATCH = 2
"""Processor time that a message earns: a parser that goes on may go on."""


def limit(size: int = 0) -> None:
    """Bind this process to its memory and, for a file of so many bytes, its processor time."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    seconds = int(SECONDS + SECONDS_PER_MB * size / 1_000_000)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, most))


def go_on() -> None:
    """Earn more processor time."""
    seconds, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + SECONDS_PER_BATCH, most))


class _Sender:
    """Hands rows to the parent in batches; waits while the parent is busy."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._batch: list[dict[str, Any]] = []

    def expect(self, rows: int | None) -> None:
        self.send({"expect": rows})

    def take(self, row: Any) -> None:
        from intake.ledger.outcome import row_to_json

        self._batch.append(row_to_json(row))
        if len(self._batch) >= BATCH:
            self.flush()

    def flush(self) -> None:
        if self._batch:
            self.send({"rows": self._batch})
            self._batch = []
            go_on()

    def send(self, message: dict[str, Any]) -> None:
        self._out.write(json.dumps(message, ensure_ascii=False))
        self._out.write("\n")
        self._out.flush()


def main() -> int:
    """Read one ledger; 3 is out of memory."""
    order = json.loads(sys.stdin.buffer.readline())
    limit(order["size"])
    # The process is short and its data has no cycles.
    gc.disable()
    from contracts.units import UnitDirectory

    from intake.ledger.archive import BROKEN
    from intake.ledger.options import ReadOptions
    from intake.ledger.outcome import Outcome, Refusal
    from intake.ledger.read import stream_ledger

    sender = _Sender(sys.stdout)
    try:
        outcome = stream_ledger(
            sys.stdin.buffer.read(order["size"]),
            file=order["file"],
            units=UnitDirectory.read(Path(order["units"])),
            today=date.fromisoformat(order["today"]),
            options=ReadOptions.from_json(order["options"]),
            taker=sender,
        )
    except MemoryError:
        return 3
    except BaseException as e:
        # calamine answers some broken workbooks with a panic, which is no Exception.
        if type(e).__name__ != "PanicException":
            raise
        outcome = Outcome.refused(order["file"], Refusal("damaged", BROKEN))
    sender.flush()
    sender.send({"end": outcome.to_json()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
