"""The demo's figures are the workbook's own, and the books balance."""

import asyncio
import json
import re
from pathlib import Path

import asyncpg
import httpx2
import pytest
from python_calamine import load_workbook
from stack import LEDGER
from standalone.stack import running_stack
from testkit.drain import until

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]
EXPECTED = json.loads((Path(__file__).parent / "data/ledger.expected.json").read_text("utf-8"))


def rows(status: str | None = None, until: str = "9999-12-31") -> list[dict]:
    return [
        r for r in EXPECTED
        if (status is None or r["办理状态"] == status) and (r["化解时间"] or "9999") <= until
    ]  # fmt: skip


def test_the_figures_equal_the_workbook(played):
    _, figures, _ = played
    assert figures["cases"] == len(EXPECTED) == 95
    by_source: dict[str, int] = {}
    for r in EXPECTED:
        by_source[r["交办层级"]] = by_source.get(r["交办层级"], 0) + 1
    assert figures["by_source"] == by_source
    for date, needed, target in (("2020-12-31", 62, 0.65), ("2021-12-31", 81, 0.85)):
        (m,) = [m for m in figures["milestones"] if m["date"] == date and m["cohort"] == "A"]
        claimed = len(rows(until=date))
        resolved = len(rows("已化解", date))
        assert (m["total"], m["claimed"], m["resolved"], m["target"]) == (
            95,
            claimed,
            resolved,
            target,
        )
        assert m["rate"] == pytest.approx(resolved / 95, abs=1e-4)
        assert m["reached"] is (resolved >= needed)
    assert figures["unaccounted"] == 0
    assert figures["events_published"] > 95 * 5


def test_each_units_line_equals_the_workbook(played):
    _, figures, _ = played
    expected: dict[str, list[int]] = {}
    for r in EXPECTED:
        line = expected.setdefault(r["责任单位"], [0, 0, 0, 0])
        line[0] += 1
        line[1] += bool(r["是否化解"])
        line[2] += r["办理状态"] == "已化解"
        line[3] += not r["是否化解"] and r["化解时限"] < figures["as_of"]
    got = {
        u["unit"]: [u["total"], u["claimed"], u["resolved"], u["overdue"]]
        for u in figures["by_unit"]
    }
    assert got == expected


def test_the_three_overrides_are_listed(played):
    _, figures, shown = played
    hard = [
        r["信访件编号"] for r in EXPECTED
        if r["包案领导级别"] != "县级" and (r["案件类型"] != "一般" or r["是否三跨三分离"])
    ]  # fmt: skip
    assert sorted(o["case_no"] for o in figures["leader_overrides"]) == sorted(hard)
    assert len(hard) == 3
    assert all(n in shown for n in hard)


def test_the_books_balance_and_a_second_replay_changes_nothing(played, tmp_path):
    stack, figures, _ = played
    stack.audit()
    out = tmp_path / "again.json"
    done = stack.huajie("demo", "--ledger", str(LEDGER), "--json", str(out))
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(out.read_text("utf-8")) == figures


def test_the_metrics_agree_with_the_workbook(played):

    stack, _, _ = played
    found = running_stack(stack.data)

    async def settled() -> bool:
        async with httpx2.AsyncClient() as http:
            text = (await http.get(found.endpoints.services["reporting"] + "/metrics")).text
        lines = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
        total = sum(float(v) for k, v in lines.items() if k.startswith("huajie_cases{"))
        rate = float(lines.get('huajie_resolution_rate{cohort="A"}', "nan"))
        facts = {
            fact: sum(
                float(v) for k, v in lines.items()
                if k.startswith(f'huajie_unit_cases{{fact="{fact}"')
            )
            for fact in ("claimed", "resolved", "overdue")
        }  # fmt: skip
        return (
            total == 95
            and rate == pytest.approx(25 / 95, abs=1e-4)
            and facts == {"claimed": 59, "resolved": 25, "overdue": 36}
            and float(lines["huajie_unaccounted_cases"]) == 0
        )

    asyncio.run(until(settled, 40))


def test_the_stack_was_ready_in_time_and_stays_small(played):
    stack, _, _ = played
    done = stack.huajie("status", "--json")
    view = json.loads(done.stdout)
    assert view["pss_bytes"] < 1.2 * 1024**3
    assert stack.ready_seconds < 15


def test_no_personal_data_in_logs_metrics_or_events(played):

    stack, _, _ = played
    found = running_stack(stack.data)
    cells = [
        str(c) for row in load_workbook(str(LEDGER)).get_sheet_by_index(0).to_python() for c in row
    ]
    secrets = {m for c in cells for m in re.findall(r"(?<!\d)\d{17}[\dXx]|(?<!\d)1\d{10}(?!\d)", c)}
    assert len(secrets) > 100

    async def everything() -> str:
        texts = [p.read_text("utf-8", "replace") for p in (stack.data / "logs").glob("*.log")]
        async with httpx2.AsyncClient() as http:
            for base in found.endpoints.services.values():
                texts.append((await http.get(base + "/metrics")).text)
        for service in ("intake", "assignment", "mediation", "supervision"):
            url = found.database_url(service, "ro", driver="")
            connection = await asyncpg.connect(url)
            async with connection.transaction():
                await connection.execute("select set_config('app.tenant', '*', true)")
                texts += [
                    r["payload"] for r in await connection.fetch("select payload::text from outbox")
                ]
                texts += [
                    r["row"]
                    for r in await connection.fetch("select audit_log::text as row from audit_log")
                ]
            await connection.close()
        return "\n".join(texts)

    text = asyncio.run(everything())
    assert "case_registered" in text
    assert [s for s in secrets if s in text] == []


def test_no_fact_of_a_case_is_dated_after_its_closing_report_unless_the_office_wrote_it(played):
    stack, _, _ = played
    late = """
        select count(*) from case_events e join (
            select case_id, max(occurred_on) as closed from case_events
            where type = 'closure_reported.v1' group by case_id
        ) c on c.case_id = e.case_id where e.occurred_on > c.closed
    """
    assert asyncio.run(_fetch(stack, "reporting", late)) == 0


def test_the_contradictions_of_the_ledger_are_named(played):
    _, figures, shown = played
    numbers = [c["case_no"] for c in figures["contradictions"]]
    assert numbers == ["GJ2019082198822", "GJ2019112954986"]
    assert all(n in shown for n in numbers)


async def _fetch(stack, service: str, query: str) -> int:
    found = running_stack(stack.data)
    connection = await asyncpg.connect(
        found.database_url(service, "ro", driver=""), server_settings={"app.tenant": "*"}
    )
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()
