"""The issuer's few pages: rendered here, without scripts, under a strict policy."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

_HERE = Path(__file__).parent


class Pages:
    """Renders a page with the headers it needs."""

    def __init__(self) -> None:
        self._jinja = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(
        self, template: str, *, status: int = 200, form_target: str | None = None, **context: Any
    ) -> HTMLResponse:
        """A page; ``form_target`` is the client's address that a form's answer may redirect to."""
        body = self._jinja.get_template(template).render(**context)
        targets = "'self'"
        if form_target:
            parts = urlsplit(form_target)
            targets += f" {parts.scheme}://{parts.netloc}"
        headers = {
            "Content-Security-Policy": (
                "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
                f"frame-ancestors 'none'; form-action {targets}"
            ),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
        return HTMLResponse(body, status, headers)


def stylesheet() -> str:
    """The one style sheet."""
    return (_HERE / "static" / "issuer.css").read_text("utf-8")
