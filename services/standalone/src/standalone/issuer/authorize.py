"""What an authorization request must look like, and how it is answered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from standalone.issuer.clients import Client

_CHALLENGE = re.compile(r"^[A-Za-z0-9_-]{43,128}$")


class UnknownClientError(Exception):
    """Nobody to send the user back to: the client or its address is not registered."""


class AuthorizeError(Exception):
    """The request is refused by a redirect back to the client (RFC 6749 §4.1.2.1)."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


@dataclass(frozen=True, slots=True)
class AuthorizeRequest:
    """A checked authorization request: code flow, PKCE S256."""

    client: Client
    redirect_uri: str
    scope: str
    state: str | None
    nonce: str | None
    code_challenge: str
    prompt: str | None
    login_hint: str | None
    issuer: str

    @property
    def unit(self) -> str | None:
        """The unit that the scope ``organization:<alias>`` names."""
        for word in self.scope.split():
            if word.startswith("organization:") and word != "organization:*":
                return word.partition(":")[2] or None
        return None

    def refuse(self, error: str, description: str) -> AuthorizeError:
        """The redirect that tells the client why not."""
        return AuthorizeError(_back(self.redirect_uri, self.state, self.issuer, error, description))

    def answer(self, code: str) -> str:
        """The redirect that carries the code."""
        query = {"code": code, "iss": self.issuer}
        if self.state is not None:
            query["state"] = self.state
        return f"{self.redirect_uri}?{urlencode(query)}"


def _back(uri: str, state: str | None, issuer: str, error: str, description: str) -> str:
    query = {"error": error, "error_description": description, "iss": issuer}
    if state is not None:
        query["state"] = state
    return f"{uri}?{urlencode(query)}"


def parse(query: Mapping[str, str], clients: Mapping[str, Client], issuer: str) -> AuthorizeRequest:
    """Check the parameters of an authorization request.

    Raises:
        UnknownClientError: the client or the redirect address is not registered.
        AuthorizeError: anything else is missing or wrong.
    """
    client = clients.get(query.get("client_id", ""))
    redirect_uri = query.get("redirect_uri", "")
    if client is None or not client.allows_redirect(redirect_uri):
        raise UnknownClientError
    request = AuthorizeRequest(
        client=client,
        redirect_uri=redirect_uri,
        scope=query.get("scope", ""),
        state=query.get("state"),
        nonce=query.get("nonce"),
        code_challenge=query.get("code_challenge", ""),
        prompt=query.get("prompt"),
        login_hint=query.get("login_hint"),
        issuer=issuer,
    )
    if query.get("response_type") != "code":
        raise request.refuse("unsupported_response_type", "only response_type=code")
    if query.get("code_challenge_method") != "S256" or not _CHALLENGE.match(request.code_challenge):
        raise request.refuse("invalid_request", "PKCE with code_challenge_method=S256 is required")
    if "openid" not in request.scope.split():
        raise request.refuse("invalid_scope", "scope must contain openid")
    return request
