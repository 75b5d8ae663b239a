"""ASGI middleware: security headers on every answer, only our own host name, pages for people."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TOO_LARGE = 413
_PROBES = frozenset({"/livez", "/readyz", "/metrics"})

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)


def security_headers(*, https: bool) -> dict[str, str]:
    """Headers of every answer; pages are never cached."""
    headers = {
        "content-security-policy": POLICY,
        "referrer-policy": "same-origin",
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
        "cache-control": "no-store",
    }
    if https:
        headers["strict-transport-security"] = "max-age=31536000"
    return headers


class Guard:
    """Adds the headers and sends a browser that used another host name to the public address."""

    def __init__(self, app: ASGIApp, *, public_url: str) -> None:
        self._app = app
        parts = urlsplit(public_url)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._host = parts.netloc
        self._headers = [
            (k.encode(), v.encode())
            for k, v in security_headers(https=parts.scheme == "https").items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", [])
                names = {k.lower() for k, _ in given}
                message["headers"] = [*given, *(h for h in self._headers if h[0] not in names)]
            await send(message)

        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        if host.lower() != self._host.lower() and scope["path"] not in _PROBES:
            await self._send_home(scope, secured)
            return
        await self._app(scope, receive, secured)

    async def _send_home(self, scope: Scope, send: Send) -> None:
        """Redirect a read; refuse a write, whose form was not ours."""
        is_read = scope["method"] in {"GET", "HEAD"}
        headers = [(b"content-length", b"0")]
        if is_read:
            path = quote(scope["path"], safe="/%:@!$&'()*+,;=~-._")
            query = scope["query_string"].decode("latin-1")
            target = f"{self._origin}{path}" + (f"?{query}" if query else "")
            headers.append((b"location", target.encode("latin-1")))
        status = 303 if is_read else 421
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


class PageForTooLarge:
    """The body limit answers in JSON; people get a page instead."""

    def __init__(self, app: ASGIApp, *, page: Callable[[Request], Response]) -> None:
        self._app = app
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        replaced = False

        async def readable(message: Message) -> None:
            nonlocal replaced
            if replaced:
                return
            if message["type"] == "http.response.start" and message["status"] == _TOO_LARGE:
                kinds = [v for k, v in message["headers"] if k.lower() == b"content-type"]
                replaced = kinds == [b"application/problem+json"]
            if replaced:
                await self._page(Request(scope))(scope, receive, send)
            else:
                await send(message)

        await self._app(scope, receive, readable)
