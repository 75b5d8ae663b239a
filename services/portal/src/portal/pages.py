"""Renders pages: one Jinja environment, strict about names, escaping everything."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from contracts.units import UnitDirectory
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from servicekit.clock import Clock
from starlette.requests import Request
from starlette.responses import HTMLResponse

from portal import import_words, menu, repeat_words, words
from portal.assets import Assets

if TYPE_CHECKING:
    from portal.visit import Visit

_TEMPLATES = Path(__file__).parent / "templates"
_JSON_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
Crumb = tuple[str, str]
HTMX = json.dumps({
    "historyCacheSize": 0, "allowEval": False, "includeIndicatorStyles": False,
    "selfRequestsOnly": True, "scrollBehavior": "auto",
})  # fmt: skip


def script_json(data: Any) -> Markup:
    """Data for a JSON block: nothing in it can end the block or start a tag."""
    return Markup(json.dumps(data, ensure_ascii=False).translate(_JSON_ESCAPES))  # noqa: S704  escaped above


class Pages:
    """The portal's pages."""

    def __init__(self, assets: Assets, units: UnitDirectory, clock: Clock) -> None:
        self._clock = clock
        self._jinja = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True, auto_reload=False,
        )  # fmt: skip
        self._jinja.filters.update(
            day=words.day, instant=words.instant, percent=words.percent, script_json=script_json,
            term=lambda code, family: words.term(family, code), state=words.state,
            warning=lambda code: words.WARNINGS.get(code, code),
            unit=lambda code: units.name_of(code) if code else "—",
        )  # fmt: skip
        self._jinja.globals.update(
            asset=assets.url, htmx_config=HTMX, query=query, remaining=words.remaining,
            states=words.LEDGER_STATES, of_imports=import_words, of_repeats=repeat_words,
        )  # fmt: skip

    def show(
        self,
        visit: "Visit",
        template: str,
        *,
        title: str,
        crumbs: Sequence[Crumb] = (),
        status: int = 200,
        more: Mapping[str, Any] | None = None,
        **context: Any,
    ) -> HTMLResponse:
        """A page for a visitor; for htmx only the block that it asks to swap.

        What the template needs besides comes as keywords, or in ``more``.
        """
        request = visit.request
        wanted = request.headers.get("hx-target", "") if request.headers.get("hx-request") else ""
        known = self._jinja.get_template(template)
        values = {
            "title": title, "crumbs": crumbs, "visit": visit, "principal": visit.principal,
            "csrf": visit.session.csrf, "today": self._clock.today(),
            "rooms": menu.rooms_for(visit.principal), "here": menu.current(request.url.path),
            **context, **(more or {}),
        }  # fmt: skip
        if wanted in known.blocks:
            block = known.blocks[wanted]
            return HTMLResponse("".join(block(known.new_context(values))), status, _VARY)
        flashes = visit.session.take_flashes()
        return HTMLResponse(known.render(values, flashes=flashes), status, _VARY)

    def alone(
        self, template: str, *, title: str, status: int = 200, **context: Any
    ) -> HTMLResponse:
        """A page without a visitor: errors, logged out."""
        body = self._jinja.get_template(template).render(title=title, **context)
        return HTMLResponse(body, status)

    def of_request(self, request: Request, template: str, **context: Any) -> HTMLResponse:
        """A page outside a visit that knows which address was asked for."""
        return self.alone(template, path=request.url.path, **context)


_VARY = {"Vary": "HX-Request"}


def query(given: dict[str, Any], **changes: Any) -> str:
    """A query string: what was given, with changes; blanks are left out."""
    merged = {**given, **changes}
    return urlencode({k: v for k, v in merged.items() if v not in {None, ""}})
