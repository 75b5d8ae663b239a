"""The whole stack as processes: up, used, hurt, stopped, up again with everything still there."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import psutil
import pytest
from standalone.demo.oidc import Credentials, OidcClient
from standalone.failures import StartupError
from standalone.layout import SERVICES
from standalone.stack import Stack
from standalone.supervisor.lock import is_held
from testkit.drain import until

pytestmark = [pytest.mark.stack, pytest.mark.timeout(240)]

MOST_MEMORY = int(1.2 * 2**30)
ALL = {"postgres", "nats", "issuer", "portal", *SERVICES}


async def pages(stack: Stack, username: str, unit: str) -> dict[str, int]:
    """The status of each service's first list, asked with the account's own token."""
    transport = httpx2.AsyncHTTPTransport()
    async with httpx2.AsyncClient(transport=transport, timeout=20) as http:
        oidc = OidcClient(stack.endpoints.issuer, transport)
        password = stack.account(username).password
        tokens = await oidc.log_in(Credentials(username, password, unit))
        headers = {"Authorization": f"Bearer {tokens.access}"}
        lists = {"intake": "cases", "assignment": "desk", "mediation": "desk",
                 "supervision": "desk", "reporting": "ledger"}  # fmt: skip
        return {
            s: (
                await http.get(f"{stack.endpoints.services[s]}/v1/{p}", headers=headers)
            ).status_code
            for s, p in lists.items()
        }


async def run_and_kill_a_supervisor(stack: Stack) -> set[int]:
    """Start a stack by the command, kill the supervisor alone; returns the pids it had started."""
    command = [sys.executable, "-m", "standalone", "up", "--empty", "--data", str(stack.data_dir)]
    supervisor = await asyncio.create_subprocess_exec(
        *command, "--port", str(stack.ports.base), stdout=subprocess.DEVNULL
    )

    async def is_up() -> bool:
        view = stack.status()
        return view is not None and view.running and view.phase == "running"

    await until(is_up, 90)
    state = json.loads(stack.folder.state_file.read_text("utf-8"))
    supervisor.kill()
    await supervisor.wait()
    return {p["pid"] for p in state["processes"]}


def pids(stack: Stack) -> set[int]:
    return {p.pid for p in stack.supervisor.processes.values() if p.pid is not None}


async def kill_every_process(stack: Stack) -> None:
    for pid in pids(stack):
        os.kill(pid, signal.SIGKILL)

    async def all_came_back() -> bool:
        return all(p.state == "ready" and p.restarts for p in stack.supervisor.processes.values())

    await until(all_came_back, 90)


async def test_a_stack_survives_the_death_of_its_supervisor_and_of_every_process(
    tmp_path: Path, free_base_port: int
) -> None:
    stack = Stack(tmp_path / "data", free_base_port)
    orphans = await run_and_kill_a_supervisor(stack)
    passwords = {a.username: a.password for a in stack.accounts()}
    async with stack:
        first = pids(stack)
        assert len(first) == len(ALL)
        assert not orphans & first
        assert {a.username: a.password for a in stack.accounts()} == passwords
        view = stack.status()
        assert view is not None
        assert {p.name: p.state for p in view.processes} == dict.fromkeys(ALL, "ready")
        assert sum(p.pss_bytes for p in view.processes) < view.pss_bytes < MOST_MEMORY
        fine = dict.fromkeys(SERVICES, 200)
        assert await pages(stack, "wenhuajie.handler", "wenhuajie") == fine
        assert await pages(stack, "xlb.supervisor", "xlb") == fine
        with pytest.raises(StartupError, match="已有一个实例"):
            await Stack(stack.data_dir, free_base_port + 20).start()
        await kill_every_process(stack)
        assert await pages(stack, "wenhuajie.handler", "wenhuajie") == fine
        last = pids(stack)
    assert not any(psutil.pid_exists(pid) for pid in last)
    assert not is_held(stack.folder)
