"""What a use case holds while it works: session, tenant, time, audit entries, the stored answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from servicekit.clock import Clock
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dbkit.audit import AuditEntry, append
from dbkit.caller import Caller, SystemCaller
from dbkit.idempotency import store_answer

_SET = text("select set_config('app.tenant', :tenant, true)")
_SET_READ = text(
    "select set_config('transaction_read_only', 'on', true), set_config('app.tenant', :tenant, true)"
)


async def set_tenant(session: AsyncSession, tenant: str, *, read_only: bool = False) -> None:
    """Bind the running transaction to a tenant; the setting ends with the transaction."""
    await session.execute(_SET_READ if read_only else _SET, {"tenant": tenant})


class Transaction:
    """An open transaction of one caller.

    Attributes:
        session: the SQLAlchemy session.
        caller: the user or the system job.
        replayed: the stored answer of an earlier call with the same idempotency key.
        wrote_events: whether outbox rows were written.
        cause: the envelope being handled, in a consumer.
    """

    def __init__(self, session: AsyncSession, caller: Caller | SystemCaller, clock: Clock) -> None:
        self.session = session
        self.caller = caller
        self.replayed: dict[str, Any] | None = None
        self.wrote_events = False
        self.cause: Any = None
        self.now: datetime = clock.now()
        self.today: date = clock.today()
        self._tenant = caller.tenant
        self._answer: dict[str, Any] | None = None
        self._audit: list[AuditEntry] = []

    @property
    def tenant(self) -> str:
        """The tenant rows are written for right now."""
        return self._tenant

    @property
    def user(self) -> Caller:
        """The user's command.

        Raises:
            TypeError: this is a system job.
        """
        if not isinstance(self.caller, Caller):
            raise TypeError("a system job has no user")
        return self.caller

    @property
    def actor_sub(self) -> str:
        """Account id of who acts."""
        if isinstance(self.caller, Caller):
            return self.caller.principal.sub
        return f"system:{self.caller.job}"

    @property
    def actor_unit(self) -> str:
        """Unit of who acts; the cause's unit when the system acts on an event."""
        if isinstance(self.caller, Caller):
            return self.caller.tenant
        return self.cause.tenant if self.cause is not None else "system"

    @property
    def correlation_id(self) -> str:
        """The id that ties a request to everything it caused."""
        return self.cause.correlation_id if self.cause is not None else self.caller.correlation_id

    @asynccontextmanager
    async def as_tenant(self, tenant: str) -> AsyncIterator[None]:
        """Write rows that belong to another tenant, such as a visibility grant."""
        await self.session.flush()
        if tenant == self._tenant:
            yield
            await self.session.flush()
            return
        before, self._tenant = self._tenant, tenant
        await set_tenant(self.session, tenant)
        try:
            yield
            await self.session.flush()
        finally:
            self._tenant = before
        await set_tenant(self.session, before)

    def audit(
        self,
        action: str,
        object_id: UUID | str,
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        reason: str | None = None,
        chain: str | None = None,
    ) -> None:
        """Queue an audit row; it joins the tenant's chain in this transaction, just before commit.

        Args:
            action: stable code, ``<object>.<past participle>``, such as ``case.issued``.
            object_id: what it was done to.
            before: codes and ids as they were; never clear personal data.
            after: codes and ids as they are now.
            reason: the written reason, where the act needs one.
            chain: the tenant whose trail the row joins; the caller's when not given.
        """
        self._audit.append(
            AuditEntry(
                action, str(object_id), before, after, reason, self.actor_unit,
                self.correlation_id, chain,
            )
        )  # fmt: skip

    def respond(self, answer: dict[str, Any]) -> dict[str, Any]:
        """Store the answer for a replay of the same idempotency key, and hand it back."""
        self._answer = answer
        return answer

    async def finish(self, audit_key: bytes) -> None:
        """Write what was queued; called by the unit of work before it commits."""
        await self.session.flush()
        if self.replayed is not None:
            return
        if isinstance(self.caller, Caller) and self.caller.idempotency_key:
            await store_answer(self.session, self.caller, self._answer or {})
        chains: dict[str, list[AuditEntry]] = {}
        for entry in self._audit:
            chains.setdefault(entry.chain or self.caller.tenant, []).append(entry)
        # In one order, so that two transactions never wait for each other's chain heads.
        for tenant in sorted(chains):
            if tenant == self._tenant:
                await self._chain(audit_key, tenant, chains[tenant])
                continue
            async with self.as_tenant(tenant):
                await self._chain(audit_key, tenant, chains[tenant])

    async def _chain(self, audit_key: bytes, tenant: str, entries: list[AuditEntry]) -> None:
        await append(
            self.session, audit_key, tenant=tenant, at=self.now, actor_sub=self.actor_sub,
            entries=entries,
        )  # fmt: skip
