"""登记: the form in its sections, the advice beside it, and what it sends."""

from typing import Any

import pytest
import pytest_asyncio

from .conftest import Form, problem, sample

CASE = "0198a000-0000-7000-8000-000000000001"
REGISTRAR = {"unit": "wenhuajie", "kind": "street", "roles": ["registrar"]}
TYPED = {
    "source": "central", "channel": "visit", "demand": "开发商停工八年，要求按期交房",
    "petitioners-0-name": "王某", "petitioners-0-id_no": "640104199003319334",
    "petitioners-0-phones": "13800001111、0951-6000000",
}  # fmt: skip


@pytest_asyncio.fixture
async def clerk(browser: Any, full: Any) -> Any:
    """A registrar of a street, with intake's advice at hand."""
    advice = sample("registration")
    full.answer("intake", "GET", "/v1/categories", (200, advice["categories"]))
    full.answer("intake", "POST", "/v1/similar-cases", (200, advice["similar"]))
    full.answer("intake", "POST", "/v1/suggestions", (200, advice["suggestions"]))
    full.answer("intake", "POST", "/v1/checks/phone", (200, {"valid": True, "sentence": "手机"}))
    wrong = {"valid": False, "code": "id_check_digit", "sentence": "校验码不对。"}
    full.answer("intake", "POST", "/v1/checks/id-no", (200, wrong))
    taken = {"id": CASE, "case_id": CASE, "case_no": "wenhuajie-20261125-1"}
    full.answer("intake", "POST", "/v1/cases", (201, taken))
    await browser.login(**REGISTRAR)
    return browser


async def test_every_part_of_a_registration_is_sent_as_intake_wants_it(clerk: Any, full: Any):
    form = await clerk.form("/register")
    form |= TYPED | {
        "received_on": "2026-11-20", "first_here": "no", "letter_no": "兴信〔2026〕1号",
        "petitioners-0-household": "兴庆区", "petitioners-0-representative": "yes",
        "agents-0-name": "李某", "agents-0-acts_for": "1", "agents-0-relation": "子女",
        "category": "城乡建设/房地产开发/逾期交房", "field": "real_estate",
        "tags": ["unfinished_building", "litigation"], "demand_class": "justified",
        "special_hardship": "yes", "case_kind": "long_standing", "cross_separated": "yes",
        "cross_kinds": ["regions"], "first_unit": "wenhuajie", "repeat_visits": "4",
    }  # fmt: skip
    sent = await clerk.post("/register", form)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/cases/{CASE}")
    body = full.sent("POST", "/v1/cases")[0].json
    assert body["petitioners"] == [{
        "name": "王某", "id_no": "640104199003319334", "phones": ["13800001111", "0951-6000000"],
        "household": "兴庆区", "representative": True,
    }]  # fmt: skip
    assert body["agents"] == [{"name": "李某", "relation": "子女", "acts_for": "1"}]
    levels = [body[n] for n in ("category", "category_level2", "category_level3")]
    assert levels == ["城乡建设", "房地产开发", "逾期交房"]
    assert body["tags"] == ["unfinished_building", "litigation"]
    assert (body["case_kind"], body["kind_decided"]) == ("long_standing", True)
    assert body["first_here"] is False
    assert "case_no" not in body
    assert "sealing_known" not in body


async def test_an_undecided_kind_is_left_to_the_case_page(clerk: Any, full: Any):
    form = await clerk.form("/register") | TYPED
    assert form["case_kind"] == "later"
    await clerk.post("/register", form)
    body = full.sent("POST", "/v1/cases")[0].json
    assert "case_kind" not in body
    assert "kind_decided" not in body


async def test_an_unexplained_ordinary_case_comes_back_with_the_reasons(clerk: Any, full: Any):
    reasons = [{"code": "many_people", "sentence": "涉及 40 人，达到 30 人。"}]
    refused = problem("hard_case_unexplained", "请写明理由。", reasons=reasons)
    full.answer("intake", "POST", "/v1/cases", (422, refused))
    page = await clerk.get("/register")
    assert 'name="ordinary_because"' not in page.text
    form = Form(page.text, "/register").fields | TYPED | {"case_kind": "ordinary"}
    page = await clerk.post("/register", form)
    assert page.status_code == 422
    assert "涉及 40 人，达到 30 人。" in page.text
    assert 'id="ordinary_because-error"' in page.text
    assert full.sent("POST", "/v1/cases")[0].json["kind_decided"] is True


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ("received_after_registration", "received_on"),
        ("petitioners_missing", "petitioners"),
        ("too_many_representatives", "petitioners"),
        ("cross_kind_without_flag", "cross_separated"),
        ("agent_without_principal", "agents-0-name"),
    ],
)
async def test_a_broken_rule_stands_beside_its_question(
    clerk: Any, full: Any, rule: str, place: str
):
    refused = problem("registration_invalid", "相互矛盾。", rule=rule)
    full.answer("intake", "POST", "/v1/cases", (422, refused))
    page = await clerk.post("/register", await clerk.form("/register") | TYPED)
    assert f'id="{place}-error"' in page.text


async def test_all_that_is_missing_is_said_at_once(clerk: Any, full: Any):
    page = await clerk.post("/register", await clerk.form("/register"))
    for place in ("source", "petitioners", "demand"):
        assert f'id="{place}-error"' in page.text
    assert full.sent("POST", "/v1/cases") == []


async def test_who_may_not_register_does_not_fill_in_the_form_in_vain(browser: Any, full: Any):
    await browser.login(unit="wenhuajie", kind="street", roles=["leader"])
    assert (await browser.get("/register")).status_code == 403


async def test_an_agents_principal_is_counted_as_the_form_shows_the_petitioners(
    clerk: Any, full: Any
):
    form = await clerk.form("/register") | TYPED
    form |= {"petitioners-0-name": "", "petitioners-0-id_no": "", "petitioners-0-phones": ""}
    form |= {"petitioners-1-name": "甲", "petitioners-3-name": "乙", "agents-0-name": "李某"}
    page = await clerk.post("/register", form | {"agents-0-acts_for": "3"})
    assert "所选的第 3 位没有填写" in page.text
    assert 'id="agents-0-acts_for-error"' in page.text
    await clerk.post("/register", form | {"agents-0-acts_for": "4"})
    (sent,) = full.sent("POST", "/v1/cases")
    assert [p["name"] for p in sent.json["petitioners"]] == ["甲", "乙"]
    assert sent.json["agents"] == [{"name": "李某", "acts_for": "2"}]


async def test_a_category_that_is_not_in_the_classification_is_asked_for_again(
    clerk: Any, full: Any
):
    form = await clerk.form("/register") | TYPED
    for wrong in ("房地产", "城乡建设//逾期交房", "城乡建设/房地产开发/逾期", "城乡建"):
        page = await clerk.post("/register", form | {"category": wrong})
        assert 'id="category-error"' in page.text, wrong
        assert Form(page.text, "/register").fields["category"] == wrong
    assert full.sent("POST", "/v1/cases") == []
    await clerk.post("/register", form | {"category": " 城乡建设 ／ 房地产开发"})
    body = full.sent("POST", "/v1/cases")[0].json
    assert (body["category"], body["category_level2"]) == ("城乡建设", "房地产开发")
    assert "category_level3" not in body


async def test_no_category_is_refused_while_the_classification_is_not_told(clerk: Any, full: Any):
    full.answer("intake", "GET", "/v1/categories", (503, problem("down", "暂停。")))
    form = await clerk.form("/register") | TYPED | {"category": "城乡建设"}
    assert (await clerk.post("/register", form)).status_code == 303


async def test_a_day_in_the_future_stands_beside_its_question(clerk: Any, full: Any):
    refused = problem("in_the_future", "日期 2099-01-01 在将来，请填写实际发生的日期。")
    full.answer("intake", "POST", "/v1/cases", (422, refused))
    form = await clerk.form("/register") | TYPED | {"handed_down_on": "2099-01-01"}
    page = await clerk.post("/register", form)
    assert "交办时间在将来" in page.text
    assert 'id="handed_down_on-error"' in page.text
    assert 'id="registered_on-error"' not in page.text


async def test_a_refused_member_is_called_by_its_question(clerk: Any, full: Any):
    errors = [{"field": "body.people_count", "detail": "不是有效的整数"}]
    full.answer("intake", "POST", "/v1/cases", (422, problem("invalid", "不符。", errors=errors)))
    page = await clerk.post("/register", await clerk.form("/register") | TYPED)
    assert "人数：不是有效的整数。" in page.text


async def test_the_advice_tells_what_was_taken_and_leaves_out_what_is_merely_thinkable(
    clerk: Any, full: Any
):
    advice = sample("registration")["suggestions"]
    thinkable = advice["categories"][0] | {"level3": "其他", "probability": 0.002}
    advice["categories"].append(thinkable)
    full.answer("intake", "POST", "/v1/suggestions", (200, advice))
    form = await clerk.form("/register") | TYPED | {"tags": ["unfinished_building"]}
    page = (await clerk.post("/register/look", form)).text
    assert page.count("已采用") == 1
    assert "房地产开发 / 其他" not in page


async def test_of_several_numbers_the_check_says_which(clerk: Any):
    page = (await clerk.post("/register/look", await clerk.form("/register") | TYPED)).text
    assert "信访人第 1 人本人电话第 2 个：" in page
    assert "信访人第 1 人身份证号：" in page


async def test_a_look_keeps_what_was_typed_and_shows_the_advice(clerk: Any, full: Any):
    page = await clerk.post("/register/look", await clerk.form("/register") | TYPED)
    assert page.status_code == 200
    assert Form(page.text, "/register").fields["petitioners-0-name"] == "王某"
    for shown in (
        "GJ2020062181516", "身份证号相同", "诉求不同", "城乡建设 / 房地产开发 / 逾期交房", "62.0%",
        "首选 86% 正确", "选定后立即封存。", "校验码不对。", "只在本单位可见的件中查找。",
        '<option value="城乡建设/房地产开发/虚假宣传">',
    ):  # fmt: skip
        assert shown in page.text
    asked = full.sent("POST", "/v1/similar-cases")[0].json
    assert asked["petitioners"][0]["phones"] == ["13800001111", "0951-6000000"]
    assert full.sent("POST", "/v1/cases") == []


async def test_while_typing_only_the_panel_is_swapped(clerk: Any):
    form = await clerk.form("/register") | TYPED
    headers = {"HX-Request": "true", "HX-Target": "beside"}
    part = (await clerk.post("/register/look", form, headers=headers)).text
    assert "GJ2020062181516" in part
    assert "<form" not in part
    assert "640104199003319334" not in part


@pytest.mark.parametrize(
    ("suggestion", "name", "value"),
    [
        ("category=城乡建设/房地产开发/逾期交房", "category", "城乡建设/房地产开发/逾期交房"),
        ("field=real_estate", "field", "real_estate"),
        ("tags=unfinished_building", "tags", "unfinished_building"),
        ("demand=换掉诉求", "demand", TYPED["demand"]),
    ],
)
async def test_a_suggestion_is_taken_over_without_scripts(
    clerk: Any, suggestion: str, name: str, value: str
):
    form = await clerk.form("/register") | TYPED | {"take": suggestion}
    page = await clerk.post("/register/look", form)
    assert Form(page.text, "/register").fields[name] == value


async def test_a_panel_without_answers_does_not_stand_in_the_way(clerk: Any, full: Any):
    full.answer("intake", "POST", "/v1/suggestions", (404, problem("not_found", "没有。")))
    full.answer("intake", "POST", "/v1/similar-cases", (422, problem("invalid", "不符。")))
    page = await clerk.post("/register/look", await clerk.form("/register") | TYPED)
    assert page.status_code == 200
    assert "校验码不对。" in page.text


async def test_an_accusation_is_registered_only_after_its_notice_was_seen(clerk: Any, full: Any):
    form = await clerk.form("/register")
    form |= TYPED | {"tags": ["accusation"], "accused-0-name": "某甲"}
    page = await clerk.post("/register", form)
    assert page.status_code == 422
    assert 'id="sealing_known-error"' in page.text
    assert full.sent("POST", "/v1/cases") == []
    sealed = {"id": CASE, "case_id": CASE, "case_no": "密-2026-000001"}
    full.answer("intake", "POST", "/v1/cases", (201, sealed))
    sent = await clerk.post("/register", form | {"sealing_known": "yes"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"/cases/{CASE}/sealed")
    assert full.sent("POST", "/v1/cases")[0].json["accused"] == [{"name": "某甲"}]


async def test_the_number_of_a_sealed_case_is_told_on_its_own_page(clerk: Any, full: Any):
    case = sample("case")["intake"] | {"case_no": "密-2026-000001", "sealed": True}
    full.answer("intake", "GET", f"/v1/cases/{CASE}", (200, case))
    page = await clerk.get(f"/cases/{CASE}/sealed")
    assert page.status_code == 200
    assert "密-2026-000001" in page.text
