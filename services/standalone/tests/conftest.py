"""Fixtures of the standalone stack: an issuer in process with two units, fake processes, ports."""

import re
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from servicekit.clock import FixedClock
from standalone.accounts import account_of
from standalone.issuer.bootstrap import build
from standalone.issuer.settings import IssuerSettings
from standalone.issuer.tokens import s256
from standalone.layout import DataFolder
from testkit.ports import free_ports

ISSUER = "http://127.0.0.1:8106"
PORTAL = "http://127.0.0.1:8100"
SECRET = "portal-secret-of-this-test"
CALLBACK = "http://127.0.0.1:53124/callback"
UNITS = """code,name,kind,aliases
xlb,甲区信联办,district_office,
xfj,甲区信访局,district_office,
wenhuajie,文化街街道,street,
daxinzhen,大新镇,township,
qld,甲区领导,leaders,
"""


@pytest.fixture
def units_csv(tmp_path: Path) -> Path:
    file = tmp_path / "units.csv"
    file.write_text(UNITS, encoding="utf-8")
    return file


@pytest.fixture
def wall() -> FixedClock:
    return FixedClock(datetime.now(UTC))


@pytest.fixture
def issuer_settings(tmp_path: Path, units_csv: Path) -> IssuerSettings:
    data = tmp_path / "data"
    data.mkdir()
    return IssuerSettings(
        data_dir=data, units_file=units_csv, client_secret=SECRET, issuer_url=ISSUER,
        public_url=PORTAL, env="development",
    )  # fmt: skip


@dataclass
class Browser:
    """A person's browser at the issuer."""

    http: httpx2.AsyncClient
    folder: DataFolder
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def password(self, username: str) -> str:
        return account_of(self.folder, username).password

    def query(self, **changes: str | None) -> dict[str, str]:
        wanted = {
            "response_type": "code", "client_id": "huajie-cli", "redirect_uri": CALLBACK,
            "scope": "openid profile", "state": "state-1", "nonce": "nonce-1",
            "code_challenge": s256(self.verifier), "code_challenge_method": "S256", **changes,
        }  # fmt: skip
        return {k: v for k, v in wanted.items() if v is not None}

    async def open(self, **changes: str | None) -> httpx2.Response:
        return await self.http.get("/authorize", params=self.query(**changes))

    async def send(self, page: httpx2.Response, **typed: str) -> httpx2.Response:
        action = re.search(r'<form method="post" action="([^"]+)"', page.text)
        hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        assert action is not None
        data = {**{k: unescape(v) for k, v in hidden}, **typed}
        return await self.http.post(action[1], data=data)

    async def log_in(
        self, username: str, password: str | None = None, **changes: str | None
    ) -> httpx2.Response:
        page = await self.open(**changes)
        secret = self.password(username) if password is None else password
        return await self.send(page, username=username, password=secret)

    async def code(self, username: str, **changes: str | None) -> str:
        return answer_of(await self.log_in(username, **changes))["code"]

    async def exchange(self, code: str, **changes: str) -> httpx2.Response:
        form = {
            "grant_type": "authorization_code", "client_id": "huajie-cli", "code": code,
            "redirect_uri": CALLBACK, "code_verifier": self.verifier, **changes,
        }  # fmt: skip
        return await self.http.post("/token", data=form)

    async def tokens(self, username: str, **changes: str | None) -> dict[str, Any]:
        answer = await self.exchange(await self.code(username, **changes))
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def refresh(self, token: str) -> httpx2.Response:
        form = {"grant_type": "refresh_token", "client_id": "huajie-cli", "refresh_token": token}
        return await self.http.post("/token", data=form)


def answer_of(redirect: httpx2.Response) -> dict[str, str]:
    assert redirect.status_code == 303, redirect.text
    return {k: v[0] for k, v in parse_qs(urlsplit(redirect.headers["location"]).query).items()}


@pytest.fixture
async def new_browser(
    issuer_settings: IssuerSettings, wall: FixedClock
) -> AsyncIterator[Callable[[], Browser]]:
    app = build(issuer_settings, wall)
    transport = httpx2.ASGITransport(app=app)
    opened: list[httpx2.AsyncClient] = []

    def make() -> Browser:
        http = httpx2.AsyncClient(transport=transport, base_url=ISSUER)
        opened.append(http)
        return Browser(http, DataFolder(issuer_settings.data_dir))

    async with app.router.lifespan_context(app):
        yield make
        for http in opened:
            await http.aclose()


@pytest.fixture
def browser(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser()


@pytest.fixture
def free_base_port() -> int:
    """The first of nine neighbouring free ports."""
    return free_ports(9)
