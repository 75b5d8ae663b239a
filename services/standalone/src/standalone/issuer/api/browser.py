"""The pages a browser walks through: authorize, log in, choose a unit, log out."""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from standalone.issuer import authorize
from standalone.issuer.authorize import AuthorizeError, AuthorizeRequest, UnknownClientError
from standalone.issuer.login import LoginRefusedError, Session
from standalone.issuer.pages import stylesheet
from standalone.issuer.parts import IssuerParts, Parts

router = APIRouter(include_in_schema=False)

SSO_COOKIE = "huajie_sso"
CSRF_COOKIE = "huajie_login"
_MAX_REQUEST = 4000
_EXPIRED = "页面已过期，请重新登录。"

Hidden = Annotated[str, Form(max_length=_MAX_REQUEST)]


@router.get("/authorize")
async def begin(request: Request, parts: IssuerParts) -> Response:
    query = dict(request.query_params)

    async def act(wanted: AuthorizeRequest) -> Response:
        session = parts.logins.current(request.cookies.get(SSO_COOKIE))
        if session is None or wanted.prompt == "login":
            return _ask_password(request, parts, wanted, query)
        return _go_on(request, parts, wanted, session, query)

    return await _answer(parts, query, act)


@router.post("/login")
async def log_in(
    request: Request,
    parts: IssuerParts,
    authorization_request: Hidden,
    csrf: Hidden,
    username: Annotated[str, Form(max_length=100)] = "",
    password: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    query = dict(parse_qsl(authorization_request, keep_blank_values=True))

    async def act(wanted: AuthorizeRequest) -> Response:
        if not own_form(request, parts, csrf):
            return _ask_password(request, parts, wanted, query, _EXPIRED, 400)
        return await _check_password(request, parts, wanted, query, username, password)

    return await _answer(parts, query, act)


@router.post("/unit")
async def choose_unit(
    request: Request, parts: IssuerParts, authorization_request: Hidden, csrf: Hidden, unit: Hidden
) -> Response:
    query = dict(parse_qsl(authorization_request, keep_blank_values=True))

    async def act(wanted: AuthorizeRequest) -> Response:
        session = parts.logins.current(request.cookies.get(SSO_COOKIE))
        if session is None or not own_form(request, parts, csrf):
            return _ask_password(request, parts, wanted, query, _EXPIRED, 400)
        return _finish(parts, wanted, session, unit)

    return await _answer(parts, query, act)


@router.get("/static/issuer.css")
async def styles() -> Response:
    return Response(stylesheet(), media_type="text/css; charset=utf-8")


async def _answer(
    parts: Parts, query: dict[str, str], act: Callable[[AuthorizeRequest], Awaitable[Response]]
) -> Response:
    """Check the authorization request, go on with it, and turn its refusals into answers."""
    try:
        return await act(authorize.parse(query, parts.clients, parts.issuer))
    except UnknownClientError:
        return _unknown_client(parts)
    except AuthorizeError as e:
        return RedirectResponse(e.location, 303)


async def _check_password(
    request: Request,
    parts: Parts,
    wanted: AuthorizeRequest,
    query: dict[str, str],
    username: str,
    password: str,
) -> Response:
    try:
        session = await parts.logins.log_in(username, password)
    except LoginRefusedError as e:
        return _ask_password(request, parts, wanted, query, e.sentence, 401, username)
    return _with_session(_go_on(request, parts, wanted, session, query), session, parts)


def _go_on(
    request: Request,
    parts: Parts,
    wanted: AuthorizeRequest,
    session: Session,
    query: dict[str, str],
) -> Response:
    units = list(session.account.units)
    if wanted.unit is not None:
        return _finish(parts, wanted, session, wanted.unit)
    if len(units) == 1:
        return _finish(parts, wanted, session, units[0])
    if not units or wanted.prompt == "none":
        raise wanted.refuse("interaction_required", "no unit or several units")
    return _ask(
        request, parts, wanted, query, "unit.html",
        name=session.account.name, units=[(u, parts.units.name_of(u)) for u in units],
    )  # fmt: skip


def _finish(parts: Parts, wanted: AuthorizeRequest, session: Session, unit: str) -> Response:
    if unit not in session.account.units:
        raise wanted.refuse("access_denied", "the account does not belong to this organization")
    return RedirectResponse(wanted.answer(parts.tokens.new_code(wanted, session, unit)), 303)


def _ask_password(
    request: Request,
    parts: Parts,
    wanted: AuthorizeRequest,
    query: dict[str, str],
    sentence: str = "",
    status: int = 200,
    username: str | None = None,
) -> Response:
    if wanted.prompt == "none":
        raise wanted.refuse("login_required", "not logged in")
    query = {k: v for k, v in query.items() if k != "prompt"}
    return _ask(
        request, parts, wanted, query, "login.html", status=status, sentence=sentence,
        username=username if username is not None else wanted.login_hint or "",
    )  # fmt: skip


def _ask(
    request: Request,
    parts: Parts,
    wanted: AuthorizeRequest,
    query: dict[str, str],
    template: str,
    *,
    status: int = 200,
    **context: object,
) -> Response:
    csrf = request.cookies.get(CSRF_COOKIE) or secrets.token_urlsafe(24)
    page = parts.pages.render(
        template, status=status, form_target=wanted.redirect_uri,
        authorization_request=urlencode(query), csrf=csrf, **context,
    )  # fmt: skip
    page.set_cookie(CSRF_COOKIE, csrf, httponly=True, samesite="lax", secure=_is_secure(parts))
    return page


def own_form(request: Request, parts: Parts, csrf: str) -> bool:
    """Whether a form came from a page that we showed to this very browser."""
    cookie = request.cookies.get(CSRF_COOKIE, "")
    origin = request.headers.get("origin", "null")
    return (
        bool(cookie)
        and hmac.compare_digest(cookie.encode(), csrf.encode())
        and origin in {"null", parts.issuer}
    )


def _with_session(answer: Response, session: Session, parts: Parts) -> Response:
    answer.set_cookie(
        SSO_COOKIE, session.sid, httponly=True, samesite="lax", secure=_is_secure(parts)
    )
    return answer


def _is_secure(parts: Parts) -> bool:
    return parts.issuer.startswith("https://")


def _unknown_client(parts: Parts) -> Response:
    return parts.pages.render(
        "message.html", status=400, title="无法登录",
        message="发起登录的应用或其返回地址没有登记，请从门户重新进入。",
    )  # fmt: skip
