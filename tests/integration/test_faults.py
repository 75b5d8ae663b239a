"""Each service killed in turn while the demo runs, the NATS store lost: nothing is lost or doubled."""

import json
import os
import shutil
import signal
import subprocess
import time

import pytest
from conftest import free_base
from stack import HUAJIE, LEDGER, ROOT, StackProcess

pytestmark = [pytest.mark.stack, pytest.mark.timeout(400)]
SERVICES = ("intake", "assignment", "mediation", "supervision", "reporting")


def killer(stack: StackProcess, demo: subprocess.Popen[bytes]) -> list[str]:
    """Kill one service after another as long as the demo runs; what was killed."""
    killed: list[str] = []
    for name in (*SERVICES, *SERVICES):
        try:
            demo.wait(2.0)
            return killed
        except subprocess.TimeoutExpired:
            pid = stack.pid_of(name)
            if pid is not None:
                os.kill(pid, signal.SIGKILL)
                killed.append(name)
    return killed


def test_the_demo_survives_a_kill_of_each_service_and_the_loss_of_the_nats_store():
    stack = StackProcess(free_base(), "--empty")
    try:
        stack.start()
        out = stack.data / "figures.json"
        started = time.monotonic()
        with (stack.data / "demo.log").open("wb") as log:
            demo = subprocess.Popen(
                [HUAJIE, "demo", "--ledger", str(LEDGER), "--data", str(stack.data), "--json", str(out)],
                stdout=log, stderr=subprocess.STDOUT, cwd=ROOT,
            )  # fmt: skip
            killed = killer(stack, demo)
            code = demo.wait(240)
        assert code == 0, (stack.data / "demo.log").read_text()[-4000:]
        assert set(SERVICES) <= set(killed), f"only {killed} in {time.monotonic() - started:.0f} s"
        figures = json.loads(out.read_text(encoding="utf-8"))
        assert figures["cases"] == 95
        assert figures["unaccounted"] == 0
        assert [(m["claimed"], m["resolved"]) for m in figures["milestones"][:2]] == [
            (27, 12),
            (59, 25),
        ]
        stack.audit()
        stack.stop()
        store = next(p for p in (stack.data / "nats").rglob("jetstream") if p.is_dir())
        shutil.rmtree(store)
        stack.start()
        stack.audit()
    finally:
        stack.remove()
