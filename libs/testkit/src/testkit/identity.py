"""Signed tokens of an issuer that tests hold the key of: real signatures, real checks."""

import time
from typing import Any

import httpx2
from joserfc import jwt
from joserfc.jwk import RSAKey

ISSUER = "http://issuer.test"
AUDIENCE = "huajie-api"


class Identity:
    """An issuer: makes tokens and serves its keys over an in-memory transport."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "test-1", "use": "sig", "alg": "RS256"})
        self.fetches = 0
        self.down = False

    def claims(
        self,
        unit: str = "wenhuajie",
        kind: str = "street",
        roles: list[str] | None = None,
        username: str | None = None,
        **over: Any,
    ) -> dict[str, Any]:
        """The claims of an access token as Keycloak makes them; ``over`` replaces single ones."""
        now = int(time.time())
        name = username or f"{unit}.{(roles or ['handler'])[0]}"
        base: dict[str, Any] = {
            "iss": ISSUER, "aud": [AUDIENCE], "azp": "huajie-cli", "typ": "Bearer",
            "sub": f"sub-{name}", "preferred_username": name, "iat": now, "exp": now + 300,
            "scope": f"openid organization:{unit}",
            "organization": {
                unit: {
                    "id": f"org-{unit}", "kind": [kind],
                    "resource_access": {AUDIENCE: {"roles": roles or ["handler"]}},
                }
            },
        }  # fmt: skip
        return {k: v for k, v in {**base, **over}.items() if v is not None}

    def token(self, *args: Any, **kw: Any) -> str:
        """A signed access token; arguments as for ``claims``."""
        return self.sign(self.claims(*args, **kw))

    def sign(self, claims: dict[str, Any], key: RSAKey | None = None) -> str:
        """Sign any claims, with the issuer's key or another."""
        return jwt.encode({"alg": "RS256", "kid": "test-1"}, claims, key or self.key)

    def headers(self, *args: Any, **kw: Any) -> dict[str, str]:
        """An Authorization header; arguments as for ``claims``."""
        return {"Authorization": f"Bearer {self.token(*args, **kw)}"}

    def office(self, *roles: str, unit: str = "xlb") -> dict[str, str]:
        """A header of the district office, with the right to enter late."""
        return self.headers(unit, "district_office", [*roles, "late_entry"])

    def jwks_client(self) -> httpx2.AsyncClient:
        """The client a service fetches keys with."""
        return httpx2.AsyncClient(transport=httpx2.MockTransport(self._answer))

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        if self.down:
            raise httpx2.ConnectError("issuer is down", request=request)
        if request.url.path == "/.well-known/openid-configuration":
            return httpx2.Response(200, json={"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks"})
        self.fetches += 1
        return httpx2.Response(200, json={"keys": [self.key.as_dict(private=False)]})
