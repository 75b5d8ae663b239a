"""The portal as its users have it: Chromium, the real login, the running stack."""

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from browser import PHONE, Screen
from playwright.async_api import expect
from stack import LEDGER
from story import LEADER, UNIT, Story
from testkit.drain import until

pytestmark = [pytest.mark.stack, pytest.mark.e2e, pytest.mark.timeout(300)]
EXPECTED = json.loads((Path(__file__).parent / "data/ledger.expected.json").read_text("utf-8"))
HANDLER = f"{UNIT}.handler"
ROOMS = (
    "/", "/ledger", "/register", "/import", "/verify", "/repeats", "/repeats/quality", "/repeats/labels",
    "/matters", "/batches", "/batches/new", "/rates",
)  # fmt: skip


async def figures(screen: Screen, as_of: str) -> dict[str, str]:
    """The numbers above the rates page."""
    await screen.open(f"/rates?as_of={as_of}")
    stats = screen.page.locator(".hj-stat")
    texts = [(await s.inner_text()).split("\n") for s in await stats.all()]
    return {name.partition("（")[0]: number for number, name in texts}


async def table(screen: Screen, rows: str) -> list[list[str]]:
    """The cells of a table's rows, folded away or not."""
    read = "all => all.map(r => Array.from(r.cells, c => c.textContent.trim()))"
    return list(await screen.page.locator(rows).evaluate_all(read))


async def pick(screen: Screen) -> int:
    """Tick the page's cases of the workbook that have a unit; how many."""
    rows = screen.page.locator("tbody tr").filter(has_text=re.compile("(GJ|NX)20"))
    chosen = 0
    for row in await rows.all():
        lead = row.locator("select")
        if not await lead.count() or await lead.input_value():
            await row.locator("[data-pick]").check()
            chosen += 1
    await expect(screen.page.locator("[data-picked]")).to_have_text(f"已选 {chosen} 件")
    assert chosen > 0
    return chosen


async def test_the_office_imports_the_workbook_verifies_in_bulk_and_issues_a_batch(office):
    registrar = await office.log_in("xlb.registrar")
    page = registrar.page
    await registrar.open("/import")
    await page.locator("#file").set_input_files(LEDGER)
    await page.get_by_role("button", name="上传并预览").click()
    await expect(page.get_by_role("heading", name="导入预览")).to_be_visible()
    assert await registrar.total() == len(EXPECTED)
    shown = await table(registrar, "section[aria-labelledby=rows] tbody tr")
    assert [r[2] for r in shown] == [r["信访件编号"] for r in EXPECTED[: len(shown)]]
    assert {r[1] for r in shown} == {"合格"}
    assert not any(re.search(r"\d{17}", cell) for row in shown for cell in row)
    assert await registrar.submit() == f"已登记 {len(EXPECTED)} 件。"
    assert await page.locator("section[aria-labelledby=rows] tbody a").count() == len(shown)

    await registrar.open("/verify")
    chosen = await pick(registrar)
    await registrar.fill({
        "facts_complete": "逐项核对", "situation_clear": "电话核实",
        "determination_sound": "集体审查", "occurred_on": "2020-10-30",
    })  # fmt: skip
    assert f"共 {chosen} 件，办成 {chosen} 件。" in await registrar.submit()

    supervisor = await office.log_in("xlb.supervisor")

    async def all_ready() -> bool:
        await supervisor.open("/batches/new")
        return await supervisor.page.locator("tbody tr").count() >= chosen

    await until(all_ready)
    chosen = await pick(supervisor)
    await supervisor.fill({"letter_no": "兴信联办交〔2020〕11号", "occurred_on": "2020-10-31"})
    assert f"共 {chosen} 件，办成 {chosen} 件。" in await supervisor.submit()
    await supervisor.open("/batches")
    row = supervisor.page.locator("tbody tr").filter(has_text="兴信联办交〔2020〕11号")
    await expect(row).to_contain_text(str(chosen))
    assert registrar.faults + supervisor.faults == []


async def test_a_case_goes_through_every_form_and_the_rate_rises(office):
    analyst = await office.log_in("xlb.analyst")
    before = await figures(analyst, "2020-12-31")

    registrar = await office.log_in("xlb.registrar")
    number = Story(None).case_no
    await registrar.open("/register")
    await registrar.fill({
        "case_no": number, "source": "region", "registered_on": "2020-03-02",
        "handed_down_on": "2020-10-26", "channel": "visit", "petitioners-0-name": "赵测试",
        "petitioners-0-id_no": "640104199003319334", "phones": "16116746802",
        "demand": "小区房产证多年未办，<b>请求</b>督促开发商办理。", "proposed_unit": UNIT,
    })  # fmt: skip
    assert await registrar.submit() == "信访件已登记。"
    case_id = registrar.page.url.rpartition("/")[2]
    ticks = {f"ticks-{i}-evidence": "卷宗与谈话记录核对一致" for i in range(3)}
    await registrar.act(case_id, "verification", **ticks, occurred_on="2020-10-27")

    supervisor = await office.log_in("xlb.supervisor")
    await supervisor.reach("/batches/new", f"[name=pick][value='{case_id}']")
    await supervisor.fill({
        "letter_no": "兴信联办交〔2020〕1号", "occurred_on": "2020-10-28", "pick": case_id,
        f"lead-{case_id}": UNIT, f"due-{case_id}": "2020-12-31",
    })  # fmt: skip
    assert "共 1 件，办成 1 件。" in await supervisor.submit()

    handler = await office.log_in(HANDLER)
    await handler.act(case_id, "sign", occurred_on="2020-10-29")
    await handler.act(
        case_id, "leader", name="李主任", title="街道党工委书记", level="section", unit=UNIT,
        account=LEADER, occurred_on="2020-10-30",
    )  # fmt: skip
    await handler.act(
        case_id, "task-force", name="化解专班", members="李主任\n张干事", occurred_on="2020-10-30"
    )
    await supervisor.act(
        case_id, "deadline", due_on="2020-12-25", reason="约定提前", occurred_on="2020-10-30"
    )
    await handler.act(case_id, "start", occurred_on="2020-10-31")
    steps = {"title": "约谈开发商", "owner": "张干事", "due_on": "2020-11-10"}
    await handler.act(
        case_id, "plan", measures="约谈开发商，补齐手续。", target_on="2020-12-20",
        occurred_on="2020-11-01", **{f"steps-0-{k}": v for k, v in steps.items()},
    )  # fmt: skip
    await handler.act(
        case_id, "activity", kind="received_visit", occurred_on="2020-11-02", place="接待室",
        by_leader=True, face_to_face=True, participants="李主任、信访人", summary="当面听取诉求。",
    )  # fmt: skip
    both = {f"consents-{i}-party": who for i, who in enumerate(("信访人", "开发商"))}
    await handler.act(
        case_id, "session", kind="people", occurred_on="2020-11-10", place="调解室",
        mediator="王调解员", minutes="双方同意分两步办理。", outcome="agreed", agreement="补齐手续。",
        **both, **{f"consents-{i}-consented": True for i in range(2)},
    )  # fmt: skip
    await handler.act(
        case_id, "measure", means=["administrative", "law"], description="督促补齐规划验收手续。",
        responsible="张干事", executed="yes", occurred_on="2020-11-20",
    )  # fmt: skip
    await handler.act(
        case_id, "notice", kind="reply", occurred_on="2020-11-25", channel="当面送达",
        content="答复意见书已送达。", receipt_no="回执-1",
    )  # fmt: skip
    await handler.act(
        case_id, "closure-report", document_no="文街信〔2020〕8号", signed_by="主任李某",
        demands="办理房产证", findings="经查，开发商未完成规划验收。",
        outcome="已补齐手续并为全体业主办证，信访人已领证。", occurred_on="2020-11-28",
    )  # fmt: skip

    leader = await office.log_in(LEADER)
    await leader.act(
        case_id, "leader-opinion", agreed="yes", occurred_on="2020-11-29",
        text="已核对答复意见书和办证材料，同意办结。",
    )  # fmt: skip
    reviewer = await office.log_in("xlb.reviewer")
    checks = [
        "result_answers_demand",
        "measures_executed",
        "receipt_present",
        "leader_opinion_read",
    ]
    await reviewer.act(
        case_id, "review", checklist=checks, decision="approved", reason="材料齐全，同意报结。",
        occurred_on="2020-12-01",
    )  # fmt: skip
    evidence = {f"evidence-{i}-document_no": f"证-{i}" for i in range(3)} | {
        f"evidence-{i}-description": "经回访核实，材料齐全。" for i in range(3)
    }
    await reviewer.act(
        case_id, "recognition", **evidence, occurred_on="2020-12-05",
        **{"evidence-1-confirmed_by": "区信联办李某", "evidence-1-voluntary": True},
    )  # fmt: skip
    facts = supervisor.page.locator(".hj-fact--done")
    await supervisor.reach(f"/cases/{case_id}", ".hj-fact--done >> nth=2")
    await expect(facts).to_have_count(3)
    await supervisor.act(case_id, "write-off", occurred_on="2021-03-20")
    await supervisor.reach(f"/cases/{case_id}", ".hj-fact--done >> nth=3")
    days = ("2020-11-28", "2020-12-01", "2020-12-05", "2021-03-20")
    for fact, day in zip(await facts.all(), days, strict=True):
        await expect(fact).to_contain_text(day)
        await expect(fact).to_contain_text("补录")
    await expect(supervisor.page.locator("main")).to_contain_text("<b>请求</b>督促开发商")

    async def risen() -> bool:
        now = await figures(analyst, "2020-12-31")
        return all(int(now[k]) == int(before[k]) + 1 for k in ("总件数", "程序办结", "已化解"))

    await until(risen)
    screens = (analyst, registrar, supervisor, handler, leader, reviewer)
    assert [f for s in screens for f in s.faults] == []


async def test_a_refused_form_keeps_what_was_typed_and_says_what_is_missing(office, person):
    story = await Story(person).until_started()
    handler = await office.log_in(HANDLER)
    await handler.reach(f"/cases/{story.case_id}", ".hj-acts a[href$='/do/plan']")
    await handler.page.get_by_role("link", name="制定化解方案").click()
    await handler.fill({"measures": "约谈开发商。", "target_on": "2020-12-20"})
    said = await handler.submit()
    assert "没有提交成功" in said
    assert "推进步骤" in said
    await expect(handler.page.locator("[name=measures]")).to_have_value("约谈开发商。")


async def test_a_street_clerk_sees_her_units_cases_and_no_others_the_office_sees_all(played_office):
    analyst = await played_office.log_in("xlb.analyst")
    await analyst.open("/ledger")
    assert await analyst.total() == len(EXPECTED)
    mine = {r["信访件编号"] for r in EXPECTED if r["责任单位"] == "文化街街道"}
    foreign = analyst.page.locator("tbody tr").filter(has_not_text="文化街街道").first
    address = await foreign.get_by_role("link").first.get_attribute("href")

    clerk = await played_office.log_in(HANDLER)
    await clerk.open("/ledger")
    rows = await table(clerk, "#result tbody tr")
    assert await clerk.total() == len(rows)
    assert mine <= {r[0] for r in rows}
    await clerk.open(f"/ledger?unit={UNIT}")
    assert {r[0] for r in await table(clerk, "#result tbody tr")} == mine
    assert (await clerk.open(str(address))).status == 404
    assert (await clerk.open(f"{address}/do/sign")).status == 404
    await clerk.open("/batches/new")
    assert await clerk.page.locator("[data-pick]").count() == 0
    assert not {"/batches", "/verify"} & set(await clerk.menu())


async def test_the_ledger_is_filtered_paged_and_exported(played_office, tmp_path):
    analyst = await played_office.log_in("xlb.analyst")
    page, count = analyst.page, analyst.page.locator("#result strong")
    resolved = {r["信访件编号"] for r in EXPECTED if r["办理状态"] == "已化解"}
    await analyst.open("/ledger")
    await page.locator("#state").select_option("recognised")
    await page.get_by_role("button", name="查询").click()
    await expect(count).to_have_text(f"共 {len(resolved)} 件")
    found: set[str] = set()
    for number in range(1, -(-len(resolved) // 20) + 1):
        await expect(page.locator(".hj-pager__total")).to_contain_text(f"第 {number} /")
        found |= {r[0] for r in await table(analyst, "#result tbody tr")}
        if await page.get_by_role("link", name="下一页").count():
            await page.get_by_role("link", name="下一页").click()
    assert found == resolved
    await page.go_back()
    await expect(page.locator(".hj-pager__total")).to_contain_text("第 1 /")

    async with page.expect_download() as started:
        await page.get_by_role("link", name="导出 Excel").click()
    file = tmp_path / "out.xlsx"
    await (await started.value).save_as(file)
    sheet = openpyxl.load_workbook(file).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {str(c.value) for c in cells if str(c.value) in resolved} == resolved
    numbers = [c for c in cells if re.fullmatch(r"(GJ|NX)\d+", str(c.value))]
    assert len(numbers) == len(resolved)
    assert [c.coordinate for c in cells if c.data_type == "f"] == []
    assert analyst.faults == []


async def test_the_rates_page_shows_the_workbooks_figures_as_of_any_day_chart_and_table_agree(
    played_office,
):
    analyst = await played_office.log_in("xlb.analyst")
    for as_of, share in (("2020-12-31", "12.6%"), ("2021-12-31", "26.3%")):
        shown = await figures(analyst, as_of)
        closed = [r for r in EXPECTED if r["化解时间"] and r["化解时间"] <= as_of]
        done = [r for r in closed if r["办理状态"] == "已化解"]
        assert shown["总件数"] == str(len(EXPECTED))
        assert (shown["程序办结"], shown["已化解"]) == (str(len(closed)), str(len(done)))
        assert shown["化解率"] == share
        units = await table(analyst, "section[aria-labelledby=units] tbody tr")
        assert sum(int(r[3]) for r in units) == len(done)
        assert all(r[4] == half_up(int(r[3]), int(r[1])) for r in units)

    await expect(analyst.page.locator("#rate-chart canvas").first).to_be_visible()
    drawn: list[dict[str, Any]] = await analyst.page.evaluate(
        "echarts.getInstanceByDom(document.getElementById('rate-chart')).getOption().series"
    )
    rows = await table(analyst, "section[aria-labelledby=trend] tbody tr")
    assert len(rows) > 12
    for point, claimed, row in zip(drawn[0]["data"], drawn[1]["data"], rows, strict=True):
        assert point[0] == claimed[0] == row[0]
        assert point[1] == pytest.approx(int(row[3]) / int(row[1]), abs=1e-4)
        assert claimed[1] == pytest.approx(int(row[2]) / int(row[1]), abs=1e-4)
    assert analyst.faults == []


def half_up(part: int, whole: int) -> str:
    """A share in per cent with one decimal, computed in whole numbers."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


async def test_nobody_sees_a_page_without_login_and_logging_out_ends_the_session(office):
    stranger = await office.window()
    issuer = re.compile(re.escape(office.stack.endpoints.issuer))
    for path in (*ROOMS, "/cases/0198a000-0000-7000-8000-000000000001", "/ledger/export"):
        await stranger.open(path)
        await expect(stranger.page).to_have_url(issuer)

    screen = await office.log_in("xlb.supervisor")
    kept = await screen.page.context.cookies(screen.base)
    await screen.page.get_by_role("button", name="退出").click()
    await expect(screen.page.get_by_role("heading", name="您已退出登录")).to_be_visible()
    await screen.page.context.add_cookies([c for c in kept if c["name"].startswith("__Host-")])
    await screen.open("/ledger")
    await expect(screen.page).to_have_url(issuer)
    await expect(screen.page.locator("[name=password]")).to_be_visible()
    await office.give_password(screen, "xlb.supervisor")
    assert screen.page.url == f"{screen.base}/ledger"


async def test_without_scripts_a_clerk_logs_in_finds_her_case_on_the_desk_and_signs(office, person):
    story = Story(person)
    await story.register()
    await story.verify()
    await story.issue()
    clerk = await office.log_in(HANDLER, java_script_enabled=False)
    await clerk.reach("/", f"tbody tr:has-text('{story.case_no}')")
    row = clerk.page.locator("tbody tr").filter(has_text=story.case_no)
    await row.get_by_role("link", name="去办理").click()
    await clerk.page.get_by_role("button", name="确认签收").click()
    await expect(clerk.page.get_by_text("签收已登记。")).to_be_visible()
    await clerk.reach("/ledger", f"a:has-text('{story.case_no}')")


@pytest.mark.parametrize(
    "who", ["xlb.registrar", "xlb.supervisor", "xlb.reviewer", HANDLER, LEADER]
)
async def test_no_page_of_the_menu_breaks_a_rule_or_scrolls_sideways_on_a_phone(played_office, who):
    screen = await played_office.log_in(who, PHONE)
    paths = await screen.menu()
    if "/batches" in paths:
        paths.append("/batches/new")
    await screen.open("/ledger")
    case = await screen.page.locator("#result tbody a").first.get_attribute("href")
    await screen.open(str(case))
    acts = screen.page.locator(".hj-acts a")
    forms = await acts.evaluate_all("all => all.map(a => a.getAttribute('href'))")
    wide = {}
    for path in [*paths, case, *forms]:
        answer = await screen.open(path)
        assert answer.status == 200, path
        await expect(screen.page.locator("h1")).to_be_visible()
        if over := await screen.sideways():
            wide[path] = over
    assert wide == {}
    assert screen.faults == []
