"""A ledger replayed up to three days, every service killed on the way, the NATS store lost at the end."""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import free_base
from stack import HUAJIE, LEDGER, ROOT, StackProcess

pytestmark = [pytest.mark.stack, pytest.mark.timeout(500)]
SERVICES = ("intake", "assignment", "mediation", "supervision", "reporting")
EXPECTED = json.loads((Path(__file__).parent / "data/ledger.expected.json").read_text("utf-8"))
BEFORE_ISSUE, MILESTONE = "2020-10-20", "2020-12-31"


def command(stack: StackProcess, out: Path, *flags: str) -> list[str]:
    return [
        HUAJIE, "demo", "--ledger", str(LEDGER), "--data", str(stack.data), "--json", str(out), *flags,
    ]  # fmt: skip


def replay(stack: StackProcess, *flags: str, kill: tuple[str, ...] = ()) -> dict[str, Any]:
    """Run the demo, killing these services one after another, and read its figures."""
    out = stack.data / "figures.json"
    left = list(kill)
    with (stack.data / "demo.log").open("wb") as log:
        demo = subprocess.Popen(
            command(stack, out, *flags), stdout=log, stderr=subprocess.STDOUT, cwd=ROOT
        )
        while demo.poll() is None and left:
            try:
                demo.wait(2.0)
            except subprocess.TimeoutExpired:
                pid = stack.pid_of(left[0])
                if pid is not None:
                    os.kill(pid, signal.SIGKILL)
                    left.pop(0)
        code = demo.wait(300)
    assert code == 0, (stack.data / "demo.log").read_text()[-4000:]
    assert left == [], "the demo was over before all were killed"
    figures: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    assert (figures["cases"], figures["unaccounted"]) == (95, 0)
    return figures


def claimed_and_resolved(figures: dict[str, Any]) -> tuple[int, int]:
    return (
        sum(u["claimed"] for u in figures["by_unit"]),
        sum(u["resolved"] for u in figures["by_unit"]),
    )


def by(day: str) -> tuple[int, int]:
    done = [r for r in EXPECTED if (r["化解时间"] or "9999") <= day]
    return len(done), sum(r["办理状态"] == "已化解" for r in done)


def test_cut_off_days_kills_and_a_lost_nats_store_leave_the_books_balanced():
    stack = StackProcess(free_base(), "--empty")
    try:
        stack.start()
        registered = replay(stack, "--until", BEFORE_ISSUE)
        assert registered["events_published"] == 95
        halfway = replay(stack, "--until", MILESTONE, kill=SERVICES)
        assert claimed_and_resolved(halfway) == by(MILESTONE) == (27, 12)
        assert halfway["as_of"] == MILESTONE
        complete = replay(stack)
        assert claimed_and_resolved(complete) == by("2026-11-25") == (59, 25)
        stack.audit()
        stack.stop()
        shutil.rmtree(next(p for p in (stack.data / "nats").rglob("jetstream") if p.is_dir()))
        stack.start()
        stack.audit()
    finally:
        stack.remove()
