"""Logging in and out."""

import secrets

from fastapi import APIRouter, Request
from servicekit.errors import UnauthenticatedError
from starlette.responses import RedirectResponse, Response

from portal import cookies
from portal.addresses import inner
from portal.oidc import LoginRefusedError
from portal.visit import CurrentVisit, Submitted, parts_of

router = APIRouter(include_in_schema=False)


@router.get("/login")
async def begin(request: Request, next: str = "/") -> Response:  # noqa: A002  the word in the address
    parts = parts_of(request)
    browser = request.cookies.get(cookies.BROWSER) or secrets.token_urlsafe(24)
    attempt = parts.attempts.begin(inner(next), browser)
    again = bool({cookies.AGAIN, cookies.SESSION} & request.cookies.keys())
    answer = RedirectResponse(await parts.oidc.authorization_url(attempt, ask_password=again), 303)
    cookies.keep(answer, cookies.BROWSER, browser, max_age=3600)
    return answer


@router.get("/auth/callback")
async def callback(
    request: Request, state: str = "", code: str = "", error: str = "", iss: str = ""
) -> Response:
    parts = parts_of(request)
    attempt = parts.attempts.take(state, request.cookies.get(cookies.BROWSER))
    if error or not code or (iss and iss.rstrip("/") != parts.settings.issuer_url.rstrip("/")):
        raise LoginRefusedError("登录没有完成，请重新登录。")
    tokens, identity = await parts.oidc.exchange(code, attempt)
    principal = await parts.verifier.principal(tokens.access)
    if principal.sub != identity.get("sub"):
        raise UnauthenticatedError("登录应答前后不一致，请重新登录。")
    parts.sessions.close(request.cookies.get(cookies.SESSION))
    name = str(identity.get("name") or principal.username)
    answer = RedirectResponse(attempt.next, 303)
    cookies.keep(answer, cookies.SESSION, parts.sessions.open(principal, name, tokens))
    cookies.drop(answer, cookies.AGAIN)
    return answer


@router.post("/logout")
async def leave(request: Request, visit: CurrentVisit, _: Submitted) -> Response:
    visit.parts.sessions.close(request.cookies.get(cookies.SESSION))
    await visit.parts.oidc.end(visit.session.tokens)
    answer = RedirectResponse("/logged-out", 303)
    cookies.drop(answer, cookies.SESSION)
    return answer


@router.get("/logged-out")
async def left(request: Request) -> Response:
    return parts_of(request).pages.of_request(request, "logged_out.html", title="您已退出登录")
