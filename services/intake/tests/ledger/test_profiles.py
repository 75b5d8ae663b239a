"""The kinds of lists: campaign, daily stream, national exchange record, corrections."""

from datetime import date

import pytest
from intake.ledger.exchange import FIELDS
from intake.ledger.options import Profile, ReadOptions
from intake.ledger.outcome import Sureness
from intake.ledger.read import read_ledger
from ledger_books import HEAD, a_row, book

TODAY = date(2026, 11, 25)
ID = "640122199606169817"


def read(data, units, profile, **more):
    options = ReadOptions(profile=profile, **more)
    return read_ledger(data, file="f", units=units, today=TODAY, options=options)


@pytest.mark.parametrize(
    ("day", "code"),
    [("2018-12-31", "date_before_scope"), ("2019-01-01", None), ("2020-06-30", None),
     ("2020-07-01", "date_after_scope")],
)  # fmt: skip
def test_r9_the_campaign_takes_registrations_of_its_span_only(day, code, units):
    o = read(book([HEAD, a_row(登记时间=day)]), units, Profile.CAMPAIGN)
    assert [r.codes for r in o.rows_rejected] == ([[code]] if code else [])
    assert o.rows_accepted == (0 if code else 1)


def test_r9_a_registration_of_2020_07_01_is_pointed_to_the_daily_stream(units):
    o = read(book([HEAD, a_row(登记时间="2020-07-01")]), units, Profile.CAMPAIGN)
    assert (
        o.rows_rejected[0].reason_zh
        == "第 2 行：登记时间 2020-07-01 晚于 2020-06-30，应纳入日常交办"
    )


@pytest.mark.parametrize(
    ("day", "code"),
    [("2020-06-30", "date_before_scope"), ("2020-07-01", None), ("2026-11-25", None),
     ("2026-11-26", "date_in_future")],
)  # fmt: skip
def test_r10_the_daily_list_takes_registrations_from_2020_07_01_on(day, code, units):
    o = read(book([HEAD, a_row(登记时间=day)]), units, Profile.DAILY)
    assert [r.codes for r in o.rows_rejected] == ([[code]] if code else [])
    assert o.profile == "daily"


def a_record(**over):
    row = {f.name: "" for f in FIELDS} | {
        "行政区划": "640104", "信访件id": "9f3", "信访件编号": "NX202001010001", "查询码": "883311",
        "信访日期": "2020-01-01", "信访形式": "网上投诉", "信访人数": "3", "涉及人数": "40",
        "登记机构": "宁夏回族自治区信访局", "登记时间": "2020-01-02 10:11:12", "概况": "供热问题",
        "投诉内容": "小区供暖不热。", "件状态": "已受理", "全国初次": "0", "重复标志": "1", "问题属地": "文化街街道",
        "内容分类": "城乡建设", "三跨三分离标志": "1", "积案标志": "1", "办结标志": "1", "扬言": "0",
        "限办截止时间": "2020-03-01", "被反映人": "某某", "姓名": "王小花", "证件类型": "居民身份证",
        "证件号码": ID, "联系电话": "16405180462", "住址": "某小区",
    }  # fmt: skip
    return row | over


def exchange(units, **over):
    row = a_record(**over)
    return read(book([list(row), list(row.values())]), units, Profile.EXCHANGE)


def test_the_national_record_has_52_fields_and_every_one_has_a_place(units):
    assert len({f.name for f in FIELDS}) == 52
    o = exchange(units)
    assert o.file_verdict == "accepted", o.reason_zh
    assert len(o.columns) == 52
    for column, field in zip(o.columns, FIELDS, strict=True):
        if field.left_out:
            assert (column.sure, column.why) == (Sureness.IGNORED, field.left_out)
        elif field.second or field.becomes is None:
            assert column.name is None
        else:
            assert column.name == field.becomes


def test_a_national_record_becomes_a_row_of_the_form(units):
    row = exchange(units).rows[0]
    v = row.values
    assert (v["信访件编号"], v["登记时间"], v["化解时限"]) == (
        "NX202001010001", "2020-01-02", "2020-03-01",
    )  # fmt: skip
    assert v["信访人"] == [{"姓名": "王小花", "身份证号": ID, "状态": "ok"}]
    assert (v["交办层级"], v["诉求内容"], v["人数"]) == ("自治区信联办", "小区供暖不热。", 3)
    assert (v["是否三跨三分离"], v["案件类型"], v["常住地"]) == (True, "疑难积案", "某小区")
    assert row.extras["概况"] == "供热问题"
    assert (row.extras["全国初次"], row.extras["重复标志"]) == ("否", "是")


def test_a_closed_procedure_is_not_a_resolved_case(units):
    row = exchange(units).rows[0]
    assert row.values["是否化解"] is None
    assert row.extras["办结标志"] == "是"


def test_credentials_accusations_and_marks_on_persons_are_left_out(units):
    row = exchange(units).rows[0]
    assert not {"查询码", "被反映人", "扬言"} & row.extras.keys()
    assert "883311" not in str(row)


def test_an_anonymous_record_and_one_with_another_document(units):
    assert exchange(units, 姓名="", 匿名="1").rows[0].values["信访人"][0]["姓名"] == "匿名"
    row = exchange(units, 证件类型="护照", 证件号码="E12345678").rows[0]
    assert row.values["信访人"][0]["身份证号"] is None
    assert row.extras["证件号码"] == "E12345678"


def test_a_record_with_a_summary_only_takes_it_as_the_demand(units):
    assert exchange(units, 投诉内容="").rows[0].values["诉求内容"] == "供热问题"


def corrections(rows, units):
    return read(book(rows), units, Profile.CORRECTIONS)


def test_a_correction_holds_only_what_changes(units):
    rows = [
        ["信访件编号", "联系电话", "责任单位", "登记时间"],
        ["GJ20190001", "16405180462", "", ""],
        ["GJ20190002", "", "教育局", "2019年3月1日"],
    ]
    o = corrections(rows, units)
    assert [r.values for r in o.rows] == [
        {"信访件编号": "GJ20190001", "联系电话": ["16405180462"]},
        {"信访件编号": "GJ20190002", "登记时间": "2019-03-01", "责任单位": "兴庆区教育局"},
    ]


def test_a_mark_clears_a_field_but_not_a_required_one(units):
    rows = [
        ["信访件编号", "包案领导", "协办单位", "责任单位"],
        ["GJ20190001", "清空", "（清空）", ""],
        ["GJ20190002", "", "", "清空"],
    ]
    o = corrections(rows, units)
    assert o.rows[0].values == {"信访件编号": "GJ20190001", "协办单位": [], "包案领导": None}
    assert o.rows[0].extras["清空"] == ["包案领导", "协办单位"]
    assert [r.codes for r in o.rows_rejected] == [["required_cleared"]]


def test_an_identity_number_alone_keeps_the_name(units):
    o = corrections([["信访件编号", "身份证号"], ["GJ20190001", ID]], units)
    assert o.rows[0].values["信访人"] == [{"姓名": None, "身份证号": ID, "状态": "ok"}]
    assert o.rows[0].warnings == []


def test_a_row_that_changes_nothing_and_a_wrong_value_are_refused(units):
    rows = [["信访件编号", "身份证号"], ["GJ20190001", ""], ["GJ20190002", ID[:-1] + "8"]]
    o = corrections(rows, units)
    assert [r.codes for r in o.rows_rejected] == [["nothing_to_change"], ["id_checksum"]]


def test_a_list_of_corrections_without_numbers_is_no_such_list(units):
    o = corrections([["联系电话", "责任单位"], ["16405180462", "教育局"]], units)
    assert o.reason == "header_not_found"
