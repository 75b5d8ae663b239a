"""The pages of 登记 as clerks, the office and 纪检监察 use them: Chromium, the real login, the stack."""

import re
from typing import Any

import pytest
from browser import PHONE, Office, Screen
from playwright.async_api import expect
from servicekit.ids import new_id
from story import LEADER, UNIT

pytestmark = [pytest.mark.stack, pytest.mark.e2e, pytest.mark.timeout(300)]
CLERK = f"{UNIT}.handler"
ID = "640104199003319334"
WRONG_ID = "640104199003319335"


def a_visit(**over: Any) -> dict[str, Any]:
    """The least that a visit is registered with; its text is that of no other story."""
    word = "".join(chr(0x4E00 + int(c, 16) * 997) for c in new_id().hex[-8:])
    return {
        "source": "district", "channel": "visit", "petitioners-0-name": "钱程",
        "demand": f"反映{word}巷路灯损坏半年无人维修，夜间出行不便，请求尽快修复。", **over,
    }  # fmt: skip


async def refused(screen: Screen) -> dict[str, str]:
    """Send the form; the sentences beside its questions, by the question's name."""
    assert "没有提交成功" in await screen.submit()
    read = "all => all.map(e => [e.id.replace('-error', ''), e.textContent])"
    return dict(await screen.page.locator(".hj-error[id]").evaluate_all(read))


async def registered(screen: Screen, **over: Any) -> str:
    """Register a case by the form; its id."""
    await screen.open("/register")
    await screen.fill(a_visit(**over))
    assert await screen.submit() == "信访件已登记。"
    (case_id,) = re.findall(r"/cases/([0-9a-f-]{36})", screen.page.url)
    return str(case_id)


async def fact(screen: Screen, name: str) -> str:
    """One fact of the case's page."""
    found = screen.page.locator("section[aria-labelledby=matter] dl > div").filter(
        has=screen.page.locator(f"dt:text-is('{name}')")
    )
    return (await found.locator("dd").inner_text()).strip()


async def test_a_clerk_types_and_finds_checks_similar_cases_and_a_category_beside_the_form(office):
    clerk = await office.log_in(CLERK)
    page, beside = clerk.page, clerk.page.locator("#beside")
    typed = a_visit(**{"petitioners-0-id_no": WRONG_ID})
    earlier = await registered(clerk, **(typed | {"petitioners-0-id_no": ID}))
    number = (await page.locator("h1").inner_text()).removeprefix("信访件").strip()

    await clerk.open("/register")
    await clerk.fill(typed | {"petitioners-0-phones": "0951-6012345、99"})
    await expect(beside).to_contain_text("身份证号校验码不正确")
    await expect(beside).to_contain_text("本人电话第 1 个：固定电话")
    await expect(beside).to_contain_text("本人电话第 2 个：联系电话不是有效的号码")
    await expect(beside).to_contain_text(number)
    assert await refused(clerk) == {"petitioners-0-id_no": "第 1 位信访人：身份证号校验码不正确。"}
    await clerk.fill({"petitioners-0-id_no": ID})
    assert await refused(clerk) == {"petitioners-0-phones": "第 2 个联系电话不是有效的号码。"}
    await clerk.fill({"petitioners-0-phones": "12345"})
    await expect(beside.get_by_role("link", name=number)).to_have_attribute(
        "href", f"/cases/{earlier}"
    )
    taken = beside.locator("[data-take][value^='category=']").first
    path = str(await taken.get_attribute("value")).removeprefix("category=")
    await taken.click()
    await expect(page.locator("[name=category]")).to_have_value(path)
    await expect(beside.locator(".hj-advice", has_text="已采用")).to_have_count(1)
    assert await clerk.submit() == "信访件已登记。"
    assert await fact(clerk, "内容分类") == path.replace("/", " / ")
    assert "钱* 6401**********9334" in await fact(clerk, "信访人")

    await page.get_by_role("link", name="登记回执").click()
    paper = page.locator(".hj-paper")
    await expect(paper).to_contain_text("钱*：")
    await page.get_by_role("button", name="填入信访人全名").click()
    await expect(paper).to_contain_text("钱程：")
    assert [f for f in clerk.faults if "422" not in f] == []


async def test_of_a_group_visit_five_represent_and_nothing_typed_is_lost(office):
    clerk = await office.log_in(CLERK, PHONE)
    await clerk.open("/register")
    await clerk.fill(a_visit(people_count="7"))
    for i in range(1, 7):
        await clerk.page.get_by_role("button", name="添加一人").first.click()
        await clerk.fill({f"petitioners-{i}-name": f"代表{'甲乙丙丁戊己庚'[i]}"})
    await clerk.fill({f"petitioners-{i}-representative": True for i in range(6)})
    await clerk.page.locator("#agents-section > summary").click()
    await clerk.fill({"agents-0-name": "孙律师", "agents-0-acts_for": "8"})
    assert "所选的第 8 位没有填写" in (await refused(clerk))["agents-0-acts_for"]
    await clerk.fill({"agents-0-acts_for": "7"})
    assert list(await refused(clerk)) == ["petitioners"]
    assert await clerk.sideways() == 0
    await expect(clerk.page.locator("[name='petitioners-6-name']")).to_have_value("代表庚")
    await clerk.page.locator("[name='petitioners-5-representative']").uncheck()
    assert await clerk.submit() == "信访件已登记。"
    assert await clerk.page.locator("main .hj-tag", has_text="代表").count() == 5
    assert await fact(clerk, "人数") == "7"
    assert "代理第 7 位信访人" in await fact(clerk, "代理人")


async def test_the_day_of_registration_decides_what_a_case_counts_in(office):
    clerk = await office.log_in(CLERK)
    for day, cohort in (("2020-06-30", "中央、自治区交办"), ("2020-07-01", "日常交办")):
        await registered(clerk, source="central", registered_on=day)
        assert await fact(clerk, "目标批次") == cohort


async def test_a_hard_case_is_decided_on_its_page_corrected_and_struck_off_at_once(office):
    clerk = await office.log_in(CLERK)
    page = clerk.page
    case_id = await registered(clerk, tags=["unfinished_building"], letter_no="误填〔2026〕1号")
    await page.get_by_role("link", name="重新分类，认定案件类型").click()
    assert list(await refused(clerk)) == ["ordinary_because"]
    await clerk.fill({
        "case_kind": "long_standing", "cross_kinds": ["regions"], "category": "没有这个分类",
    })  # fmt: skip
    assert list(await refused(clerk)) == ["category"]
    await clerk.fill({"category": "城乡建设"})
    assert list(await refused(clerk)) == ["cross_separated"]
    await clerk.fill({"cross_separated": True})
    assert await clerk.submit() == "分类已更新。"
    assert "跨地区" in await fact(clerk, "三跨三分离")
    await page.get_by_role("link", name="更正登记信息").click()
    await clerk.fill({"reason": "文号属于另一件", "letter_no": "", "received_on": "2026-01-05"})
    await clerk.submit()
    assert (await fact(clerk, "交办文号"), await fact(clerk, "信访人")) == ("—", "钱*")

    supervisor = await office.log_in("xlb.supervisor")
    ticks = {f"ticks-{i}-evidence": "卷宗与谈话记录核对一致" for i in range(3)}
    await supervisor.act(case_id, "verification", **ticks, fast_because="路灯已经修复，信访人确认")
    await supervisor.act(
        case_id, "legal-reference", kind="judgment", document_no="（2020）宁01民终1号",
        organ="银川市中级人民法院", issued_on="2020-05-06",
    )  # fmt: skip
    said = await supervisor.act(
        case_id, "fast-closure", document_no="兴信〔2026〕9号", basis="路灯已修复，现场核实"
    )
    assert said == "已快速销号。"
    await expect(supervisor.page.locator("main")).to_contain_text("（2020）宁01民终1号")
    await clerk.open(f"/cases/{case_id}")
    assert "（2020）宁01民终1号" not in await page.locator("main").inner_text()


async def test_r72_an_accusation_goes_to_discipline_alone_and_comes_back_when_it_is_none(
    office: Office,
):
    clerk = await office.log_in(CLERK)
    await clerk.open("/register")
    await clerk.fill(a_visit(tags=["accusation"], **{"petitioners-0-name": ""}))
    section = clerk.page.locator("#sealing-section")
    await expect(section).to_have_attribute("open", "")
    await clerk.fill({"anonymous": True, "accused-0-name": "李某", "accused-0-post": "科长"})
    assert list(await refused(clerk)) == ["sealing_known"]
    await clerk.fill({"sealing_known": True})
    assert await clerk.submit() == "信访件已登记。"
    number = await clerk.page.locator(".hj-number").inner_text()
    case_id = clerk.page.url.split("/")[-2]
    await clerk.open("/sealed")
    await expect(clerk.page.get_by_role("link", name=number, exact=True)).to_be_visible()

    supervisor, leader = await office.log_in("xlb.supervisor"), await office.log_in(LEADER)
    for screen in (supervisor, leader):
        for path in ("", "/receipt", "/sealed", "/do/amendment"):
            assert (await screen.open(f"/cases/{case_id}{path}")).status == 404
    assert (await leader.open("/register")).status == 403

    discipline = await office.log_in("jjw.handler")
    await discipline.open("/sealed")
    row = discipline.page.locator("tr", has_text=number)
    await row.get_by_role("link", name="通报进展").click()
    await discipline.fill({"stage": "verifying"})
    assert await discipline.submit() == "进展已通报信访工作机构。"
    await supervisor.open("/sealed")
    await expect(supervisor.page.locator("tr", has_text=number)).to_contain_text("核查中")
    await discipline.open(f"/cases/{case_id}/do/unseal")
    await discipline.fill({"reason": "经核查不属于揭发控告"})
    assert "已解除密封" in await discipline.submit()
    await supervisor.reach(f"/cases/{case_id}", ".hj-acts")
    assert "李某" not in await supervisor.page.locator("main").inner_text()
