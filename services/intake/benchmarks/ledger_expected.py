"""Whether `huajie ledger check` says of every ledger in a folder what a careful reader said of it.

Each FILE has a FILE.expected.json beside it; all fields are compared, rows and their values one by one:

    python services/intake/benchmarks/ledger_expected.py [FOLDER]
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_SAMPLES = Path(__file__).parents[1] / "tests" / "data" / "ledgers"
_END = ".expected.json"
_REMARKS = {"note", "columns", "row_numbering", "hidden_columns", "totals"}
"""How a sample was made, not what is in it."""
_HISTORY = "normalisations"
"""Which notation a value had before the sample was written, not to be seen in the file."""


def differences(expected: Any, found: Any, place: str = "") -> Iterator[str]:
    """Every field that is expected and differs, by its place."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            if key != _HISTORY and not (key in _REMARKS and not place):
                yield from differences(value, found.get(key), f"{place}.{key}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for i, (one, other) in enumerate(zip(expected, found, strict=True)):
            yield from differences(one, other, f"{place}[{i}]")
    elif expected != found:
        yield f"{place[1:]}: {str(expected)[:80]!r} expected, {str(found)[:80]!r} found"


def check(ledger: Path) -> tuple[int, list[str]]:
    """How many fields the expectation has, and those that differ."""
    expected = json.loads(Path(f"{ledger}{_END}").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        command = [sys.executable, "-m", "intake.ledger.command", "check", str(ledger)]
        subprocess.run([*command, "--json", str(out)], check=False, stdout=subprocess.DEVNULL)
        found = json.loads(out.read_text("utf-8")) if out.is_file() else {}
    return _size(expected), list(differences(expected, found))


def _size(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_size(v) for k, v in value.items() if k not in {*_REMARKS, _HISTORY})
    return sum(map(_size, value)) if isinstance(value, list) else 1


def main() -> int:
    """Print one line a ledger, and its differences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=_SAMPLES)
    folder: Path = parser.parse_args().folder
    ledgers = [Path(str(p).removesuffix(_END)) for p in sorted(folder.glob(f"*{_END}"))]
    wrong = 0
    for ledger in ledgers:
        fields, different = check(ledger)
        wrong += bool(different)
        sys.stdout.write(f"{ledger.name}: {fields - len(different)} of {fields} fields\n")
        sys.stdout.writelines(f"  {d}\n" for d in different[:20])
    sys.stdout.write(f"{len(ledgers) - wrong} of {len(ledgers)} ledgers as expected\n")
    return 1 if wrong or not ledgers else 0


if __name__ == "__main__":
    sys.exit(main())
