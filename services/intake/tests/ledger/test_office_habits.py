"""Habits of other offices: dates, limits, marks, names, numbers and rows as they really stand."""

from datetime import date

import pytest
from intake.ledger.cells import read_flag
from intake.ledger.dates import read_date, read_deadline
from intake.ledger.people import read_people
from intake.ledger.read import read_ledger
from ledger_books import HEAD, a_row, book

TODAY = date(2026, 11, 25)
ID, OTHER = "640122199606169817", "640104199003319334"
YES = "是 √ ✓ ✔ V ∨ Y 1 ☑ 已化解 化解 已息访 息诉罢访 已停访 已办结 已结案 已签订息诉罢访承诺书 全部化解 属于 有"
NO = "否 × ✗ ✕ X N 0 未化解 未 没有 不是 尚未化解 暂未办结 正在化解 化解中 办理中 仍在上访 不息访"
ENDS_IN_X = "64012219460101977X"


def read(rows, units, **more):
    return read_ledger(book(rows, **more), file="f", units=units, today=TODAY)


@pytest.mark.parametrize(
    "text",
    ["2019 . 3 . 5", "2019 年 3 月 5 日", "19.3.5", "19年3月5日", "19-03-05", "19/3/5", "2019.3.5.", "2019年3月5",
     "二〇一九年三月五日", "二○一九年三月五日", "2019\\3\\5", "2019—3—5", "2019、3、5", "2019年3月5日（星期二）",
     "2019/3/5 0:00:00", "2019年3月5日上午", "43529", "2019年\n3月5日"],
)  # fmt: skip
def test_a_day_in_another_notation(text):
    assert read_date(text)[0] == date(2019, 3, 5)


@pytest.mark.parametrize(
    "text", ["3/5/19", "12/31/19", "05.03.19", "2019年3月", "3月5日", "99.3.5"]
)
def test_what_could_mean_two_days_or_a_month_is_no_day(text):
    assert read_date(text)[0] is None


@pytest.mark.parametrize(
    ("text", "day", "form"),
    [
        ("2021年12月31日前", date(2021, 12, 31), "before"),
        ("2021.6.30之前", date(2021, 6, 30), "before"),
        ("2021年底", date(2021, 12, 31), "end_of"),
        ("2021年底前", date(2021, 12, 31), "end_of"),
        ("2021年2月底", date(2021, 2, 28), "end_of"),
        ("2021年6月", date(2021, 6, 30), "end_of"),
        ("2021年13月", None, None),
        ("长期", None, None),
        ("立即", None, None),
    ],
)
def test_a_time_limit_ends_with_its_month_or_year(text, day, form):
    assert read_deadline(text) == (day, form)


def test_a_limit_read_from_a_month_is_shown_to_a_person(units):
    o = read([[*HEAD, "化解时限"], [*a_row(), "2021年6月底前"]], units)
    assert o.rows[0].values["化解时限"] == "2021-06-30"
    assert "deadline_end_of_period" in o.rows[0].warnings


@pytest.mark.parametrize(
    ("text", "flag"),
    [(w, True) for w in YES.split()] + [(w, False) for w in NO.split()]
    + [("已召开协调会", None), ("已受理", None), ("部分", None)],
)  # fmt: skip
def test_marks_for_yes_and_no(text, flag):
    assert read_flag(text) is flag


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("王小花等12名业主", ["王小花"]),
        ("王小花等30余户", ["王小花"]),
        ("王小花等多名群众", ["王小花"]),
        ("王小花、李四等10人", ["王小花", "李四"]),
        ("王小花女士", ["王小花"]),
        ("王女士", ["王女士"]),
        ("李建国同志", ["李建国"]),
        ("王小花和李四光", ["王小花", "李四光"]),
        ("王小花与李四光", ["王小花", "李四光"]),
        ("王和平", ["王和平"]),
        ("王和平和李静敏", ["王和平", "李静敏"]),
        ("欧阳和平", ["欧阳和平"]),
        ("王小花及家人", ["王小花及家人"]),
        ("王 花", ["王花"]),
        ("王 小 花", ["王小花"]),
        ("王 小花", ["王小花"]),
        ("王小 花", ["王小花"]),
        ("王 花　李 光", ["王花", "李光"]),
        ("王 花 李四光", ["王花", "李四光"]),
        ("王\n花", ["王花"]),
        ("王小花 李四光 马文", ["王小花", "李四光", "马文"]),
        ("1.王小花 2.李四光", ["王小花", "李四光"]),
        ("①王小花②李四光", ["王小花", "李四光"]),
        ("王小花（代理人李四）", ["王小花"]),
        ("阿依古丽·买买提", ["阿依古丽·买买提"]),
    ],
)
def test_names_with_what_stands_around_them(cell, names):
    found = read_people(cell, None, None)
    assert [p["姓名"] for p in found.people] == names


@pytest.mark.parametrize("x", ["x", "×", "Ｘ", "ｘ", "✕", "Х", "Χ"])
def test_a_sign_that_looks_like_x_is_the_check_character(x):
    found = read_people("王小花", ENDS_IN_X[:-1] + x, None)
    assert (found.people[0]["身份证号"], found.errors) == (ENDS_IN_X, [])


@pytest.mark.parametrize(
    "cell",
    [f"1.{ID} 2.{OTHER}", f"①{ID}②{OTHER}", f"1、{ID}\n2、{OTHER}", f"王小花：{ID}\n李四光：{OTHER}",
     f"{ID}（王小花）、{OTHER}（李四光）", f"王小花{ID}；李四光{OTHER}"],
)  # fmt: skip
def test_numbers_of_several_persons_with_counters_and_names(cell):
    found = read_people("王小花、李四光", cell, None)
    assert [p["身份证号"] for p in found.people] == [ID, OTHER]


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("1541234 5678", ["15412345678"]),
        ("154 1234 5678", ["15412345678"]),
        ("154-1234-5678", ["15412345678"]),
        ("15412345678.0", ["15412345678"]),
        ("15412345678 16112345678", ["15412345678", "16112345678"]),
        ("15412345678（本人）、16112345678（女儿）", ["15412345678", "16112345678"]),
        ("16306960086", ["16306960086"]),
        ("15400867008", ["15400867008"]),
        ("0086 15412345678", ["15412345678"]),
        ("+8615412345678", ["15412345678"]),
        ("座机0951-6012345；手机16112345678", ["09516012345", "16112345678"]),
    ],
)
def test_phones_however_grouped(cell, phones):
    assert read_people("王小花", None, cell).phones == phones


@pytest.mark.parametrize(
    ("cell", "leader", "post"),
    [
        ("张海军【常务副区长】", "张海军", "常务副区长"),
        ("李志强(副区长）", "李志强", "副区长"),
        ("王建国（区委副书记、区长）", "王建国", "区委副书记、区长"),
        ("王建国 副区长", "王建国", "副区长"),
        ("副区长王建国", "王建国", "副区长"),
        ("区委常委、副区长 王建国", "王建国", "区委常委、副区长"),
        ("王建国，区委常委", "王建国", "区委常委"),
        ("王建国同志", "王建国", None),
        ("刘 文", "刘文", None),
        ("王副区长", "王副区长", None),
        ("王建国、李志强", "王建国、李志强", None),
        ("区委书记", "区委书记", None),
    ],
)
def test_a_leader_without_the_post(cell, leader, post, units):
    o = read([[*HEAD, "包案领导"], [*a_row(), cell]], units)
    assert o.rows[0].values["包案领导"] == leader
    assert o.rows[0].extras.get("包案领导职务") == post


@pytest.mark.parametrize("mark", ["同上", "〃", "″", "同前"])
def test_the_same_as_above_is_what_stands_above(mark, units):
    second = a_row(2, 交办层级=mark, 责任单位=mark, 登记时间=mark)
    o = read([HEAD, a_row(1), second, a_row(3, 责任单位=mark)], units)
    assert [r.values["责任单位"] for r in o.rows] == ["文化街街道"] * 3
    assert o.rows[1].values["登记时间"] == "2019-03-01"


def test_the_same_as_above_in_the_first_row_is_nothing(units):
    o = read([HEAD, a_row(1, 责任单位="同上"), a_row(2)], units)
    assert [r.codes for r in o.rows_rejected] == [["required_missing"]]


@pytest.mark.parametrize(
    ("cell", "serial"),
    [("1", 1), ("２", 2), ("3.0", 3), ("4.", 4), ("5、", 5), ("一", "一"), (6.0, 6)],
)
def test_serial_numbers_as_typed(cell, serial, units):
    o = read([HEAD, a_row(1, 序号=cell)], units)
    assert o.rows[0].values["序号"] == serial


@pytest.mark.parametrize(
    "row",
    [
        ["自动", "下拉选择", "必填", "格式：2020-01-01", "多人用、分隔", "18位", "", "不超过500字"],
        ["填写说明", "", "必填", "必填", "必填", "", "", "必填"],
        ["例", "中央", "GJ2019XXXX", "2019-01-30", "张三", "6401XXXX", "", "反映某问题", "大新镇"],
        ["示例", "中央", "GJ20190130001", "2019-01-30", "张三", "", "", "反映某问题", "大新镇"],
    ],
)
def test_hints_and_examples_below_the_header_are_no_cases(row, units):
    o = read([HEAD, row, a_row(1)], units)
    assert (o.file_verdict, o.rows_total) == ("accepted", 1)
    assert o.skipped_rows[0]["why"] == "example_row"


def test_another_table_below_the_cases_is_left_alone(units):
    other = [["附：协办情况表"], ["序号", "协办单位", "信访件编号"], ["1", "兴庆区教育局", 2]]
    o = read([HEAD, a_row(1), [], *other], units)
    assert (o.file_verdict, o.rows_total) == ("accepted", 1)


def test_the_sign_does_not_excuse_a_wrong_number():
    found = read_people("王小花", ID[:-1] + "×", None)
    assert [e[0] for e in found.errors] == ["id_checksum"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("疑难案件", "疑难积案"), ("疑难信访积案", "疑难积案"), ("“骨头案”", "骨头案"), ("钉子案件", "钉子案"),
        ("一般案件", "一般"), ("普通", "一般"), ("疑难积案、骨头案", "疑难积案、骨头案"), ("其他", "其他"),
    ],
)  # fmt: skip
def test_kinds_of_cases_by_other_words(text, kind, units):
    head = [*HEAD, "案件类型", "包案领导级别"]
    o = read([head, [*a_row(), text, "科级"]], units)
    assert o.rows[0].values["案件类型"] == kind
    hard = kind in {"疑难积案", "骨头案", "钉子案"}
    assert ("leader_level_below_county" in o.rows[0].warnings) is hard


def test_a_case_merged_down_over_its_petitioners_is_one_case(units):
    first, then = a_row(1, 信访人姓名="王小花", 身份证号=ID), [""] * len(HEAD)
    second = [*then[:4], "李四", "", "15412345678", *then[7:]]
    third = [*then[:4], "马文", OTHER, "", *then[7:]]
    rows = [HEAD, first, second, third, a_row(2)]
    merges = [(1, c, 3, c, first[c]) for c in (0, 1, 2, 3, 7, 8)]
    o = read(rows, units, merges=merges)
    assert [r.row for r in o.rows] == [2, 5]
    people = o.rows[0].values["信访人"]
    assert [(p["姓名"], p["身份证号"]) for p in people] == [
        ("王小花", ID), ("马文", OTHER), ("李四", None),
    ]  # fmt: skip
    assert o.rows[0].values["联系电话"] == ["16405180462", "15412345678"]
    assert o.rows[0].warnings == ["multiple_petitioners", "id_count_mismatch"]
    assert [s for s in o.skipped_rows if s["why"] == "same_case"] == [
        {"row": 3, "why": "same_case"}, {"row": 4, "why": "same_case"},
    ]  # fmt: skip


def test_a_number_lost_in_a_joined_row_is_not_taken_for_a_short_one(units):
    rows = [HEAD, a_row(1), [*[""] * 4, "李四", 6.4010419900331e17, "", "", "", ""]]
    merges = [(1, 2, 2, 2, a_row(1)[2])]
    o = read(rows, units, merges=merges)
    assert [p["状态"] for p in o.rows[0].values["信访人"]] == ["ok", "precision_lost"]


def test_a_petitioner_merged_down_over_cases_is_in_each_of_them(units):
    rows = [HEAD, a_row(1), a_row(2, 信访人姓名="", 身份证号="", 登记时间="")]
    merges = [(1, c, 2, c, a_row(1)[c]) for c in (3, 4, 5)]
    o = read(rows, units, merges=merges)
    assert [r.values["信访人"][0]["身份证号"] for r in o.rows] == [ID, ID]
    assert o.rows[1].values["登记时间"] == "2019-03-01"


def test_group_headings_in_a_third_row_belong_to_the_header(units):
    top = ["基本信息", "", "", "", "", "", "", "办理信息", "", ""]
    middle = ["序号", "交办", "", "", "信访人", "", "", "诉求内容", "责任单位", "备注"]
    low = ["", "层级", "编号", "登记时间", "姓名", "身份证号", "电话", "", "", ""]
    merges = [
        (1, 0, 1, 6, top[0]),
        (1, 7, 1, 9, top[7]),
        (2, 1, 2, 3, "交办"),
        (2, 4, 2, 6, "信访人"),
    ]
    o = read([["台账"], top, middle, low, a_row(1)], units, merges=merges)
    assert (o.header_rows, o.rows_accepted) == ([2, 3, 4], 1)


@pytest.mark.parametrize("blank", [130, 900])
def test_a_ledger_begins_anywhere(blank, units):
    o = read([*[[]] * blank, [*[""] * 28, *HEAD], [*[""] * 28, *a_row(1)]], units)
    assert (o.header_rows, o.rows[0].row, o.column_map["序号"]) == ([blank + 1], blank + 2, "AC")


def test_a_second_header_with_a_column_more_hides_no_case_above_it(units):
    o = read([["台账"], HEAD, a_row(1), [*HEAD, "化解时限"], [*a_row(2), "2020-12-31"]], units)
    assert (o.header_rows, [r.row for r in o.rows]) == ([2], [3, 5])


@pytest.mark.parametrize(
    ("cell", "first15"),
    [
        (6.401211950013099e17, "640121195001310"),
        ("6.401211950013099E+17", "640121195001310"),
        ("6.40121195001310E+17", "640121195001310"),
        ("6.40121E+17", None),
    ],
)
def test_the_fifteen_digits_that_are_left_of_a_number(cell, first15):
    person = read_people("王小花", cell, None).people[0]
    assert (person["状态"], person.get("前15位")) == ("precision_lost", first15)


def test_a_form_to_fill_in_gives_way_to_the_sheet_with_cases(units):
    def more(wb):
        sheet = wb.add_worksheet("台账")
        for r, row in enumerate([HEAD, a_row(1)]):
            sheet.write_row(r, 0, row)

    o = read([HEAD, ["1"], ["2"]], units, name="模板", more=more)
    assert (o.sheet, o.rows_accepted) == ("台账", 1)


@pytest.mark.parametrize(
    "line",
    [
        ["制表：兴庆区信访局", "", "审核：", "", "签发：", "", "2021年4月1日"],
        ["填报：李四", "", "", "复核：王五"],
        ["负责人签字：", "", "", "", "填报日期：  年  月  日"],
        ["报送人：李四", "", "", "电话：15412345678"],
        ["总　　计：陆件"],
        ["说明：化解率按件计算"],
        ["其中：化解", 3, "件"],
        ["制表人：", "", "", "", "负责人：", "", "", "2021年3月31日"],
        ["街道党工委书记签字：", "", "", "", "", "", "", "办事处主任签字："],
        ["第2页 共3页"],
        ["承前页", "", "12"],
        ["抄送：区委办、区政府办"],
    ],
)
def test_lines_below_the_cases_are_no_cases(line, units):
    o = read([HEAD, a_row(1), line], units)
    assert (o.file_verdict, o.rows_total) == ("accepted", 1)
