"""How long a long ledger takes from the upload until every service has its cases.

Starts the whole stack on a folder of its own, as ``huajie up`` does, uploads an invented ledger,
commits it, and waits until the outbox is empty and every consumer has all events:

    python services/intake/benchmarks/import_commit.py [--rows 20000] [--json OUT] [--keep]
"""

import argparse
import asyncio
import json
import os
import re
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "tests" / "integration")]

import big_ledger
from people import Cast, Person
from stack import StackProcess
from testkit.ports import free_ports

_CONSUMERS = ("assignment", "mediation", "supervision", "reporting")
_PATIENCE = 1_800.0
_POLL = 1.0
"""Seconds between looks at a service's books, which costs it some work."""
_TICKS = os.sysconf("SC_CLK_TCK")


def _parts(root: int) -> dict[str, float]:
    """Seconds of processor time so far by part of the stack, below the process ``root``."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            parents[int(stat.parent.name)] = int(fields[1])
            # Those of children that have ended, too: database processes come and go.
            used[int(stat.parent.name)] = sum(map(int, fields[11:15])) / _TICKS
    parts: Counter[str] = Counter()
    for pid, seconds in used.items():
        above = pid
        while above not in {root, 0, 1}:
            above = parents.get(above, 0)
        if above == root:
            parts[_name(pid)] += seconds
    return dict(parts)


def _name(pid: int) -> str:
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        if words[0].startswith("postgres:"):
            found = re.search(r"(\w+)_app ", words[0])
            return f"postgres {found[1]}" if found else "postgres"
        module = words[words.index("-m") + 1] if "-m" in words else Path(words[0]).name
        return module.removesuffix(".main")
    return "gone"


class Phases:
    """Seconds by phase, in order."""

    def __init__(self, root: int) -> None:
        self.seconds: dict[str, float] = {}
        self._root = root
        self._used = _parts(root)
        self._since = time.perf_counter()

    def done(self, phase: str) -> None:
        """The phase that ran since the last call is over."""
        now = time.perf_counter()
        self.seconds[phase] = round(now - self._since, 2)
        self._since = now
        print(f"  {phase:<28}{self.seconds[phase]:>8.2f} s", flush=True)

    def used(self) -> dict[str, float]:
        """Seconds of processor time by part since the last call."""
        before, self._used = self._used, _parts(self._root)
        spent = {p: round(s - before.get(p, 0.0), 2) for p, s in self._used.items()}
        return dict(sorted(((p, s) for p, s in spent.items() if s > 0), key=lambda x: -x[1]))


async def _state(person: Person, import_id: str, until: set[str]) -> dict[str, Any]:
    async with asyncio.timeout(_PATIENCE):
        while True:
            found: dict[str, Any] = await person.get("intake", f"/v1/imports/{import_id}")
            if found["state"] in until:
                return found
            await asyncio.sleep(_POLL)


async def _books(person: Person, service: str) -> dict[str, Any]:
    found: dict[str, Any] = await person.get(service, "/v1/accounting")
    return found


async def _caught_up(person: Person, service: str, events: int) -> None:
    async with asyncio.timeout(_PATIENCE):
        while True:
            if (await _books(person, service))["consumed"].get("intake", 0) >= events:
                return
            await asyncio.sleep(_POLL)


async def _relayed(person: Person) -> int:
    async with asyncio.timeout(_PATIENCE):
        while True:
            books = await _books(person, "intake")
            if not books["unpublished"]:
                return int(books["outbox_total"])
            await asyncio.sleep(_POLL)


async def measure(stack: StackProcess, ledger: bytes, rows: int) -> dict[str, Any]:
    """Run the import on a started stack and take the times."""
    cast = Cast(stack.start())
    registrar, analyst = cast("xlb.registrar"), cast("xlb.analyst")
    await asyncio.gather(registrar.token(), analyst.token())
    phases = Phases(stack.root)
    # Handing a long file in answers at once; then it is read beside the requests.
    answer = await registrar.ask(
        "POST", "intake", "/v1/imports", files={"file": ("台账.xlsx", ledger)}, timeout=300
    )  # fmt: skip
    answer.raise_for_status()
    phases.done("upload answered")
    import_id = answer.json()["import_id"]
    preview = await _state(registrar, import_id, {"previewed", "refused", "failed"})
    phases.done("read, validated, previewed")
    phases.used()
    begun = time.perf_counter()
    answer = await registrar.ask(
        "POST", "intake", f"/v1/imports/{import_id}/commit", json={}, timeout=_PATIENCE
    )
    answer.raise_for_status()
    done = await _state(registrar, import_id, {"committed", "failed"})
    phases.done("cases committed")
    events = await _relayed(analyst)
    phases.done("events relayed")
    await _caught_up(analyst, "reporting", events)
    phases.done("reporting has all")
    whole = time.perf_counter() - begun
    await asyncio.gather(*(_caught_up(analyst, s, events) for s in _CONSUMERS))
    phases.done("every other service has all")
    whole_for_all, used = time.perf_counter() - begun, phases.used()
    await cast.close()
    return {
        "rows": rows, "accepted": preview["rows_accepted"], "cases": done["committed"],
        "events": events, "seconds": phases.seconds, "commit_to_reporting": round(whole, 2),
        "commit_to_all": round(whole_for_all, 2), "processor_seconds": used,
        "processor_seconds_in_all": round(sum(used.values()), 1), "load": os.getloadavg()[0],
        "rows_per_second": round(rows / whole, 1),
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--json", type=Path, dest="out")
    parser.add_argument("--keep", action="store_true", help="keep the stack's folder")
    args = parser.parse_args()
    stack = StackProcess(free_ports(9), "--empty")
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "台账.xlsx"
        big_ledger.write(ledger, args.rows)
        try:
            found = asyncio.run(measure(stack, ledger.read_bytes(), args.rows))
        finally:
            stack.stop() if args.keep else stack.remove()
    print(json.dumps(found, ensure_ascii=False, indent=1))
    if args.out:
        args.out.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
