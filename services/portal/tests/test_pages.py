"""What the rooms show, and how they behave when something is missing."""

import re
from typing import Any

import pytest

CASE = "0198a000-0000-7000-8000-000000000001"
ROOMS = (
    "/", "/ledger", f"/cases/{CASE}", f"/cases/{CASE}/do/plan", f"/cases/{CASE}/do/closure-report",
    f"/cases/{CASE}/reveal", "/batches", "/batches/new", "/verify", "/import", f"/import/{CASE}",
    "/rates", "/repeats", f"/repeats/{CASE}", "/repeats/quality", "/matters", f"/matters/{CASE}",
    f"/cases/{CASE}/similar",
)  # fmt: skip
OFFICE = {
    "unit": "xlb", "kind": "district_office",
    "roles": ["registrar", "supervisor", "reviewer"],
}  # fmt: skip


@pytest.mark.parametrize("path", ROOMS)
async def test_a_room_is_one_strict_accessible_document(browser: Any, full: Any, path: str):
    await browser.login(**OFFICE)
    page = await browser.get(path)
    assert page.status_code == 200, page.text
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-frame-options"] == "DENY"
    html = page.text
    assert not re.search(r"\son[a-z]+\s*=|style\s*=|<style|javascript:", html)
    for script in re.findall(r"<script([^>]*)>", html):
        assert "src=" in script or 'type="application/json"' in script
    assert html.count("<h1") == 1
    assert html.count("<table") == html.count("<caption")
    assert 'href="#main"' in html
    for name in re.findall(r'<(?:input|select|textarea)[^>]*?\sid="([^"]+)"', html):
        labelled = f'for="{name}"' in html or re.search(rf'id="{name}"[^>]*aria-label', html)
        wrapped = re.search(rf'<label class="hj-pick">\s*<input[^>]*id="{name}"', html)
        assert labelled or wrapped or re.search(rf'aria-label[^>]*id="{name}"', html), name


async def test_the_desk_merges_three_services_by_deadline_with_the_next_action(
    browser: Any, full: Any
):
    await browser.login()
    html = (await browser.get("/")).text
    order = [html.index(t) for t in ("确定包案领导", "完成方案步骤", "落实化解措施并登记", "签收")]
    assert order == sorted(order)
    assert f'href="/cases/{CASE}/do/step-done"' in html
    assert f'href="/cases/{CASE}/do/measure"' in html
    assert "已超期 5 天" in html


async def test_a_desk_with_a_service_down_says_so_and_shows_the_rest(browser: Any, full: Any):
    await browser.login()
    full.down.add("mediation")
    page = await browser.get("/")
    assert page.status_code == 200
    assert "化解工作服务暂时没有应答" in page.text
    assert "完成方案步骤" in page.text


async def test_a_street_clerk_has_no_office_rooms_in_the_menu(browser: Any, full: Any):
    await browser.login()
    html = (await browser.get("/")).text
    assert 'href="/batches"' not in html
    assert 'href="/verify"' not in html
    await browser.login(**OFFICE)
    assert 'href="/batches"' in (await browser.get("/")).text


async def test_the_ledger_hands_its_filters_to_reporting_and_keeps_them_in_its_links(
    browser: Any, full: Any
):
    await browser.login()
    html = (
        await browser.get("/ledger?state=resolving&unit=wenhuajie&overdue=1&q=GJ20&page=1")
    ).text
    asked = full.sent("GET", "/v1/ledger")[0].query
    assert asked == {
        "state": "resolving", "unit": "wenhuajie", "overdue": "true", "q": "GJ20", "page": "1",
    }  # fmt: skip
    assert "共 95 件" in html
    following = re.search(r'href="(/ledger\?[^"]*page=2[^"]*)"', html)
    assert following is not None
    assert "state=resolving" in following[1]
    assert 'href="/cases/0198a000-0000-7000-8000-000000000001"' in html


async def test_htmx_gets_only_the_named_block(browser: Any, full: Any):
    await browser.login()
    whole = (await browser.get("/ledger")).text
    headers = {"HX-Request": "true", "HX-Target": "result"}
    part = await browser.get("/ledger", headers=headers)
    assert "<html" not in part.text
    assert part.text.strip()[:40] in whole
    assert part.headers["vary"] == "HX-Request"


async def test_the_export_is_streamed_through(browser: Any, full: Any):
    await browser.login()
    file = await browser.get("/ledger/export?state=resolving")
    assert file.content == b"PK-a-workbook"
    assert "attachment" in file.headers["content-disposition"]
    assert full.sent("GET", "/v1/ledger/export")[0].query == {"state": "resolving"}


async def test_a_case_shows_state_facts_time_left_and_only_allowed_actions(browser: Any, full: Any):
    await browser.login()
    html = (await browser.get(f"/cases/{CASE}")).text
    for words in (
        "程序办结",
        "审核报结",
        "化解认定",
        "销号",
        "剩余 5 天",
        "查看原文",
        "三跨三分离",
    ):
        assert words in html
    assert f"/cases/{CASE}/do/activity" in html
    assert f"/cases/{CASE}/do/review" not in html
    assert f"/cases/{CASE}/do/write-off" not in html


async def test_a_case_survives_a_service_that_is_down_or_has_not_heard_of_it(
    browser: Any, full: Any
):
    await browser.login()
    full.down.add("reporting")
    missing = (404, {"code": "case_not_found", "detail": "没有找到该案件。"})
    full.answer("supervision", "GET", "/v1/cases/[0-9a-f-]+", missing)
    page = await browser.get(f"/cases/{CASE}")
    assert page.status_code == 200
    assert "统计服务暂时没有应答" in page.text
    assert "经过正在同步" in page.text


async def test_a_case_that_nobody_shows_is_not_found(browser: Any):
    await browser.login()
    page = await browser.get(f"/cases/{CASE}")
    assert page.status_code == 404
    assert "没有找到该案件，或者本单位无权查看" in page.text


@pytest.mark.parametrize("path", ["/nothing", "/cases/not-a-uuid", f"/cases/{CASE}/do/nothing"])
async def test_a_wrong_address_is_a_calm_page(browser: Any, full: Any, path: str):
    await browser.login()
    page = await browser.get(path)
    assert page.status_code == 404
    assert "没有找到" in page.text
    assert page.headers["content-type"].startswith("text/html")


async def test_a_page_of_one_service_that_is_down_is_a_calm_503(browser: Any, full: Any):
    await browser.login()
    full.down.add("reporting")
    page = await browser.get("/ledger")
    assert page.status_code == 503
    assert "统计服务暂时没有应答，请稍后重试" in page.text
    assert len(full.sent("GET", "/v1/ledger")) == 0


async def test_a_refused_room_says_why(browser: Any, full: Any):
    await browser.login()
    refusal = (403, {"code": "role_missing", "detail": "您的岗位没有办理此事项的权限。"})
    full.answer("reporting", "GET", "/v1/ledger", refusal)
    page = await browser.get("/ledger")
    assert page.status_code == 403
    assert "您的岗位没有办理此事项的权限。" in page.text
    assert "联系本单位管理员" in page.text


async def test_a_crash_is_a_calm_page_with_all_headers(browser: Any, full: Any):
    await browser.login()

    def crash(_: Any) -> Any:
        raise ZeroDivisionError

    full.answer("reporting", "GET", "/v1/ledger", crash)
    page = await browser.get("/ledger")
    assert page.status_code == 500
    assert "系统内部出错" in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


async def test_hostile_text_is_shown_as_text(browser: Any, full: Any):
    await browser.login()
    evil = '</script><img src=x onerror="alert(1)">{{7*7}}'
    intake = _answer_of(full, "intake", "/v1/cases/" + CASE)
    full.answer(
        "intake", "GET", "/v1/cases/[0-9a-f-]+",
        (200, {**intake, "demand": evil, "petitioners": [{"name": evil}]}),
    )  # fmt: skip
    html = (await browser.get(f"/cases/{CASE}")).text
    assert "<img" not in html
    assert "&lt;img src=x" in html
    assert "{{7*7}}" in html


def _answer_of(world: Any, service: str, path: str) -> Any:
    for name, method, pattern, answer in world.answers:
        if (name, method) == (service, "GET") and pattern.match(path):
            return answer[1]
    raise LookupError(path)


async def test_hostile_text_cannot_leave_the_chart_data(browser: Any, full: Any):
    await browser.login()
    series = {"points": [{
        "date": "2021-01-01", "total": 1, "claimed": 1, "resolved": 1, "rate": 1.0,
    }]}  # fmt: skip
    full.answer("reporting", "GET", "/v1/series", (200, series))
    evil = "</script><script>alert(1)</script>"
    goals = [{
        "cohort": "A", "date": "2021-01-01", "target": 0.65, "needed": 1, "total": 1, "claimed": 1,
        "resolved": 1, "rate": 1.0, "reached": True, "reading": evil,
    }]  # fmt: skip
    full.answer("reporting", "GET", "/v1/milestones", (200, goals))
    html = (await browser.get("/rates")).text
    assert "<script>alert" not in html


async def test_rates_show_the_chart_and_the_same_data_as_a_table(browser: Any, full: Any):
    await browser.login()
    html = (await browser.get("/rates?as_of=2021-12-31")).text
    assert full.sent("GET", "/v1/rates")[0].query["as_of"] == "2021-12-31"
    assert 'id="rate-data"' in html
    assert "化解率走势数据" in html
    assert "需 62 件" in html
    assert "未达标" in html


async def test_a_day_that_is_none_means_today(browser: Any, full: Any):
    await browser.login()
    assert (await browser.get("/rates?as_of=tomorrow")).status_code == 200
    assert full.sent("GET", "/v1/rates")[0].query["as_of"] == "2026-11-25"


async def test_static_files_are_immutable_under_their_version_only(browser: Any, full: Any):
    await browser.login()
    html = (await browser.get("/")).text
    address = re.search(r'href="(/static/app.css\?v=[0-9a-f]+)"', html)
    assert address is not None
    fresh = await browser.get(address[1])
    assert "immutable" in fresh.headers["cache-control"]
    assert fresh.headers["content-encoding"] == "gzip"
    stale = await browser.get("/static/app.css?v=old")
    assert stale.headers["cache-control"] == "no-cache"
    assert (await browser.get("/static/../settings.py")).status_code == 404


async def test_another_host_name_is_sent_to_the_public_address(browser: Any):
    page = await browser.get("/ledger?x=1", headers={"Host": "evil.test"})
    assert page.headers["location"] == "https://portal.test/ledger?x=1"
    posted = await browser.http.post("/logout", headers={"Host": "evil.test"})
    assert posted.status_code == 421


async def test_probes_answer_without_a_session(browser: Any):
    assert (await browser.get("/livez", headers={"Host": "10.1.2.3"})).status_code == 200
    assert (await browser.get("/readyz")).status_code == 200
    assert "huajie_http_requests_total" in (await browser.get("/metrics")).text


async def test_style_and_scripts_stay_within_chromium_90():
    import portal.assets

    root = portal.assets._ROOT
    text = (root / "app.css").read_text("utf-8") + (root / "app.js").read_text("utf-8")
    text += (root / "charts.js").read_text("utf-8")
    for newer in (":has(", "@container", "popover", ".at(", "structuredClone", "replaceAll", "??="):
        assert newer not in text
    assert (root / "app.css").stat().st_size < 26_000


async def test_a_unit_that_supervision_keeps_out_sees_the_facts_as_reporting_tells_them(
    browser: Any, full: Any
):
    await browser.login()
    hidden = (404, {"code": "case_not_found", "detail": "没有找到该案件。"})
    full.answer("supervision", "GET", "/v1/cases/[0-9a-f-]+", hidden)
    told = {"name": "closure_reported", "service": "mediation", "occurred_on": "2026-11-20"}
    told |= {"recorded_at": "2026-11-21T01:00:00Z", "actor_unit": "wenhuajie", "late": True}
    full.answer("reporting", "GET", "/v1/cases/[0-9a-f-]+/timeline", (200, {"items": [told]}))
    reported = _answer_of(full, "reporting", f"/v1/cases/{CASE}")
    reported = {**reported, "reported_on": "2026-11-20", "recognised_on": None}
    full.answer("reporting", "GET", "/v1/cases/[0-9a-f-]+", (200, reported))
    html = " ".join((await browser.get(f"/cases/{CASE}")).text.split())
    assert "2026-11-20 · 文化街街道" in html
    assert "2026-11-21 09:00 登记（补录）" in html
    assert html.count("已完成") == 1


async def test_closure_facts_that_nobody_can_tell_are_not_called_undone(browser: Any, full: Any):
    await browser.login()
    full.down |= {"supervision", "reporting"}
    html = (await browser.get(f"/cases/{CASE}")).text
    assert html.count("待同步") == 4
    assert "未完成" not in html


async def test_a_case_says_what_the_lead_unit_still_owes_before_it_may_report(
    browser: Any, full: Any
):
    await browser.login()
    html = (await browser.get(f"/cases/{CASE}")).text
    assert "报送办结报告还缺" in html
    assert f'href="/cases/{CASE}/do/notice"' in html
    await browser.login(**OFFICE)
    assert "报送办结报告还缺" not in (await browser.get(f"/cases/{CASE}")).text


async def test_a_long_desk_is_paged_and_counted_whole(browser: Any, full: Any):
    await browser.login(**OFFICE)
    items = [
        {"case_id": CASE, "case_no": f"N{i:03}", "action": "write_off", "label": "销号",
         "due_on": "2021-01-01"}
        for i in range(60)
    ]  # fmt: skip
    full.answer("supervision", "GET", "/v1/desk", (200, {"items": items}))
    html = (await browser.get("/")).text
    assert "共 65 项，第 1 / 2 页" in html
    assert 'href="/?page=2"' in html
    second = (await browser.get("/?page=2")).text
    assert "N059" in second
    assert "观察期满" in second
    assert "已超期 2154 天" not in second


async def test_an_administrator_of_the_system_gets_no_case_rooms(browser: Any, full: Any):
    await browser.login(unit="xlb", kind="district_office", roles=["system_admin"])
    html = (await browser.get("/")).text
    for room in ("/ledger", "/rates", "/import", "/verify", "/batches"):
        assert f'class="hj-side__link" href="{room}"' not in " ".join(html.split())


@pytest.mark.parametrize(
    ("share", "shown"),
    [(None, "—"), (0.0, "0.0%"), (0.1667, "16.7%"), (0.2632, "26.3%"), (0.1645, "16.5%"),
     (0.0005, "0.1%"), (0.125, "12.5%"), (1.0, "100.0%")],
)  # fmt: skip
def test_a_share_is_rounded_half_up_to_one_decimal(share: float | None, shown: str):
    from portal.words import percent

    assert percent(share) == shown


async def test_a_rate_just_under_its_target_does_not_read_as_reached(browser: Any, full: Any):
    goal = {
        "cohort": "A", "date": "2021-12-31", "target": 0.65, "total": 2000, "claimed": 1299,
        "resolved": 1299, "needed": 1300, "rate": 0.6495, "reached": False,
    }  # fmt: skip
    full.answer("reporting", "GET", "/v1/milestones", (200, [goal]))
    await browser.login()
    html = (await browser.get("/rates")).text
    assert "未达标" in html
    assert "还差 1 件" in html


async def test_a_form_counts_its_rows_by_what_they_are(browser: Any, full: Any):
    await browser.login(**OFFICE)
    html = (await browser.get(f"/cases/{CASE}/do/plan")).text
    assert "第 1 步" in html
    assert "添加一步" in html
