"""Logging out (OpenID Connect RP-Initiated Logout)."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from joserfc import jwt
from joserfc.errors import JoseError
from starlette.responses import RedirectResponse, Response

from standalone.issuer.api.browser import CSRF_COOKIE, SSO_COOKIE, Hidden, own_form
from standalone.issuer.parts import IssuerParts, Parts

router = APIRouter(include_in_schema=False)


@router.get("/end_session")
async def end_session(request: Request, parts: IssuerParts) -> Response:
    return _end(request, parts, request.query_params)


@router.post("/end_session")
async def end_session_by_form(
    request: Request,
    parts: IssuerParts,
    id_token_hint: Hidden = "",
    post_logout_redirect_uri: Hidden = "",
    state: Hidden = "",
    csrf: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    if csrf and own_form(request, parts, csrf):
        return _out(request, parts, {}, request.cookies.get(SSO_COOKIE))
    asked = {
        "id_token_hint": id_token_hint,
        "post_logout_redirect_uri": post_logout_redirect_uri,
        "state": state,
    }
    return _end(request, parts, {k: v for k, v in asked.items() if v})


def _end(request: Request, parts: Parts, asked: Mapping[str, str]) -> Response:
    hint = _hint(parts, asked.get("id_token_hint", ""))
    if hint is not None:
        return _out(request, parts, {**asked, "client_id": hint["azp"]}, hint["sid"])
    if parts.logins.current(request.cookies.get(SSO_COOKIE)) is None:
        return _out(request, parts, {}, None)
    csrf = request.cookies.get(CSRF_COOKIE, "")
    return parts.pages.render("logout.html", csrf=csrf)


def _hint(parts: Parts, token: str) -> dict[str, Any] | None:
    """The claims of an identity token of ours; that it has expired does not matter here."""
    try:
        claims = jwt.decode(token, parts.keys.key_set(), algorithms=["RS256"]).claims
    except (JoseError, ValueError):
        return None
    is_ours = claims.get("iss") == parts.issuer and claims.get("typ") == "ID"
    return dict(claims) if is_ours else None


def _out(request: Request, parts: Parts, asked: Mapping[str, str], sid: str | None) -> Response:
    for ended in {sid, request.cookies.get(SSO_COOKIE)} - {None}:
        parts.store.end_session(str(ended))
    client = parts.clients.get(asked.get("client_id", ""))
    target = asked.get("post_logout_redirect_uri", "")
    answer: Response
    if client is not None and target in client.post_logout_uris:
        state = asked.get("state")
        answer = RedirectResponse(
            f"{target}?{urlencode({'state': state})}" if state else target, 303
        )
    else:
        answer = parts.pages.render("message.html", title="已退出", message="您已退出登录。")
    answer.delete_cookie(SSO_COOKIE)
    return answer
