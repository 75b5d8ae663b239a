"""Starting a child process that cannot outlive us."""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from standalone.servers.system_user import SystemUser

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _tether(number: int) -> Callable[[], None] | None:
    """What the child does before exec: ask the kernel for ``number`` when we die."""
    if _libc is None:
        return None
    libc, parent = _libc, os.getpid()

    def before_exec() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:  # we died between fork and prctl
            os._exit(1)

    return before_exec


async def spawn(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    log: IO[bytes] | int,
    folder: Path,
    death_signal: signal.Signals = signal.SIGTERM,
    identity: SystemUser | None = None,
    stdin: int = asyncio.subprocess.DEVNULL,
) -> asyncio.subprocess.Process:
    """Start ``command`` in a session of its own (a Ctrl-C at the terminal reaches only us).

    Args:
        command: program and arguments.
        environment: the whole environment of the child.
        log: where both output streams go.
        folder: working folder.
        death_signal: what the child gets when we die.
        identity: whom to run as; ourselves when None.
        stdin: standard input, none unless asked.

    Raises:
        OSError: the program cannot be started.
    """
    return await asyncio.create_subprocess_exec(
        *command,
        stdin=stdin,
        stdout=log,
        stderr=asyncio.subprocess.STDOUT,
        env=dict(environment),
        cwd=folder,
        start_new_session=True,
        preexec_fn=_tether(death_signal),
        user=identity.uid if identity else None,
        group=identity.gid if identity else None,
        extra_groups=[] if identity else None,
    )
