"""Who is calling: tokens verified against the issuer's keys, and the principal they carry."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import httpx2
from contracts.vocab import Role, UnitKind
from fastapi import Depends, Request
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from servicekit.errors import Category, DomainError, ForbiddenError, UnauthenticatedError
from servicekit.logging import bind_log_context

_TTL = 600.0
_COOLDOWN = 30.0
_LEEWAY = 30
_ROLES = frozenset(r.value for r in Role)

CASE_DUTIES = frozenset(
    {
        Role.REGISTRAR, Role.HANDLER, Role.LEADER, Role.REVIEWER, Role.SUPERVISOR, Role.ANALYST,
        Role.UNIT_ADMIN,
    }
)  # fmt: skip
"""Duties that work with cases; administrators of system, security and audit do not read them."""


class IssuerUnavailableError(DomainError):
    """No keys yet and the issuer does not answer."""

    code = "issuer_unavailable"
    category = Category.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class Principal:
    """A verified caller acting for exactly one unit.

    ``sub`` is the account id, ``username`` its login name, ``unit`` the tenant code.
    """

    sub: str
    username: str
    unit: str
    unit_kind: UnitKind
    roles: frozenset[Role]

    def has(self, *roles: Role) -> bool:
        """Whether the caller holds any of ``roles`` in the active unit."""
        return not self.roles.isdisjoint(roles)

    def require(self, *roles: Role, office: bool = False) -> None:
        """Refuse the caller unless it holds one of ``roles`` (and works in the district office).

        Raises:
            ForbiddenError: with code ``role_missing``.
        """
        if not self.has(*roles) or (office and not self.is_office):
            raise RoleMissingError("您的岗位没有办理此事项的权限。")

    @property
    def is_office(self) -> bool:
        """Whether the unit is the district's petition office (区信联办、信访局)."""
        return self.unit_kind is UnitKind.DISTRICT_OFFICE

    @property
    def may_enter_late(self) -> bool:
        """Whether the caller may enter facts afterwards (补录)."""
        return Role.LATE_ENTRY in self.roles


class RoleMissingError(ForbiddenError):
    """The caller's duty does not cover this."""

    code = "role_missing"


class KeyCache:
    """The issuer's keys: kept for ten minutes, refetched on an unknown key id, never dropped on failure."""

    def __init__(self, issuer_url: str, client: httpx2.AsyncClient | None = None) -> None:
        self._issuer = issuer_url.rstrip("/")
        self._client = client or httpx2.AsyncClient(timeout=3.0)
        self._keys: KeySet | None = None
        self._kids: set[str] = set()
        self._fetched = -1e9
        self._tried = -1e9
        self._lock = asyncio.Lock()

    async def keys_for(self, kid: str | None) -> KeySet:
        """The key set, refreshed when stale or when ``kid`` is new (at most every 30 s).

        Raises:
            IssuerUnavailableError: no keys were ever fetched and the issuer does not answer.
        """
        fresh = time.monotonic() - self._fetched < _TTL
        if self._keys is not None and fresh and kid in self._kids:
            return self._keys
        async with self._lock:
            now = time.monotonic()
            known = self._keys is not None and kid in self._kids
            if not (known and now - self._fetched < _TTL) and (
                self._keys is None or now - self._tried >= _COOLDOWN
            ):
                await self._fetch(now)
        if self._keys is None:
            raise IssuerUnavailableError("身份认证服务暂不可用，请稍后重试。")
        return self._keys

    async def _fetch(self, now: float) -> None:
        self._tried = now
        try:
            conf = await self._client.get(f"{self._issuer}/.well-known/openid-configuration")
            conf.raise_for_status()
            answer = await self._client.get(conf.json()["jwks_uri"])
            answer.raise_for_status()
            keys = answer.json()
            self._keys = KeySet.import_key_set(keys)
            self._kids = {k["kid"] for k in keys["keys"] if "kid" in k}
            self._fetched = now
        except (httpx2.HTTPError, KeyError, ValueError, JoseError):
            return

    async def aclose(self) -> None:
        """Close the connection to the issuer."""
        await self._client.aclose()


class TokenVerifier:
    """Checks an access token and reads the principal from its one active organization."""

    def __init__(
        self, *, issuer_url: str, audience: str, allowed_clients: tuple[str, ...], keys: KeyCache
    ) -> None:
        self._issuer = issuer_url.rstrip("/")
        self._audience = audience
        self._clients = allowed_clients
        self._keys = keys

    async def principal(self, token: str) -> Principal:
        """Verify ``token``.

        Raises:
            UnauthenticatedError: not signed by the issuer, expired, for another audience or client,
                or without exactly one active unit.
            IssuerUnavailableError: the keys cannot be had.
        """
        try:
            keys = await self._keys.keys_for(_key_id(token))
            decoded = jwt.decode(token, keys, algorithms=["RS256", "ES256", "PS256"])
        except (JoseError, ValueError, KeyError) as e:
            raise UnauthenticatedError("登录凭证无效，请重新登录。") from e
        claims = decoded.claims
        self._check(claims)
        return self._read(claims)

    def _check(self, claims: Mapping[str, Any]) -> None:
        aud = claims.get("aud")
        audiences = aud if isinstance(aud, list) else [aud]
        now = time.time()
        valid = (
            str(claims.get("iss", "")).rstrip("/") == self._issuer
            and self._audience in audiences
            and claims.get("azp") in self._clients
            and claims.get("typ") == "Bearer"
            and isinstance(claims.get("exp"), int | float)
            and claims["exp"] > now - _LEEWAY
            and claims.get("nbf", 0) <= now + _LEEWAY
        )
        if not valid:
            raise UnauthenticatedError("登录凭证无效或已过期，请重新登录。")

    def _read(self, claims: Mapping[str, Any]) -> Principal:
        organizations = claims.get("organization")
        if not isinstance(organizations, dict) or len(organizations) != 1:
            raise UnauthenticatedError("登录凭证没有唯一的当前单位，请重新登录并选择单位。")
        unit, entry = next(iter(organizations.items()))
        try:
            kind = UnitKind(entry["kind"][0])
            names = entry["resource_access"][self._audience]["roles"]
            roles = frozenset(Role(n) for n in names if n in _ROLES)
            return Principal(
                sub=claims["sub"],
                username=claims["preferred_username"],
                unit=unit,
                unit_kind=kind,
                roles=roles,
            )
        except (KeyError, IndexError, TypeError, ValueError) as e:
            raise UnauthenticatedError("登录凭证缺少单位或岗位信息，请重新登录。") from e


def _key_id(token: str) -> str | None:
    kid = jws.extract_compact(token.encode()).headers().get("kid")
    if kid is not None and not isinstance(kid, str):
        raise ValueError("a key id must be a string")
    return kid


async def _current_principal(request: Request) -> Principal:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise UnauthenticatedError("请先登录。")
    verifier: TokenVerifier = request.app.state.verifier
    principal = await verifier.principal(token)
    bind_log_context(sub=principal.sub, unit=principal.unit)
    return principal


CurrentPrincipal = Annotated[Principal, Depends(_current_principal)]
"""The verified caller of a request."""


async def _case_reader(principal: CurrentPrincipal) -> Principal:
    principal.require(*CASE_DUTIES)
    return principal


CaseReader = Annotated[Principal, Depends(_case_reader)]
"""The verified caller of a request that reads cases."""
