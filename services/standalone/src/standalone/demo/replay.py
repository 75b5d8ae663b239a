"""Carries every row of a ledger as far as it says it got, phase by phase."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from contracts.units import UnitDirectory

from standalone.demo import batches
from standalone.demo.caller import Caller, Endpoints, idempotency_key
from standalone.demo.cast import (
    ADMINISTRATOR,
    LEADER_ROLES,
    OFFICE_REGISTRAR,
    OFFICE_SUPERVISOR,
    Leader,
    leader_of,
)
from standalone.demo.intake_file import import_ledger
from standalone.demo.outcome import Failure, Outcome
from standalone.demo.refusals import Refusal
from standalone.demo.rows import LedgerRow, Reach
from standalone.demo.schedule import Schedule, ScheduleError, schedule
from standalone.demo.steps import Phase, Step, after_issue, verification
from standalone.layout import units_file

CONCURRENCY = 8
OnProgress = Callable[[str, int, int], None]
"""Called with the phase's name, how many of its cases are done, and how many there are."""
T = TypeVar("T")


@dataclass(slots=True)
class _Track:
    """A row on its way."""

    row: LedgerRow
    plan: Schedule
    leader: Leader | None
    steps: dict[Phase, list[Step]] = field(default_factory=lambda: defaultdict(list))
    failed: bool = False


async def replay_ledger(
    endpoints: Endpoints,
    accounts: Mapping[str, str],
    file: Path,
    *,
    until: date,
    on_progress: OnProgress | None = None,
    units: UnitDirectory | None = None,
) -> Outcome:
    """Replay ``file`` through the running services.

    Every request carries an idempotency key made of the file's hash, the case number and the step, so
    a second replay of the same file changes nothing.

    Args:
        endpoints: where the services and the issuer listen.
        accounts: passwords by login name: the office's accounts and each unit's handler.
        file: the ledger.
        until: steps whose date lies after this day are not done.
        on_progress: told as the phases advance.
        units: the unit directory; the installed one when not given.

    Raises:
        Refusal: the whole file or the office's login is refused.
        StillDownError: a service stayed away for half a minute; a rerun goes on from there.
        OSError: the file cannot be read.
    """
    async with Caller(endpoints, accounts) as caller:
        directory = units or UnitDirectory.read(units_file())
        replay = _Replay(caller, file, directory, until, on_progress or _silent)
        return await replay.run()


def _silent(_phase: str, _done: int, _total: int) -> None:
    return


class _Replay:
    def __init__(
        self,
        caller: Caller,
        file: Path,
        units: UnitDirectory,
        until: date,
        on_progress: OnProgress,
    ) -> None:
        self._caller = caller
        self._file = file
        self._units = units
        self._until = until
        self._on_progress = on_progress
        self._digest = ""
        self.outcome = Outcome(file.name, traffic=caller.traffic)

    async def run(self) -> Outcome:
        """Import, then the phases in turn."""
        with self._timed("导入台账"):
            self._on_progress("导入台账", 0, 1)
            self._digest, rows = await import_ledger(
                self._caller, self._file, self._units, self.outcome
            )
            self._on_progress("导入台账", 1, 1)
        tracks = self._tracks(rows)
        with self._timed("账号与核对"):
            await _together(self._make_accounts(tracks), self._verify(tracks))
        with self._timed(Phase.ISSUE.value):
            await self._issue([t for t in tracks if not t.failed])
        for phase in (Phase.PREPARE, Phase.RESOLVE, Phase.RECOGNISE):
            with self._timed(phase.value):
                await self._do(phase, tracks)
        failed = {f.case_no for f in self.outcome.failures}
        self.outcome.carried = sum(1 for t in tracks if t.row.case_no not in failed)
        return self.outcome

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.outcome.seconds[name] = round(time.monotonic() - begun, 2)

    def _tracks(self, rows: Iterable[LedgerRow]) -> list[_Track]:
        tracks = []
        for row in rows:
            try:
                plan = schedule(
                    registered=row.registered_on, handed_down=row.handed_down_on,
                    closed=row.closed_on,
                )  # fmt: skip
            except ScheduleError as e:
                self._fail(row, "日期", Refusal("dates_contradict", str(e)))
                continue
            tracks.append(self._track(row, plan))
        return tracks

    def _track(self, row: LedgerRow, plan: Schedule) -> _Track:
        track = _Track(row, plan, leader_of(row))
        if row.contradicts_itself:
            self.outcome.contradictions.append(
                {
                    "row": row.row, "case_no": row.case_no,
                    "detail": "办理状态为“已化解”，但“是否息访”为“否”，须再次回访核实",
                }
            )  # fmt: skip
        if row.registered_on > self._until:
            self.outcome.not_yet_registered.append(row.case_no)
        held = plan.issued > self._until
        for phase, step in after_issue(row, plan, track.leader):
            if step.on > self._until:
                held = True
            else:
                track.steps[phase].append(step)
        if held:
            self.outcome.held_back.append(row.case_no)
            if plan.issued > self._until:
                track.steps.clear()
        elif track.leader is None and row.reach >= Reach.PLANNED:
            sentence = "台账没有写包案领导，不能进入化解（R18）"
            self._fail(row, "确定包案领导", Refusal("leader_missing", sentence))
        return track

    async def _make_accounts(self, tracks: Sequence[_Track]) -> None:
        leaders = {t.leader.username: t.leader for t in tracks if t.leader is not None}
        secret = self._caller.password_of(OFFICE_SUPERVISOR)
        made = await _bounded(
            [self._make_account(leader, secret) for leader in leaders.values()], 3
        )
        self.outcome.accounts_made = sum(made)

    async def _make_account(self, leader: Leader, secret: str) -> bool:
        password = leader.password(secret)
        self._caller.add_account(leader.username, password)
        await self._caller.send(
            ADMINISTRATOR, "issuer", "POST", "/admin/accounts",
            key=idempotency_key("account", leader.username),
            json={
                "username": leader.username, "name": leader.name, "password": password,
                "unit": leader.unit, "roles": list(LEADER_ROLES),
            },
        )  # fmt: skip
        return True

    async def _verify(self, tracks: Sequence[_Track]) -> None:
        due = [t for t in tracks if t.plan.verified <= self._until]
        for t in due:
            t.steps[Phase.VERIFY].append(verification(t.row, t.plan, OFFICE_REGISTRAR))
        await self._do(Phase.VERIFY, due)

    async def _issue(self, tracks: Sequence[_Track]) -> None:
        due = [t for t in tracks if t.plan.issued <= self._until]
        by_no = {t.row.case_no: t for t in due}
        name = Phase.ISSUE.value
        await self._over(name, due, self._wait_until_ready)
        groups = batches.group([(t.row, t.plan.issued) for t in due if not t.failed])
        for number, ((day, source), rows) in enumerate(groups.items(), start=1):
            try:
                refused = await batches.issue(self._caller, self._digest, day, source, rows, number)
            except Refusal as e:
                refused = {r.case_no: e for r in rows}
            for case_no, refusal in refused.items():
                self._fail_track(by_no[case_no], name, refusal)

    async def _wait_until_ready(self, track: _Track) -> None:
        try:
            await batches.wait_until_ready(self._caller, track.row)
        except Refusal as e:
            self._fail_track(track, Phase.ISSUE.value, e)

    async def _do(self, phase: Phase, tracks: Sequence[_Track]) -> None:
        async def walk(track: _Track) -> None:
            for step in track.steps[phase]:
                try:
                    await self._step(track.row, step)
                except Refusal as e:
                    self._fail_track(track, step.label, e)
                    return

        busy = [t for t in tracks if t.steps[phase] and not t.failed]
        await self._over(phase.value, busy, walk)

    async def _step(self, row: LedgerRow, step: Step) -> None:
        try:
            await self._send(row, step)
        except Refusal as e:
            first = step.on_refusal.get(e.code)
            if first is None:
                raise
            await self._send(row, first)
            await self._send(row, step)

    async def _send(self, row: LedgerRow, step: Step) -> None:
        content = {} if step.body is None else {"json": dict(step.body)}
        key = idempotency_key(self._digest, row.case_no, step.name)
        await self._caller.send(
            step.actor, step.service, step.method, step.path,
            key=None if step.method == "GET" else key, waits=step.waits, **content,
        )  # fmt: skip

    async def _over(
        self, name: str, tracks: Sequence[_Track], work: Callable[[_Track], Awaitable[None]]
    ) -> None:
        done, total = 0, len(tracks)
        self._on_progress(name, 0, total)

        async def one(track: _Track) -> None:
            nonlocal done
            await work(track)
            done += 1
            self._on_progress(name, done, total)

        await _bounded([one(t) for t in tracks], CONCURRENCY)

    def _fail_track(self, track: _Track, step: str, refusal: Refusal) -> None:
        track.failed = True
        self._fail(track.row, step, refusal)

    def _fail(self, row: LedgerRow, step: str, refusal: Refusal) -> None:
        self.outcome.failures.append(
            Failure(row.row, row.case_no, step, refusal.detail, refusal.code)
        )


async def _bounded(works: Sequence[Awaitable[T]], limit: int) -> list[T]:
    gate = asyncio.Semaphore(limit)

    async def one(work: Awaitable[T]) -> T:
        async with gate:
            return await work

    return await _together(*(one(w) for w in works))


async def _together(*works: Awaitable[T]) -> list[T]:
    """All of them; the first error cancels the rest and is raised as it is."""
    tasks = [asyncio.ensure_future(w) for w in works]
    try:
        return list(await asyncio.gather(*tasks))
    except BaseException:
        for t in tasks:
            t.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
