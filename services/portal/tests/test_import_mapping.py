"""The mapping of a ledger's columns: shown, corrected, remembered, forgotten."""

import json
from pathlib import Path
from typing import Any

import pytest

IMPORT = "0198a000-0000-7000-8000-000000000400"
PAGE = f"/import/{IMPORT}/mapping"
ONE = f"/v1/imports/{IMPORT}"
KNOWN = "0198a000-0000-7000-8000-000000000500"
OFFICE = {"unit": "xlb", "kind": "district_office", "roles": ["registrar"]}
SAMPLE = json.loads((Path(__file__).parent / "samples" / "import.json").read_text("utf-8"))


@pytest.fixture
async def office(browser: Any, full: Any) -> Any:
    full.answer("intake", "PUT", f"{ONE}/mapping", (200, SAMPLE["imported"]))
    await browser.login(**OFFICE)
    return browser


def told(full: Any) -> Any:
    return full.sent("PUT", f"{ONE}/mapping")[0].json


async def test_each_column_is_shown_with_samples_and_how_sure_the_reader_is(office: Any):
    html = (await office.get(PAGE)).text
    for words in (
        "反映情况概要", "要求公开资料", "系统猜测，待确认", "常用叫法", "诉求内容（必填）",
        "查询凭证属于信访人本人，不保存", "旧表（隐藏）", "系统找到：第 3 行", "可能是“备注”",
    ):  # fmt: skip
        assert words in html
    assert (
        html.index("请看这 2 列是什么") < html.index("反映情况概要") < html.index("系统有把握的列")
    )
    form = await office.form(PAGE)
    assert form["col-E"] == "诉求内容"
    assert "col-F" not in form
    assert "col-G" not in form


async def test_a_confirmed_guess_is_all_that_intake_is_told(office: Any, full: Any):
    form = await office.form(PAGE)
    assert form["remember"] == "1"
    sent = await office.post(PAGE, form)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/import/{IMPORT}")
    assert told(full) == {
        "columns": {"诉求内容": "E"}, "sheet": None, "header_row": None, "profile": "campaign",
        "remember": True,
    }  # fmt: skip
    assert full.sent("PUT", ".*")[0].headers["if-match"] == '"3"'


async def test_two_columns_can_change_places_and_one_be_taken_out(office: Any, full: Any):
    form = await office.form(PAGE)
    form.pop("remember")
    form |= {"col-B": "信访人姓名", "col-D": "信访件编号", "col-A": ""}
    await office.post(PAGE, form)
    sent = told(full)
    assert sent["columns"] == {
        "诉求内容": "E", "信访人姓名": "B", "信访件编号": "D", "序号": None,
    }  # fmt: skip
    assert sent["remember"] is False


async def test_earlier_choices_stay_when_others_are_added(office: Any, full: Any):
    mapping = json.loads(json.dumps(SAMPLE["mapping"]))
    mapping["options"] = {
        "sheet": "旧表", "header_row": 2, "column_map": {"诉求内容": 4, "交办时间": None},
    }  # fmt: skip
    mapping["columns"][4] |= {"name": "诉求内容", "sure": "chosen", "proposed": None}
    full.answer("intake", "GET", f"{ONE}/mapping", (200, mapping))
    form = await office.form(PAGE)
    await office.post(PAGE, {**form, "col-F": "备注"})
    sent = told(full)
    assert sent["columns"] == {"诉求内容": "E", "备注": "F", "交办时间": None}
    assert (sent["sheet"], sent["header_row"]) == ("旧表", 2)


async def test_what_is_missing_or_chosen_twice_is_said_and_the_choices_stay(office: Any, full: Any):
    form = await office.form(PAGE)
    page = await office.post(PAGE, {**form, "col-E": "登记时间", "col-F": "备注"})
    assert page.status_code == 422
    assert "“登记时间”选了 2 列（C、E 列）" in page.text
    assert "还没有指定“诉求内容”是哪一列" in page.text
    assert '<option value="备注" selected>' in page.text
    assert full.sent("PUT", ".*") == []


async def test_another_sheet_and_header_row_are_looked_at_anew(office: Any, full: Any):
    place = f"/import/{IMPORT}/place"
    form = await office.form(PAGE, place)
    sent = await office.post(place, {**form, "sheet": "旧表", "header_row": "1"})
    assert sent.headers["location"] == PAGE
    assert told(full) == {
        "columns": {}, "remember": False, "sheet": "旧表", "header_row": 1, "profile": "campaign",
    }  # fmt: skip
    wrong = await office.post(place, {**form, "header_row": "第三行"})
    assert wrong.status_code == 422
    assert "标题行请填行号" in wrong.text


async def test_a_file_that_is_gone_or_changed_by_a_colleague_is_explained(office: Any, full: Any):
    refused = {"code": "file_gone", "detail": "原文件已不再保存，请重新上传。"}
    full.answer("intake", "PUT", f"{ONE}/mapping", (409, refused))
    form = await office.form(PAGE)
    page = await office.post(PAGE, {**form, "col-F": "备注"})
    assert page.status_code == 409
    assert "重新上传同一个文件即可" in page.text
    assert '<option value="备注" selected>' in page.text


async def test_the_mapping_of_a_registered_ledger_is_only_shown(office: Any, full: Any):
    mapping = {**SAMPLE["mapping"], "state": "committed", "allowed_actions": []}
    full.answer("intake", "GET", f"{ONE}/mapping", (200, mapping))
    html = (await office.get(PAGE)).text
    assert "只能看，不能再改" in html
    assert "重新读取</button>" not in html


async def test_without_a_header_the_clerk_is_asked_for_its_row(office: Any, full: Any):
    mapping = {**SAMPLE["mapping"], "columns": [], "header_rows": [], "sheets": []}
    full.answer("intake", "GET", f"{ONE}/mapping", (200, mapping))
    html = (await office.get(PAGE)).text
    assert "没有找到标题行" in html
    assert "系统没有找到" in html


async def test_remembered_mappings_are_listed_and_forgotten(office: Any, full: Any):
    html = (await office.get("/import/mappings")).text
    for words in ("日常交办", "B 列“信访编号” → 信访件编号", "2 次"):
        assert words in html
    full.answer("intake", "DELETE", f"/v1/import-mappings/{KNOWN}", (204, None))
    forget = f"/import/mappings/{KNOWN}/forget"
    form = await office.form("/import/mappings", forget)
    sent = await office.post(forget, form)
    assert sent.headers["location"] == "/import/mappings"
    assert len(full.sent("DELETE", f"/v1/import-mappings/{KNOWN}")) == 1
    full.answer("intake", "GET", "/v1/import-mappings", (200, []))
    html = (await office.get("/import/mappings")).text
    assert "已删除" in html
    assert "还没有记住过列对应" in html


async def test_nobody_need_look_at_the_fields_that_only_the_national_record_has(
    office: Any, full: Any
):
    mapping = json.loads(json.dumps(SAMPLE["mapping"]))
    mapping["profile"] = "exchange"
    mapping["columns"][5] |= {"heading": "信访目的", "sure": "unknown", "proposed": None}
    full.answer("intake", "GET", f"{ONE}/mapping", (200, mapping))
    html = (await office.get(PAGE)).text
    assert "请看这 1 列是什么" in html
    assert html.index("作附加信息保存</th>") < html.index("信访目的")
    assert "附加保存" in html
    assert "不认识" not in html
