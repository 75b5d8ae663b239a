"""One supervised process: ready, restarted with backoff, given up, stopped; small fakes in its place."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from standalone.supervisor.probe import is_ready
from standalone.supervisor.process import ManagedProcess, Restarts, Spec, State
from testkit import drain

pytestmark = pytest.mark.timeout(60)

SERVER = """
import http.server, sys
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/readyz" else 404); self.end_headers()
    def log_message(self, *a): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), H).serve_forever()
"""
Maker = Callable[..., ManagedProcess]


class Story(list[State]):
    """The states a process went through."""


@pytest.fixture
async def make(tmp_path: Path, free_base_port: int) -> AsyncIterator[Maker]:
    made: list[ManagedProcess] = []

    def maker(code: str, story: Story | None = None, **changes: object) -> ManagedProcess:
        async def ready() -> bool:
            return await is_ready(free_base_port)

        told = story if story is not None else Story()
        fields = {
            "name": "fake", "command": [sys.executable, "-c", code, str(free_base_port)],
            "environment": dict(os.environ), "folder": tmp_path, "log_file": tmp_path / "fake.log",
            "port": free_base_port, "ready": ready,
            "restarts": Restarts(first=0.02, longest=0.08, limit=4, window=60.0), **changes,
        }  # fmt: skip
        process = ManagedProcess(Spec(**fields), lambda p: told.append(p.state))  # type: ignore[arg-type]
        made.append(process)
        return process

    yield maker
    for p in made:
        await p.stop(hurry=True)


async def until(condition: Callable[[], bool]) -> None:
    async def holds() -> bool:
        return condition()

    await drain.until(holds)


async def test_it_is_ready_when_it_says_so(make: Maker) -> None:
    process = make(SERVER)
    process.start()
    assert await process.settled()
    assert process.state is State.READY
    assert process.pid is not None


async def test_a_killed_process_is_started_again(make: Maker) -> None:
    process = make(SERVER)
    process.start()
    await process.settled()
    first = process.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await until(lambda: process.restarts == 1 and process.state is State.READY)
    assert process.pid != first


async def test_it_waits_longer_each_time_and_then_gives_up(make: Maker) -> None:
    loop, story = asyncio.get_running_loop(), Story()
    began: list[float] = []

    async def note() -> None:
        began.append(loop.time())

    process = make("raise SystemExit(3)", story, prepare=note)
    process.start()
    assert not await process.settled()
    assert process.state is State.FAILED
    assert process.exit_code == 3
    assert len(began) == 5
    assert story.count(State.BACKOFF) == 4
    assert sum(b - a for a, b in pairwise(began[1:])) >= 0.04 + 0.08 + 0.08
    assert process.pid is None


async def test_the_end_of_the_last_runs_log_is_at_hand(make: Maker) -> None:
    process = make("print('first'); raise SystemExit('last words')")
    process.start()
    await process.settled()
    assert process.tail().count("last words") == 1


async def test_stopping_lets_it_finish_and_leaves_nothing(make: Maker, tmp_path: Path) -> None:
    code = (
        "import signal, sys, time\n"
        f"def end(*_): open({str(tmp_path / 'done')!r}, 'w').write('drained'); sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        f"open({str(tmp_path / 'up')!r}, 'w').close()\n"
        "while True: time.sleep(0.05)\n"
    )
    process = make(code)
    process.start()
    await until((tmp_path / "up").exists)
    pid = process.pid
    assert pid is not None
    await process.stop()
    assert (tmp_path / "done").read_text() == "drained"
    assert not psutil.pid_exists(pid)
    assert process.state is State.STOPPED


async def test_one_that_will_not_stop_is_killed(make: Maker, tmp_path: Path) -> None:
    code = (
        "import signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"open({str(tmp_path / 'up')!r}, 'w').close()\n"
        "while True: time.sleep(0.05)\n"
    )
    process = make(code, stop_seconds=0.3)
    process.start()
    await until((tmp_path / "up").exists)
    await process.stop()
    assert process.pid is None


async def test_a_program_that_is_not_there_is_a_crash_with_a_reason(make: Maker) -> None:
    process = make("", command=["/no/such/program"])
    process.start()
    assert not await process.settled()
    assert "no/such/program" in (process.reason or "")


async def test_a_child_does_not_outlive_its_supervisor(tmp_path: Path) -> None:
    script = tmp_path / "supervisor.py"
    script.write_text(
        "import asyncio, os, sys\n"
        "from pathlib import Path\n"
        "from standalone.supervisor.child import spawn\n"
        "async def main():\n"
        "    p = await spawn([sys.executable, '-c', 'import time; time.sleep(600)'],\n"
        "        environment=os.environ, log=asyncio.subprocess.DEVNULL, folder=Path('/'))\n"
        "    print(p.pid, flush=True)\n"
        "    await asyncio.sleep(600)\n"
        "asyncio.run(main())\n"
    )
    supervisor = await asyncio.create_subprocess_exec(
        sys.executable, str(script), stdout=asyncio.subprocess.PIPE
    )
    assert supervisor.stdout is not None
    child = int(await supervisor.stdout.readline())
    assert psutil.pid_exists(child)
    supervisor.kill()
    await supervisor.wait()
    await until(lambda: not psutil.pid_exists(child) or _is_zombie(child))


def _is_zombie(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
