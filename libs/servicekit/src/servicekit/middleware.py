"""ASGI middleware: request ids, access log, metrics, and a limit on the size of bodies."""

import re
import time
from typing import Any

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from servicekit.errors import Category, DomainError
from servicekit.ids import new_id
from servicekit.logging import get_logger
from servicekit.metrics import DURATION, REQUESTS
from servicekit.problem import problem

log = get_logger("access")
_SAFE_ID = re.compile(r"^[A-Za-z0-9_.:-]{1,80}$")
_QUIET = frozenset({"/livez", "/readyz", "/metrics"})


class BodyTooLargeError(DomainError):
    """The request body passes the limit."""

    code = "body_too_large"
    category = Category.TOO_LARGE


class RequestContext:
    """Gives each request its ids, writes one log line and counts it."""

    def __init__(self, app: ASGIApp, *, service: str) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        request_id = str(new_id())
        given = headers.get("x-correlation-id", "")
        correlation = given if _SAFE_ID.match(given) else request_id
        state: dict[str, Any] = scope.setdefault("state", {})
        state["request_id"], state["correlation_id"] = request_id, correlation
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(
            service=self._service, request_id=request_id, correlation_id=correlation
        )
        started, status = time.perf_counter(), 500

        async def tagged(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", []),
                    (b"x-request-id", request_id.encode()),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        try:
            await self._app(scope, receive, tagged)
        finally:
            self._record(scope, status, time.perf_counter() - started)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        if scope["path"] in _QUIET:
            return
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        REQUESTS.labels(self._service, method, route, str(status)).inc()
        DURATION.labels(self._service, method, route).observe(seconds)
        log.info(
            "request", method=method, route=route, status=status,
            duration_ms=round(seconds * 1000, 1),
        )  # fmt: skip


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class BodyLimit:
    """Refuses bodies over the limit, declared or streamed, before they fill memory."""

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > self._limit:
            await self._refuse(scope, receive, send)
            return
        seen, refused = 0, False

        async def counted() -> Message:
            nonlocal seen, refused
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._limit:
                refused = True
                raise BodyTooLargeError(self._sentence())
            return message

        async def unless_refused(message: Message) -> None:
            # The framework turns an error while reading the body into a 400 of its own.
            if not refused:
                await send(message)

        try:
            await self._app(scope, counted, unless_refused)
        except BodyTooLargeError:
            refused = True
        if refused:
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        answer = problem(413, BodyTooLargeError.code, self._sentence(), request)
        await answer(scope, receive, send)

    def _sentence(self) -> str:
        return f"上传内容超过 {self._limit / (1024 * 1024):.3g} MB 的上限。"
