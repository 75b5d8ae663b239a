"""Free ports for servers under test."""

import contextlib
import secrets
import socket

_FIRST, _SPAN = 12_000, 18_000
"""Below the ports that the system lends to outgoing connections."""


def free_ports(count: int = 1) -> int:
    """The first of ``count`` neighbouring ports that nobody listens on right now.

    Raises:
        OSError: none were found.
    """
    for _ in range(1000):
        base = _FIRST + secrets.randbelow(_SPAN)
        with contextlib.suppress(OSError), contextlib.ExitStack() as opened:
            for port in range(base, base + count):
                opened.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return base
    raise OSError("no free ports")
