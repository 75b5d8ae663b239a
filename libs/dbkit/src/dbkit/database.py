"""The unit of work: the only place that commits, and the only place that sets the tenant."""

import errno
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import asyncpg
from servicekit.clock import Clock, SystemClock
from servicekit.errors import Category, DomainError, StaleVersionError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm.exc import StaleDataError

from dbkit.caller import SYSTEM_TENANT, Caller, SystemCaller
from dbkit.idempotency import claim_key
from dbkit.transaction import Transaction, set_tenant


class DatabaseUnavailableError(DomainError):
    """The database does not answer, or cannot take the change; nothing was committed."""

    code = "database_unavailable"
    category = Category.UNAVAILABLE


class StorageFullError(DatabaseUnavailableError):
    """The database's disk is full."""

    code = "storage_full"


class Database:
    """One service's database: opens transactions for a tenant.

    Args:
        url: ``postgresql+asyncpg://`` of the application role.
        audit_key: 32 bytes, the key of the audit chain.
        clock: where ``tx.now`` comes from.
        pool_size: connections kept; as many again may be opened for a burst.
    """

    def __init__(
        self, url: str, *, audit_key: bytes, clock: Clock | None = None, pool_size: int = 4
    ) -> None:
        self.engine: AsyncEngine = create_async_engine(
            url, pool_size=pool_size, max_overflow=pool_size, pool_timeout=10
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._audit_key = audit_key
        self.clock: Clock = clock or SystemClock()
        self._committed: list[Callable[[], None]] = []

    def on_commit(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` after every commit that wrote events (the relay's alarm clock)."""
        self._committed.append(wake)

    @asynccontextmanager
    async def transaction(self, caller: Caller) -> AsyncIterator[Transaction]:
        """One command of a user: commits on leaving, rolls back on any error.

        When the caller's idempotency key was used before, ``tx.replayed`` holds the stored answer and
        the use case returns it without doing anything.

        Raises:
            StaleVersionError: another transaction changed the same aggregate first.
            IdempotencyKeyReusedError: the key came before with another request.
            DatabaseUnavailableError: nothing was committed.
        """
        async with self._open(caller) as tx:
            if caller.idempotency_key:
                tx.replayed = await claim_key(tx.session, caller, tx.now)
            yield tx

    @asynccontextmanager
    async def system(self, job: str) -> AsyncIterator[Transaction]:
        """A transaction of the service itself, which sees all tenants' rows."""
        async with self._open(SystemCaller(job)) as tx:
            yield tx

    @asynccontextmanager
    async def read(self, tenant: str) -> AsyncIterator[AsyncSession]:
        """A read-only transaction under one tenant."""
        async with self._guarded(), self._sessions() as session, session.begin():
            await set_tenant(session, tenant, read_only=True)
            yield session

    @asynccontextmanager
    async def system_read(self) -> AsyncIterator[AsyncSession]:
        """A read-only transaction of the service itself."""
        async with self.read(SYSTEM_TENANT) as session:
            yield session

    @asynccontextmanager
    async def _open(self, caller: Caller | SystemCaller) -> AsyncIterator[Transaction]:
        async with self._guarded(), self._sessions() as session:
            tx = Transaction(session, caller, self.clock)
            async with session.begin():
                await set_tenant(session, caller.tenant)
                yield tx
                await tx.finish(self._audit_key)
            if tx.wrote_events:
                for wake in self._committed:
                    wake()

    @asynccontextmanager
    async def _guarded(self) -> AsyncIterator[None]:
        try:
            yield
        except StaleDataError as e:
            raise StaleVersionError from e
        except (DBAPIError, InterfaceError) as e:
            raise _translated(e) from e
        except (TimeoutError, ConnectionError, asyncpg.PostgresConnectionError) as e:
            raise DatabaseUnavailableError("数据库暂不可用，本次操作未保存，请稍后重试。") from e
        except OSError as e:
            if e.errno in {errno.ECONNREFUSED, errno.ENOENT, errno.ECONNRESET}:
                raise DatabaseUnavailableError(
                    "数据库暂不可用，本次操作未保存，请稍后重试。"
                ) from e
            raise

    async def ping(self) -> bool:
        """Whether the database answers."""
        async with self.engine.connect() as connection:
            await connection.execute(text("select 1"))
        return True

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


_UNAVAILABLE_STATES = ("08", "57P", "53")


def _translated(error: DBAPIError) -> Exception:
    state = getattr(error.orig, "sqlstate", None) or ""
    if state == "53100":
        return StorageFullError("存储空间已满，本次操作未保存，请联系运维人员。")
    if error.connection_invalidated or state.startswith(_UNAVAILABLE_STATES):
        return DatabaseUnavailableError("数据库暂不可用，本次操作未保存，请稍后重试。")
    if state in {"40001", "40P01"}:
        return StaleVersionError()
    return error
