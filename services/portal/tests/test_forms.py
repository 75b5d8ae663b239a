"""Every action as a form: what is sent, what happens on a refusal, what cannot be forged."""

from typing import Any
from uuid import UUID

import pytest

CASE = "0198a000-0000-7000-8000-000000000001"
DO = f"/cases/{CASE}/do"
API = f"/v1/cases/{CASE}"
OFFICE = {
    "unit": "xlb",
    "kind": "district_office",
    "roles": ["registrar", "supervisor", "reviewer"],
}


def refusal(status: int, code: str, detail: str, **more: Any) -> tuple[int, dict[str, Any]]:
    return status, {"code": code, "detail": detail, **more}


async def test_a_form_is_sent_with_its_key_and_version_and_ends_on_the_case(
    browser: Any, full: Any
):
    await browser.login()
    full.answer("mediation", "POST", f"{API}/activities", (201, {"id": CASE}))
    form = await browser.form(f"{DO}/activity")
    UUID(form["key"])
    assert form["version"] == "5"
    form |= {
        "kind": "called_on", "place": "社区", "face_to_face": "yes", "participants": "王某、张承办",
        "summary": "当面听取\r\n诉求", "occurred_on": "2026-11-24",
    }  # fmt: skip
    done = await browser.post(f"{DO}/activity", form)
    assert (done.status_code, done.headers["location"]) == (303, f"/cases/{CASE}")
    call = full.sent("POST", f"{API}/activities")[0]
    assert call.headers["idempotency-key"] == form["key"]
    assert call.headers["if-match"] == '"5"'
    assert call.json == {
        "kind": "called_on", "occurred_on": "2026-11-24", "place": "社区", "by_leader": False,
        "face_to_face": True, "participants": "王某、张承办", "summary": "当面听取\n诉求",
    }  # fmt: skip
    page = (await browser.get(f"/cases/{CASE}")).text
    assert "工作情况已登记。" in page
    assert "工作情况已登记。" not in (await browser.get(f"/cases/{CASE}")).text


async def test_a_double_click_sends_the_same_key_twice(browser: Any, full: Any):
    await browser.login()
    full.answer("assignment", "PUT", f"{API}/deadline", (200, {"id": CASE}))
    form = await browser.form(f"{DO}/deadline")
    for _ in range(2):
        assert (await browser.post(f"{DO}/deadline", form)).status_code == 303
    first, second = full.sent("PUT", f"{API}/deadline")
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert first.json == second.json
    assert (await browser.form(f"{DO}/deadline"))["key"] != form["key"]


async def test_blank_fields_are_named_beside_them_and_nothing_is_sent(browser: Any, full: Any):
    await browser.login()
    form = await browser.form(f"{DO}/activity")
    page = await browser.post(
        f"{DO}/activity", {**form, "place": "社区居委会", "occurred_on": "昨天"}
    )
    assert page.status_code == 422
    for sentence in ("请选择工作方式。", "请填写工作情况。", "发生日期不是有效的日期"):
        assert sentence in page.text
    assert 'href="#summary"' in page.text
    assert 'value="社区居委会"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert full.sent("POST", ".*") == []


async def test_the_services_field_errors_stand_beside_the_row_they_belong_to(
    browser: Any, full: Any
):
    await browser.login()
    error = {"field": "steps.1.title", "detail": "填写的内容太长", "rule": "string_too_long"}
    full.answer(
        "assignment", "POST", f"{API}/plan",
        refusal(422, "validation", "steps.1.title：填写的内容太长。", errors=[error]),
    )  # fmt: skip
    form = await browser.form(f"{DO}/plan")
    form |= {
        "measures": "协商", "target_on": "2026-12-31",
        "steps-0-title": "见面", "steps-0-owner": "张", "steps-0-due_on": "2026-12-01",
        "steps-2-title": "协调", "steps-2-owner": "李", "steps-2-due_on": "2026-12-09",
    }  # fmt: skip
    page = await browser.post(f"{DO}/plan", form)
    assert page.status_code == 422
    assert 'id="steps-2-title-error"' in page.text
    assert "填写的内容太长。" in page.text
    sent = full.sent("POST", f"{API}/plan")[0].json
    assert [s["title"] for s in sent["steps"]] == ["见面", "协调"]


async def test_missing_parts_lead_to_the_forms_that_supply_them(browser: Any, full: Any):
    await browser.login()
    full.answer(
        "mediation", "POST", f"{API}/closure-report",
        refusal(
            422, "closure_evidence_missing", "还不能报送办结报告。",
            missing=["executed_measure", "reply_notice"],
        ),
    )  # fmt: skip
    form = await browser.form(f"{DO}/closure-report")
    long = "已经逐项核实并予以解决，信访人表示满意"
    form |= {
        "document_no": "1号", "signed_by": "主任", "demands": "交房", "findings": long,
        "outcome": long,
    }  # fmt: skip
    page = await browser.post(f"{DO}/closure-report", form)
    assert page.status_code == 422
    assert "还不能报送办结报告。" in page.text
    assert f'href="/cases/{CASE}/do/measure"' in page.text
    assert f'href="/cases/{CASE}/do/notice"' in page.text
    assert "请先登记所缺的工作记录" in page.text


async def test_a_stale_form_says_what_changed_and_takes_the_new_version(browser: Any, full: Any):
    await browser.login()
    form = await browser.form(f"{DO}/deadline")
    full.answer(
        "assignment", "PUT", f"{API}/deadline",
        refusal(409, "stale_version", "该事项已被他人修改，请刷新页面核对后再提交。"),
    )  # fmt: skip
    page = await browser.post(f"{DO}/deadline", {**form, "version": "3", "due_on": "2027-01-15"})
    assert page.status_code == 409
    assert "该事项已被他人修改" in page.text
    assert "近期变化" in page.text
    assert "组织调解" in page.text
    assert 'name="version" value="7"' in " ".join(page.text.split())
    assert 'value="2027-01-15"' in page.text
    assert form["key"] not in page.text


async def test_a_service_that_does_not_answer_keeps_the_form_and_its_key(browser: Any, full: Any):
    await browser.login()
    form = await browser.form(f"{DO}/deadline")
    full.answers = [a for a in full.answers if a[:2] != ("assignment", "PUT")]
    full.down.add("assignment")
    page = await browser.post(f"{DO}/deadline", form)
    assert page.status_code == 503
    assert form["key"] in page.text
    assert "不会重复办理" in page.text


async def test_a_write_is_not_tried_twice_and_a_read_is(browser: Any, full: Any):
    await browser.login()
    import httpx2

    tries: list[str] = []

    def failing(call: Any) -> Any:
        tries.append(call.method)
        raise httpx2.ReadError("cut")

    form = await browser.form(f"{DO}/deadline")
    full.answer("assignment", "PUT", f"{API}/deadline", failing)
    await browser.post(f"{DO}/deadline", form)
    assert tries == ["PUT"]
    full.answer("reporting", "GET", "/v1/ledger", failing)
    await browser.get("/ledger")
    assert tries == ["PUT", "GET", "GET"]


@pytest.mark.parametrize(
    ("change", "headers"),
    [
        ({"csrf": ""}, {}),
        ({"csrf": "forged"}, {}),
        ({}, {"Origin": "https://evil.test"}),
        ({}, {"Origin": "null"}),
        ({}, {"Origin": "http://portal.test"}),
    ],
)
async def test_a_forged_form_is_refused(
    browser: Any, full: Any, change: dict[str, str], headers: dict[str, str]
):
    await browser.login()
    form = await browser.form(f"{DO}/deadline")
    page = await browser.post(f"{DO}/deadline", {**form, **change}, headers=headers)
    assert page.status_code == 403
    assert full.sent("PUT", ".*") == []


async def test_a_form_without_origin_needs_the_browsers_word_for_it(browser: Any, full: Any):
    await browser.login()
    form = await browser.form(f"{DO}/deadline")
    full.answer("assignment", "PUT", f"{API}/deadline", (200, {"id": CASE}))
    bare = await browser.http.post(f"{DO}/deadline", data=form)
    assert bare.status_code == 403
    vouched = await browser.http.post(
        f"{DO}/deadline", data=form, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert vouched.status_code == 303


async def test_another_sessions_token_is_refused(browser: Any, full: Any):
    await browser.login()
    form = await browser.form(f"{DO}/deadline")
    await browser.login()
    page = await browser.post(f"{DO}/deadline", form)
    assert page.status_code == 403
    assert "页面已过期" in page.text


async def test_a_form_sent_after_the_session_ended_says_so_and_leads_back(browser: Any, full: Any):
    await browser.login()
    form = await browser.form(f"{DO}/deadline")
    browser.http.cookies.clear()
    page = await browser.post(f"{DO}/deadline", form)
    assert page.status_code == 401
    assert "登录已超时" in page.text
    assert f"/login?next=/cases/{CASE}/do/deadline" in page.text


async def test_an_action_that_is_not_allowed_now_says_so_instead_of_asking(browser: Any, full: Any):
    await browser.login()
    page = await browser.get(f"{DO}/review")
    assert page.status_code == 409
    assert "您现在不能办理“审核报结”" in page.text
    assert "<textarea" not in page.text


async def test_a_leader_reads_the_report_before_the_opinion_is_asked(browser: Any, full: Any):
    await browser.login()
    work = {"case_id": CASE, "state": "reported", "version": 6}
    full.answer(
        "mediation", "GET", API, (200, {**work, "allowed_actions": ["sign_leader_opinion"]})
    )
    page = await browser.get(f"{DO}/leader-opinion")
    assert len(full.sent("GET", f"{API}/closure-report")) == 1
    assert "违约金协议已签订并支付" in page.text
    form = {"csrf": page.text.split('name="csrf" value="')[1].split('"')[0], "version": "6"}
    full.answer("mediation", "POST", f"{API}/leader-opinion", (201, {"id": CASE}))
    form |= {"agreed": "no", "text": "措施没有落实，请继续办理", "occurred_on": "2026-11-25"}
    assert (await browser.post(f"{DO}/leader-opinion", form)).status_code == 303
    assert full.sent("POST", ".*")[0].json["agreed"] is False


async def test_a_plan_step_is_named_in_the_address(browser: Any, full: Any):
    await browser.login()
    full.answer("assignment", "POST", f"{API}/plan/steps/2/done", (200, {"id": CASE}))
    form = await browser.form(f"{DO}/step-done")
    form |= {"step": "2", "note": "协调会已开"}
    assert (await browser.post(f"{DO}/step-done", form)).status_code == 303
    assert full.sent("POST", ".*")[0].json == {"note": "协调会已开", "occurred_on": "2026-11-25"}


@pytest.mark.parametrize("step", ["../../start", "2/done?x=", "%2e%2e"])
async def test_a_doctored_address_part_reaches_no_other_command(browser: Any, full: Any, step: str):
    await browser.login()
    form = await browser.form(f"{DO}/step-done")
    page = await browser.post(f"{DO}/step-done", {**form, "step": step, "note": "x"})
    assert page.status_code == 422
    assert full.sent("POST", ".*") == []


async def test_recognition_sends_three_slots_and_marks_the_missing_one(browser: Any, full: Any):
    await browser.login(**OFFICE)
    check = {"case_id": CASE, "state": "approved", "version": 4, "allowed_actions": ["recognise"]}
    full.answer("supervision", "GET", API, (200, check))
    full.answer(
        "supervision", "POST", f"{API}/recognition",
        refusal(422, "evidence_missing", "认定证据不全，缺少：群众满意。", missing=["satisfied"]),
    )  # fmt: skip
    form = await browser.form(f"{DO}/recognition")
    for i in range(3):
        form |= {f"evidence-{i}-document_no": f"{i}号", f"evidence-{i}-description": "见卷宗"}
    form |= {"evidence-1-confirmed_by": "区信联办李某", "evidence-1-voluntary": "yes"}
    page = await browser.post(f"{DO}/recognition", form)
    sent = full.sent("POST", f"{API}/recognition")[0].json["evidence"]
    assert [e["slot"] for e in sent] == ["settled", "ceased", "satisfied"]
    assert sent[1]["voluntary"] is True
    assert "confirmed_by" not in sent[0]
    assert 'id="evidence-2-document_no-error"' in page.text


async def test_a_review_sends_the_ticked_list(browser: Any, full: Any):
    await browser.login(**OFFICE)
    check = {
        "case_id": CASE,
        "state": "opinion_signed",
        "version": 4,
        "allowed_actions": ["review"],
    }
    full.answer("supervision", "GET", API, (200, check))
    full.answer("supervision", "POST", f"{API}/review", (201, {"id": CASE}))
    form = await browser.form(f"{DO}/review")
    form |= {
        "checklist": ["measures_executed", "receipt_present"], "decision": "returned",
        "reason": "办理结果没有回应诉求，请重办",
    }  # fmt: skip
    assert (await browser.post(f"{DO}/review", form)).status_code == 303
    assert full.sent("POST", ".*")[0].json["checklist"] == {
        "result_answers_demand": False, "measures_executed": True, "receipt_present": True,
        "leader_opinion_read": False,
    }  # fmt: skip


async def test_a_repeat_is_named_by_number_and_sent_by_id(browser: Any, full: Any):
    await browser.login(**OFFICE)
    full.answer("intake", "POST", f"{API}/repeats", (200, {"id": CASE}))
    form = await browser.form(f"{DO}/repeat")
    assert form["later_case_id"] == "GJ2020062181516"
    page = await browser.post(f"{DO}/repeat", {**form, "reason": "同一人同一事项"})
    assert page.status_code == 422
    assert "没有找到这个编号的信访件" in page.text
    known = full.answers and (await browser.form("/verify"))
    number, case_id = next((v, k[3:]) for k, v in known.items() if k.startswith("no-"))
    sent = {**form, "reason": "同一人同一事项", "later_case_id": number}
    assert (await browser.post(f"{DO}/repeat", sent)).status_code == 303
    assert full.sent("POST", f"{API}/repeats")[0].json["later_case_id"] == case_id


async def test_the_ledgers_proposals_fill_the_forms(browser: Any, full: Any):
    await browser.login()
    duty = {
        "case_id": CASE,
        "case_no": "X",
        "state": "signed",
        "version": 3,
        "lead_unit": "wenhuajie",
    }
    allowed = [{"action": a} for a in ("assign_leader", "name_task_force", "set_deadline")]
    full.answer("assignment", "GET", API, (200, {**duty, "allowed_actions": allowed}))
    leader = await browser.form(f"{DO}/leader")
    assert (leader["name"], leader["level"], leader["unit"]) == ("李建国", "county", "qld")
    assert (await browser.form(f"{DO}/task-force"))["name"] == "文化街街道化解工作专班"
    assert (await browser.form(f"{DO}/deadline"))["due_on"] == "2026-12-31"
