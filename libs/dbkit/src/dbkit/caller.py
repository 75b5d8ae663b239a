"""On whose behalf a transaction runs: a verified user, or the system itself."""

import hashlib
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Header, Request
from servicekit.auth import CurrentPrincipal, Principal
from servicekit.errors import InvalidError, StaleVersionError
from servicekit.ids import new_id

SYSTEM_TENANT = "*"
"""The tenant of relays, consumers and sweeps; no token can carry it."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A user's command: who, under which correlation id, with which idempotency key and version."""

    principal: Principal
    correlation_id: str
    idempotency_key: str | None = None
    fingerprint: str = ""
    expected_version: int | None = None

    @property
    def tenant(self) -> str:
        """The unit the caller acts for."""
        return self.principal.unit

    def check_version(self, actual: int) -> None:
        """Refuse the command when the caller saw another version.

        Raises:
            StaleVersionError: ``If-Match`` named another version.
        """
        if self.expected_version is not None and self.expected_version != actual:
            raise StaleVersionError(self.expected_version, actual)


@dataclass(frozen=True, slots=True)
class SystemCaller:
    """A job of the service itself (consumer, relay, sweep)."""

    job: str
    correlation_id: str = field(default_factory=lambda: str(new_id()))

    @property
    def tenant(self) -> str:
        """The system tenant."""
        return SYSTEM_TENANT


async def _current_caller(
    request: Request,
    principal: CurrentPrincipal,
    idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
    if_match: Annotated[str | None, Header(max_length=40)] = None,
) -> Caller:
    return Caller(
        principal=principal,
        correlation_id=request.state.correlation_id,
        idempotency_key=idempotency_key,
        fingerprint=await _fingerprint(request),
        expected_version=_version(if_match),
    )


async def _fingerprint(request: Request) -> str:
    digest = hashlib.sha256(f"{request.method} {request.url.path}\n".encode())
    # A multipart body is already consumed by the form parser; uploads are told apart by file hash.
    if not request.headers.get("content-type", "").startswith("multipart/"):
        digest.update(await request.body())
    return digest.hexdigest()


def _version(if_match: str | None) -> int | None:
    if if_match is None:
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit()):
        raise InvalidError("If-Match 应为版本号。")
    return int(text)


CurrentCaller = Annotated[Caller, Depends(_current_caller)]
"""The caller of a command."""
