"""Kinds of ledgers beyond the samples: other layouts, encodings and headings."""

from datetime import date, datetime

import pytest
from intake.ledger.columns import letters
from intake.ledger.read import read_ledger
from ledger_books import HEAD, a_row, book, text

TODAY = date(2026, 11, 25)


def read(data, units, name="f"):
    return read_ledger(data, file=name, units=units, today=TODAY)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_in_every_usual_encoding_and_with_every_usual_delimiter(encoding, delimiter, units):
    o = read(text([["交办台账"], HEAD, a_row(1), a_row(2)], delimiter, encoding), units)
    assert (o.file_verdict, o.rows_accepted, o.delimiter) == ("accepted", 2, delimiter)
    assert o.rows[0].values["责任单位"] == "文化街街道"
    assert o.rows[0].row == 3


def test_headings_by_other_names_with_stars_units_and_line_breaks(units):
    head = ["编 号", "交办来源", "信访编号*", "登记日期\n（年月日）", "信访人", "身份证号码", "联系方式",
            "主要诉求", "承办单位", "备 注"]  # fmt: skip
    head[0] = "序 号"
    o = read(book([head, a_row()]), units)
    assert o.file_verdict == "accepted", o.reason_zh
    assert o.rows[0].values["登记时间"] == "2019-03-01"
    assert list(o.column_map) == HEAD


def test_a_two_row_header_reads_short_names_under_their_group(units):
    top = [*HEAD[:9], "包案领导", "", ""]
    low = [*[""] * 9, "姓名", "级别", "职务"]
    o = read(book([top, low, [*a_row()[:9], "张三", "副县级", "副区长"]]), units)
    assert o.header_rows == [1, 2]
    row = o.rows[0]
    assert (row.values["包案领导"], row.values["包案领导级别"]) == ("张三", "县级")
    assert row.extras["职务"] == "副区长"


def test_headings_sections_totals_notes_signatures_and_blanks_are_no_cases(units):
    rows = [
        ["兴庆区重复信访台账"], ["填报单位：信联办", "", "", "", "", "填报日期：2021年3月"], [], HEAD,
        ["一、中央交办（1件）"], a_row(1), ["小计", "", "", "", "1"], ["（二）自治区交办"],
        HEAD, a_row(2), [3], ["合 计", "", "", "2"], ["注：以上均已核对"],
        ["填表人：李四", "", "审核人：", "", "联系电话："],
    ]  # fmt: skip
    o = read(book(rows), units)
    assert [r.row for r in o.rows] == [6, 10]
    assert [(s["row"], s["why"]) for s in o.skipped_rows] == [
        (1, "title"), (2, "unit_and_date_line"), (5, "section_heading"), (7, "total_row"),
        (8, "section_heading"), (9, "repeated_header"), (11, "blank_row"), (12, "total_row"),
        (13, "note_row"), (14, "signature_row"),
    ]  # fmt: skip


def test_a_case_that_has_only_some_fields_is_rejected_and_not_taken_for_a_heading(units):
    o = read(book([HEAD, a_row(1), a_row(2, 信访人姓名="", 诉求内容="")]), units)
    assert [r.codes for r in o.rows_rejected] == [["required_missing"]]
    assert o.rows_rejected[0].reason_zh == "第 3 行：信访人姓名为空；诉求内容为空"
    assert o.file_verdict == "partial"


def test_a_unit_cell_merged_downwards_speaks_for_its_rows_but_a_blank_one_does_not(units):
    rows = [HEAD, a_row(1), a_row(2, 责任单位=""), a_row(3, 责任单位="")]
    merged = [(1, 8, 2, 8, "文化街街道")]
    o = read(book([HEAD, a_row(1)[:8], a_row(2)[:8], rows[3]], merges=merged), units)
    assert [r.values["责任单位"] for r in o.rows] == ["文化街街道", "文化街街道"]
    assert [r.row for r in o.rows_rejected] == [4]


def test_numbers_dates_and_booleans_stored_as_such(units):
    row = a_row(1, 登记时间=datetime(2019, 3, 1), 身份证号=640122920514931, 联系电话=16405180462)  # noqa: DTZ001
    row[0] = 1
    o = read(book([HEAD, row, a_row(2, 登记时间=20190302), a_row(3, 登记时间=43527)]), units)
    assert [r.values["登记时间"] for r in o.rows] == ["2019-03-01", "2019-03-02", "2019-03-03"]
    assert o.rows[0].values["信访人"][0]["状态"] == "from_15"
    assert o.rows[0].values["联系电话"] == ["16405180462"]
    assert o.rows[0].serial == 1


@pytest.mark.parametrize(
    ("written", "day"),
    [("2019年3月1日", "2019-03-01"), ("2019/3/1 0:00", "2019-03-01"), ("2019.3.1", "2019-03-01"),
     ("２０１９－０３－０１", "2019-03-01"), ("2019年03月01号", "2019-03-01"),
     ("2019-03-01 08:30:00", "2019-03-01"), ("2019年 3月 1日", "2019-03-01")],
)  # fmt: skip
def test_dates_in_every_usual_form(written, day, units):
    assert read(text([HEAD, a_row(登记时间=written)]), units).rows[0].values["登记时间"] == day


@pytest.mark.parametrize(
    ("written", "code"),
    [("2019-02-29", "date_invalid"), ("去年三月", "date_invalid"), ("2019年3月", "date_invalid"),
     ("2018-12-31", "date_before_scope"), ("2020-07-01", "date_after_scope"),
     ("2027-01-01", "date_in_future"), ("", "required_missing")],
)  # fmt: skip
def test_a_wrong_registration_day_rejects_the_row_and_only_it(written, code, units):
    o = read(text([HEAD, a_row(1, 登记时间=written), a_row(2)]), units)
    assert (o.file_verdict, o.reason) == ("partial", "date_out_of_scope")
    assert [r.codes for r in o.rows_rejected] == [[code]]
    assert [r.row for r in o.rows] == [3]


@pytest.mark.parametrize(
    ("name", "people"),
    [("张三、李四", ["张三", "李四"]), ("张 三", ["张三"]), ("张　三，李四", ["张三", "李四"]),
     ("张三 李四", ["张三", "李四"]), ("张三等12人", ["张三"]), ("张三（等12人）", ["张三"]),
     ("张三;李四/王五", ["张三", "李四", "王五"]), ("阿卜杜·热合曼", ["阿卜杜·热合曼"]), ("欧 阳 娜", ["欧阳娜"])],
)  # fmt: skip
def test_names_in_every_usual_form(name, people, units):
    found = read(text([HEAD, a_row(信访人姓名=name)]), units).rows[0].values["信访人"]
    assert [p["姓名"] for p in found] == people


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "@SUM(A1)", "+1+cmd|' /C calc'!A0", "-2+3+cmd|'x'!A0", "＝HYPERLINK(1)", "  =1",
     "=cmd|' /C calc'!A0"],
)  # fmt: skip
def test_a_cell_that_would_run_rejects_its_row(cell, units):
    o = read(text([HEAD, a_row(1, 备注=cell), a_row(2)]), units)
    assert [r.codes for r in o.rows_rejected] == [["formula_injection"]]
    assert (o.file_verdict, o.reason) == ("partial", "formula_injection")


@pytest.mark.parametrize("cell", ["-", "--", "+86 16405180462", "-5", "- 已答复信访人", "——", "@"])
def test_dashes_phones_and_list_marks_do_not_run(cell, units):
    assert read(text([HEAD, a_row(备注=cell)]), units).rows_accepted == 1


def test_several_kinds_of_wrong_rows_are_summed_up_and_each_is_named(units):
    rows = [
        HEAD,
        a_row(1),
        a_row(1),
        a_row(2, 身份证号="640122395112029066"),
        a_row(3, 交办层级="某单位"),
    ]
    o = read(book(rows), units)
    assert (o.file_verdict, o.reason) == ("partial", "rows_rejected")
    assert [r.codes for r in o.rows_rejected] == [
        ["duplicate_number"],
        ["id_checksum"],
        ["source_unknown"],
    ]
    assert o.reason_zh == (
        "3 行未通过校验：信访件编号 GJ201901010001 重复出现 2 次（第 2、3 行）；1 行身份证号无效；"
        "1 行交办层级无法识别"
    )


def test_a_rejected_row_does_not_claim_its_number(units):
    o = read(book([HEAD, a_row(1, 登记时间=""), a_row(1)]), units)
    assert [r.row for r in o.rows] == [3]


def test_a_file_without_one_good_row_is_refused_and_names_its_rows(units):
    o = read(book([HEAD, a_row(1, 登记时间=""), a_row(2, 登记时间="2018-01-01")]), units)
    assert (o.file_verdict, o.reason, o.rows_total) == ("refused", "date_out_of_scope", 2)
    assert len(o.rows_rejected) == 2


def test_unknown_columns_and_units_are_kept_for_a_person_to_look_at(units):
    row = [*a_row(责任单位="某某委员会"), "张书记", "补充"]
    o = read(book([[*HEAD, "分管领导", "分管领导"], row]), units)
    assert o.rows[0].warnings == ["unit_unknown"]
    assert o.rows[0].values["责任单位"] == "某某委员会"
    assert o.rows[0].extras == {"分管领导": "张书记；补充"}


def test_two_responsible_units_leave_one_lead(units):
    row = read(book([HEAD, a_row(责任单位="文化街街道、教育局")]), units).rows[0]
    assert row.values["责任单位"] == "文化街街道"
    assert row.extras["其余责任单位"] == ["兴庆区教育局"]
    assert "several_lead_units" in row.warnings


def test_the_sheet_with_the_ledger_is_found_and_another_one_is_mentioned(units):
    def more(wb):
        second = wb.add_worksheet("台账2")
        for r, row in enumerate([HEAD, a_row(9)]):
            second.write_row(r, 0, row)
        wb.add_worksheet("说明").write(0, 0, "填表说明")

    o = read(book([HEAD, a_row(1)], name="中央", more=more), units)
    assert (o.sheet, o.rows_accepted) == ("中央", 1)
    assert o.notes == ["工作表“台账2”也像台账，本次未读取，请单独导入"]


def test_a_header_without_rows_and_a_sheet_without_header_each_get_a_sentence(units):
    assert read(book([["标题"], HEAD]), units).reason == "no_rows"
    assert read(book([["甲", "乙"], ["1", "2"]]), units).reason == "header_not_found"


def test_missing_columns_are_named_all_at_once(units):
    head = [h for h in HEAD if h not in {"责任单位", "登记时间"}]
    o = read(book([head, ["x"] * len(head)]), units)
    assert (o.reason, o.missing_columns) == ("missing_required_column", ["登记时间", "责任单位"])
    assert o.reason_zh == "缺少必填列：登记时间、责任单位"


def test_columns_have_letters():
    assert [letters(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
