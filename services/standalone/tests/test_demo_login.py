"""The replay's login against the real development issuer, over its HTTP pages."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from contracts.vocab import LeaderLevel
from pydantic import SecretStr
from standalone.demo.caller import Caller, Endpoints
from standalone.demo.cast import ADMINISTRATOR, OFFICE_ANALYST, Actor, Leader
from standalone.demo.oidc import Credentials, LoginForm, OidcClient, Wallet, claims_of
from standalone.demo.refusals import Refusal
from standalone.issuer.bootstrap import build
from standalone.issuer.seed import read_accounts
from standalone.issuer.settings import IssuerSettings
from typing_extensions import override

ISSUER = "http://127.0.0.1:8106"
UNITS = Path(__file__).parents[3] / "examples" / "units.csv"


class Issuer:
    """The issuer in this process, its requests counted."""

    def __init__(self, folder: Path) -> None:
        settings = IssuerSettings(
            data_dir=folder, client_secret=SecretStr("portal"), issuer_url=ISSUER, units_file=UNITS,
            log_level="WARNING",
        )  # fmt: skip
        self.app = build(settings)
        self.inner = httpx2.ASGITransport(app=self.app)
        self.passwords = {a.username: a.password for a in read_accounts(folder / "accounts.json")}
        self.seen: list[tuple[str, str]] = []

    def transport(self) -> httpx2.AsyncBaseTransport:
        issuer = self

        class Counting(httpx2.AsyncBaseTransport):
            @override
            async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
                issuer.seen.append((request.method, request.url.path))
                return await issuer.inner.handle_async_request(request)

        return Counting()


@pytest_asyncio.fixture
async def issuer(tmp_path: Path) -> AsyncIterator[Issuer]:
    issuer = Issuer(tmp_path)
    yield issuer
    issuer.app.state.parts.store.close()


def credentials(issuer: Issuer, actor: Actor = OFFICE_ANALYST) -> Credentials:
    return Credentials(actor.username, issuer.passwords[actor.username], actor.unit)


async def test_logging_in_walks_through_the_page_and_acts_for_one_unit(issuer: Issuer) -> None:
    tokens = await OidcClient(ISSUER, issuer.transport()).log_in(credentials(issuer))
    claims = claims_of(tokens.access)
    assert claims["preferred_username"] == "xlb.analyst"
    assert claims["azp"] == "huajie-cli"
    assert list(claims["organization"]) == ["xlb"]  # type: ignore[call-overload]
    assert issuer.seen == [
        ("GET", "/.well-known/openid-configuration"), ("GET", "/authorize"), ("POST", "/login"),
        ("POST", "/token"),
    ]  # fmt: skip


async def test_a_wrong_password_is_refused_with_a_sentence(issuer: Issuer) -> None:
    wrong = Credentials("xlb.analyst", "wrong-wrong", "xlb")
    with pytest.raises(Refusal, match="登录失败"):
        await OidcClient(ISSUER, issuer.transport()).log_in(wrong)


async def test_a_unit_the_account_does_not_belong_to_is_refused(issuer: Issuer) -> None:
    mine = credentials(issuer)
    with pytest.raises(Refusal, match="登录失败"):
        await OidcClient(ISSUER, issuer.transport()).log_in(
            Credentials(mine.username, mine.password, "wenhuajie")
        )


async def test_eight_users_of_one_account_log_in_once(issuer: Issuer) -> None:
    wallet, mine = Wallet(OidcClient(ISSUER, issuer.transport())), credentials(issuer)
    tokens = await asyncio.gather(*(wallet.token(mine) for _ in range(8)))
    assert len(set(tokens)) == 1
    assert issuer.seen.count(("POST", "/login")) == 1


async def test_a_token_near_its_end_is_refreshed_without_a_new_login(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    wallet, mine = Wallet(OidcClient(ISSUER, issuer.transport())), credentials(issuer)
    first = await wallet.token(mine)
    later = time.monotonic() + 260  # of 300 seconds
    monkeypatch.setattr("standalone.demo.oidc.time.monotonic", lambda: later)
    second = await wallet.token(mine)
    assert first != second
    assert issuer.seen.count(("POST", "/login")) == 1
    assert issuer.seen.count(("POST", "/token")) == 2


async def test_a_spent_refresh_token_leads_to_a_new_login(issuer: Issuer) -> None:
    client, mine = OidcClient(ISSUER, issuer.transport()), credentials(issuer)
    first = await client.log_in(mine)
    await client.refresh(mine, first)
    again = await client.refresh(mine, first)
    assert claims_of(again.access)["preferred_username"] == "xlb.analyst"
    assert issuer.seen.count(("POST", "/login")) == 2


def test_the_form_with_the_password_is_the_login_form() -> None:
    page = """<form action="/search"><input name="q"></form>
      <form action="/login?x=1&amp;y=2" method="post"><input type="hidden" name="csrf" value="a&quot;b">
      <input name="username"><input type="password" name="password"></form>"""
    form = LoginForm(page)
    assert form.action == "/login?x=1&y=2"
    assert form.fields == {"csrf": 'a"b'}


def a_caller(issuer: Issuer) -> Caller:
    caller = Caller(Endpoints(ISSUER, {}), issuer.passwords)
    caller._http = httpx2.AsyncClient(transport=issuer.transport())
    caller.wallet = Wallet(OidcClient(ISSUER, issuer.transport()))
    return caller


async def test_a_leaders_account_is_made_once_and_can_log_in(issuer: Issuer) -> None:
    leader = Leader("张三", "qld", LeaderLevel.COUNTY)
    body: dict[str, Any] = {
        "username": leader.username, "name": leader.name, "password": leader.password("s"),
        "unit": leader.unit, "roles": ["leader", "late_entry"],
    }  # fmt: skip
    async with a_caller(issuer) as caller:
        first = await caller.send(ADMINISTRATOR, "issuer", "POST", "/admin/accounts", json=body)
        second = await caller.send(ADMINISTRATOR, "issuer", "POST", "/admin/accounts", json=body)
        assert first == second
    who = Credentials(leader.username, leader.password("s"), "qld")
    tokens = await OidcClient(ISSUER, issuer.transport()).log_in(who)
    assert list(claims_of(tokens.access)["organization"]) == ["qld"]  # type: ignore[call-overload]


async def test_an_account_without_a_known_password_is_named(issuer: Issuer) -> None:
    async with a_caller(issuer) as caller:
        with pytest.raises(Refusal, match=r"nobody\.handler"):
            await caller.get(Actor("nobody.handler", "nobody"), "issuer", "/userinfo")
