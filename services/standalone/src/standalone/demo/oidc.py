"""Logging in as a person does: authorization code with PKCE over plain HTTP, and refreshing."""

import asyncio
import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import httpx2
from typing_extensions import override

from standalone.demo.refusals import Refusal

CLIENT_ID = "huajie-cli"
REDIRECT_URI = "http://127.0.0.1/callback"
_EARLY = 45.0
"""Seconds before its expiry at which a token is renewed."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A login name, its password, and the unit to act for."""

    username: str
    password: str
    unit: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the issuer handed out, and until when (monotonic seconds) the access token is good."""

    access: str
    refresh: str | None
    good_until: float


class LoginForm(HTMLParser):
    """The first form of a page that has a password field: its address and its hidden fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action: str | None = None
        self.fields: dict[str, str] = {}
        self._open: tuple[str, dict[str, str], bool] | None = None
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect forms and their inputs."""
        has = {k: v or "" for k, v in attrs}
        if tag == "form":
            self._open = (has.get("action", ""), {}, False)
        elif tag == "input" and self._open is not None:
            action, fields, password = self._open
            if has.get("type") == "hidden" and "name" in has:
                fields[has["name"]] = has.get("value", "")
            self._open = (action, fields, password or has.get("type") == "password")

    @override
    def handle_endtag(self, tag: str) -> None:
        """Keep the form when it asks for a password."""
        if tag == "form" and self._open is not None:
            if self._open[2] and self.action is None:
                self.action, self.fields = self._open[0], self._open[1]
            self._open = None


class OidcClient:
    """The public client ``huajie-cli`` of one issuer.

    Args:
        issuer_url: the issuer's address, as in the tokens.
        transport: how to reach it; cookies are kept per login, connections are shared.
    """

    def __init__(self, issuer_url: str, transport: httpx2.AsyncBaseTransport) -> None:
        self._issuer = issuer_url.rstrip("/")
        self._transport = transport
        self._endpoints: dict[str, str] | None = None

    def _session(self) -> httpx2.AsyncClient:
        # A session of its own has cookies of its own; the shared transport stays open after it.
        return httpx2.AsyncClient(transport=self._transport, timeout=15.0, follow_redirects=False)

    async def _discover(self, http: httpx2.AsyncClient) -> dict[str, str]:
        if self._endpoints is None:
            answer = await http.get(f"{self._issuer}/.well-known/openid-configuration")
            self._endpoints = _alive(answer).raise_for_status().json()
        return self._endpoints

    async def log_in(self, who: Credentials) -> Tokens:
        """Open the login page, send its form, follow to our address, exchange the code.

        Raises:
            Refusal: the issuer refuses the account, the unit or the password.
            httpx2.TransportError: it does not answer.
        """
        http = self._session()
        endpoints = await self._discover(http)
        verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        challenge = hashlib.sha256(verifier.encode()).digest()
        query = {
            "client_id": CLIENT_ID, "response_type": "code", "redirect_uri": REDIRECT_URI,
            "scope": f"openid organization:{who.unit}", "state": state,
            "nonce": secrets.token_urlsafe(16), "code_challenge_method": "S256",
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        }  # fmt: skip
        address = f"{endpoints['authorization_endpoint']}?{urlencode(query)}"
        page = _alive(await http.get(address))
        form = LoginForm(page.text)
        if page.status_code != httpx2.codes.OK or form.action is None:
            raise Refusal("login_page_missing", f"登录页打不开（{page.status_code}）", who.username)
        sent = await http.post(
            urljoin(address, form.action) if form.action else address,
            data={**form.fields, "username": who.username, "password": who.password},
        )
        code = _code(_alive(sent), state, who.username)
        return await self._exchange(
            http,
            {
                "grant_type": "authorization_code", "code": code, "client_id": CLIENT_ID,
                "redirect_uri": REDIRECT_URI, "code_verifier": verifier,
            },
            who.username,
        )  # fmt: skip

    async def refresh(self, who: Credentials, tokens: Tokens) -> Tokens:
        """New tokens from the refresh token; by a new login when that one is spent.

        Raises:
            Refusal: the login is refused.
            httpx2.TransportError: the issuer does not answer.
        """
        if tokens.refresh is None:
            return await self.log_in(who)
        grant = {
            "grant_type": "refresh_token", "refresh_token": tokens.refresh, "client_id": CLIENT_ID,
        }  # fmt: skip
        try:
            return await self._exchange(self._session(), grant, who.username)
        except Refusal:
            return await self.log_in(who)

    async def _exchange(
        self, http: httpx2.AsyncClient, grant: dict[str, str], username: str
    ) -> Tokens:
        endpoints = await self._discover(http)
        answer = _alive(await http.post(endpoints["token_endpoint"], data=grant))
        if answer.status_code != httpx2.codes.OK:
            raise Refusal("token_refused", f"换取登录凭证失败：{answer.text[:200]}", username)
        body = answer.json()
        lifetime = float(body.get("expires_in", 60))
        good = time.monotonic() + max(lifetime - _EARLY, lifetime / 2)
        return Tokens(body["access_token"], body.get("refresh_token"), good)


def _alive(answer: httpx2.Response) -> httpx2.Response:
    """The answer, unless the issuer is in trouble: that is worth another try, like no answer."""
    if answer.is_server_error:
        raise httpx2.RemoteProtocolError(f"issuer answered {answer.status_code}")
    return answer


def _code(sent: httpx2.Response, state: str, username: str) -> str:
    parts = urlsplit(sent.headers.get("location", ""))
    answer = parse_qs(parts.query)
    if not sent.is_redirect or answer.get("state") != [state] or "code" not in answer:
        why = answer.get("error_description", answer.get("error", [f"HTTP {sent.status_code}"]))[0]
        raise Refusal("login_refused", f"账号 {username} 登录失败：{why}", username)
    return answer["code"][0]


class Wallet:
    """Tokens per account: logs in at first use, renews before they expire, one at a time each."""

    def __init__(self, oidc: OidcClient) -> None:
        self._oidc = oidc
        self._tokens: dict[tuple[str, str], Tokens] = {}
        self._locks: dict[tuple[str, str], asyncio.Lock] = {}
        self.logins = 0

    async def token(self, who: Credentials) -> str:
        """A good access token of the account for its unit.

        Raises:
            Refusal: the login is refused.
            httpx2.TransportError: the issuer does not answer.
        """
        key = (who.username, who.unit)
        async with self._locks.setdefault(key, asyncio.Lock()):
            held = self._tokens.get(key)
            if held is None:
                self.logins += 1
                held = await self._oidc.log_in(who)
            elif held.good_until <= time.monotonic():
                held = await self._oidc.refresh(who, held)
            self._tokens[key] = held
            return held.access

    def forget(self, who: Credentials) -> None:
        """The services refused this account's token: log in anew next time."""
        self._tokens.pop((who.username, who.unit), None)


def claims_of(token: str) -> dict[str, object]:
    """The claims of a token, unverified: to look at, not to trust."""
    body = token.split(".")[1]
    claims: dict[str, object] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims
