"""Ledger imports: upload, progress, preview, corrections, commit, rows given back."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Form

CASE = "0198a000-0000-7000-8000-000000000001"
IMPORT = "0198a000-0000-7000-8000-000000000400"
PAGE = f"/import/{IMPORT}"
ONE = f"/v1/imports/{IMPORT}"
OFFICE = {"unit": "xlb", "kind": "district_office", "roles": ["registrar", "supervisor"]}
SAMPLE = json.loads((Path(__file__).parent / "samples" / "import.json").read_text("utf-8"))


@pytest.fixture
async def office(browser: Any, full: Any) -> Any:
    await browser.login(**OFFICE)
    return browser


def stands(full: Any, **changes: Any) -> None:
    """Intake knows the sample import, with changes."""
    full.answer("intake", "GET", ONE, (200, {**SAMPLE["imported"], **changes}))


async def upload(office: Any, name: str, content: bytes, **fields: str) -> Any:
    form = await office.form("/import")
    form.pop("file")
    return await office.post("/import", {**form, **fields}, files={"file": (name, content)})


async def test_an_uploaded_ledger_is_handed_on_and_previewed(office: Any, full: Any):
    imported = {"import_id": CASE, "file_verdict": "partial"}
    full.answer("intake", "POST", "/v1/imports", (201, imported))
    sent = await upload(office, "台账.xlsx", b"PK-ledger")
    assert (sent.status_code, sent.headers["location"]) == (303, f"/import/{CASE}")
    handed = full.sent("POST", "/v1/imports")[0].content
    assert b"PK-ledger" in handed
    assert b'name="profile"' not in handed
    html = (await office.get(f"/import/{CASE}")).text
    for words in ("登记合格的 2 件", "身份证号", "校验位不符", "多名信访人", "部分合格"):
        assert words in html


async def test_the_kind_of_list_that_a_clerk_chose_goes_along(office: Any, full: Any):
    imported = {"import_id": IMPORT, "file_verdict": "accepted"}
    full.answer("intake", "POST", "/v1/imports", (201, imported))
    await upload(office, "日常.xlsx", b"PK", profile="daily")
    handed = full.sent("POST", "/v1/imports")[0].content
    assert b'name="profile"\r\n\r\ndaily' in handed


async def test_the_same_file_again_leads_to_what_became_of_it(office: Any, full: Any):
    imported = {"import_id": IMPORT, "file_verdict": "accepted", "state": "committed"}
    full.answer("intake", "POST", "/v1/imports", (200, imported))
    sent = await upload(office, "台账.xlsx", b"PK")
    assert "没有重复登记" in (await office.get(sent.headers["location"])).text
    assert full.sent("PUT", ".*") == []


async def test_the_same_file_again_is_compared_anew_while_nothing_of_it_is_registered(
    office: Any, full: Any
):
    imported = {**SAMPLE["imported"], "version": 4}
    full.answer("intake", "POST", "/v1/imports", (200, imported))
    full.answer("intake", "PUT", f"{ONE}/mapping", (200, imported))
    mapping = json.loads(json.dumps(SAMPLE["mapping"]))
    mapping["options"] = {
        "profile": "daily", "sheet": "旧表", "header_row": 2,
        "column_map": {"诉求内容": 4, "备注": None},
    }  # fmt: skip
    full.answer("intake", "GET", f"{ONE}/mapping", (200, mapping))
    sent = await upload(office, "台账.xlsx", b"PK")
    asked = full.sent("PUT", f"{ONE}/mapping")[0]
    assert asked.headers["if-match"] == '"4"'
    assert asked.json == {
        "columns": {"诉求内容": "E", "备注": None}, "sheet": "旧表", "header_row": 2,
        "profile": "daily", "remember": False,
    }  # fmt: skip
    assert "重新比对" in (await office.get(sent.headers["location"])).text


async def test_a_preview_can_be_compared_anew_and_a_colleagues_work_is_not_overrun(
    office: Any, full: Any
):
    full.answer("intake", "PUT", f"{ONE}/mapping", (200, SAMPLE["imported"]))
    fields = await office.form(PAGE, f"{PAGE}/again")
    sent = await office.post(f"{PAGE}/again", fields)
    assert sent.headers["location"] == PAGE
    assert full.sent("PUT", ".*")[0].headers["if-match"] == '"1"'
    refused = {"code": "stale_version", "detail": "内容已被他人更新。"}
    full.answer("intake", "PUT", f"{ONE}/mapping", (409, refused))
    page = await office.post(f"{PAGE}/again", fields)
    assert page.status_code == 409
    assert "本单位其他同志刚处理过这份台账" in page.text


async def test_a_refused_file_says_why(office: Any, full: Any):
    refused = {"code": "encrypted", "detail": "文件有打开密码，请取消密码后重新上传。"}
    full.answer("intake", "POST", "/v1/imports", (422, refused))
    page = await upload(office, "x.xlsx", b"x", profile="daily")
    assert page.status_code == 422
    assert "文件有打开密码" in page.text
    assert "取消打开密码" in page.text
    assert 'value="daily" checked' in page.text


async def test_a_file_refused_for_its_columns_leads_to_the_mapping(office: Any, full: Any):
    refused = {
        "code": "missing_required_column", "detail": "缺少必填列。", "import_id": IMPORT,
        "mappable": True,
    }  # fmt: skip
    full.answer("intake", "POST", "/v1/imports", (422, refused))
    sent = await upload(office, "x.xlsx", b"x")
    assert (sent.status_code, sent.headers["location"]) == (303, PAGE)
    stands(
        full, state="refused", file_verdict="refused", reason="missing_required_column",
        reason_zh="缺少必填列“诉求内容”", mappable=True, rows_total=0, rows_accepted=0,
        rows_rejected=[], allowed_actions=["correct_mapping"],
    )  # fmt: skip
    html = (await office.get(PAGE)).text
    assert "缺少必填列“诉求内容”" in html
    assert "不用改文件" in html
    assert f'href="{PAGE}/mapping"' in html
    assert "登记合格的" not in html


async def test_an_upload_without_a_file_says_so(office: Any, full: Any):
    page = await upload(office, "", b"")
    assert page.status_code == 422
    assert "请先选择要导入的台账文件" in page.text


async def test_a_file_over_the_limit_gets_its_sentence(office: Any, full: Any):
    page = await upload(office, "x.xlsx", b"x" * 300_000)
    assert page.status_code == 413
    assert "上限" in page.text
    assert "请拆分文件" in page.text
    assert full.sent("POST", ".*") == []


async def test_the_list_tells_how_far_each_file_is(office: Any):
    html = (await office.get("/import")).text
    for words in ("待登记", "正在读取", "1000 / 3000", "专项台账", "日常交办"):
        assert words in html


async def test_a_page_of_a_long_file_looks_again_by_itself_and_says_how_far_it_is(
    office: Any, full: Any
):
    progress = {"phase": "committing", "done": 2000, "total": 3000, "attempts": 1}
    stands(full, state="committing", progress=progress, allowed_actions=[])
    html = (await office.get(PAGE)).text
    assert "<strong>2000</strong> / 3000 行" in html
    assert f'content="3;url={PAGE}?looks=1"' in html
    assert "第 1 次" in html
    block = await office.get(
        f"{PAGE}?looks=1", headers={"HX-Request": "true", "HX-Target": "progress"}
    )
    assert "<html" not in block.text
    assert f'hx-get="{PAGE}?looks=2" hx-trigger="load delay:2s, every 10s"' in block.text
    tired = (await office.get(f"{PAGE}?looks=300")).text
    assert "已停止自动刷新" in tired
    assert "looks=" not in tired


async def test_when_the_work_is_over_the_watching_page_is_loaded_anew(office: Any):
    done = await office.get(PAGE, headers={"HX-Request": "true", "HX-Target": "progress"})
    assert (done.status_code, done.headers["hx-refresh"]) == (204, "true")


async def test_the_preview_compares_each_row_with_the_register(office: Any, full: Any):
    html = (await office.get(PAGE)).text
    for words in ("新件 2", "已登记 1", "内容不同 1", "<del>文化街街道</del>", "（清空）"):
        assert words in html
    await office.get(f"{PAGE}?show=differs")
    await office.get(f"{PAGE}?show=rejected&page=2")
    asked = [c.query for c in full.sent("GET", f"{ONE}/rows")]
    assert asked[1] == {"page": "1", "size": "50", "standing": "differs"}
    assert asked[2] == {"page": "2", "size": "50", "verdict": "rejected"}


async def test_a_commit_sends_letter_day_and_version_and_says_what_was_registered(
    office: Any, full: Any
):
    done = {"state": "committed", "committed": 4, "already_present": 1}
    full.answer("intake", "POST", f"{ONE}/commit", (200, done))
    fields = await office.form(PAGE, f"{PAGE}/commit")
    fields |= {"source_letter": "宁信联办交〔2020〕15号", "occurred_on": "2020-10-26"}
    sent = await office.post(f"{PAGE}/commit", fields)
    assert sent.status_code == 303
    asked = full.sent("POST", ".*")[0]
    assert asked.headers["idempotency-key"] == fields["key"]
    assert asked.headers["if-match"] == '"1"'
    assert asked.json == {
        "source_letter": "宁信联办交〔2020〕15号", "occurred_on": "2020-10-26", "amend_rows": [],
    }  # fmt: skip
    assert "已登记 4 件，1 件此前已登记。" in (await office.get(PAGE)).text


async def test_a_long_commit_leads_to_its_progress_and_promises_nothing(office: Any, full: Any):
    full.answer("intake", "POST", f"{ONE}/commit", (202, {"state": "committing", "committed": 0}))
    fields = await office.form(PAGE, f"{PAGE}/commit")
    sent = await office.post(f"{PAGE}/commit", fields)
    assert sent.headers["location"] == PAGE
    assert "已登记 0 件" not in (await office.get(PAGE)).text


async def test_ticked_rows_correct_their_cases_and_others_do_not(office: Any, full: Any):
    full.answer("intake", "POST", f"{ONE}/commit", (200, {"committed": 2, "amended": 1}))
    listed = await office.get(f"{PAGE}/differences")
    assert "不勾选的不改动" in listed.text
    form = await office.form(f"{PAGE}/differences")
    sent = await office.post(f"{PAGE}/differences", {**form, "shown": [9, 8], "pick": [9]})
    assert sent.headers["location"] == f"{PAGE}#commit"
    assert "已记下 1 行" in (await office.get(f"{PAGE}/differences")).text
    fields = await office.form(PAGE, f"{PAGE}/commit")
    await office.post(f"{PAGE}/commit", {**fields, "amend": "picked"})
    assert full.sent("POST", f"{ONE}/commit")[0].json["amend_rows"] == [9]
    assert "已登记 2 件，已更正 1 件。" in (await office.get(PAGE)).text


async def test_ticks_are_kept_from_page_to_page_and_can_be_taken_back(office: Any):
    form = await office.form(f"{PAGE}/differences")
    path = f"{PAGE}/differences"
    sent = await office.post(path, {**form, "shown": [5, 6], "pick": [5, 6], "go": "2"})
    assert sent.headers["location"] == f"{path}?page=2"
    await office.post(path, {**form, "shown": [7], "pick": [7], "go": "1"})
    await office.post(path, {**form, "shown": [5, 6], "pick": [6]})
    assert "只更正勾选的 2 行" in (await office.get(PAGE)).text
    await office.post(path, {**form, "shown": [5, 6], "go": "clear"})
    assert "只更正勾选的" not in (await office.get(PAGE)).text


async def test_ticks_that_are_gone_are_asked_for_again(office: Any, full: Any):
    fields = await office.form(PAGE, f"{PAGE}/commit")
    form = {**fields, "amend": "picked", "picked": "3", "source_letter": "交办1号"}
    page = await office.post(f"{PAGE}/commit", form)
    assert page.status_code == 422
    assert "请重新勾选" in page.text
    assert 'value="交办1号"' in page.text
    assert full.sent("POST", f"{ONE}/commit") == []


async def test_all_differing_rows_of_a_ledger_are_named_of_a_correction_list_none_has_to_be(
    office: Any, full: Any
):
    full.answer("intake", "POST", f"{ONE}/commit", (200, {"committed": 0, "amended": 2}))
    rows = [{"row": n, "verdict": "accepted", "standing": "differs"} for n in (7, 9)]
    full.answer("intake", "GET", f"{ONE}/rows", (200, {"items": rows, "total": 2}))
    fields = await office.form(PAGE, f"{PAGE}/commit")
    await office.post(f"{PAGE}/commit", {**fields, "amend": "all"})
    stands(full, profile="corrections", standings={"differs": 4})
    fields = await office.form(PAGE, f"{PAGE}/commit")
    await office.post(f"{PAGE}/commit", fields)
    first, second = (c.json for c in full.sent("POST", f"{ONE}/commit"))
    assert first["amend_rows"] == [7, 9]
    assert "amend_rows" not in second


async def test_too_many_corrections_at_once_are_refused_with_another_way(office: Any, full: Any):
    rows = [{"row": 7, "verdict": "accepted", "standing": "differs"}]
    full.answer("intake", "GET", f"{ONE}/rows", (200, {"items": rows, "total": 2001}))
    fields = await office.form(PAGE, f"{PAGE}/commit")
    page = await office.post(f"{PAGE}/commit", {**fields, "amend": "all"})
    assert page.status_code == 422
    assert "更正已登记的件" in page.text
    assert full.sent("POST", f"{ONE}/commit") == []


async def test_a_refused_commit_keeps_what_was_typed_and_shows_the_import_as_it_is(
    office: Any, full: Any
):
    refused = {"code": "in_the_future", "detail": "日期在将来。"}
    full.answer("intake", "POST", f"{ONE}/commit", (422, refused))
    fields = await office.form(PAGE, f"{PAGE}/commit")
    form = {**fields, "source_letter": "交办1号", "occurred_on": "2030-01-01"}
    page = await office.post(f"{PAGE}/commit", form)
    assert page.status_code == 422
    for words in (
        "日期在将来。",
        "请把日期改为今天或更早。",
        'value="交办1号"',
        'value="2030-01-01"',
    ):
        assert words in page.text
    wrong = await office.post(f"{PAGE}/commit", {**fields, "occurred_on": "10月26日"})
    assert "请把日期写成年-月-日" in wrong.text


async def test_rows_that_failed_come_back_as_a_workbook(office: Any, full: Any):
    html = (await office.get(PAGE)).text
    assert f'href="{PAGE}/result-book"' in html
    assert "把这个工作簿直接上传" in html
    full.answer("intake", "GET", f"{ONE}/result-book", (200, b"PK-rows"))
    book = await office.get(f"{PAGE}/result-book")
    assert book.content == b"PK-rows"
    assert "attachment" in book.headers["content-disposition"]


async def test_without_failed_rows_there_is_a_page_instead_of_a_workbook(office: Any, full: Any):
    refused = {"code": "nothing_rejected", "detail": "这次导入没有退回的行。"}
    full.answer("intake", "GET", f"{ONE}/result-book", (404, refused))
    page = await office.get(f"{PAGE}/result-book")
    assert page.status_code == 404
    assert "没有退回的行" in page.text


async def test_a_commit_that_failed_half_way_can_be_continued(office: Any, full: Any):
    stands(full, state="failed", committed=1000, allowed_actions=["commit"])
    html = (await office.get(PAGE)).text
    assert "已登记的 1000 件有效" in html
    assert "继续登记" in html
    stands(full, state="failed", allowed_actions=["correct_mapping"], rows_total=0)
    assert "重新读取" in (await office.get(PAGE)).text


async def test_a_ledger_without_news_says_so_and_can_be_put_away(office: Any, full: Any):
    stands(full, standings={"present": 4})
    html = (await office.get(PAGE)).text
    assert "没有要登记或更正的" in html
    assert "知道了，结束这次导入" in html


async def test_what_became_of_the_rows_is_said_and_repeats_are_a_click_away(office: Any, full: Any):
    stands(full, state="committed", committed=2, repeats_suspected=3, allowed_actions=[])
    html = (await office.get(PAGE)).text
    for words in ("新登记 2", "此前已登记 1", "内容不同，未改 1"):
        assert words in html
    assert "疑似重复 <strong>3</strong> 条" in html
    assert f'href="/repeats?import_id={IMPORT}"' in html


async def test_a_row_can_be_read_in_full_without_its_number_twice(office: Any, full: Any):
    row = {
        "row": 9, "verdict": "rejected", "reason_zh": "第 9 行：登记时间为空",
        "values": {"信访人": [{"姓名": "丘*", "状态": "ok"}], "是否化解": True, "备注": None},
        "extras": {"小区": "春晖家园"},
    }  # fmt: skip
    full.answer("intake", "GET", f"{ONE}/rows", (200, {"items": [row], "total": 1}))
    html = (await office.get(PAGE)).text
    lines = html.partition('id="lines"')[2]
    assert "登记时间为空" in lines
    assert "第 9 行" not in lines
    read = "".join(lines.partition("<dl>")[2].split())
    assert read.startswith(
        "<div><dt>信访人</dt><dd>丘*</dd></div><div><dt>是否化解</dt><dd>是</dd>"
    )
    assert "<dt>小区</dt><dd>春晖家园</dd>" in read
    assert "备注" not in read.partition("</dl>")[0]


async def test_a_commit_without_an_answer_can_be_sent_again_and_is_carried_out_once(
    office: Any, full: Any
):
    full.answer("intake", "POST", f"{ONE}/commit", (503, {"detail": "x"}))
    fields = await office.form(PAGE, f"{PAGE}/commit")
    page = await office.post(f"{PAGE}/commit", fields | {"source_letter": "交办1号"})
    assert page.status_code == 503
    again = Form(page.text, f"{PAGE}/commit").fields
    assert (again["key"], again["source_letter"]) == (fields["key"], "交办1号")
    refused = {"code": "stale_version", "detail": "内容已被他人更新。"}
    full.answer("intake", "POST", f"{ONE}/commit", (409, refused))
    page = await office.post(f"{PAGE}/commit", again)
    assert Form(page.text, f"{PAGE}/commit").fields["key"] != fields["key"]
