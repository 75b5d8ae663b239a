"""Where the audit reads: each service's database by its read-only role, the chain's key, the units."""

import base64
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from contracts.units import UnitDirectory
from dbkit.caller import SYSTEM_TENANT
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from standalone.failures import StartupError
from standalone.layout import SERVICES, DataFolder, units_file
from standalone.stack import StackFiles, running_stack

Connections = Mapping[str, AsyncConnection]
"""An open, read-only snapshot per service."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What an audit needs to know.

    Attributes:
        dsns: ``postgresql+asyncpg://`` of the read-only role, per service.
        audit_key: 32 bytes, the key of the audit chains.
        units: every unit there is.
    """

    dsns: Mapping[str, str]
    audit_key: bytes
    units: UnitDirectory

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Connections]:
        """A snapshot of every service's database, seen as the system sees it.

        Raises:
            OSError: a database does not answer.
            sqlalchemy.exc.DBAPIError: it refuses.
        """
        async with AsyncExitStack() as stack:
            yield {s: await stack.enter_async_context(_snapshot(d)) for s, d in self.dsns.items()}


@asynccontextmanager
async def _snapshot(dsn: str) -> AsyncIterator[AsyncConnection]:
    settings = {"app.tenant": SYSTEM_TENANT, "default_transaction_read_only": "on"}
    engine = create_async_engine(
        dsn, isolation_level="REPEATABLE READ", connect_args={"server_settings": settings}
    )
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


def of_stack(stack: StackFiles) -> Sources:
    """The sources of a stack on this machine.

    Raises:
        OSError: its secrets cannot be read.
    """
    return Sources(
        dsns={s: stack.database_url(s, "ro") for s in SERVICES},
        audit_key=base64.b64decode(stack.secrets().audit_key),
        units=UnitDirectory.read(units_file()),
    )


def from_environment() -> Sources | None:
    """The sources that HUAJIE_AUDIT_DSN_<SERVICE> name, or None when none is set.

    Raises:
        StartupError: some are set and others are not, or HUAJIE_AUDIT_KEY is missing.
    """
    names = {s: f"HUAJIE_AUDIT_DSN_{s.upper()}" for s in SERVICES}
    dsns = {s: os.environ[n] for s, n in names.items() if n in os.environ}
    if not dsns:
        return None
    missing = [n for n in (*names.values(), "HUAJIE_AUDIT_KEY") if n not in os.environ]
    if missing:
        raise StartupError(
            f"缺少环境变量：{'、'.join(missing)}。", code="audit_dsn_missing", exit_code=2
        )
    return Sources(
        dsns={s: _driver(d) for s, d in dsns.items()},
        audit_key=base64.b64decode(os.environ["HUAJIE_AUDIT_KEY"]),
        units=UnitDirectory.read(units_file()),
    )


def _driver(dsn: str) -> str:
    scheme, _, rest = dsn.partition("://")
    return dsn if "+" in scheme else f"postgresql+asyncpg://{rest}"


def find(data: Path) -> Sources:
    """The environment's sources, else those of the stack that runs on ``data``.

    Raises:
        StartupError: nothing runs there.
        OSError: its files cannot be read.
    """
    named = from_environment()
    if named is not None:
        return named
    stack = running_stack(data)
    if stack is None:
        raise StartupError(
            f"数据目录 {DataFolder(data).root} 没有实例在运行，请先运行 huajie up 再核查。",
            code="not_running",
            exit_code=3,
        )
    return of_stack(stack)
