"""How long the search for repeats takes for one new case, and for each row of a long import, as the database grows.

Fills a real PostgreSQL of its own with invented cases (encrypted, with all the matcher's keys) and then registers new
cases through the service's own code, each in a transaction that is rolled back. Times hold everything that matching
adds to a registration: reading the new case, storing its keys, the search, opening the candidates, comparing, links,
matters and their events; on the wall, and of the processor without the database's share.

    python services/intake/benchmarks/repeat_candidates.py --cases 10000,100000,1000000 [--json OUT]
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractAsyncContextManager, suppress
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import asyncpg
from contracts.units import UnitDirectory
from contracts.vocab import Channel, Field, Role, Source, UnitKind
from dbkit.caller import Caller
from dbkit.crypto import BlindIndex, FieldCipher
from dbkit.database import Database
from dbkit.transaction import Transaction
from intake.domain.hard_case import Thresholds
from intake.domain.petition import Petition
from intake.domain.registration import Contact, Petitioner, Registration
from intake.matching.judging import Judge
from intake.storage.case_tables import KEYS_VERSION
from intake.storage.dossiers import Known, keyed, of_registration
from intake.storage.registration_rows import case_values, people_values
from intake.storage.vault import Vault
from intake.usecases.context import Context
from intake.usecases.registering import NewCase, Registering
from intake.usecases.suspecting import Suspecting
from servicekit.auth import Principal
from servicekit.ids import new_id
from testkit import settings as keys
from testkit.postgres import PostgresServer

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(Path(__file__).parent))

import invented_cases

_CHUNK = 1_000
_UNIT, _OFFICES = "wenhuajie", ("xlb", "xfj")
_FILLED_AT = datetime(2026, 11, 25, tzinfo=UTC)
_REPEATS = 0.35
"""Share of new cases by a petitioner who is there already."""
_INDEXES = (
    "create unique index pk_{t} on {t} (key, case_id)",
    "alter table {t} add constraint pk_{t} primary key using index pk_{t}",
    "create index ix_{t}_case_id on {t} (case_id)",
)


@cache
def _vault() -> Vault:
    return Vault(FieldCipher(keys.FIELD_KEY), BlindIndex(keys.BLIND_KEY))


@cache
def _judge() -> Judge:
    return Judge.shipped()


def registration(i: int, texts: int | None = None, *, again: bool = False) -> Registration:
    """The ``i``-th case; every fifth is by the petitioner of the one before, about another matter.

    Args:
        i: its number.
        texts: how many texts there are; a text for each case when not given.
        again: a new petition about the same matter, in other words.
    """
    who = invented_cases.person(i - i % 5 % 2)
    text = invented_cases.text(i % texts if texts else i, again=i if again else None)
    return Registration(
        case_no=f"BM{i:09d}{'R' if again else ''}", source=Source.DISTRICT,
        registered_on=invented_cases.day(i), channel=Channel.NET, field=Field.OTHER,
        category="城乡建设", demand=text,
        petitioners=(Petitioner(who.name, who.id_no, "ok" if who.id_no else "missing"),),
        contact=Contact((who.phone,) if who.phone else (), None, who.address),
    )  # fmt: skip


def _known(i: int, texts: int | None) -> tuple[Registration, Known]:
    r = registration(i, texts)
    return r, of_registration(Petition(new_id(), _UNIT, r.case_no, r.registered_on), r)


def _text_keys(job: tuple[int, int]) -> list[frozenset[int]]:
    """Keys of the texts of cases ``start`` to ``stop``; runs in a process of its own."""
    cases = [_known(i, None)[1] for i in range(*job)]
    return [found.matter for found in keyed(_vault(), _judge(), cases)]


_TEXT_KEYS: list[frozenset[int]] = []
"""Keys by text; worker processes inherit them."""


def _rows(job: tuple[int, int]) -> dict[str, list[tuple[Any, ...]]]:
    """Rows of cases ``start`` to ``stop``, ready to be copied; runs in a process of its own."""
    vault, judge = _vault(), _judge()
    out: dict[str, list[tuple[Any, ...]]] = {
        t: [] for t in ("cases", "petitioners", "case_visibility", "person_keys", "matter_keys")
    }
    fixed = {
        "state": "registered", "version": 1, "ticks": {}, "import_id": None, "issued": False,
        "created_at": _FILLED_AT, "registered_by": "bench", "open_no": None,
        "keyed_version": KEYS_VERSION,
    }  # fmt: skip
    for i in range(*job):
        r, known = _known(i, len(_TEXT_KEYS))
        case_id = known.case_id
        values = case_values(vault, _UNIT, case_id, r) | fixed
        values |= {"id": case_id, "tenant": _UNIT, "case_no": r.case_no}
        out["cases"].append(tuple(values[c] for c in sorted(values)))
        out["petitioners"] += [
            tuple(p[c] for c in sorted(p))
            for p in people_values(vault, _UNIT, case_id, r.petitioners)
        ]
        sight = (
            (_UNIT, "registrar"), *((o, "supervision") for o in _OFFICES),
        )  # fmt: skip
        out["case_visibility"] += [(case_id, _FILLED_AT, role, unit) for unit, role in sight]
        persons = {vault.person_key(*key, sealed=False) for key in judge.person_keys(known.dossier)}
        out["person_keys"] += [(case_id, k) for k in persons]
        out["matter_keys"] += [(case_id, k) for k in _TEXT_KEYS[i % len(_TEXT_KEYS)]]
    return out


def _columns() -> dict[str, list[str]]:
    r, case_id = registration(0), new_id()
    cases = [
        *case_values(_vault(), _UNIT, case_id, r), "state", "version", "ticks", "import_id", "issued",
        "created_at", "registered_by", "open_no", "keyed_version", "id", "tenant", "case_no",
    ]  # fmt: skip
    people = people_values(_vault(), _UNIT, case_id, r.petitioners)[0]
    return {
        "cases": sorted(set(cases)), "petitioners": sorted(people),
        "case_visibility": ["case_id", "created_at", "role", "tenant"],
        "person_keys": ["case_id", "key"], "matter_keys": ["case_id", "key"],
    }  # fmt: skip


async def fill(dsn: str, start: int, stop: int, workers: int) -> float:
    """Copy cases ``start`` to ``stop`` in; indexes of the keys are made afterwards. Gives seconds."""
    begun = time.perf_counter()
    connection = await asyncpg.connect(dsn)
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", format="binary",
        encoder=lambda value: b"\x01" + json.dumps(value, ensure_ascii=False).encode(),
        decoder=lambda data: json.loads(data[1:]),
    )  # fmt: skip
    for table in ("person_keys", "matter_keys"):
        await connection.execute(f"alter table {table} drop constraint if exists pk_{table}")
        await connection.execute(f"drop index if exists ix_{table}_case_id")
    columns = _columns()
    jobs = _jobs(start, stop)
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(workers) as pool:
        running = [loop.run_in_executor(pool, _rows, j) for j in islice(jobs, workers * 2)]
        done = start
        while running:
            rows = await running.pop(0)
            for job in jobs:
                running.append(loop.run_in_executor(pool, _rows, job))
                break
            for table, names in columns.items():
                await connection.copy_records_to_table(table, records=rows[table], columns=names)
            done += len(rows["cases"])
            print(f"\r  {done:>9,} cases, {time.perf_counter() - begun:6.0f} s", end="", flush=True)
    for table in ("person_keys", "matter_keys"):
        for statement in _INDEXES:
            await connection.execute(statement.format(t=table))
    await connection.execute("vacuum analyze")
    await connection.close()
    print()
    return time.perf_counter() - begun


class Timed(Suspecting):
    """Takes the time of everything that matching does in a registration."""

    spent = 0.0
    worked = 0.0

    async def __call__(self, tx: Transaction, new: Sequence[tuple[Petition, Registration]]) -> None:
        """Store keys and advise, as it always does."""
        begun, work = time.perf_counter(), time.process_time()
        await super().__call__(tx, new)
        self.spent, self.worked = time.perf_counter() - begun, time.process_time() - work


class _UndoError(Exception):
    """Rolls a measured transaction back."""


class Bench:
    """Registers cases on a filled database, and takes them back."""

    def __init__(self, url: str) -> None:
        self._context = Context(
            db=Database(url, audit_key=keys.AUDIT_KEY), vault=_vault(), new_id=new_id,
            units=UnitDirectory.read(ROOT / "tests" / "data" / "units.csv"), late_after_days=7,
            hard=Thresholds(), fast_close_days=30,
        )  # fmt: skip
        self._suspecting = Timed(self._context, _judge())
        self._registering = Registering(self._context, self._suspecting)
        roles = frozenset({Role.REGISTRAR, Role.LATE_ENTRY})
        who = Principal("bench", "bench", _UNIT, UnitKind.STREET, roles)
        self._caller = Caller(who, "bench")

    def _new(self, numbers: Sequence[int], cases: int) -> list[Registration]:
        repeats = int(1 / _REPEATS)
        return [
            registration(n % cases, len(_TEXT_KEYS), again=True)
            if n % repeats == 0
            else registration(cases + n)
            for n in numbers
        ]

    async def seconds(self, numbers: Sequence[int], cases: int) -> tuple[float, float, float]:
        """Of these new cases together: seconds of matching, on the wall and of work, and of the registration."""
        new = self._new(numbers, cases)
        begun = time.perf_counter()
        with suppress(_UndoError):
            async with self._open() as tx:
                prepared: list[NewCase] = [
                    self._registering.prepare(tx, r, late=False) for r in new
                ]
                await self._registering(tx, prepared)
                await tx.session.flush()
                raise _UndoError
        return self._suspecting.spent, self._suspecting.worked, time.perf_counter() - begun

    def _open(self) -> AbstractAsyncContextManager[Transaction]:
        return self._context.db.transaction(self._caller)

    async def close(self) -> None:
        """Close the connections."""
        await self._context.db.close()


def _jobs(start: int, stop: int) -> Iterator[tuple[int, int]]:
    return ((i, min(i + _CHUNK, stop)) for i in range(start, stop, _CHUNK))


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


async def measure(url: str, cases: int, probes: int, rows: int) -> dict[str, Any]:
    """Take the times on a database of ``cases`` cases."""
    bench = Bench(url)
    for n in range(10):
        await bench.seconds([7_000_000 + n], cases)
    probed = [await bench.seconds([8_000_000 + n * 7], cases) for n in range(probes)]
    spent, worked = ([p[i] * 1e3 for p in probed] for i in (0, 1))
    imported = await bench.seconds(range(9_000_000, 9_000_000 + rows), cases)
    await bench.close()
    each = [round(seconds / rows * 1e3, 2) for seconds in imported]
    return {
        "cases": cases, "one_p50_ms": round(statistics.median(spent), 1),
        "one_p95_ms": round(_quantile(spent, 0.95), 1), "one_max_ms": round(max(spent), 1),
        "one_p50_work_ms": round(statistics.median(worked), 1),
        "one_p95_work_ms": round(_quantile(worked, 0.95), 1),
        "import_rows": rows, "import_ms_per_row": each[0], "import_work_ms_per_row": each[1],
        "import_whole_ms_per_row": each[2], "load": os.getloadavg()[0],
    }  # fmt: skip


async def _sizes(dsn: str) -> dict[str, Any]:
    connection = await asyncpg.connect(dsn)
    sizes = {
        t: await connection.fetchval(f"select pg_total_relation_size('{t}') / 1048576")
        for t in ("cases", "person_keys", "matter_keys")
    }
    crowd = {
        t: await connection.fetchval(
            f"select max(n) from (select count(*) n from {t} group by key) s"
        )
        for t in ("person_keys", "matter_keys")
    }
    keys_a_case = {
        t: round(await connection.fetchval(f"select count(*)::float8 from {t}"), 0)
        for t in ("person_keys", "matter_keys")
    }
    await connection.close()
    return {"megabytes": sizes, "most_cases_of_a_key": crowd, "keys": keys_a_case}


_SHOWN = (
    "cases", "one_p50_ms", "one_p95_ms", "one_p95_work_ms", "import_ms_per_row",
    "import_work_ms_per_row", "load",
)  # fmt: skip


async def run(server: PostgresServer, args: argparse.Namespace) -> list[dict[str, Any]]:
    """Grow the database step by step, and measure at each."""
    db = await server.clone("intake")
    texts = min(args.texts, max(args.cases))
    with ProcessPoolExecutor(args.workers) as pool:
        for found in pool.map(_text_keys, _jobs(0, texts)):
            _TEXT_KEYS.extend(found)
    print("  ".join(_SHOWN))
    rows, filled = [], 0
    for cases in args.cases:
        seconds = await fill(db.admin_dsn, filled, cases, args.workers)
        filled = cases
        row = await measure(db.app_url, cases, args.probes, args.import_rows)
        row |= {"fill_seconds": round(seconds, 1), **await _sizes(db.admin_dsn)}
        print("  ".join(f"{row[n]:>{len(n)},}" for n in _SHOWN), flush=True)
        rows.append(row)
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    sizes = lambda text: [int(n) for n in text.split(",")]  # noqa: E731
    parser.add_argument("--cases", type=sizes, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--probes", type=int, default=200, help="new cases registered one by one")
    parser.add_argument("--import-rows", type=int, default=2_000, help="new cases in one import")
    parser.add_argument("--texts", type=int, default=100_000, help="distinct texts")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, dest="out")
    args = parser.parse_args()
    server = PostgresServer()
    server.start()
    try:
        found = asyncio.run(run(server, args))
    finally:
        server.stop()
    if args.out:
        args.out.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
