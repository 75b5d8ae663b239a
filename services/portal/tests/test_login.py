"""Logging in and out, sessions, and what must never be possible."""

from datetime import timedelta
from typing import Any

import pytest
from portal.settings import PortalSettings
from pydantic import ValidationError
from servicekit.clock import FixedClock

PORTAL = "https://portal.test"


async def test_a_visitor_without_session_is_sent_to_the_login_with_the_way_back(browser: Any):
    page = await browser.get("/ledger?state=issued")
    assert page.status_code == 303
    assert page.headers["location"] == "/login?next=/ledger%3Fstate%3Dissued"


async def test_login_uses_code_with_pkce_state_and_nonce_and_returns_to_the_page(browser: Any):
    back = await browser.login("/login?next=/ledger%3Fstate%3Dissued")
    asked = browser.issuer.asked[0]
    assert asked["code_challenge_method"] == "S256"
    assert asked["response_type"] == "code"
    assert len(asked["state"]) > 20
    assert len(asked["nonce"]) > 20
    assert (back.status_code, back.headers["location"]) == (303, "/ledger?state=issued")


async def test_the_session_cookie_is_host_bound_http_only_secure_and_lax(browser: Any):
    back = await browser.login()
    cookie = next(c for c in back.headers.get_list("set-cookie") if c.startswith("__Host-huajie="))
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


async def test_no_token_ever_reaches_the_browser(browser: Any):
    begun = await browser.get("/login")
    answers = [begun, await browser.get(browser.issuer.authorize(begun.headers["location"]))]
    answers.append(await browser.get("/"))
    assert answers[-1].status_code == 200
    page = answers[-1].text
    form = {"csrf": page.split('name="csrf" value="')[1].split('"')[0]}
    answers.append(await browser.post("/logout", form))
    assert len(browser.issuer.given) == 3
    for answer in answers:
        whole = answer.text + str(answer.headers)
        assert not any(token in whole for token in browser.issuer.given)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.test/", "//evil.test/", "/\\evil.test", "javascript:alert(1)",
        "/login?next=/", "/auth/callback?code=1", "/%0d%0aSet-Cookie:x", "\t//evil.test",
    ],
)  # fmt: skip
async def test_the_way_back_cannot_lead_out_of_the_portal(browser: Any, target: str):
    begun = await browser.get("/login", params={"next": target})
    back = await browser.get(browser.issuer.authorize(begun.headers["location"]))
    assert back.status_code == 303
    location = back.headers["location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\", "/login", "/auth"))


async def test_an_answer_with_another_state_is_refused(browser: Any):
    begun = await browser.get("/login")
    target = browser.issuer.authorize(begun.headers["location"])
    state = browser.issuer.asked[0]["state"]
    page = await browser.get(target.replace(state, "someone-elses-state"))
    assert page.status_code == 422
    assert "登录请求已失效" in page.text
    assert "__Host-huajie=" not in str(page.headers)


async def test_an_answer_in_another_browser_is_refused(browser: Any):
    begun = await browser.get("/login")
    target = browser.issuer.authorize(begun.headers["location"])
    browser.http.cookies.clear()
    assert (await browser.get(target)).status_code == 422


async def test_an_answer_counts_once(browser: Any):
    begun = await browser.get("/login")
    target = browser.issuer.authorize(begun.headers["location"])
    assert (await browser.get(target)).status_code == 303
    assert (await browser.get(target)).status_code == 422


async def test_an_identity_token_with_another_nonce_is_refused(browser: Any):
    browser.issuer.nonce = "not-the-one"
    page = await browser.login()
    assert page.status_code == 401
    assert "登录应答与请求不符" in page.text


async def test_an_answer_that_names_another_issuer_is_refused(browser: Any):
    begun = await browser.get("/login")
    target = browser.issuer.authorize(begun.headers["location"])
    page = await browser.get(target.replace("issuer.test", "other.test"))
    assert page.status_code == 401


async def test_an_idle_session_ends_and_the_password_is_asked_again(
    browser: Any, clock: FixedClock
):
    await browser.login()
    clock.move_to(clock.now() + timedelta(minutes=14))
    assert (await browser.get("/")).status_code == 200
    clock.move_to(clock.now() + timedelta(minutes=16))
    assert (await browser.get("/")).status_code == 303
    begun = await browser.get("/login")
    assert "prompt=login" in begun.headers["location"]


async def test_a_session_ends_after_eight_hours_even_when_it_is_used(
    browser: Any, clock: FixedClock
):
    await browser.login()
    for _ in range(48):
        clock.move_to(clock.now() + timedelta(minutes=10))
        assert (await browser.get("/")).status_code == 200
    clock.move_to(clock.now() + timedelta(minutes=1))
    assert (await browser.get("/")).status_code == 303


async def test_an_old_access_token_is_refreshed_while_the_session_is_used(
    browser: Any, clock: FixedClock
):
    await browser.login()
    first = browser.issuer.given[0]
    clock.move_to(clock.now() + timedelta(minutes=10))
    assert (await browser.get("/")).status_code == 200
    used = browser.world.calls[-1].headers["authorization"]
    assert first not in used
    assert used.removeprefix("Bearer ") in browser.issuer.given


async def test_a_session_that_the_issuer_has_ended_leads_to_the_login(
    browser: Any, clock: FixedClock
):
    await browser.login()
    browser.issuer.refreshable.clear()
    clock.move_to(clock.now() + timedelta(minutes=10))
    assert (await browser.get("/")).status_code == 303


async def test_while_the_issuer_is_down_the_page_says_so_and_the_session_stays(
    browser: Any, clock: FixedClock
):
    await browser.login()
    browser.issuer.down = True
    clock.move_to(clock.now() + timedelta(minutes=10))
    page = await browser.get("/")
    assert page.status_code == 503
    assert "身份认证服务暂不可用" in page.text
    browser.issuer.down = False
    assert (await browser.get("/")).status_code == 200


async def test_a_service_that_refuses_the_token_leads_to_the_login(browser: Any):
    await browser.login()
    browser.world.answer("reporting", "GET", "/v1/ledger", (401, {"code": "unauthenticated"}))
    assert (await browser.get("/ledger")).status_code == 303


async def test_logging_out_ends_both_sessions(browser: Any):
    await browser.login()
    page = (await browser.get("/")).text
    csrf = page.split('name="csrf" value="')[1].split('"')[0]
    left = await browser.post("/logout", {"csrf": csrf})
    assert (left.status_code, left.headers["location"]) == (303, "/logged-out")
    assert browser.issuer.ended[0]["id_token_hint"] == browser.issuer.given[2]
    assert (await browser.get("/")).status_code == 303
    assert "您已退出登录" in (await browser.get("/logged-out")).text


async def test_logging_in_again_ends_the_session_before(browser: Any):
    await browser.login()
    old = browser.http.cookies["__Host-huajie"]
    await browser.login()
    assert browser.http.cookies["__Host-huajie"] != old
    browser.http.cookies.clear()
    browser.http.cookies.set("__Host-huajie", old)
    assert (await browser.get("/")).status_code == 303


@pytest.mark.parametrize("url", ["http://huajie.example", "http://10.0.0.8:8100"])
def test_plain_http_outside_the_machine_is_refused_at_start(url: str):
    with pytest.raises(ValidationError, match="https"):
        PortalSettings(public_url=url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8100", "http://localhost:1", "https://x.cn"])
def test_loopback_and_https_are_accepted(url: str):
    assert PortalSettings(public_url=url).origin == url
