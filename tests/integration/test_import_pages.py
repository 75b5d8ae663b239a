"""Ledgers in the browser: columns put right, rows given back and mended, cases corrected, long files."""

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from browser import PHONE, Office, Screen
from ledger_books import HEATING, a_book, a_row, file, saved, sheet_of
from playwright.async_api import expect
from servicekit.ids import new_id

pytestmark = [pytest.mark.stack, pytest.mark.e2e, pytest.mark.timeout(300)]
ID = "640104196804179411"
WRONG_ID = "640104197209039420"
MENDED_ID = "640104197209039427"


async def upload(screen: Screen, name: str, content: bytes, profile: str = "") -> None:
    await screen.open("/import")
    await screen.page.locator("#file").set_input_files(file(name, content))
    await screen.page.locator(f"[name=profile][value='{profile}']").check()
    await screen.page.get_by_role("button", name="上传并预览").click()
    await expect(screen.page).to_have_url(re.compile("/import/[0-9a-f-]{36}"))


async def facts(screen: Screen) -> dict[str, str]:
    """What the card of the file says."""
    read = "all => all.map(d => [d.querySelector('dt').textContent, d.querySelector('dd').textContent])"
    found = await screen.page.locator("section[aria-labelledby=file] dl > div").evaluate_all(read)
    return {name.strip(): value.strip() for name, value in found}


async def commit(screen: Screen, **typed: str) -> str:
    """Send the form under the preview; what the next page says."""
    await screen.fill(typed)
    await screen.page.locator("#commit button[type=submit]").click()
    note = screen.page.locator(".hj-note[role=status], .hj-note[role=alert]").first
    return await note.inner_text()


async def download(screen: Screen, folder: Path) -> openpyxl.Workbook:
    """The workbook of rejected rows, opened."""
    async with screen.page.expect_download() as started:
        await screen.page.get_by_role("link", name="下载退回行工作簿").click()
    path = folder / "back.xlsx"
    await (await started.value).save_as(path)
    return openpyxl.load_workbook(path)


async def choose_unit_column(screen: Screen, heading: str) -> None:
    """On the mapping screen: this column says who is responsible."""
    row = screen.page.locator("tbody tr").filter(has_text=heading)
    await expect(row.locator("select")).to_have_value("")
    await row.locator("select").select_option("责任单位")
    await screen.page.get_by_role("button", name="按这个对应重新读取").click()
    await expect(screen.page.get_by_role("heading", name="导入预览")).to_be_visible()


async def test_a_clerk_puts_the_columns_right_registers_the_good_rows_and_mends_the_others(
    office: Office, tmp_path: Path
):
    heading = f"哪里承接{new_id().hex[-6:]}"
    same: dict[str, Any] = {"信访人姓名": "孟重复", "身份证号": ID, "诉求内容": HEATING}
    rows = [
        a_row(**same), a_row(**same | {"登记时间": "2020-01-09"}), a_row(信访人姓名="袁测试"),
        a_row(信访人姓名="段测试", 身份证号=WRONG_ID, 诉求内容="请求退还押金。"),
    ]  # fmt: skip
    clerk = await office.log_in("xlb.registrar")
    page = clerk.page
    await upload(clerk, "台账.xlsx", a_book(rows, unit=heading))
    await expect(page.locator("[role=alert]")).to_contain_text("缺少必填列：责任单位")
    await page.get_by_role("link", name="列对应").click()
    await choose_unit_column(clerk, heading)
    found = await facts(clerk)
    assert [found[n] for n in ("总行数", "合格", "不合格", "新件")] == ["4", "3", "1", "3"]

    book = await download(clerk, tmp_path)
    sheet = sheet_of(book)
    columns = {c.value: c.column for c in sheet[2]}
    assert sheet.cell(3, columns["信访件编号"]).value == rows[3]["信访件编号"]
    wrong = sheet.cell(3, columns["身份证号"])
    assert "校验码" in str(wrong.comment and wrong.comment.text)

    said = await commit(clerk, source_letter="宁信联办交〔2020〕15号", occurred_on="2020-10-26")
    assert said == "已登记 3 件。"
    await expect(page.locator("section[aria-labelledby=file]")).to_contain_text("疑似重复 1 条")
    await page.get_by_role("link", name=rows[2]["信访件编号"]).click()
    await expect(page.locator("main")).to_contain_text("宁信联办交〔2020〕15号")
    await page.go_back()
    await page.get_by_role("link", name="逐条比对").click()
    for row in rows[:2]:
        await expect(page.locator("#result tbody")).to_contain_text(row["信访件编号"])
    assert await clerk.total() == 1

    wrong.value, wrong.comment = MENDED_ID, None
    await upload(clerk, "退回行.xlsx", saved(book))
    assert (await facts(clerk))["新件"] == "1"
    assert await commit(clerk) == "已登记 1 件。"
    await clerk.open("/import/mappings")
    known = page.locator("tbody tr").filter(has=page.get_by_text(heading))
    assert clerk.faults == []
    await known.get_by_role("button").click()
    await expect(page.get_by_text("这条列对应已删除")).to_be_visible()
    await expect(known).to_have_count(0)


async def test_corrections_show_old_and_new_and_only_the_ticked_row_is_put_right(office: Office):
    rows = [a_row(信访人姓名="温测试"), a_row(信访人姓名="祁测试")]
    numbers = [r["信访件编号"] for r in rows]
    clerk = await office.log_in("xlb.registrar")
    page = clerk.page
    await upload(clerk, "原表.xlsx", a_book(rows, unit="责任单位"))
    assert await commit(clerk) == "已登记 2 件。"

    changed = [{"信访件编号": n, "责任单位": "大新镇"} for n in (*numbers, "L0000000NONE")]
    book = a_book(changed, unit="责任单位", headings=("信访件编号", "责任单位"))
    await upload(clerk, "更正.xlsx", book, "corrections")
    found = await facts(clerk)
    assert (found["内容不同"], found["不合格"]) == ("2", "1")
    await expect(page.locator("main")).to_contain_text("没有本单位登记的件，不能更正")
    await page.get_by_role("link", name="逐行看改动").click()
    row = page.locator("tbody tr").filter(has_text=numbers[0])
    await expect(row.locator("del")).to_have_text("文化街街道")
    await expect(row.locator("ins")).to_have_text("大新镇")
    await row.locator("[data-pick]").check()
    await page.get_by_role("button", name="记下勾选，回到预览").click()
    await expect(page.get_by_label("只更正勾选的 1 行")).to_be_checked()
    assert await commit(clerk) == "已更正 1 件，1 件没有改动。"

    for number, unit in zip(numbers, ("大新镇", "文化街街道"), strict=True):
        await page.get_by_role("link", name=number).click()
        await expect(page.locator("main")).to_contain_text(unit)
        await page.go_back()
    assert clerk.faults == []


async def test_without_scripts_a_long_file_is_followed_to_its_end_on_a_phone(office: Office):
    demands = ("低保金停发", "路灯不亮", "工资拖欠", "垃圾清运", "学位分配", "噪声扰民")
    rows = [
        a_row(信访人姓名=f"民{chr(0x4E00 + n * 7)}", 诉求内容=f"反映{chr(0x5000 + n)}村{demands[n % 6]}。")
        for n in range(501)
    ]  # fmt: skip
    clerk = await office.log_in("xlb.registrar", PHONE, java_script_enabled=False)
    page = clerk.page
    await upload(clerk, "长表.xlsx", a_book(rows, unit="责任单位"))
    assert (await facts(clerk))["新件"] == "501"
    await page.get_by_role("button", name="登记合格的 501 件").click()
    over = page.get_by_role("heading", name="导入结果")
    await expect(page.locator("progress").or_(over)).to_be_visible()
    await expect(over).to_be_visible(timeout=200_000)
    assert (await facts(clerk))["已登记"] == "501"
    assert await page.locator("#lines tbody a").count() == 50


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"%PDF-1.7 x", "PDF"), (b"PK\x03\x04 cut off", "请"), (b"", "文件是空的")],
    ids=["a renamed PDF", "a broken archive", "nothing"],
)
async def test_a_file_that_cannot_be_read_is_refused_with_a_reason_and_what_to_do(
    office: Office, content: bytes, sentence: str
):
    clerk = await office.log_in("xlb.registrar", PHONE)
    await upload(clerk, f"{new_id().hex[-6:]}.xlsx", content)
    alert = clerk.page.locator("[role=alert]")
    await expect(alert).to_contain_text(sentence)
    assert len((await alert.inner_text()).split("\n")) >= 3
    assert await clerk.page.locator("#commit").count() == 0
    assert await clerk.sideways() == 0
