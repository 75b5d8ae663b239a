"""Logging in by authorization code with PKCE, as a browser and a command-line client do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from servicekit.auth import KeyCache, TokenVerifier
from servicekit.clock import FixedClock
from servicekit.errors import UnauthenticatedError

from .. import conftest as c  # noqa: TID252  tests are no installed package

pytestmark = pytest.mark.timeout(60)


async def claims_of(browser: c.Browser, token: str) -> dict[str, object]:
    keys = KeySet.import_key_set((await browser.http.get("/jwks")).json())
    return dict(jwt.decode(token, keys, algorithms=["RS256"]).claims)


async def test_a_clerk_logs_in_and_the_services_accept_the_token(browser: c.Browser) -> None:
    tokens = await browser.tokens("wenhuajie.handler")
    verifier = TokenVerifier(
        issuer_url=c.ISSUER, audience="huajie-api", allowed_clients=("huajie-cli",),
        keys=KeyCache(c.ISSUER, browser.http),
    )  # fmt: skip
    who = await verifier.principal(tokens["access_token"])
    assert (who.username, who.unit, who.unit_kind.value) == (
        "wenhuajie.handler",
        "wenhuajie",
        "street",
    )
    assert {r.value for r in who.roles} == {"handler", "registrar", "late_entry"}
    with pytest.raises(UnauthenticatedError):
        await verifier.principal(tokens["id_token"])


async def test_the_claims_have_keycloaks_shape(browser: c.Browser) -> None:
    tokens = await browser.tokens("wenhuajie.handler")
    access = await claims_of(browser, tokens["access_token"])
    assert access["iss"] == c.ISSUER
    assert access["aud"] == "huajie-api"
    assert access["azp"] == "huajie-cli"
    assert access["typ"] == "Bearer"
    assert access["scope"] == "openid profile organization:wenhuajie"
    organizations = access["organization"]
    assert isinstance(organizations, dict)
    assert list(organizations) == ["wenhuajie"]
    entry = organizations["wenhuajie"]
    assert entry["kind"] == ["street"]
    assert "/承办" in entry["groups"]
    assert set(entry["resource_access"]["huajie-api"]["roles"]) == {
        "handler",
        "registrar",
        "late_entry",
    }
    identity = await claims_of(browser, tokens["id_token"])
    assert identity["nonce"] == "nonce-1"
    assert identity["aud"] == "huajie-cli"


async def test_the_login_page_says_that_it_is_for_development_only(browser: c.Browser) -> None:
    page = await browser.open()
    assert "开发用" in page.text
    assert "不得用于生产" in page.text
    assert "script" not in page.headers["content-security-policy"]
    assert "http://127.0.0.1:53124" in page.headers["content-security-policy"]


async def test_state_and_issuer_come_back_with_the_code(browser: c.Browser) -> None:
    answer = c.answer_of(await browser.log_in("daxinzhen.handler"))
    assert answer["state"] == "state-1"
    assert answer["iss"] == c.ISSUER


async def test_a_wrong_verifier_gets_no_token_and_spends_the_code(browser: c.Browser) -> None:
    code = await browser.code("wenhuajie.handler")
    wrong = await browser.exchange(code, code_verifier="x" * 50)
    assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_grant")
    assert (await browser.exchange(code)).json()["error"] == "invalid_grant"


async def test_a_code_works_once_and_its_second_use_revokes_what_the_first_gave(
    browser: c.Browser,
) -> None:
    code = await browser.code("wenhuajie.handler")
    first = await browser.exchange(code)
    assert first.status_code == 200
    assert (await browser.exchange(code)).json()["error"] == "invalid_grant"
    again = await browser.refresh(first.json()["refresh_token"])
    assert again.json()["error"] == "invalid_grant"


async def test_a_code_expires_after_a_minute(browser: c.Browser, wall: FixedClock) -> None:
    code = await browser.code("wenhuajie.handler")
    wall.move_to(wall.now() + timedelta(seconds=61))
    assert (await browser.exchange(code)).json()["error"] == "invalid_grant"


async def test_a_code_is_bound_to_its_client(browser: c.Browser) -> None:
    code = await browser.code("wenhuajie.handler")
    other = await browser.exchange(code, client_id="huajie-portal", client_secret=c.SECRET)
    assert other.json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"code_challenge": "short"},
    ],
)
async def test_without_pkce_s256_there_is_no_login_page(
    browser: c.Browser, changes: dict[str, str | None]
) -> None:
    answer = c.answer_of(await browser.open(**changes))
    assert answer["error"] == "invalid_request"
    assert answer["state"] == "state-1"


async def test_a_token_response_type_is_refused(browser: c.Browser) -> None:
    assert (
        c.answer_of(await browser.open(response_type="token"))["error"]
        == "unsupported_response_type"
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://evil.example/callback",
        "http://127.0.0.1:53124/elsewhere",
        "https://127.0.0.1:53124/callback",
        "http://127.0.0.1:53124@evil.example/callback",
        "http://127.0.0.1:53124/callback?x=1",
        "http://localhost:53124/callback",
    ],
)
async def test_an_unregistered_address_is_never_redirected_to(
    browser: c.Browser, address: str
) -> None:
    page = await browser.open(redirect_uri=address)
    assert page.status_code == 400
    assert "location" not in page.headers
    assert "没有登记" in page.text


async def test_the_portal_must_prove_itself_and_may(browser: c.Browser) -> None:
    address = f"{c.PORTAL}/auth/callback"
    portal = {"client_id": "huajie-portal", "redirect_uri": address}
    code = await browser.code("wenhuajie.handler", **portal)
    without = await browser.exchange(code, **portal)
    assert (without.status_code, without.json()["error"]) == (401, "invalid_client")
    wrong = await browser.exchange(code, **portal, client_secret="guess")
    assert wrong.status_code == 401
    right = await browser.exchange(code, **portal, client_secret=c.SECRET)
    assert right.status_code == 200, right.text


async def test_the_portal_may_not_use_the_command_lines_address(browser: c.Browser) -> None:
    assert (await browser.open(client_id="huajie-portal")).status_code == 400


async def test_a_form_from_another_browser_is_not_accepted(
    new_browser: Callable[[], c.Browser],
) -> None:
    mine, theirs = new_browser(), new_browser()
    page = await theirs.open()
    sent = await mine.send(page, username="xlb.analyst", password=mine.password("xlb.analyst"))
    assert sent.status_code == 400
    assert "页面已过期" in sent.text


async def test_logged_in_once_the_next_application_asks_no_password(browser: c.Browser) -> None:
    await browser.code("wenhuajie.handler")
    again = await browser.open()
    assert "code" in c.answer_of(again)
    forced = await browser.open(prompt="login")
    assert forced.status_code == 200


async def test_prompt_none_without_a_session_says_so(browser: c.Browser) -> None:
    assert c.answer_of(await browser.open(prompt="none"))["error"] == "login_required"


async def test_after_logging_out_the_session_and_its_tokens_are_gone(browser: c.Browser) -> None:
    tokens = await browser.tokens("wenhuajie.handler")
    out = await browser.http.get("/end_session", params={"id_token_hint": tokens["id_token"]})
    assert "已退出" in out.text
    assert (await browser.open()).status_code == 200
    assert (await browser.refresh(tokens["refresh_token"])).json()["error"] == "invalid_grant"


async def test_logging_out_returns_only_to_a_registered_address(browser: c.Browser) -> None:
    portal = {"client_id": "huajie-portal", "redirect_uri": f"{c.PORTAL}/auth/callback"}
    code = await browser.code("wenhuajie.handler", **portal)
    tokens = (await browser.exchange(code, **portal, client_secret=c.SECRET)).json()
    asked = {"id_token_hint": tokens["id_token"], "state": "s"}
    evil = await browser.http.get(
        "/end_session", params={**asked, "post_logout_redirect_uri": "http://evil.example/"}
    )
    assert evil.status_code == 200
    home = await browser.http.get(
        "/end_session", params={**asked, "post_logout_redirect_uri": f"{c.PORTAL}/"}
    )
    assert home.headers["location"] == f"{c.PORTAL}/?state=s"


async def test_userinfo_tells_who_the_bearer_is(browser: c.Browser) -> None:
    tokens = await browser.tokens("wenhuajie.handler")
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    answer = (await browser.http.get("/userinfo", headers=headers)).json()
    assert answer["preferred_username"] == "wenhuajie.handler"
    assert list(answer["organization"]) == ["wenhuajie"]
    assert (await browser.http.get("/userinfo")).status_code == 401
