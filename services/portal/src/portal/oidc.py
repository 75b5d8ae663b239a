"""The relying party: authorization code with PKCE, refreshing, logging out."""

from typing import Any
from urllib.parse import urlencode

import httpx2
from joserfc import jws, jwt
from joserfc.errors import JoseError
from servicekit.auth import IssuerUnavailableError, KeyCache
from servicekit.clock import Clock
from servicekit.errors import Category, DomainError

from portal.pending import Attempt
from portal.sessions import Tokens
from portal.settings import PortalSettings

_LEEWAY = 60


class LoginRefusedError(DomainError):
    """The issuer refused, or what it sent does not fit what was asked."""

    code = "login_refused"
    category = Category.UNAUTHENTICATED


class OidcClient:
    """Speaks to the issuer as the confidential client ``huajie-portal``.

    Args:
        settings: issuer, client and public address.
        http: the connection to the issuer.
        keys: the issuer's keys.
        clock: when it is.
    """

    def __init__(
        self, settings: PortalSettings, http: httpx2.AsyncClient, keys: KeyCache, clock: Clock
    ) -> None:
        self._settings = settings
        self._issuer = settings.issuer_url.rstrip("/")
        self._http = http
        self._keys = keys
        self._clock = clock
        self._discovered: dict[str, Any] | None = None

    @property
    def redirect_uri(self) -> str:
        """Where the issuer sends the browser back to."""
        return f"{self._settings.public_url.rstrip('/')}/auth/callback"

    async def discover(self) -> dict[str, Any]:
        """The issuer's endpoints, fetched once.

        Raises:
            IssuerUnavailableError: it does not answer, or is not the one configured.
        """
        if self._discovered is None:
            try:
                answer = await self._http.get(f"{self._issuer}/.well-known/openid-configuration")
                answer.raise_for_status()
                found: dict[str, Any] = answer.json()
            except (httpx2.HTTPError, ValueError) as e:
                raise IssuerUnavailableError("身份认证服务暂不可用，请稍后重试。") from e
            if str(found.get("issuer", "")).rstrip("/") != self._issuer:
                raise IssuerUnavailableError("身份认证服务的地址与配置不符，请联系系统管理员。")
            self._discovered = found
        return self._discovered

    async def authorization_url(self, attempt: Attempt, *, ask_password: bool) -> str:
        """The address that starts a login; ``ask_password`` ignores a session at the issuer."""
        query = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid profile organization",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        if ask_password:
            query["prompt"] = "login"
        endpoint = (await self.discover())["authorization_endpoint"]
        return f"{endpoint}?{urlencode(query)}"

    async def exchange(self, code: str, attempt: Attempt) -> tuple[Tokens, dict[str, Any]]:
        """Tokens for a code, and the claims of the identity token.

        Raises:
            LoginRefusedError: the issuer refuses, or the identity token is not for this login.
        """
        answer = await self._token(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.redirect_uri,
                "code_verifier": attempt.verifier,
            }
        )
        tokens = self._read(answer, id_token=str(answer.get("id_token", "")))
        claims = await self._identity(tokens.id_token)
        if claims.get("nonce") != attempt.nonce:
            raise LoginRefusedError("登录应答与请求不符，请重新登录。")
        return tokens, claims

    async def refresh(self, tokens: Tokens) -> Tokens:
        """New tokens for a session that is still in use.

        Raises:
            LoginRefusedError: the issuer has ended the session.
        """
        if tokens.refresh is None:
            raise LoginRefusedError("登录已到期，请重新登录。")
        answer = await self._token(
            {
                "grant_type": "refresh_token",
                "refresh_token": tokens.refresh,
            }
        )
        fresh = self._read(answer, id_token=str(answer.get("id_token") or tokens.id_token))
        fresh.refresh = fresh.refresh or tokens.refresh
        return fresh

    async def end(self, tokens: Tokens) -> None:
        """End the issuer's session from the server's side: no token passes through the browser."""
        form = {
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret.get_secret_value(),
            "id_token_hint": tokens.id_token,
            **({"refresh_token": tokens.refresh} if tokens.refresh else {}),
        }
        try:
            endpoint = (await self.discover()).get("end_session_endpoint")
            if endpoint:
                await self._http.post(str(endpoint), data=form)
        except (httpx2.HTTPError, IssuerUnavailableError):
            return

    async def _token(self, form: dict[str, str]) -> dict[str, Any]:
        form = {
            **form,
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret.get_secret_value(),
        }
        endpoint = (await self.discover())["token_endpoint"]
        try:
            answer = await self._http.post(str(endpoint), data=form)
        except httpx2.HTTPError as e:
            raise IssuerUnavailableError("身份认证服务暂不可用，请稍后重试。") from e
        if answer.status_code >= httpx2.codes.INTERNAL_SERVER_ERROR:
            raise IssuerUnavailableError("身份认证服务暂不可用，请稍后重试。")
        if answer.status_code != httpx2.codes.OK:
            raise LoginRefusedError("登录未被身份认证服务接受，请重新登录。")
        body: dict[str, Any] = answer.json()
        return body

    def _read(self, answer: dict[str, Any], *, id_token: str) -> Tokens:
        try:
            ends = self._clock.now().timestamp() + float(answer["expires_in"])
            return Tokens(str(answer["access_token"]), answer.get("refresh_token"), id_token, ends)
        except (KeyError, TypeError, ValueError) as e:
            raise LoginRefusedError("身份认证服务的应答不完整，请重新登录。") from e

    async def _identity(self, token: str) -> dict[str, Any]:
        try:
            head = jwt.decode(token, await self._keys.keys_for(_kid(token)), algorithms=["RS256"])
        except (JoseError, ValueError, KeyError) as e:
            raise LoginRefusedError("身份令牌无效，请重新登录。") from e
        claims = dict(head.claims)
        aud = claims.get("aud")
        now = self._clock.now().timestamp()
        valid = (
            str(claims.get("iss", "")).rstrip("/") == self._issuer
            and self._settings.client_id in (aud if isinstance(aud, list) else [aud])
            and isinstance(claims.get("exp"), int | float)
            and claims["exp"] > now - _LEEWAY
        )
        if not valid:
            raise LoginRefusedError("身份令牌不是发给本系统的，请重新登录。")
        return claims


def _kid(token: str) -> str | None:
    kid = jws.extract_compact(token.encode()).headers().get("kid")
    return str(kid) if kid else None
