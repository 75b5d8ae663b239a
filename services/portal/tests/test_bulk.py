"""Bulk verification, batches, reveals."""

from typing import Any

import pytest

CASE = "0198a000-0000-7000-8000-000000000001"
OFFICE = {"unit": "xlb", "kind": "district_office", "roles": ["registrar", "supervisor"]}


@pytest.fixture
async def office(browser: Any, full: Any) -> Any:
    await browser.login(**OFFICE)
    return browser


async def test_chosen_cases_are_verified_one_by_one_and_each_gets_its_result(
    office: Any, full: Any
):
    form = await office.form("/verify")
    numbers = {k[3:]: v for k, v in form.items() if k.startswith("no-")}
    first, second, *_ = numbers
    full.answer("intake", "POST", "/v1/cases/.*/verification", (200, {"id": CASE}))
    refused = {"code": "illegal_transition", "detail": "该件已是“已核对”状态，不能再核对。"}
    full.answer("intake", "POST", f"/v1/cases/{second}/verification", (409, refused))
    form |= {
        "pick": [first, second], "facts_complete": "台账", "situation_clear": "电话",
        "determination_sound": "审查",
    }  # fmt: skip
    sent = await office.post("/verify", form)
    assert sent.status_code == 303
    html = (await office.get(sent.headers["location"])).text
    assert "共 2 件，办成 1 件，未办成 1 件" in html
    assert "该件已是“已核对”状态" in html
    calls = full.sent("POST", ".*")
    assert len(calls) == 2
    assert {t["tick"] for t in calls[0].json["ticks"]} == {
        "facts_complete", "situation_clear", "determination_sound",
    }  # fmt: skip
    await office.post("/verify", form)
    again = full.sent("POST", ".*")[2:]
    keys = [{(c.path, c.headers["idempotency-key"]) for c in part} for part in (calls, again)]
    assert keys[0] == keys[1]


async def test_verification_without_choice_or_evidence_sends_nothing(office: Any, full: Any):
    form = await office.form("/verify")
    page = await office.post("/verify", {**form, "facts_complete": "只填一项"})
    assert page.status_code == 422
    assert "只填一项" in page.text
    assert full.sent("POST", ".*") == []


async def test_a_batch_is_prefilled_from_the_ledger_and_every_row_gets_its_result(
    office: Any, full: Any
):
    form = await office.form("/batches/new")
    ids = [k[3:] for k in form if k.startswith("no-")]
    assert form[f"lead-{ids[0]}"]
    assert form[f"assist-{ids[0]}"] == "兴庆区住房城乡建设和交通局"
    full.answer(
        "assignment", "POST", "/v1/batches",
        lambda _: (201, {
            "batch_id": CASE, "batch_no": "2026-002", "issued": [{"case_id": ids[0]}],
            "refused": [{"case_id": ids[1], "code": "case_not_verified", "detail": "尚未核对。"}],
        }),
    )  # fmt: skip
    form |= {"pick": ids[:2], "letter_no": "交办1号", f"assist-{ids[1]}": "区教育局，区卫健局"}
    sent = await office.post("/batches/new", form)
    assert sent.status_code == 303, sent.text
    body = full.sent("POST", "/v1/batches")[0].json
    assert body["letter_no"] == "交办1号"
    assert body["items"][0]["assist_units"] == ["zjj"]
    assert body["items"][1]["assist_units"] == ["jyj", "wjj"]
    assert len(body["items"]) == 2
    html = (await office.get(sent.headers["location"])).text
    assert "办成 1 件，未办成 1 件" in html
    assert "尚未核对。" in html
    assert "批次号 2026-002" in html


async def test_a_wrong_batch_keeps_what_was_typed(office: Any, full: Any):
    form = await office.form("/batches/new")
    case = next(k[3:] for k in form if k.startswith("no-"))
    form |= {"pick": [case], "letter_no": "", f"lead-{case}": "", f"assist-{case}": "没有这个局"}
    page = await office.post("/batches/new", form)
    assert page.status_code == 422
    for sentence in ("请填写交办文号。", "请选择主办单位。", "没有名为“没有这个局”的单位"):
        assert sentence in page.text
    assert 'value="没有这个局"' in page.text
    assert full.sent("POST", ".*") == []


async def test_a_reveal_needs_a_purpose_and_is_shown_once(office: Any, full: Any):
    path = f"/cases/{CASE}/reveal"
    form = await office.form(path)
    refused = await office.post(path, form)
    assert refused.status_code == 422
    assert full.sent("POST", ".*") == []
    clear = {
        "case_id": CASE,
        "petitioners": [{"seq": 1, "name": "王示例"}],
        "phones": ["13800001111"],
    }
    full.answer("intake", "POST", f"/v1{path}", (200, clear))
    sent = {**form, "purpose": "联系信访人约定见面", "fields": ["name", "phone"]}
    page = await office.post(path, sent)
    assert page.status_code == 200
    assert "13800001111" in page.text
    assert page.headers["cache-control"] == "no-store"
    asked = full.sent("POST", ".*")[0].json
    assert asked == {"purpose": "联系信访人约定见面", "fields": ["name", "phone"]}
    assert "13800001111" not in (await office.get(path)).text


async def test_a_result_belongs_to_its_session(office: Any, full: Any):
    form = await office.form("/verify")
    case = next(k[3:] for k in form if k.startswith("no-"))
    full.answer("intake", "POST", "/v1/cases/.*/verification", (200, {"id": CASE}))
    form |= {
        "pick": [case],
        "facts_complete": "1",
        "situation_clear": "1",
        "determination_sound": "1",
    }
    sent = await office.post("/verify", form)
    await office.login(**OFFICE)
    assert (await office.get(sent.headers["location"])).status_code == 404


async def test_one_case_is_registered_by_hand(office: Any, full: Any):
    full.answer("intake", "POST", "/v1/cases", (201, {"id": CASE, "case_id": CASE}))
    form = await office.form("/register")
    form |= {
        "case_no": "GJ1", "source": "central", "channel": "visit", "demand": "要求按期交房",
        "petitioners-0-name": "买买提·示例", "phones": "13800001111\n0951-6000000",
    }  # fmt: skip
    sent = await office.post("/register", form)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/cases/{CASE}")
    body = full.sent("POST", "/v1/cases")[0].json
    assert body["petitioners"] == [{"name": "买买提·示例", "representative": False}]
    assert body["phones"] == ["13800001111", "0951-6000000"]
    assert "handed_down_on" not in body
    assert full.sent("POST", "/v1/cases")[0].headers["idempotency-key"] == form["key"]


async def test_a_number_that_is_taken_keeps_what_was_typed(office: Any, full: Any):
    refused = {"code": "case_no_taken", "detail": "该编号已登记。", "field": "case_no"}
    full.answer("intake", "POST", "/v1/cases", (409, refused))
    form = await office.form("/register")
    form |= {
        "case_no": "GJ1", "source": "central", "channel": "visit", "demand": "要求按期交房",
        "petitioners-0-name": "王某",
    }  # fmt: skip
    page = await office.post("/register", form)
    assert page.status_code == 409
    assert 'id="case_no-error"' in page.text
    assert 'value="王某"' in page.text
