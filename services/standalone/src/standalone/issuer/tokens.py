"""Tokens: the claims a Keycloak of ours would give, codes and refresh tokens that work once."""

import base64
import hashlib
import hmac
import secrets
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from contracts.units import UnitDirectory
from contracts.vocab import LABELS, Role
from servicekit.clock import Clock

from standalone.issuer.authorize import AuthorizeRequest
from standalone.issuer.keys import KeyStore
from standalone.issuer.login import Session
from standalone.issuer.settings import IssuerSettings
from standalone.issuer.store import Account, IssuerStore


class TokenRefusedError(Exception):
    """An error of the token endpoint (RFC 6749 §5.2)."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status


def digest(value: str) -> str:
    """How codes and refresh tokens are kept."""
    return hashlib.sha256(value.encode()).hexdigest()


def s256(verifier: str) -> str:
    """The PKCE challenge of a verifier."""
    return (
        base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    )


class Tokens:
    """Gives out and takes back codes, access, identity and refresh tokens."""

    def __init__(
        self,
        store: IssuerStore,
        keys: KeyStore,
        units: UnitDirectory,
        settings: IssuerSettings,
        clock: Clock,
    ) -> None:
        self._store = store
        self._keys = keys
        self._units = units
        self._settings = settings
        self._clock = clock

    def new_code(self, request: AuthorizeRequest, session: Session, unit: str) -> str:
        """An authorization code for one client, one address, one challenge and one unit."""
        code = secrets.token_urlsafe(32)
        grant = {
            "client_id": request.client.client_id,
            "redirect_uri": request.redirect_uri,
            "challenge": request.code_challenge,
            "nonce": request.nonce,
            "scope": _scope_with(request.scope, unit),
            "username": session.account.username,
            "unit": unit,
            "sid": session.sid,
            "auth_time": session.auth_time,
        }
        expires = self._clock.now().timestamp() + self._settings.code_seconds
        self._store.put_code(digest(code), grant, secrets.token_hex(16), expires)
        return code

    def by_code(
        self, client_id: str, code: str, redirect_uri: str, verifier: str
    ) -> dict[str, Any]:
        """Exchange a code.

        Raises:
            TokenRefusedError: unknown, used, expired, another client's, or the verifier does not fit.
        """
        taken = self._store.take_code(digest(code), now=self._clock.now().timestamp())
        if taken is None:
            raise TokenRefusedError("invalid_grant", "the code is unknown, expired or used")
        grant, family = taken
        fits = (
            grant["client_id"] == client_id
            and grant["redirect_uri"] == redirect_uri
            and 43 <= len(verifier) <= 128  # noqa: PLR2004  RFC 7636 §4.1
            and hmac.compare_digest(s256(verifier), grant["challenge"])
        )
        if not fits:
            raise TokenRefusedError("invalid_grant", "client, redirect_uri or code_verifier differ")
        return self._answer(grant, family, nonce=grant["nonce"])

    def by_refresh(self, client_id: str, token: str) -> dict[str, Any]:
        """Exchange a refresh token for new tokens, among them its successor.

        Raises:
            TokenRefusedError: unknown, used before (then its family ends), expired or another client's.
        """
        taken = self._store.take_refresh(digest(token), now=self._clock.now().timestamp())
        if taken is None or taken[0]["client_id"] != client_id:
            raise TokenRefusedError(
                "invalid_grant", "the refresh token is unknown, expired or used"
            )
        grant, family, _ = taken
        return self._answer(grant, family, nonce=None)

    def _answer(self, grant: dict[str, Any], family: str, *, nonce: str | None) -> dict[str, Any]:
        account = self._store.account(grant["username"])
        if account is None or grant["unit"] not in account.units:
            raise TokenRefusedError("invalid_grant", "the account no longer belongs to the unit")
        now = int(self._clock.now().timestamp())
        session_end = grant["auth_time"] + self._settings.session_seconds
        if session_end <= now:
            raise TokenRefusedError("invalid_grant", "the session has ended")
        refresh = secrets.token_urlsafe(32)
        expires = min(now + self._settings.refresh_idle_seconds, session_end)
        self._store.put_refresh(
            digest(refresh), family=family, sid=grant["sid"], grant=grant, expires=expires
        )
        access = self._keys.sign(self._access_claims(account, grant, now))
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": self._settings.access_token_seconds,
            "refresh_token": refresh,
            "refresh_expires_in": int(expires - now),
            "id_token": self._keys.sign(self._id_claims(account, grant, now, access, nonce)),
            "scope": grant["scope"],
        }

    def _common(self, account: Account, grant: dict[str, Any], now: int) -> dict[str, Any]:
        return {
            "iss": self._settings.issuer_url.rstrip("/"),
            "sub": account.sub,
            "sid": grant["sid"],
            "azp": grant["client_id"],
            "iat": now,
            "exp": now + self._settings.access_token_seconds,
            "jti": secrets.token_hex(16),
            "auth_time": int(grant["auth_time"]),
            "preferred_username": account.username,
            "name": account.name,
        }

    def _access_claims(self, account: Account, grant: dict[str, Any], now: int) -> dict[str, Any]:
        return {
            **self._common(account, grant, now),
            "typ": "Bearer",
            "aud": self._settings.audience,
            "scope": grant["scope"],
            "organization": {grant["unit"]: self.organization(account, grant["unit"])},
        }

    def _id_claims(
        self, account: Account, grant: dict[str, Any], now: int, access: str, nonce: str | None
    ) -> dict[str, Any]:
        half = hashlib.sha256(access.encode()).digest()[:16]
        claims = {
            **self._common(account, grant, now),
            "typ": "ID",
            "aud": grant["client_id"],
            "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
            "organization": {grant["unit"]: self.organization(account, grant["unit"])},
        }
        return claims if nonce is None else {**claims, "nonce": nonce}

    def organization(self, account: Account, unit: str) -> dict[str, Any]:
        """The entry of the active unit, in Keycloak's shape."""
        known = self._units.get(unit)
        roles = list(account.units[unit])
        labels = LABELS[Role]
        return {
            "id": str(uuid5(NAMESPACE_URL, f"huajie:unit:{unit}")),
            "kind": [known.kind.value] if known else [],
            "groups": [f"/{labels[Role(r)]}" for r in roles],
            "resource_access": {self._settings.audience: {"roles": roles}},
        }


def _scope_with(scope: str, unit: str) -> str:
    words = [w for w in scope.split() if w.partition(":")[0] != "organization"]
    return " ".join([*words, f"organization:{unit}"])
