"""A stack started the way a user starts it, with the ``huajie`` command, in a process of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from standalone.stack import StackFiles, running_stack

ROOT = Path(__file__).parents[2]
LEDGER = ROOT / "examples/中央交办重复信访件台账.xlsx"
HUAJIE = str(Path(sys.executable).parent / "huajie")


class StackProcess:
    """``huajie up`` on a throwaway folder and ports of its own."""

    def __init__(self, base_port: int, *flags: str) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="hjstack"))
        self.base_port = base_port
        self._flags = flags
        self._process: subprocess.Popen[bytes] | None = None
        self.ready_seconds = 0.0

    @property
    def log(self) -> str:
        """What the command printed."""
        return (self.data.parent / f"{self.data.name}.out").read_text(encoding="utf-8")

    def start(self) -> StackFiles:
        """Start it and wait until it says it is running."""
        started = time.monotonic()
        with (self.data.parent / f"{self.data.name}.out").open("ab") as out:
            self._process = subprocess.Popen(
                [HUAJIE, "up", "--data", str(self.data), "--port", str(self.base_port), *self._flags],
                stdout=out, stderr=subprocess.STDOUT, cwd=ROOT,
            )  # fmt: skip
        while time.monotonic() - started < 180:
            if (found := running_stack(self.data)) is not None:
                self.ready_seconds = time.monotonic() - started
                return found
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.1)
                raise AssertionError(self.log)
        raise AssertionError(self.log)

    @property
    def root(self) -> int:
        """The process id of the command, which all parts run below."""
        assert self._process is not None
        return self._process.pid

    def stop(self) -> None:
        """Ctrl-C."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            assert self._process.wait(40) == 0, self.log
            self._process = None

    def remove(self) -> None:
        """Stop it if it still runs, and delete its data."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(40)
        shutil.rmtree(self.data, ignore_errors=True)
        (self.data.parent / f"{self.data.name}.out").unlink(missing_ok=True)

    def pid_of(self, name: str) -> int | None:
        """The process id of one part right now."""
        view = running_stack(self.data)
        state = view.status() if view else None
        if state is None:
            return None
        return next((p.pid for p in state.processes if p.name == name), None)

    def huajie(self, *args: str, timeout: float = 170) -> subprocess.CompletedProcess[str]:
        """Run the command on this stack's data."""
        return subprocess.run(
            [HUAJIE, *args, "--data", str(self.data)],
            capture_output=True, text=True, timeout=timeout, cwd=ROOT, check=False,
            env={**os.environ, "NO_COLOR": "1"},
        )  # fmt: skip

    def audit(self) -> dict[str, Any]:
        """``huajie audit --json``; fails the test when a breach is found."""
        done = self.huajie("audit", "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found
