"""Repeats as a clerk meets them: two ledgers, the queue, side by side, one key a decision, relapse, undo."""

import csv
import io
import re
from typing import Any

import pytest
from browser import PHONE, Office, Screen
from people import Cast
from playwright.async_api import expect
from story import UNIT, Story
from testkit.drain import until

pytestmark = [pytest.mark.stack, pytest.mark.e2e, pytest.mark.timeout(300)]

COLUMNS = (
    "信访件编号", "交办层级", "登记时间", "信访人姓名", "身份证号", "联系电话", "诉求内容", "责任单位",
)  # fmt: skip
FLAT = (
    "我在水岸新城三期购买8号楼一套住房，开发商宏远置业承诺两年内办理不动产权证，至今八年仍未办理，"
    "孩子因此不能入学，请求督促宏远置业尽快办证。"
)
AGAIN = "再次反映宏远置业水岸新城三期8号楼不动产权证问题，开发商至今仍未办理，孩子入学受影响，请求尽快办证。"
PENSION = "本人养老保险断缴三年，要求补缴并重新核定退休待遇，社保中心一直没有答复。"
PENSION_AGAIN = "养老保险断缴三年的补缴问题仍没有答复，再次要求社保中心重新核定退休待遇。"
DONE = ".hj-fact--done"


class Returning(Story):
    """A case of a petitioner whom no other story knows, so that only this story's cases are alike."""

    def __init__(self, person: Cast, id_no: str, phone: str) -> None:
        super().__init__(person)
        self.who = {"petitioners": [{"name": "石归来", "id_no": id_no}], "phones": [phone]}

    async def register(self, **over: Any) -> Any:
        return await super().register(**{**self.who, "demand": FLAT, **over})


def ledger(*rows: tuple[str, str, str, str, str]) -> bytes:
    """A ledger of (number, day, name, identity number, demand)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for number, day, name, id_no, demand in rows:
        writer.writerow(
            [number, "自治区信联办", day, name, id_no, "16116746855", demand, "文化街街道"]
        )
    return text.getvalue().encode("utf-8-sig")


async def upload(screen: Screen, name: str, content: bytes) -> str:
    """Import a ledger in the browser: what the page says when its rows are cases."""
    await screen.open("/import")
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    await screen.page.locator("#file").set_input_files(file)
    await screen.page.get_by_role("button", name="上传并预览").click()
    await expect(screen.page.get_by_role("heading", name="导入预览")).to_be_visible()
    return await screen.submit()


async def find(screen: Screen, number: str) -> None:
    """Open the pair that ends in this case from the queue, newest links first."""
    row = f"#result tbody tr:has-text('{number}')"
    await screen.reach("/repeats?order=newest", row)
    await screen.page.locator(row).first.get_by_role("link", name="比对判定").click()
    await expect(screen.page.get_by_role("heading", name="并排比对")).to_be_visible()


async def waiting(screen: Screen) -> int:
    """How many links wait in all."""
    await screen.open("/repeats")
    return await screen.total()


async def resolved(screen: Screen) -> int:
    """How many cases count as resolved."""
    await screen.open("/rates?as_of=2021-06-30")
    (number,) = re.findall(r"(\d+)\s*已化解", await screen.page.locator(".hj-stats").inner_text())
    return int(number)


async def test_two_ledgers_with_repeats_are_worked_through_by_number_keys(office: Office):
    registrar = await office.log_in("xlb.registrar")
    page, before = registrar.page, await waiting(registrar)
    yi, bing = ("乙归来", "640104197605121238"), ("丙归来", "640104198107193452")
    first = ledger(("LR1001", "2019-03-02", *yi, FLAT), ("LR1002", "2019-04-02", *bing, PENSION))
    again = ledger(
        ("LR2001", "2019-12-02", *yi, AGAIN), ("LR2002", "2020-01-02", *bing, PENSION_AGAIN)
    )
    assert "已登记 2 件" in await upload(registrar, "第一批.csv", first)
    assert "已登记 2 件" in await upload(registrar, "第二批.csv", again)
    assert await waiting(registrar) == before + 2

    await find(registrar, "LR2001")
    for shown in ("身份证号相同", "姓名相同", "两件都有的字句"):
        await expect(page.locator("main")).to_contain_text(shown)
    assert await page.locator(".hj-compare mark").count() >= 2
    await expect(page.locator(".hj-decide [data-key]")).to_have_count(4)
    await page.locator("summary").click()
    await page.locator("[name=reason]").press("1")
    await expect(page.locator("[name=reason]")).to_have_value("1")
    await page.locator("[name=reason]").fill("")
    address = page.url
    await page.locator("h1").click()
    await page.keyboard.press("1")
    await expect(page.get_by_text("已确认为重复信访，两件已关联。")).to_be_visible()
    assert page.url != address

    await find(registrar, "LR2002")
    await page.locator("[data-keys] input").uncheck()
    await page.keyboard.press("2")
    await expect(page.locator(".hj-decide")).to_be_visible()
    await page.locator("[data-keys] input").check()
    await page.keyboard.press("2")
    await expect(page.get_by_text("已排除，两件各自办理。")).to_be_visible()
    assert await waiting(registrar) == before

    supervisor = await office.log_in("xlb.supervisor")
    await supervisor.open("/repeats/quality")
    await expect(supervisor.page.locator("section[aria-labelledby=months] tbody")).to_be_visible()
    async with supervisor.page.expect_download() as started:
        await supervisor.page.get_by_role("link", name="导出 CSV").click()
    labels = (await (await started.value).path()).read_text("utf-8-sig")
    assert "confirmed" in labels
    assert "dismissed" in labels
    assert not re.search(r"归来|\d{17}|LR\d", labels)
    assert registrar.faults + supervisor.faults == []


async def test_a_repeat_of_a_resolved_case_is_a_relapse_until_it_is_undone(
    office: Office, person: Cast
):
    story = await Returning(person, "640104198204125574", "16116746811").until_recognised()
    supervisor = await office.log_in("xlb.supervisor")
    page = supervisor.page
    earlier = f"/cases/{story.case_id}"
    await supervisor.reach(earlier, f"{DONE} >> nth=2")
    with_it = await resolved(supervisor)
    later = Returning(person, "640104198204125574", "16116746811")
    await later.register(registered_on="2021-04-10", demand=AGAIN)

    await find(supervisor, later.case_no)
    await expect(page.locator("main")).to_contain_text("确认重复后，化解认定将撤销（反弹）")
    await expect(page.locator("[data-key='1']")).to_have_count(0)
    await page.get_by_role("button", name="撤销化解认定").click()
    await expect(page.get_by_text("已确认为重复信访，两件已关联。")).to_be_visible()
    await supervisor.reach(earlier, "text=因这次重复信访，本件的化解认定已撤销")
    await expect(page.locator(".hj-note--red")).to_contain_text("再次重复信访")

    async def fallen() -> bool:
        return await resolved(supervisor) == with_it - 1

    await until(fallen, 20)
    await supervisor.open(earlier)
    await page.get_by_role("link", name="查看比对").click()
    await expect(page.locator("main")).to_contain_text("前一件因这次重复信访撤销了化解认定")
    said = "核对原件后，两次反映的不是同一套房。"
    await supervisor.fill({"decision": "withdrawal:mistake", "reason": said})
    await page.get_by_role("button", name="撤回判定").click()
    await expect(page.get_by_text("判定已撤回，恢复待判定。")).to_be_visible()
    await supervisor.reach(earlier, f"{DONE} >> nth=2")
    await until(lambda: back_again(supervisor, with_it), 20)

    await supervisor.open(earlier)
    await page.get_by_role("link", name="比对判定").click()
    await expect(page.locator("section[aria-labelledby=history]")).to_contain_text(said)
    await page.keyboard.press("2")
    await expect(page.get_by_text("已排除，两件各自办理。")).to_be_visible()
    await expect(page).to_have_url(re.compile(re.escape(earlier)))
    assert supervisor.faults == []


async def back_again(screen: Screen, wanted: int) -> bool:
    return await resolved(screen) == wanted


async def test_without_scripts_on_a_phone_and_without_sight(office: Office, person: Cast):
    first = Returning(person, "640104197811022345", "16116746822")
    later = Returning(person, "640104197811022345", "16116746822")
    await first.register()
    await later.register(registered_on="2020-05-06", demand=AGAIN)
    clerk = await office.log_in("xlb.registrar", PHONE, java_script_enabled=False)
    await find(clerk, later.case_no)
    link = clerk.page.url.partition("?")[0].removeprefix(clerk.base)
    await expect(clerk.page.locator("[data-keys]")).to_be_hidden()
    await clerk.page.get_by_role("button", name="不是同一信访人").click()
    await expect(clerk.page.get_by_text("已排除，两件各自办理。")).to_be_visible()

    stranger = await office.log_in("jyj.handler", PHONE)
    seen = await refusal(stranger, link)
    assert seen == await refusal(stranger, "/repeats/0198a000-0000-7000-8000-0000000000ff")

    await first.verify()
    await first.issue()
    street = await office.log_in(f"{UNIT}.handler", PHONE)
    await street.reach(f"/cases/{first.case_id}", "#repeats")
    await street.page.get_by_role("link", name="查看比对").click()
    await expect(street.page.locator("main")).to_contain_text("另一件不在本单位权限内")
    shown = await street.page.content()
    assert later.case_no not in shown
    assert later.case_id not in shown
    assert "至今仍未办理" in AGAIN
    assert "至今仍未办理" not in shown
    assert await street.page.locator("mark, #why").count() == 0

    supervisor = await office.log_in("xlb.supervisor", PHONE)
    for path in ("/repeats", "/repeats/quality", "/matters", link):
        assert (await supervisor.open(path)).status == 200
        assert await supervisor.sideways() == 0, path
    await person("xlb.registrar").do(
        "intake", f"/v1/cases/{later.case_id}/seal", reason="反映的是经办干部收受好处费。"
    )
    assert await refusal(supervisor, link) == seen
    await supervisor.open(f"/cases/{first.case_id}")
    page = await supervisor.page.content()
    assert later.case_no not in page
    assert later.case_id not in page


async def refusal(screen: Screen, path: str) -> str:
    """What a page says that is not there for this person, without the request's own number."""
    assert (await screen.open(path)).status == 404
    return re.sub(r"编号 \S+", "", await screen.page.locator("main").inner_text())
