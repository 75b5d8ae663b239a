"""The parser's own process: limits first, then the file from stdin, the outcome as JSON to stdout."""

import json
import resource
import sys
from datetime import date
from pathlib import Path

MEMORY = 512 * 1024 * 1024
"""Address space of the parser (512 MB)."""
SECONDS = 20
"""Processor time of the parser."""


def limit() -> None:
    """Bind this process to its memory and processor time."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(argv: list[str]) -> int:
    """Read one ledger: ``FILE_NAME UNITS_CSV TODAY``, bytes on stdin."""
    limit()
    from contracts.units import UnitDirectory

    from intake.ledger.read import read_ledger

    name, units, today = argv
    try:
        outcome = read_ledger(
            sys.stdin.buffer.read(),
            file=name,
            units=UnitDirectory.read(Path(units)),
            today=date.fromisoformat(today),
        )
    except MemoryError:
        return 3
    json.dump(outcome.to_json(), sys.stdout, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
