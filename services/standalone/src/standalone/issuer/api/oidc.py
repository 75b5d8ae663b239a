"""What clients and services ask the issuer for: discovery, keys, tokens, user info."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from fastapi import APIRouter, Request
from servicekit.auth import CurrentPrincipal
from starlette.responses import JSONResponse, Response

from standalone.issuer.clients import Client
from standalone.issuer.parts import IssuerParts, Parts
from standalone.issuer.tokens import TokenRefusedError

router = APIRouter()

_GRANTS = ["authorization_code", "refresh_token"]
_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@router.get("/.well-known/openid-configuration", summary="发现文档")
async def discovery(parts: IssuerParts) -> dict[str, Any]:
    own = parts.issuer
    return {
        "issuer": own,
        "authorization_endpoint": f"{own}/authorize",
        "token_endpoint": f"{own}/token",
        "userinfo_endpoint": f"{own}/userinfo",
        "jwks_uri": f"{own}/jwks",
        "end_session_endpoint": f"{own}/end_session",
        **_CAPABILITIES,
    }


_CAPABILITIES: dict[str, Any] = {
    "response_types_supported": ["code"],
    "response_modes_supported": ["query"],
    "grant_types_supported": _GRANTS,
    "code_challenge_methods_supported": ["S256"],
    "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
    "id_token_signing_alg_values_supported": ["RS256"],
    "subject_types_supported": ["public"],
    "scopes_supported": ["openid", "profile", "organization"],
    "prompt_values_supported": ["none", "login"],
    "authorization_response_iss_parameter_supported": True,
}


@router.get("/jwks", summary="公钥")
async def jwks(parts: IssuerParts) -> dict[str, Any]:
    return parts.keys.public()


@router.post("/token", summary="换取令牌")
async def token(request: Request, parts: IssuerParts) -> Response:
    body = (await request.body()).decode("utf-8", errors="replace")
    form = dict(parse_qsl(body, keep_blank_values=True))
    try:
        client = _authenticated(request, parts, form)
        return JSONResponse(_exchange(parts, client, form), headers=_NO_STORE)
    except TokenRefusedError as e:
        headers = dict(_NO_STORE)
        if e.status == 401:  # noqa: PLR2004
            headers["WWW-Authenticate"] = 'Basic realm="huajie"'
        refusal = {"error": e.error, "error_description": e.description}
        return JSONResponse(refusal, e.status, headers)


@router.get("/userinfo", summary="当前用户")
async def userinfo(parts: IssuerParts, principal: CurrentPrincipal) -> dict[str, Any]:
    account = parts.store.account(principal.username)
    known = account is not None and principal.unit in account.units
    return {
        "sub": principal.sub,
        "preferred_username": principal.username,
        "name": account.name if account else principal.username,
        "organization": (
            {principal.unit: parts.tokens.organization(account, principal.unit)}
            if known and account
            else {}
        ),
    }


def _exchange(parts: Parts, client: Client, form: Mapping[str, str]) -> dict[str, Any]:
    match form.get("grant_type"):
        case "authorization_code":
            return parts.tokens.by_code(
                client.client_id,
                form.get("code", ""),
                form.get("redirect_uri", ""),
                form.get("code_verifier", ""),
            )
        case "refresh_token":
            return parts.tokens.by_refresh(client.client_id, form.get("refresh_token", ""))
        case _:
            raise TokenRefusedError("unsupported_grant_type", f"one of {', '.join(_GRANTS)}")


def _authenticated(request: Request, parts: Parts, form: Mapping[str, str]) -> Client:
    client_id, secret = form.get("client_id", ""), form.get("client_secret")
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            user, _, password = base64.b64decode(value, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            user, password = "", ""
        client_id, secret = unquote_plus(user), unquote_plus(password)
    client = parts.clients.get(client_id)
    if client is None or not client.authenticates(secret):
        raise TokenRefusedError("invalid_client", "unknown client or wrong secret", 401)
    return client
