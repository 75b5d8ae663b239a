"""One stack for all stories of a session; each story registers cases of its own."""

import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from standalone.stack import StackFiles

sys.path.insert(0, str(Path(__file__).parent))

from browser import Office, open_office
from people import Cast
from stack import LEDGER, StackProcess
from testkit.ports import free_ports


def free_base() -> int:
    """The first of a stack's nine ports."""
    return free_ports(9)


@pytest.fixture(scope="session")
def empty_stack() -> Iterator[StackProcess]:
    process = StackProcess(free_base(), "--empty")
    process.start()
    yield process
    process.remove()


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[StackProcess, Any, str]]:
    """A stack on which the example ledger was replayed: the stack, the figures, what was printed."""
    process = StackProcess(free_base(), "--empty")
    process.start()
    out = tmp_path_factory.mktemp("demo") / "figures.json"
    done = process.huajie("demo", "--ledger", str(LEDGER), "--json", str(out))
    assert done.returncode == 0, done.stdout + done.stderr
    yield process, json.loads(out.read_text("utf-8")), done.stdout
    process.remove()


@pytest.fixture
def stack(empty_stack: StackProcess) -> StackFiles:
    from standalone.stack import running_stack

    found = running_stack(empty_stack.data)
    assert found is not None
    return found


@pytest_asyncio.fixture
async def person(stack: StackFiles) -> AsyncIterator[Cast]:
    cast = Cast(stack)
    yield cast
    await cast.close()


@pytest_asyncio.fixture
async def office(stack: StackFiles) -> AsyncIterator[Office]:
    """Chromium on the stack that stories share."""
    async with open_office(stack) as found:
        yield found


@pytest_asyncio.fixture
async def played_office(played: tuple[StackProcess, Any, str]) -> AsyncIterator[Office]:
    """Chromium on the stack with the replayed ledger: read there, change nothing."""
    from standalone.stack import running_stack

    found = running_stack(played[0].data)
    assert found is not None
    async with open_office(found) as opened:
        yield opened
