"""One active unit per token, accounts made by an administrator, keys, seeds."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from standalone.failures import StartupError
from standalone.issuer.bootstrap import build
from standalone.issuer.settings import IssuerSettings
from standalone.layout import DataFolder

from .. import conftest as c  # noqa: TID252  tests are no installed package

NEW: dict[str, Any] = {
    "username": "wenhuajie.leader-1a2b", "name": "包案领导", "password": "long-enough-1",
    "unit": "wenhuajie", "roles": ["leader", "late_entry"],
}  # fmt: skip


def unit_of(tokens: dict[str, Any]) -> str:
    words: list[str] = tokens["scope"].split()
    return next(w.partition(":")[2] for w in words if w.startswith("organization:"))


async def test_a_person_with_two_posts_chooses_a_unit(browser: c.Browser) -> None:
    page = await browser.log_in("liangang")
    assert page.status_code == 200
    assert "甲区信联办" in page.text
    assert "甲区信访局" in page.text
    code = c.answer_of(await browser.send(page, unit="xfj"))["code"]
    assert unit_of((await browser.exchange(code)).json()) == "xfj"


async def test_a_scope_names_the_unit_and_no_choice_is_asked(browser: c.Browser) -> None:
    tokens = await browser.tokens("liangang", scope="openid organization:xlb")
    assert unit_of(tokens) == "xlb"


async def test_nobody_acts_for_a_unit_that_is_not_theirs(browser: c.Browser) -> None:
    answer = await browser.log_in("wenhuajie.handler", scope="openid organization:daxinzhen")
    assert c.answer_of(answer)["error"] == "access_denied"
    page = await browser.log_in("liangang", prompt="login")
    assert c.answer_of(await browser.send(page, unit="wenhuajie"))["error"] == "access_denied"


async def bearer(browser: c.Browser, username: str) -> dict[str, str]:
    tokens = await browser.tokens(username, prompt="login")
    return {"Authorization": f"Bearer {tokens['access_token']}"}


async def test_the_system_administrator_makes_an_account_once(browser: c.Browser) -> None:
    headers = await bearer(browser, "xlb.sysadmin")
    first = await browser.http.post("/admin/accounts", json=NEW, headers=headers)
    assert first.status_code == 201, first.text
    assert first.json()["units"] == {"wenhuajie": ["leader", "late_entry"]}
    again = await browser.http.post("/admin/accounts", json=NEW, headers=headers)
    assert again.status_code == 200
    assert again.json()["sub"] == first.json()["sub"]
    answer = await browser.log_in(NEW["username"], NEW["password"], prompt="login")
    assert "code" in c.answer_of(answer)


async def test_making_it_again_does_not_change_the_password(browser: c.Browser) -> None:
    headers = await bearer(browser, "xlb.sysadmin")
    await browser.http.post("/admin/accounts", json=NEW, headers=headers)
    other = {**NEW, "password": "somebody-elses"}
    await browser.http.post("/admin/accounts", json=other, headers=headers)
    refused = await browser.log_in(NEW["username"], "somebody-elses", prompt="login")
    assert refused.status_code == 401


@pytest.mark.parametrize("who", ["xlb.secadmin", "xlb.supervisor", "wenhuajie.handler"])
async def test_others_make_no_accounts(browser: c.Browser, who: str) -> None:
    refused = await browser.http.post(
        "/admin/accounts", json=NEW, headers=await bearer(browser, who)
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "role_missing")


async def test_an_account_needs_a_known_unit_a_role_and_a_token(browser: c.Browser) -> None:
    assert (await browser.http.post("/admin/accounts", json=NEW)).status_code == 401
    headers = await bearer(browser, "xlb.sysadmin")
    changes: list[dict[str, Any]] = [
        {"unit": "nowhere"}, {"roles": []}, {"roles": ["king"]}, {"username": "A B"},
    ]  # fmt: skip
    for change in changes:
        body = {**NEW, **change}
        refused = await browser.http.post("/admin/accounts", json=body, headers=headers)
        assert refused.status_code == 422, refused.text


async def test_after_a_rotation_old_tokens_verify_and_new_ones_are_signed_anew(
    browser: c.Browser,
) -> None:
    headers = await bearer(browser, "xlb.secadmin")
    before = [k["kid"] for k in (await browser.http.get("/jwks")).json()["keys"]]
    assert len(before) == 2
    kid = (await browser.http.post("/admin/keys/rotation", headers=headers)).json()["kid"]
    assert kid == before[1]
    after = [k["kid"] for k in (await browser.http.get("/jwks")).json()["keys"]]
    assert set(before) < set(after)
    assert (await browser.http.get("/userinfo", headers=headers)).status_code == 200
    private = {"d", "p", "q", "dp", "dq", "qi"}
    assert not any(private & k.keys() for k in (await browser.http.get("/jwks")).json()["keys"])


def test_every_unit_has_a_handler_and_a_leader_and_secrets_are_private(
    issuer_settings: IssuerSettings,
) -> None:
    build(issuer_settings).state.parts.store.close()
    folder = DataFolder(issuer_settings.data_dir)
    seeded = {a["username"]: a for a in json.loads(folder.accounts_file.read_text("utf-8"))}
    for unit in ("xlb", "xfj", "wenhuajie", "daxinzhen", "qld"):
        assert set(seeded[f"{unit}.handler"]["units"][unit]) == {
            "handler",
            "registrar",
            "late_entry",
        }
        assert set(seeded[f"{unit}.leader"]["units"][unit]) == {"leader", "late_entry"}
    assert len({a["password"] for a in seeded.values()}) == len(seeded)
    for file in (folder.accounts_file, folder.issuer / "issuer.db", folder.issuer / "keys.json"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_second_start_keeps_passwords_and_keys_and_adds_new_units(
    issuer_settings: IssuerSettings, units_csv: Path
) -> None:
    folder = DataFolder(issuer_settings.data_dir)

    def start() -> tuple[dict[str, str], list[str]]:
        parts = build(issuer_settings).state.parts
        parts.store.close()
        accounts = json.loads(folder.accounts_file.read_text("utf-8"))
        kids = [k["kid"] for k in parts.keys.public()["keys"]]
        return {a["username"]: a["password"] for a in accounts}, kids

    first, kids = start()
    units_csv.write_text(f"{c.UNITS}xincun,新村乡,township,\n", encoding="utf-8")
    second, same_kids = start()
    assert first.items() < second.items()
    assert "xincun.handler" in second
    assert same_kids == kids


def test_it_refuses_production(issuer_settings: IssuerSettings) -> None:
    production = issuer_settings.model_copy(update={"env": "production"})
    with pytest.raises(StartupError, match="不得用于生产"):
        build(production)
