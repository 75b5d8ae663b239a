"""Refresh tokens that work once, and accounts that lock."""

from datetime import timedelta

from servicekit.clock import FixedClock

from .. import conftest as c  # noqa: TID252  tests are no installed package


async def test_a_refresh_token_is_replaced_at_each_use(browser: c.Browser) -> None:
    first = await browser.tokens("wenhuajie.handler")
    second = (await browser.refresh(first["refresh_token"])).json()
    assert second["refresh_token"] != first["refresh_token"]
    third = await browser.refresh(second["refresh_token"])
    assert third.status_code == 200


async def test_a_refresh_token_used_twice_ends_its_whole_family(browser: c.Browser) -> None:
    first = await browser.tokens("wenhuajie.handler")
    second = (await browser.refresh(first["refresh_token"])).json()
    assert (await browser.refresh(first["refresh_token"])).json()["error"] == "invalid_grant"
    assert (await browser.refresh(second["refresh_token"])).json()["error"] == "invalid_grant"


async def test_a_refresh_token_of_another_session_lives_on(browser: c.Browser) -> None:
    mine = await browser.tokens("wenhuajie.handler")
    theirs = await browser.tokens("daxinzhen.handler", prompt="login")
    await browser.refresh(mine["refresh_token"])
    await browser.refresh(mine["refresh_token"])
    assert (await browser.refresh(theirs["refresh_token"])).status_code == 200


async def test_an_idle_refresh_token_expires(browser: c.Browser, wall: FixedClock) -> None:
    tokens = await browser.tokens("wenhuajie.handler")
    wall.move_to(wall.now() + timedelta(minutes=31))
    assert (await browser.refresh(tokens["refresh_token"])).json()["error"] == "invalid_grant"


async def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(
    browser: c.Browser, wall: FixedClock
) -> None:
    for _ in range(4):
        page = await browser.log_in("wenhuajie.handler", "wrong")
        assert page.status_code == 401
        assert "用户名或密码不正确" in page.text
    assert "已锁定" in (await browser.log_in("wenhuajie.handler", "wrong")).text
    assert "已锁定" in (await browser.log_in("wenhuajie.handler")).text
    assert "code" in c.answer_of(await browser.log_in("daxinzhen.handler"))
    wall.move_to(wall.now() + timedelta(minutes=16))
    assert "code" in c.answer_of(await browser.log_in("wenhuajie.handler", prompt="login"))


async def test_a_right_password_clears_the_count(browser: c.Browser) -> None:
    for _ in range(3):
        for _ in range(4):
            await browser.log_in("wenhuajie.handler", "wrong", prompt="login")
        answer = await browser.log_in("wenhuajie.handler", prompt="login")
        assert "code" in c.answer_of(answer)


async def test_an_unknown_name_behaves_like_a_known_one(browser: c.Browser) -> None:
    pages = [await browser.log_in("nobody.here", "wrong") for _ in range(5)]
    assert "用户名或密码不正确" in pages[0].text
    assert "已锁定" in pages[4].text


async def test_what_is_typed_is_shown_again_escaped(browser: c.Browser) -> None:
    page = await browser.log_in('"><script>x</script>', "wrong")
    assert "<script>x" not in page.text
