"""One request of a logged-in browser: its session, its fresh token, the services on its behalf."""

import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import Depends, Request
from servicekit.auth import Principal
from servicekit.errors import Category, DomainError
from servicekit.ids import new_id
from servicekit.logging import bind_log_context
from starlette.datastructures import FormData

from portal import cookies
from portal.clients.services import Services
from portal.oidc import LoginRefusedError
from portal.sessions import Session

if TYPE_CHECKING:
    from portal.bootstrap import Parts

_REFRESH_BEFORE = 30.0


class LoginRequiredError(Exception):
    """There is no session (any more)."""


class ForgedFormError(DomainError):
    """A form that this portal did not hand out to this browser."""

    code = "forged_form"
    category = Category.FORBIDDEN


@dataclass(slots=True)
class Visit:
    """What a page needs to know about who asks, and the services."""

    request: Request
    session: Session
    parts: "Parts"

    @property
    def principal(self) -> Principal:
        """Who asks."""
        return self.session.principal

    @property
    def services(self) -> Services:
        """The services, with the visitor's token."""
        correlation_id = getattr(self.request.state, "correlation_id", None)
        return Services(self.parts.upstreams, self.session.tokens.access, correlation_id)


def parts_of(request: Request) -> "Parts":
    """The wired parts of the application."""
    parts: Parts = request.app.state.parts
    return parts


async def _visit(request: Request) -> Visit:
    parts = parts_of(request)
    sid = request.cookies.get(cookies.SESSION)
    session = parts.sessions.get(sid)
    if session is None:
        raise LoginRequiredError
    async with session.lock:
        if session.tokens.expires - parts.clock.now().timestamp() < _REFRESH_BEFORE:
            try:
                session.tokens = await parts.oidc.refresh(session.tokens)
            except LoginRefusedError:
                parts.sessions.close(sid)
                raise LoginRequiredError from None
    bind_log_context(sub=session.principal.sub, unit=session.principal.unit)
    return Visit(request, session, parts)


CurrentVisit = Annotated[Visit, Depends(_visit)]
"""The visit of a logged-in browser; without one the login begins."""


def _is_ours(request: Request, origin: str) -> bool:
    sent = request.headers.get("origin")
    if sent is None:
        return request.headers.get("sec-fetch-site") == "same-origin"
    return sent == origin


async def _submitted(request: Request, visit: CurrentVisit) -> AsyncIterator[FormData]:
    if not _is_ours(request, visit.parts.settings.origin):
        raise ForgedFormError("表单不是从本系统页面提交的，没有受理。请从系统页面重新填写。")
    async with request.form() as form:
        sent = form.get("csrf")
        if not isinstance(sent, str) or not hmac.compare_digest(
            sent.encode(), visit.session.csrf.encode()
        ):
            raise ForgedFormError("页面已过期，内容没有提交。请返回上一页刷新后重新提交。")
        yield form


def form_key(data: FormData) -> str:
    """The idempotency key that came with a form; a doctored one is replaced."""
    sent = data.get("key")
    try:
        return str(UUID(sent if isinstance(sent, str) else ""))
    except ValueError:
        return str(new_id())


Submitted = Annotated[FormData, Depends(_submitted)]
"""The fields of a form that this portal handed out to this session."""
