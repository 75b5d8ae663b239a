"""The example ledger through a whole stack: cut-off dates, kill -9 in the middle, reruns, the audit."""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from contracts.subjects import PUBLISHERS
from standalone.demo import figures
from standalone.demo.caller import Caller, Endpoints
from standalone.demo.command import free_base_port
from standalone.demo.outcome import Outcome
from standalone.demo.replay import replay_ledger
from standalone.layout import SERVICES
from standalone.stack import Stack

pytestmark = [
    pytest.mark.stack,
    pytest.mark.timeout(600),
    pytest.mark.asyncio(loop_scope="module"),
]

EXAMPLES = Path(__file__).parents[3] / "examples"
LEDGER = EXAMPLES / "中央交办重复信访件台账.xlsx"
ROWS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "ledger_rows.json").read_text("utf-8")
)
BEFORE_ISSUE, FIRST_MILESTONE, TODAY = date(2020, 10, 20), date(2020, 12, 31), date(2026, 11, 25)
KILLED_AT = {
    "梳理核对": ("intake", "issuer"),
    "集中交办": ("assignment",),
    "签收、包案、方案": ("assignment", "supervision"),
    "化解、办结报告、领导意见": ("mediation", "reporting"),
    "审核报结、化解认定": ("supervision", "mediation"),
}
"""Which processes are killed when a phase is half done."""


def claimed_by(day: date) -> int:
    return sum(1 for r in ROWS if r["是否化解"] and r["化解时间"] <= day.isoformat())


def resolved_by(day: date) -> int:
    return sum(1 for r in ROWS if r["办理状态"] == "已化解" and r["化解时间"] <= day.isoformat())


@dataclass(slots=True)
class Replayed:
    """A stack on which the ledger was replayed in three goes."""

    stack: Stack
    outcomes: dict[date, Outcome] = field(default_factory=dict)
    bodies: dict[date, dict[str, Any]] = field(default_factory=dict)
    killed: list[str] = field(default_factory=list)

    async def go(self, until: date, *, kill: bool = False) -> None:
        endpoints = Endpoints(self.stack.endpoints.issuer, self.stack.endpoints.services)
        passwords = {a.username: a.password for a in self.stack.accounts()}
        waiting = dict(KILLED_AT) if kill else {}

        def watch(phase: str, done: int, total: int) -> None:
            if phase in waiting and done > total // 2:
                self._kill(waiting.pop(phase))

        outcome = await replay_ledger(endpoints, passwords, LEDGER, until=until, on_progress=watch)
        async with Caller(endpoints, passwords) as caller:
            await figures.wait_until_caught_up(caller)
            numbers = await figures.ask(caller, until)
        self.outcomes[until], self.bodies[until] = outcome, numbers.as_json(outcome)

    def _kill(self, names: tuple[str, ...]) -> None:
        for name in names:
            pid = self.stack.supervisor.processes[name].pid
            if pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                self.killed.append(name)

    async def fetch(self, service: str, query: str) -> Any:
        dsn = self.stack.database_url(service, "ro", driver="")
        settings = {"app.tenant": "*"}
        connection = await asyncpg.connect(dsn, server_settings=settings)
        try:
            return await connection.fetchval(query)
        finally:
            await connection.close()

    async def totals(self) -> dict[str, tuple[int, int]]:
        """Events and audit rows per publishing service."""
        return {
            s: (
                await self.fetch(s, "select count(*) from outbox"),
                await self.fetch(s, "select count(*) from audit_log"),
            )
            for s in PUBLISHERS
        }

    async def huajie(self, *arguments: str) -> tuple[int, str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "from standalone.cli import app; app()", *arguments,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        output, _ = await process.communicate()
        return process.returncode or 0, output.decode()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def replayed(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Replayed]:
    folder = tmp_path_factory.mktemp("stack")
    async with Stack(folder, free_base_port(), units=EXAMPLES / "units.csv") as stack:
        made = Replayed(stack)
        await made.go(BEFORE_ISSUE)
        await made.go(FIRST_MILESTONE, kill=True)
        await made.go(TODAY)
        yield made


async def test_before_the_handing_down_cases_are_only_registered(replayed: Replayed) -> None:
    outcome, body = replayed.outcomes[BEFORE_ISSUE], replayed.bodies[BEFORE_ISSUE]
    assert outcome.ok
    assert len(outcome.held_back) == 95
    assert body["events_published"] == 95
    assert (body["cases"], body["unaccounted"]) == (95, 0)


async def test_steps_after_the_cut_off_wait_and_are_done_by_a_later_replay(
    replayed: Replayed,
) -> None:
    early, late = replayed.outcomes[FIRST_MILESTONE], replayed.outcomes[TODAY]
    assert early.ok
    assert late.ok
    assert len(early.held_back) == sum(
        1 for r in ROWS if r["化解时间"] and r["化解时间"] > FIRST_MILESTONE.isoformat()
    )
    assert late.held_back == []
    assert (early.carried, late.carried) == (95, 95)


async def test_killing_every_service_in_the_middle_was_survived(replayed: Replayed) -> None:
    assert set(replayed.killed) == {*SERVICES, "issuer"}
    assert replayed.outcomes[FIRST_MILESTONE].traffic.again > 0


@pytest.mark.parametrize("until", [FIRST_MILESTONE, TODAY])
async def test_the_numbers_equal_what_the_workbook_says(replayed: Replayed, until: date) -> None:
    body = replayed.bodies[until]
    assert body["cases"] == 95
    assert body["by_source"] == dict(Counter(r["交办层级"] for r in ROWS))
    assert body["by_source"] == {"中央信联会议": 52, "自治区信联办": 43}
    for milestone in body["milestones"]:
        if milestone["cohort"] != "A":
            continue
        day = min(date.fromisoformat(milestone["date"]), until)
        assert milestone["total"] == 95
        assert milestone["claimed"] == claimed_by(day)
        assert milestone["resolved"] == resolved_by(day)
        assert milestone["reached"] is False
    units = {u["unit"]: u for u in body["by_unit"] if u["total"]}
    assert {n: u["total"] for n, u in units.items()} == Counter(r["责任单位"] for r in ROWS)
    assert sum(u["resolved"] for u in units.values()) == resolved_by(until)
    assert sum(u["claimed"] for u in units.values()) == claimed_by(until)
    assert sum(u["overdue"] for u in units.values()) == sum(
        1
        for r in ROWS
        if r["化解时限"] < until.isoformat()
        and not (r["是否化解"] and r["化解时间"] <= until.isoformat())
    )
    assert body["unaccounted"] == 0


async def test_the_workbooks_known_figures_come_out(replayed: Replayed) -> None:
    first, second = replayed.bodies[TODAY]["milestones"][:2]
    assert (first["date"], first["claimed"], first["resolved"]) == ("2020-12-31", 27, 12)
    assert (second["date"], second["claimed"], second["resolved"]) == ("2021-12-31", 59, 25)
    assert len(replayed.bodies[TODAY]["leader_overrides"]) == 3
    numbers = [c["case_no"] for c in replayed.bodies[TODAY]["contradictions"]]
    assert numbers == ["GJ2019082198822", "GJ2019112954986"]


async def test_a_rerun_of_the_command_changes_nothing_and_prints_the_same(
    replayed: Replayed, tmp_path: Path
) -> None:
    before, out = await replayed.totals(), tmp_path / "out.json"
    code, text = await replayed.huajie(
        "demo", "--ledger", str(LEDGER), "--until", TODAY.isoformat(), "--json", str(out),
        "--data", str(replayed.stack.data_dir),
    )  # fmt: skip
    assert code == 0, text
    assert json.loads(out.read_text("utf-8")) == replayed.bodies[TODAY]
    assert await replayed.totals() == before
    assert "用时" in text


async def test_no_business_date_lies_after_its_rows_resolution(replayed: Replayed) -> None:
    late = await replayed.fetch(
        "reporting",
        "select count(*) from case_events e join (select case_id, max(occurred_on) as closed"
        " from case_events where type = 'closure_reported.v1' group by case_id) c"
        " on c.case_id = e.case_id where e.occurred_on > c.closed",
    )
    assert late == 0


async def test_the_audit_is_clean_and_says_so_in_json(replayed: Replayed) -> None:
    data = ("--data", str(replayed.stack.data_dir))
    code, text = await replayed.huajie("audit", "--json", *data)
    assert code == 0, text
    body = json.loads(text)
    assert body["ok"]
    assert len(body["checks"]) == 6
    code, text = await replayed.huajie("audit", *data)
    assert code == 0, text
    assert "核查通过" in text


async def test_the_audit_command_stops_with_an_error_at_a_changed_figure(
    replayed: Replayed,
) -> None:
    owner = await asyncpg.connect(replayed.stack.database_url("reporting", "app", driver=""))
    await owner.execute("select set_config('app.tenant', '*', false)")
    case_id = await owner.fetchval("select case_id from cases order by case_id limit 1")
    was = await owner.fetchval("select people_count from cases where case_id = $1", case_id)
    change = "update cases set people_count = $2 where case_id = $1"
    await owner.execute(change, case_id, was + 1)
    try:
        code, text = await replayed.huajie("audit", "--data", str(replayed.stack.data_dir))
    finally:
        await owner.execute(change, case_id, was)
        await owner.close()
    assert code == 1, text
    assert f"统计字段 intake.people_count 为 {was + 1}" in text
    assert str(case_id) in text
