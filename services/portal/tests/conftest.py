"""The portal between stand-ins: an issuer with a real key, and services that record what they get."""

import base64
import hashlib
import json
import re
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx2
import pytest
import pytest_asyncio
from portal.main import create_app
from portal.settings import PortalSettings
from servicekit.clock import FixedClock
from testkit.http import client_for
from testkit.identity import ISSUER, Identity

PORTAL = "https://portal.test"
SECRET = "a-client-secret"
CASE = "0198a000-0000-7000-8000-000000000001"
UNITS = Path(__file__).resolve().parents[3] / "examples" / "units.csv"
Answer = tuple[int, Any] | Callable[["Call"], tuple[int, Any]]


@dataclass
class Call:
    """One request that a service got."""

    service: str
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


@dataclass
class World:
    """The services: answers by (service, method, path pattern), and every request in order."""

    answers: list[tuple[str, str, re.Pattern[str], Answer]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    down: set[str] = field(default_factory=set)

    def answer(self, service: str, method: str, path: str, answer: Answer) -> None:
        self.answers.insert(0, (service, method, re.compile(path + "$"), answer))

    def sent(self, method: str, path: str) -> list[Call]:
        return [c for c in self.calls if c.method == method and re.fullmatch(path, c.path)]

    def transport(self) -> httpx2.MockTransport:
        return httpx2.MockTransport(self._handle)

    def _handle(self, request: httpx2.Request) -> httpx2.Response:
        service = request.url.host.partition(".")[0]
        if service in self.down:
            raise httpx2.ConnectError("down", request=request)
        call = Call(
            service,
            request.method,
            request.url.path,
            dict(parse_qsl(request.url.query.decode())),
            {k.lower(): v for k, v in request.headers.items()},
            request.read(),
        )
        self.calls.append(call)
        for name, method, pattern, answer in self.answers:
            if (name, method) == (service, request.method) and pattern.match(request.url.path):
                status, body = answer(call) if callable(answer) else answer
                if status == httpx2.codes.NO_CONTENT:
                    return httpx2.Response(status)
                if isinstance(body, bytes):
                    return httpx2.Response(status, content=body)
                return httpx2.Response(status, json=body)
        return httpx2.Response(404, json=problem("case_not_found", "没有找到该案件。"))


def problem(code: str, detail: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "detail": detail, **more}


class Issuer:
    """A real authorization server in small: code, PKCE, refresh rotation, signatures."""

    def __init__(self, identity: Identity, clock: FixedClock) -> None:
        self.identity = identity
        self.clock = clock
        self.who: dict[str, Any] = {"unit": "wenhuajie", "kind": "street", "roles": ["handler"]}
        self.codes: dict[str, dict[str, str]] = {}
        self.refreshable: set[str] = set()
        self.given: list[str] = []
        self.asked: list[dict[str, str]] = []
        self.ended: list[dict[str, str]] = []
        self.lifetime = 300
        self.down = False
        self.nonce: str | None = None

    def transport(self) -> httpx2.MockTransport:
        return httpx2.MockTransport(self._handle)

    def authorize(self, location: str) -> str:
        """What a browser does with the redirect to the issuer, the password typed in."""
        query = {k: v[0] for k, v in parse_qs(urlsplit(location).query).items()}
        self.asked.append(query)
        code = secrets.token_urlsafe(12)
        self.codes[code] = query
        back = urlencode({"code": code, "state": query["state"], "iss": ISSUER})
        return f"{query['redirect_uri']}?{back}"

    def _handle(self, request: httpx2.Request) -> httpx2.Response:
        if self.down:
            raise httpx2.ConnectError("down", request=request)
        form = dict(parse_qsl(request.read().decode()))
        match request.url.path:
            case "/.well-known/openid-configuration":
                names = {"authorization": "authorize", "token": "token", "end_session": "end"}
                found = {f"{k}_endpoint": f"{ISSUER}/{v}" for k, v in names.items()}
                found |= {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks"}
                return httpx2.Response(200, json=found)
            case "/jwks":
                return httpx2.Response(
                    200, json={"keys": [self.identity.key.as_dict(private=False)]}
                )
            case "/token":
                return self._token(form)
            case _:
                self.ended.append(form)
                return httpx2.Response(200, text="ok")

    def _token(self, form: dict[str, str]) -> httpx2.Response:
        if form.get("client_secret") != SECRET:
            return httpx2.Response(401, json={"error": "invalid_client"})
        nonce = None
        if form["grant_type"] == "authorization_code":
            asked = self.codes.pop(form["code"], None)
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            if asked is None or challenge != asked["code_challenge"]:
                return httpx2.Response(400, json={"error": "invalid_grant"})
            nonce = self.nonce or asked["nonce"]
        elif form["refresh_token"] not in self.refreshable:
            return httpx2.Response(400, json={"error": "invalid_grant"})
        self.refreshable.clear()
        claims = self.identity.claims(**self.who, azp="huajie-portal", jti=secrets.token_hex(8))
        id_claims = {
            "iss": ISSUER,
            "aud": "huajie-portal",
            "sub": claims["sub"],
            "name": "张承办",
            "exp": self.clock.now().timestamp() + 300,
            "nonce": nonce,
        }
        refresh = secrets.token_urlsafe(16)
        self.refreshable.add(refresh)
        answer = {
            "access_token": self.identity.sign(claims),
            "refresh_token": refresh,
            "id_token": self.identity.sign(id_claims),
            "expires_in": self.lifetime,
        }
        self.given += [answer["access_token"], answer["refresh_token"], answer["id_token"]]
        return httpx2.Response(200, json=answer)


class Form(HTMLParser):
    """The fields of the form whose action is ``action``, as a browser would send them untouched."""

    def __init__(self, html: str, action: str) -> None:
        super().__init__()
        self._wanted = action
        self._inside = False
        self._area: str | None = None
        self._select: str | None = None
        self.fields: dict[str, Any] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        if tag == "form":
            self._inside = a.get("action") == self._wanted
        if not self._inside:
            return
        name = a.get("name")
        if tag == "input" and name:
            if a.get("type") in {"checkbox", "radio"} and "checked" not in a:
                return
            self.fields[name] = a.get("value") or ""
        elif tag == "textarea":
            self._area, self.fields[name or ""] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in a:
            self.fields[self._select] = a.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        elif tag == "form":
            self._inside = False


@dataclass
class Browser:
    """A browser at the portal: cookies, forms, the login dance."""

    http: httpx2.AsyncClient
    issuer: Issuer
    world: World

    async def get(self, path: str, **kw: Any) -> httpx2.Response:
        return await self.http.get(path, **kw)

    async def post(self, path: str, data: dict[str, Any], **kw: Any) -> httpx2.Response:
        headers = {"Origin": PORTAL, **kw.pop("headers", {})}
        return await self.http.post(path, data=data, headers=headers, **kw)

    async def login(self, path: str = "/login", **who: Any) -> httpx2.Response:
        if who:
            self.issuer.who = who
        begun = await self.get(path)
        assert begun.status_code == 303, begun.text
        return await self.get(self.issuer.authorize(begun.headers["location"]))

    async def form(self, path: str, action: str = "") -> dict[str, Any]:
        page = await self.get(path)
        assert page.status_code == 200, page.text
        return Form(page.text, action or urlsplit(path).path).fields


@pytest.fixture
def world() -> World:
    world = World()
    for service in ("assignment", "mediation", "supervision"):
        world.answer(service, "GET", "/v1/desk", (200, {"items": []}))
    return world


@pytest.fixture
def issuer(identity: Identity, clock: FixedClock) -> Issuer:
    return Issuer(identity, clock)


@pytest.fixture
def settings() -> PortalSettings:
    names = ("intake", "assignment", "mediation", "supervision", "reporting")
    urls = {f"{n}_url": f"http://{n}.test" for n in names}
    return PortalSettings(
        issuer_url=ISSUER,
        public_url=PORTAL,
        client_secret=SECRET,
        units_file=UNITS,
        log_level="ERROR",
        max_body_bytes=200_000,
        **urls,
    )


@pytest_asyncio.fixture
async def browser(
    settings: PortalSettings, issuer: Issuer, world: World, clock: FixedClock
) -> AsyncIterator[Browser]:
    app = create_app(settings, clock=clock, issuer=issuer.transport(), services=world.transport())
    async with client_for(app) as http:
        http.base_url = PORTAL
        yield Browser(http, issuer, world)


def sample(name: str) -> Any:
    """Answers of the services on realistic data, with invented persons."""
    return json.loads((Path(__file__).parent / "samples" / f"{name}.json").read_text("utf-8"))


def fill(world: World) -> World:
    """Let every service answer with the samples."""
    case, desk, rates = sample("case"), sample("desk"), sample("rates")
    one = "/v1/cases/[0-9a-f-]+"
    world.answer("intake", "GET", one, (200, case["intake"]))
    world.answer("assignment", "GET", one, (200, case["duty"]))
    world.answer("mediation", "GET", one, (200, case["work"]))
    world.answer("mediation", "GET", f"{one}/records", (200, case["records"]))
    world.answer("mediation", "GET", f"{one}/closure-report", (200, case["report"]))
    world.answer("supervision", "GET", one, (200, case["check"]))
    world.answer("reporting", "GET", one, (200, case["reported"]))
    world.answer("reporting", "GET", f"{one}/timeline", (200, case["timeline"]))
    for service, items in desk.items():
        world.answer(service, "GET", "/v1/desk", (200, {"items": items}))
    world.answer("reporting", "GET", "/v1/ledger", (200, sample("ledger")))
    world.answer("reporting", "GET", "/v1/ledger/export", (200, b"PK-a-workbook"))
    world.answer(
        "reporting",
        "GET",
        "/v1/rates",
        lambda c: (200, {"as_of": c.query["as_of"], "rows": rates[c.query["group_by"]]}),
    )
    world.answer("reporting", "GET", "/v1/series", (200, sample("series")))
    world.answer("reporting", "GET", "/v1/milestones", (200, sample("milestones")))
    world.answer("assignment", "GET", "/v1/cases", (200, sample("ready")))
    world.answer("intake", "GET", "/v1/cases", (200, sample("registered")))
    world.answer("assignment", "GET", "/v1/batches", (200, sample("batches")))
    imported = sample("import")
    world.answer("intake", "GET", "/v1/imports", (200, imported["imports"]))
    world.answer("intake", "GET", "/v1/imports/[0-9a-f-]+", (200, imported["imported"]))
    world.answer("intake", "GET", "/v1/imports/[0-9a-f-]+/rows", (200, imported["rows"]))
    world.answer("intake", "GET", "/v1/imports/[0-9a-f-]+/mapping", (200, imported["mapping"]))
    world.answer("intake", "GET", "/v1/import-mappings", (200, imported["remembered"]))
    linked = sample("repeats")
    world.answer("intake", "GET", "/v1/repeat-links", (200, linked["page"]))
    world.answer("intake", "GET", "/v1/repeat-links/[0-9a-f-]+", (200, linked["pair"]))
    world.answer("intake", "GET", "/v1/repeat-quality", (200, linked["quality"]))
    world.answer("intake", "GET", "/v1/matters", (200, linked["matters"]))
    world.answer("intake", "GET", "/v1/matters/[0-9a-f-]+", (200, linked["matter"]))
    world.answer("intake", "POST", "/v1/similar-cases", (200, linked["similar"]))
    return world


@pytest.fixture
def full(world: World) -> World:
    return fill(world)
