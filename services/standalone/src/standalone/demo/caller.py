"""Sends requests as an account: tokens, idempotency keys, and patience while services come back."""

import asyncio
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import httpx2

from standalone.demo.cast import Actor
from standalone.demo.oidc import Credentials, OidcClient, Wallet
from standalone.demo.refusals import Refusal, StillDownError

PATIENCE = 30.0
"""Seconds for which a service may be down or behind."""
_FIRST_DELAY = 0.06
_MOST_DELAY = 1.5
_DOWN = {502, 503, 504, 429}
_NOT_ARRIVED = {"illegal_transition", "closure_out_of_order", "not_the_leader"}
_COLLIDED = {"stale_version", "case_not_found"}


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the services and the issuer listen."""

    issuer: str
    services: Mapping[str, str]


@dataclass(slots=True)
class Traffic:
    """What was sent."""

    requests: int = 0
    again: int = 0
    by_code: dict[str, int] = field(default_factory=dict)
    """How often a request was tried again, and why."""

    def count_again(self, why: str) -> None:
        """One more try."""
        self.again += 1
        self.by_code[why] = self.by_code.get(why, 0) + 1


def idempotency_key(*parts: str) -> str:
    """The same key for the same step of the same case of the same file, at every run."""
    return "demo-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]


class Caller:
    """A client of all services, on behalf of the accounts whose passwords it was given."""

    def __init__(
        self, endpoints: Endpoints, passwords: Mapping[str, str], *, connections: int = 16
    ) -> None:
        limits = httpx2.Limits(
            max_connections=connections * 4, max_keepalive_connections=connections
        )
        self._transport = httpx2.AsyncHTTPTransport(limits=limits)
        self._http = httpx2.AsyncClient(
            transport=self._transport, timeout=httpx2.Timeout(20.0, connect=3.0)
        )
        self._endpoints = endpoints
        self._passwords = dict(passwords)
        self.wallet = Wallet(OidcClient(endpoints.issuer, self._transport))
        self.traffic = Traffic()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        """Enter."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        await self.aclose()

    def add_account(self, username: str, password: str) -> None:
        """Learn the password of an account that was made meanwhile."""
        self._passwords[username] = password

    def password_of(self, actor: Actor) -> str:
        """The password of a known account.

        Raises:
            Refusal: it is not known.
        """
        return self._credentials(actor).password

    async def get(self, actor: Actor, service: str, path: str, **params: Any) -> Any:
        """Read something.

        Raises:
            Refusal: the service says no.
            StillDownError: it does not answer.
        """
        return await self.send(actor, service, "GET", path, params=params)

    async def send(
        self,
        actor: Actor,
        service: str,
        method: str,
        path: str,
        *,
        key: str | None = None,
        waits: bool = False,
        **content: Any,
    ) -> Any:
        """Send one request until it is answered for good.

        Args:
            actor: who asks.
            service: a service's name, or ``issuer``.
            method: HTTP method.
            path: with its leading slash.
            key: idempotency key; without one only a GET is safe to repeat.
            waits: whether "not found" and "not in that state" may only mean that an event is on its way.
            **content: ``json``, ``files``, ``data`` or ``params`` as httpx2 takes them.

        Raises:
            Refusal: a refusal of business, or of the login.
            StillDownError: no answer, or no arrival, for half a minute.
        """
        begun, delay, logged_in = time.monotonic(), _FIRST_DELAY, False
        while True:
            why: str
            try:
                answer = await self._once(actor, service, method, path, key, content)
            except httpx2.TransportError as e:
                why, refusal = type(e).__name__, None
            else:
                if answer.is_success:
                    return answer.json() if answer.content else None
                refusal = _refusal(answer, f"{method} {path}")
                why = refusal.code
                if answer.status_code == httpx2.codes.UNAUTHORIZED and not logged_in:
                    logged_in = True
                    self.wallet.forget(self._credentials(actor))
                    continue
                if not _passing(answer.status_code, why, waits=waits):
                    raise refusal
            if time.monotonic() - begun > PATIENCE:
                if refusal is not None:
                    raise refusal
                raise StillDownError(f"{service} 服务连续 {PATIENCE:.0f} 秒没有应答（{why}）")
            self.traffic.count_again(why)
            await asyncio.sleep(delay)
            delay = min(delay * 1.7, _MOST_DELAY)

    async def _once(
        self,
        actor: Actor,
        service: str,
        method: str,
        path: str,
        key: str | None,
        content: Mapping[str, Any],
    ) -> httpx2.Response:
        token = await self.wallet.token(self._credentials(actor))
        headers = {"Authorization": f"Bearer {token}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        self.traffic.requests += 1
        base = self._endpoints.issuer if service == "issuer" else self._endpoints.services[service]
        return await self._http.request(method, f"{base}{path}", headers=headers, **content)

    def _credentials(self, actor: Actor) -> Credentials:
        password = self._passwords.get(actor.username)
        if password is None:
            raise Refusal("account_unknown", f"没有账号 {actor.username} 的密码", actor.username)
        return Credentials(actor.username, password, actor.unit)


def _passing(status: int, code: str, *, waits: bool) -> bool:
    if status in _DOWN or code in _COLLIDED:
        return True
    return waits and code in _NOT_ARRIVED


def _refusal(answer: httpx2.Response, where: str) -> Refusal:
    try:
        body = answer.json()
        return Refusal(str(body["code"]), str(body["detail"]), where, body)
    except (ValueError, KeyError, TypeError):
        return Refusal(f"http_{answer.status_code}", answer.text[:200] or "没有说明", where)
