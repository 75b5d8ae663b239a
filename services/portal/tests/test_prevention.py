"""Disputes on the ground, early signs, and the campaign's documents."""

from typing import Any

import pytest
import pytest_asyncio

from .conftest import problem, sample

HELD = sample("prevention")
DISPUTE, SIGN = HELD["dispute"]["id"], HELD["sign"]["id"]
PLAN = HELD["documents"]["items"][1]
OFFICE = {"unit": "xlb", "kind": "district_office", "roles": ["registrar", "supervisor"]}
STREET = {"unit": "wenhuajie", "kind": "street", "roles": ["handler"]}
READER = {"unit": "wenhuajie", "kind": "street", "roles": ["analyst"]}
STALE = (409, problem("stale_version", "该事项已被他人修改，请刷新页面核对后再提交。"))


def page_of(item: Any) -> tuple[int, Any]:
    return 200, {"items": [item], "total": 1, "page": 1, "size": 20}


@pytest_asyncio.fixture
async def intake(world: Any) -> Any:
    """Intake answering with one of everything."""
    for path, answer in (
        ("/v1/disputes", page_of(HELD["dispute"])),
        (f"/v1/disputes/{DISPUTE}", (200, HELD["dispute"])),
        ("/v1/dispute-rates", (200, HELD["rates"])),
        ("/v1/early-signs", page_of(HELD["sign"])),
        (f"/v1/early-signs/{SIGN}", (200, HELD["sign"])),
        ("/v1/early-sign-limits", (200, HELD["limits"])),
        ("/v1/documents", (200, HELD["documents"])),
        (f"/v1/documents/{PLAN['id']}", (200, PLAN)),
        ("/v1/cohorts/A", (200, HELD["cohort"])),
    ):
        world.answer("intake", "GET", path, answer)
    return world


async def test_r61_disputes_are_listed_with_the_level_that_solved_them(browser: Any, intake: Any):
    await browser.login(**STREET)
    page = (await browser.get("/disputes?state=open&since=2026-01-01&kind=nonsense")).text
    for shown in ("两户因楼道堆物发生争吵。", "72.7%", "80.0%", "镇（街）", "登记矛盾纠纷"):
        assert shown in page
    (asked,) = intake.sent("GET", "/v1/disputes")
    assert asked.query == {"state": "open", "since": "2026-01-01", "page": "1"}


async def test_r61_a_dispute_is_recorded_once_however_often_the_button_is_pressed(
    browser: Any, intake: Any
):
    intake.answer("intake", "POST", "/v1/disputes", (201, {"id": DISPUTE}))
    await browser.login(**STREET)
    form = await browser.form("/disputes/new")
    assert (form["place_unit"], form["occurred_on"]) == ("wenhuajie", "2026-11-25")
    form |= {"kind": "wages", "summary": "三名工人的工钱没有结清。", "level": "village"}
    for _ in range(2):
        answer = await browser.post("/disputes/new", form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/disputes")
    first, second = intake.sent("POST", "/v1/disputes")
    assert first.json == {
        "kind": "wages", "summary": "三名工人的工钱没有结清。", "place_unit": "wenhuajie",
        "people_count": "2", "level": "village", "occurred_on": "2026-11-25",
    }  # fmt: skip
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]


async def test_what_is_missing_in_a_dispute_is_said_beside_the_question(browser: Any, intake: Any):
    await browser.login(**STREET)
    answer = await browser.post("/disputes/new", await browser.form("/disputes/new"))
    assert answer.status_code == 422
    assert "请选择纠纷类别。" in answer.text
    assert intake.sent("POST", "/v1/disputes") == []


async def test_r61_a_dispute_shows_what_happened_and_what_can_be_done(browser: Any, intake: Any):
    await browser.login(**STREET)
    page = (await browser.get(f"/disputes/{DISPUTE}")).text
    for shown in ("村里调解两次未成。", "登记化解", "上报上一级", "已形成信访件"):
        assert shown in page
    done = HELD["dispute"] | {"allowed_actions": []}
    intake.answer("intake", "GET", f"/v1/disputes/{DISPUTE}", (200, done))
    assert "登记化解" not in (await browser.get(f"/disputes/{DISPUTE}")).text


@pytest.mark.parametrize(
    ("code", "answers"),
    [
        ("settlement", {"level": "town", "note": "双方签了调解协议。"}),
        ("escalation", {"note": "本级调解不成。", "to_unit": "jyj"}),
        ("petition", {"case_no": "XQ2026112500001"}),
    ],
)
async def test_r61_a_dispute_goes_on_for_the_version_that_was_shown(
    browser: Any, intake: Any, code: str, answers: dict[str, str]
):
    api = f"/v1/disputes/{DISPUTE}/{code}"
    intake.answer("intake", "POST", api, (200, {"id": DISPUTE}))
    await browser.login(**STREET)
    url = f"/disputes/{DISPUTE}/do/{code}"
    form = await browser.form(url)
    answer = await browser.post(url, form | answers)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/disputes/{DISPUTE}")
    (sent,) = intake.sent("POST", api)
    assert sent.json == answers | {"occurred_on": "2026-11-25"}
    assert sent.headers["if-match"] == '"3"'


async def test_a_dispute_that_somebody_changed_meanwhile_is_shown_anew_with_what_was_typed(
    browser: Any, intake: Any
):
    intake.answer("intake", "POST", f"/v1/disputes/{DISPUTE}/escalation", STALE)
    await browser.login(**STREET)
    url = f"/disputes/{DISPUTE}/do/escalation"
    form = await browser.form(url)
    newer = HELD["dispute"] | {"version": 9}
    intake.answer("intake", "GET", f"/v1/disputes/{DISPUTE}", (200, newer))
    answer = await browser.post(url, form | {"note": "本级调解不成。"})
    assert answer.status_code == 409
    assert "本级调解不成。" in answer.text
    assert 'name="version" value="9"' in answer.text
    assert form["key"] not in answer.text


async def test_r62_signs_are_judged_with_what_they_rest_on_in_sight(browser: Any, intake: Any):
    await browser.login(**OFFICE)
    page = (await browser.get("/signs?kind=matter")).text
    for shown in ("城乡建设／冬季采暖", "共 6 天登记 7 件", "7 天内 5 件以上", "设定起算标准"):
        assert shown in page
    page = (await browser.get(f"/signs/{SIGN}")).text
    for shown in (
        "XQ2026112500001",
        "+600.0%",
        "研判属实",
        "登记处置",
        "排除",
        "/matters/0198a000",
    ):
        assert shown in page


@pytest.mark.parametrize("code", ["acknowledgement", "action", "dismissal"])
async def test_r62_a_person_acknowledges_acts_or_dismisses(browser: Any, intake: Any, code: str):
    api = f"/v1/early-signs/{SIGN}/{code}"
    intake.answer("intake", "POST", api, (200, {"id": SIGN}))
    await browser.login(**OFFICE)
    url = f"/signs/{SIGN}/do/{code}"
    form = await browser.form(url)
    answer = await browser.post(url, form | {"reason": "已约供热公司协调。"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/signs/{SIGN}")
    (sent,) = intake.sent("POST", api)
    assert (sent.json, sent.headers["if-match"]) == ({"reason": "已约供热公司协调。"}, '"2"')


async def test_r62_the_thresholds_are_changed_from_what_they_are(browser: Any, intake: Any):
    intake.answer("intake", "PUT", "/v1/early-sign-limits", (200, HELD["limits"]))
    await browser.login(**OFFICE)
    form = await browser.form("/signs/limits")
    assert (form["matter_cases"], form["inflow_increase"]) == ("5", "0.5")
    await browser.post("/signs/limits", form | {"matter_cases": "4", "reason": "供暖期从严。"})
    (sent,) = intake.sent("PUT", "/v1/early-sign-limits")
    assert (sent.json["matter_cases"], sent.headers["if-match"]) == ("4", '"4"')


async def test_r73_the_chain_of_documents_is_shown_with_the_rules_they_set(
    browser: Any, intake: Any
):
    await browser.login(**READER)
    page = (await browser.get("/documents")).text
    for shown in ("银信联发〔2020〕10号", "兴庆区方案全文", "95 件的化解率目标"):
        assert shown in page
    assert "登记文件" not in page
    assert intake.sent("GET", "/v1/cohorts/A") == []
    await browser.get("/documents?governs=closing")
    assert intake.sent("GET", "/v1/documents")[-1].query == {"governs": "closing"}


async def test_r73_the_office_registers_and_corrects_a_document(browser: Any, intake: Any):
    intake.answer("intake", "POST", "/v1/documents", (201, {"id": PLAN["id"]}))
    taken = problem("letter_no_taken", "文号 兴庆区方案 已经登记过。")
    intake.answer("intake", "PUT", f"/v1/documents/{PLAN['id']}", (409, taken))
    await browser.login(**OFFICE)
    form = await browser.form("/documents/new")
    await browser.post(
        "/documents/new",
        form | {
            "letter_no": "兴信联发〔2020〕2号", "title": "通知", "issuer": "信联办", "level": "district",
            "issued_on": "2020-11-01", "based_on": "兴庆区方案", "governs": ["closing"],
        },
    )  # fmt: skip
    (sent,) = intake.sent("POST", "/v1/documents")
    assert (sent.json["governs"], sent.json["based_on"]) == (["closing"], "兴庆区方案")
    url = f"/documents/{PLAN['id']}/edit"
    held = await browser.form(url)
    assert (held["letter_no"], held["level"], held["governs"]) == (
        "兴庆区方案", "district", "milestones_a",
    )  # fmt: skip
    refused = await browser.post(url, held)
    assert refused.status_code == 409
    assert "已经登记过" in refused.text
    assert intake.sent("PUT", ".*")[0].headers["if-match"] == '"2"'


async def test_r2_the_office_sees_what_is_missing_of_the_95_and_enters_what_was_declared(
    browser: Any, intake: Any
):
    intake.answer("intake", "PUT", "/v1/declared-counts/region", (200, {}))
    await browser.login(**OFFICE)
    page = (await browser.get("/documents")).text
    for shown in ("中央信联会议申报 52 件，系统登记 50 件，少 2 件。", "没有文号 3 件", "未登记"):
        assert shown in page
    url = "/documents/declared/region"
    form = await browser.form(url)
    answers = {"count": "43", "letter_no": "宁信联发〔2020〕2号", "declared_on": "2020-10-26"}
    assert (await browser.post(url, form | answers)).status_code == 303
    (sent,) = intake.sent("PUT", "/v1/declared-counts/region")
    assert (sent.json, sent.headers["if-match"]) == (answers, '"0"')
    held = await browser.form("/documents/declared/central")
    assert (held["count"], held["version"]) == ("52", "5")


async def test_who_has_no_duty_there_is_offered_nothing_to_do(browser: Any, intake: Any):
    await browser.login(**READER)
    assert "登记矛盾纠纷" not in (await browser.get("/disputes")).text.split("hj-main")[1]
    assert "设定起算标准" not in (await browser.get("/signs")).text
    assert (await browser.get(f"/disputes/{DISPUTE}/do/nothing")).status_code == 404
