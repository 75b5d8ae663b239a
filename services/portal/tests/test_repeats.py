"""疑似重复: the queue, two cases side by side, decisions one after the other, undo, quality, labels."""

import csv
import io
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio

from .conftest import CASE, Form, problem, sample

DECIDES = {"unit": "xlb", "kind": "district_office", "roles": ["registrar", "supervisor"]}
CLERK = {"unit": "wenhuajie", "kind": "street", "roles": ["registrar"]}
LINK = sample("repeats")["pair"]["id"]
NEXT = sample("repeats")["pair"]["next_id"]
EARLIER = sample("repeats")["pair"]["earlier"]["case_id"]
PAGE = f"/repeats/{LINK}"
API = f"/v1/repeat-links/{LINK}"
DONE = (200, {"id": LINK, "case_id": EARLIER, "version": 2, "state": "confirmed"})


def pair(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = sample("repeats")["pair"] | changes
    return found


@pytest.fixture
def linked(full: Any) -> Any:
    """Services that know a queue, a pair and what was decided on it."""
    more = sample("repeats")
    full.answer("reporting", "GET", f"/v1/cases/{EARLIER}/timeline", (200, more["timeline"]))
    full.answer("intake", "GET", "/v1/repeat-labels/export", (200, more["labels"]))
    return full


@pytest_asyncio.fixture
async def office(browser: Any, linked: Any) -> Any:
    await browser.login(**DECIDES)
    return browser


async def test_the_queue_asks_for_open_links_the_likeliest_first_and_counts_the_bands(
    office: Any, linked: Any
):
    page = (await office.get("/repeats?band=clerical&unit=wenhuajie")).text
    assert linked.sent("GET", "/v1/repeat-links")[0].query == {
        "state": "suspected", "band": "clerical", "unit": "wenhuajie", "order": "probability",
        "page": "1",
    }  # fmt: skip
    for shown in (
        "系统建议 26",
        "需人工甄别 43",
        "人工发现 0",
        "约 99%",
        "身份证号相同",
        "共 69 条",
    ):
        assert shown in page
    assert f'href="{PAGE}?band=clerical&amp;unit=wenhuajie"' in page
    assert re.search(r'href="/repeats\?[^"]*band=clerical[^"]*page=2"', page)


async def test_decided_links_come_newest_first_and_all_of_them_without_a_state(
    office: Any, linked: Any
):
    decided = sample("repeats")["page"]["items"][0] | {"state": "dismissed", "reason": "另一事项"}
    answer = {"items": [decided], "total": 1, "counts": {"suggested": 1}}
    linked.answer("intake", "GET", "/v1/repeat-links", (200, answer))
    page = (await office.get("/repeats?state=any")).text
    assert linked.sent("GET", "/v1/repeat-links")[0].query == {"order": "newest", "page": "1"}
    assert "已排除" in page
    assert "从第一条开始判定" not in page


async def test_the_queue_of_one_ledger_stays_with_its_links_from_decision_to_decision(
    office: Any, linked: Any
):
    ledger = "0198a000-0000-7000-8000-000000000400"
    linked.answer("intake", "POST", f"{API}/confirmation", DONE)
    page = (await office.get(f"/repeats?import_id={ledger}")).text
    assert linked.sent("GET", "/v1/repeat-links")[0].query["import_id"] == ledger
    assert f'href="{PAGE}?import_id={ledger}"' in page
    assert "看全部提示" in page
    form = Form((await office.get(f"{PAGE}?import_id={ledger}")).text, PAGE).fields
    sent = await office.post(PAGE, form | {"decision": "confirmation:same_matter"})
    assert parse_qs(urlsplit(sent.headers["location"]).query)["import_id"] == [ledger]
    asked = linked.sent("GET", f"/v1/repeat-links/{LINK}")
    assert {c.query["import_id"] for c in asked} == {ledger}


async def test_an_empty_queue_says_so(office: Any, linked: Any):
    linked.answer("intake", "GET", "/v1/repeat-links", (200, {"items": [], "total": 0}))
    assert "没有待判定的提示" in (await office.get("/repeats")).text
    assert "没有符合条件的记录" in (await office.get("/repeats?state=confirmed")).text


async def test_two_cases_side_by_side_with_reasons_as_sentences_and_their_words_marked(office: Any):
    page = (await office.get(f"{PAGE}?band=suggested")).text
    for shown in (
        "GJ2019123000049", "GJ2020010300050", "身份证号相同", "正文有 93% 相同", "有力", "仅供参考",
        "两件都有的字句", "系统提示疑似重复",
    ):  # fmt: skip
        assert shown in page
    assert page.count('<mark class="hj-mark">') > 10
    text = re.sub(r"<[^>]+>", "", page)
    for side in sample("repeats")["pair"]["sides"].values():
        assert side["demand"] in text
    assert f'href="/repeats/{NEXT}?band=suggested&amp;last={LINK}"' in page
    assert [f'accesskey="{k}"' in page for k in "1230"] == [True] * 4


async def test_a_decision_is_sent_with_version_and_key_and_leads_to_the_next_of_the_queue(
    office: Any, linked: Any
):
    linked.answer("intake", "POST", f"{API}/confirmation", DONE)
    form = Form((await office.get(f"{PAGE}?band=suggested&unit=xlb")).text, PAGE).fields
    sent = await office.post(PAGE, form | {"decision": "confirmation:same_matter"})
    assert sent.status_code == 303
    address = urlsplit(sent.headers["location"])
    assert address.path == f"/repeats/{NEXT}"
    assert parse_qs(address.query) == {"band": ["suggested"], "unit": ["xlb"], "last": [LINK]}
    (call,) = linked.sent("POST", f"{API}/confirmation")
    assert call.json == {"code": "same_matter"}
    assert call.headers["if-match"] == '"1"'
    assert call.headers["idempotency-key"] == form["key"]
    page = (await office.get(sent.headers["location"])).text
    assert "已确认为重复信访，两件已关联。" in page
    assert f'href="/repeats/{LINK}?band=suggested&amp;unit=xlb"' in page


@pytest.mark.parametrize("code", ["other_matter", "other_person"])
async def test_a_pair_is_ruled_out_for_one_of_two_reasons(office: Any, linked: Any, code: str):
    linked.answer("intake", "POST", f"{API}/dismissal", DONE)
    form = Form((await office.get(PAGE)).text, PAGE).fields
    typed = {
        "decision": f"dismissal:{code}",
        "reason": "两件反映的小区不同。",
        "repeated_on": "2020-01-01",
    }
    assert (await office.post(PAGE, form | typed)).status_code == 303
    assert linked.sent("POST", f"{API}/dismissal")[0].json == {
        "code": code, "reason": "两件反映的小区不同。",
    }  # fmt: skip


async def test_after_the_last_link_the_queue_says_that_it_is_done(office: Any, linked: Any):
    linked.answer("intake", "POST", f"{API}/confirmation", DONE)
    linked.answer("intake", "GET", API, (200, pair(next_id=None)))
    form = Form((await office.get(f"{PAGE}?band=suggested")).text, PAGE).fields
    sent = await office.post(PAGE, form | {"decision": "confirmation:same_matter"})
    assert sent.headers["location"] == "/repeats?band=suggested"
    assert "这里的提示已全部判定。" in (await office.get(sent.headers["location"])).text


async def test_who_came_from_a_case_goes_back_to_it(office: Any, linked: Any):
    linked.answer("intake", "POST", f"{API}/dismissal", DONE)
    form = Form((await office.get(f"{PAGE}?case={CASE}")).text, PAGE).fields
    sent = await office.post(PAGE, form | {"decision": "dismissal:other_person"})
    assert sent.headers["location"] == f"/cases/{CASE}#repeats"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"decision": ""}, "请选择一项判定。"),
        ({"decision": "confirmation:made_up"}, "请选择一项判定。"),
        ({"decision": "confirmation:same_matter", "reason": "短"}, "补充理由不少于 5 个字"),
        ({"decision": "confirmation:same_matter", "repeated_on": "昨天"}, "写成年-月-日"),
    ],
)
async def test_what_cannot_be_sent_stays_in_the_form(
    office: Any, linked: Any, typed: dict[str, str], sentence: str
):
    form = Form((await office.get(PAGE)).text, PAGE).fields
    page = await office.post(PAGE, form | typed)
    assert page.status_code == 422
    assert sentence in page.text
    assert typed.get("reason", "") in page.text
    assert linked.sent("POST", ".*") == []


@pytest.mark.parametrize(
    ("status", "code", "advice"),
    [
        (412, "stale_version", "其他同志刚判定过这一条"),
        (409, "illegal_transition", "下面已是这一条的最新情况"),
        (422, "before_its_cause", "再次信访日期不能早于前一件的登记时间"),
        (403, "other_side_hidden", "请由能看到两件的单位判定"),
    ],
)
async def test_a_refusal_is_shown_on_the_pair_with_what_to_do(
    office: Any, linked: Any, status: int, code: str, advice: str
):
    linked.answer("intake", "POST", f"{API}/confirmation", (status, problem(code, "没有受理。")))
    form = Form((await office.get(PAGE)).text, PAGE).fields
    typed = {"decision": "confirmation:same_matter", "reason": "同一人同一事项。"}
    page = await office.post(PAGE, form | typed)
    assert page.status_code == status
    for shown in ("没有受理。", advice, "同一人同一事项。", "data-error-summary"):
        assert shown in page.text


async def test_a_silent_intake_keeps_what_was_typed(office: Any, linked: Any):
    form = Form((await office.get(PAGE)).text, PAGE).fields
    linked.answer("intake", "POST", f"{API}/confirmation", (500, {"code": "internal"}))
    typed = {"decision": "confirmation:same_matter", "reason": "同一人同一事项。"}
    page = await office.post(PAGE, form | typed)
    assert page.status_code == 503
    assert "同一人同一事项。" in page.text


async def test_a_repeat_of_a_resolved_case_is_no_matter_of_one_key(office: Any, linked: Any):
    check = sample("case")["check"]
    fact = {"occurred_on": "2020-12-05"}
    resolved = check | {"closure": check["closure"] | {"recognised": fact}}
    linked.answer("supervision", "GET", f"/v1/cases/{EARLIER}", (200, resolved))
    page = (await office.get(PAGE)).text
    assert "确认重复后，化解认定将撤销（反弹）" in page
    assert "，撤销化解认定</button>" in re.sub(r"\s+", "", page)
    assert 'data-key="1"' not in page
    assert 'data-key="2"' in page


async def test_a_decided_pair_can_be_undone_with_a_reason_and_shows_its_history(
    office: Any, linked: Any
):
    decided = pair(state="confirmed", version=2, reason="同一信访人、同一事项", repeated_on="2020-01-03",
                   allowed_actions=["withdraw"])  # fmt: skip
    linked.answer("intake", "GET", API, (200, decided))
    check = sample("case")["check"] | {
        "repeats": [{"link_id": LINK, "later_case_id": None, "repeated_on": "2020-01-03", "revoked": True, "withdrawn": False}]
    }  # fmt: skip
    linked.answer("supervision", "GET", f"/v1/cases/{EARLIER}", (200, check))
    linked.answer("intake", "POST", f"{API}/withdrawal", DONE)
    page = (await office.get(f"{PAGE}?band=suggested")).text
    for shown in (
        "判定经过",
        "判定的理由：同一信访人、同一事项",
        "撤销了化解认定（反弹）",
        "随撤回恢复",
    ):
        assert shown in page
    assert 'data-key="1"' not in page
    form = Form(page, PAGE).fields
    typed = {"decision": "withdrawal:new_facts", "reason": "补交了身份证复印件。"}
    sent = await office.post(PAGE, form | typed)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{PAGE}?band=suggested")
    call = linked.sent("POST", f"{API}/withdrawal")[0]
    assert call.json == {"code": "new_facts", "reason": "补交了身份证复印件。"}
    assert call.headers["if-match"] == '"2"'


async def test_without_the_right_the_pair_can_be_read_and_nothing_decided(
    browser: Any, linked: Any
):
    linked.answer("intake", "GET", API, (200, pair(may_decide=False, allowed_actions=[])))
    await browser.login(**CLERK)
    page = (await browser.get(PAGE)).text
    assert "判定由区信联办的登记、督办岗位办理" in page
    assert f'action="{PAGE}"' not in page


async def test_a_side_out_of_sight_shows_neither_its_number_nor_any_reason(
    browser: Any, linked: Any
):
    later = pair()["later"]
    hidden = {"case_id": later["case_id"], "hidden": True, "note": "另一件不在本单位权限内"}
    seen = pair(
        later=later | {"case_no": None, "registered_on": None}, allowed_actions=[], phrases=[],
        sides={"earlier": pair()["sides"]["earlier"] | {"shared": []}, "later": hidden},
        reasons={"person": [], "matter": []}, may_decide=False,
    )  # fmt: skip
    linked.answer("intake", "GET", API, (200, seen))
    await browser.login(**CLERK)
    page = (await browser.get(PAGE)).text
    assert "另一件不在本单位权限内" in page
    assert later["case_id"] not in page
    assert "提示依据" not in page
    assert "<mark" not in page


async def test_a_link_of_sealed_cases_is_answered_as_one_that_never_was(office: Any, linked: Any):
    gone = (404, problem("repeat_link_not_found", "没有找到这条提示，或者本单位无权查看。"))
    linked.answer("intake", "GET", API, gone)
    linked.answer("intake", "POST", f"{API}/confirmation", gone)
    read = await office.get(PAGE)
    form = {
        "csrf": (await office.form("/register"))["csrf"],
        "decision": "confirmation:same_matter",
    }
    written = await office.post(PAGE, form)
    assert (read.status_code, written.status_code) == (404, 404)
    assert "没有找到" in read.text


async def test_the_pair_is_shown_when_other_services_are_down(office: Any, linked: Any):
    linked.down |= {"supervision", "reporting"}
    page = await office.get(PAGE)
    assert page.status_code == 200
    assert "统计服务暂时没有应答" in page.text
    assert "身份证号相同" in page.text


async def test_the_quality_page_tells_the_share_of_confirmed_and_what_waits(
    office: Any, linked: Any
):
    page = (await office.get("/repeats/quality?from=2026-01-01&to=2026-11-25")).text
    asked = linked.sent("GET", "/v1/repeat-quality")[0].query
    assert asked == {"from": "2026-01-01", "to": "2026-11-25"}
    for shown in ("75.0%", "（3 / 4）", "2026-11", "43", "22"):
        assert shown in page
    assert 'href="/repeats/labels?from=2026-01-01&amp;to=2026-11-25"' in page


async def test_the_quality_page_covers_a_year_and_survives_having_nothing(office: Any, linked: Any):
    linked.answer("intake", "GET", "/v1/repeat-quality", (200, {"bands": [], "months": []}))
    page = (await office.get("/repeats/quality?from=x&to=")).text
    asked = linked.sent("GET", "/v1/repeat-quality")[0].query
    assert asked["from"] < asked["to"]
    assert "这段时间还没有判定。" in page


async def test_labels_are_a_table_of_codes_that_no_spreadsheet_takes_for_a_formula(
    office: Any, linked: Any
):
    file = await office.get("/repeats/labels?from=2026-01-01&to=2026-11-25")
    assert "attachment" in file.headers["content-disposition"]
    heading, *rows = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
    assert heading[3] == "判定"
    assert [r[3] for r in rows] == ["dismissed", "confirmed"]
    assert all(cell[:1] not in "=+-@\t" or not cell for row in rows for cell in row)


async def test_quality_is_for_those_whose_duty_it_is(browser: Any, linked: Any):
    refused = (403, problem("role_missing", "您的岗位不能查看提示质量。"))
    linked.answer("intake", "GET", "/v1/repeat-quality", refused)
    await browser.login(**CLERK)
    page = await browser.get("/repeats/quality")
    assert page.status_code == 403
    assert "您的岗位不能查看提示质量。" in page.text
    assert "/repeats/quality" not in (await browser.get("/repeats")).text


async def test_the_case_page_lists_repeats_on_either_side_and_the_relapse(
    browser: Any, linked: Any
):
    case, check = sample("case")["intake"], sample("case")["check"]
    (asked,) = case["repeats"]
    before = {"case_id": EARLIER, "case_no": "GJ2019010100001", "registered_on": "2019-01-01"}
    confirmed = asked | {
        "id": LINK, "state": "confirmed", "reason": "同一信访人、同一事项", "repeated_on": "2020-06-21",
    }  # fmt: skip
    repeating = asked | {"id": NEXT, "earlier": before, "later": asked["earlier"]}
    links = {"repeats": [confirmed, repeating]}
    linked.answer("intake", "GET", f"/v1/cases/{CASE}", (200, case | links))
    told = {"link_id": LINK, "repeated_on": "2020-06-21", "revoked": True, "withdrawn": False}
    linked.answer("supervision", "GET", f"/v1/cases/{CASE}", (200, check | {"repeats": [told]}))
    await browser.login(**DECIDES)
    page = (await browser.get(f"/cases/{CASE}")).text
    for shown in ("有 1 条疑似重复信访待判定", "后一件", "GJ2020062181516", "前一件", "GJ2019010100001",
                  "再次信访 2020-06-21", "本件的化解认定已撤销"):  # fmt: skip
        assert shown in page
    assert f'href="/repeats/{NEXT}?case={CASE}"' in page


@pytest.mark.parametrize(
    ("who", "there"),
    [
        (DECIDES, True), (CLERK, True),
        ({"unit": "jjw", "kind": "discipline", "roles": ["handler"]}, True),
        ({"unit": "wenhuajie", "kind": "street", "roles": ["handler"]}, False),
    ],
)  # fmt: skip
async def test_the_menu_leads_to_repeats_whom_they_concern(
    browser: Any, linked: Any, who: dict[str, Any], there: bool
):
    await browser.login(**who)
    assert ('href="/repeats"' in (await browser.get("/rates")).text) is there
