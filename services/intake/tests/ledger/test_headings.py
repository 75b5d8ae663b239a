"""What headings stand for: by their words, beside each other, and over yes and no or reports."""

from datetime import date

import pytest
from intake.ledger.columns import REQUIRED, canonical, tidy_label
from intake.ledger.names import COLUMNS
from intake.ledger.read import read_ledger
from ledger_books import HEAD, a_row, book

TODAY = date(2026, 11, 25)

BY_OTHER_WORDS = {
    "序号": "NO. № 总序号 顺序号 项次",
    "交办层级": "来件来源 上级交办单位 转办机关 案件来源层级 交办上级",
    "交办时间": "转办时间 转交日期 集中交办时间 批转日期 交办（转送）时间 区信联办交办时间 交办到责任单位时间",
    "信访件编号": "国家信访系统编号 信访事项编号 转办编号 平台流水号 案件代码 信访件登记号",
    "登记时间": "受理日期 来件日期 收件日期 来访日期 首访日期 接访时间 登记受理时间 信访事项登记日期",
    "信访人姓名": "来访人 上访人 反映人 主访人 联名人 信访群众代表 来信来访人姓名 信访人（代表）",
    "身份证号": "公民身份号码 证件号 居民身份证号码（18位） 本人身份证号 有效证件号码",
    "联系电话": "手机 联系方式 电话（手机） 本人联系电话 固定电话 常用联系方式",
    "户籍地": "户口所在地 户籍登记地址 籍贯 户籍所在地（详细到村、社区）",
    "常住地": "现住址 家庭住址 现居住地址 实际居住地 通信地址",
    "事发地": "问题发生地 案件事发地点 事项发生地",
    "人数": "涉及人数（人） 来访人次 参与群众人数 联名人数",
    "信访形式": "信访方式 来访渠道 反映渠道 来信来访形式",
    "诉求内容": "反映的主要问题 主要诉求 事由 信访事由 案情概述 来信内容摘要 信访诉求（200字以内）",
    "问题属地": "属地 所属镇街 所属乡镇（街道） 问题所在辖区 问题归属地",
    "问题类别": "内容分类 所属领域 诉求类别 矛盾类型 反映问题类别",
    "是否三跨三分离": "三跨三分离（是/否） 是否属于“三跨三分离”事项 三跨、三分离情况",
    "案件类型": "积案类型 案件性质 信访件分类 疑难案件类别",
    "责任单位": "责任镇街 主办单位 承办部门 首办责任单位 牵头单位 有权处理机关 化解责任主体 责任单位（部门）",
    "协办单位": "配合单位 协办责任单位（可多个） 参与部门 协助单位名称",
    "包案领导": "包抓领导 县级包联领导 包保责任人 挂案领导 包案领导及职务 包案县级领导姓名",
    "包案领导级别": "包抓领导级别 包案层级 领导职级",
    "工作专班": "化解专班 攻坚组 工作专班成员 化解工作小组",
    "化解时限": "办结期限 预计化解时间 要求完成时间 限办截止日期 拟办结日期 承诺化解期限",
    "办理状态": "办理进度 目前进展情况 案件办理情况 当前状态",
    "化解措施": "采取的主要措施 化解工作方案 下步工作措施",
    "是否化解": "是否已办结 化解与否 是否实质性化解 是否化解到位",
    "化解时间": "结案日期 实际销号时间 化解销号时间 办结年月日",
    "是否息访": "是否息诉罢访 是否签订息诉罢访承诺书 停访情况 信访人是否息访",
    "备注": "其他需说明的情况 有关情况说明 附注",
}


def test_every_column_has_its_line_in_the_table():
    assert tuple(BY_OTHER_WORDS) == COLUMNS


@pytest.mark.parametrize(
    ("heading", "column"),
    [(h, c) for c, line in BY_OTHER_WORDS.items() for h in line.split(" ")],
)
def test_a_heading_of_known_words_is_understood(heading, column):
    assert canonical((tidy_label(heading),)) == column


@pytest.mark.parametrize(
    "heading",
    ["联系人", "联系人电话", "经办人", "承办人", "被反映人", "性别", "年龄", "民族", "信访原因", "回访情况", "领导批示",
     "满意度", "审核意见", "重复次数", "交办文号", "填报人", "包案领导职务", "责任单位意见", "附件", "批次",
     "复查意见", "稳控责任单位", "登记人", "案件"],
)  # fmt: skip
def test_a_heading_that_the_form_has_no_column_for_stays_beside_the_case(heading):
    assert canonical((tidy_label(heading),)) is None


def columns_of(head, row, units, rows=3):
    o = read_ledger(book([head, *[row] * rows]), file="f", units=units, today=TODAY)
    return {n: head[ord(letter) - 65] for n, letter in o.column_map.items()}


@pytest.mark.parametrize(
    ("beside", "name", "won"),
    [
        ({"序号": "编号"}, "信访件编号", "信访件编号"),
        ({"序号": "编号"}, "序号", "编号"),
        ({"备注": "受理日期"}, "登记时间", "登记时间"),
        ({"登记时间": "受理日期", "备注": "登记日期"}, "登记时间", "登记日期"),
        ({"序号": "信访时间", "登记时间": "登记年月日"}, "登记时间", "登记年月日"),
        ({"诉求内容": "内容", "备注": "主要诉求"}, "诉求内容", "主要诉求"),
        ({"责任单位": "单位", "备注": "承办单位"}, "责任单位", "承办单位"),
    ],
)
def test_of_two_headings_for_one_column_the_clearer_one_counts(beside, name, won, units):
    head = [beside.get(h, h) for h in HEAD]
    assert columns_of(head, a_row(), units)[name] == won


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (["是", "否", "√"], "是否化解"),
        (["已化解", "未化解", "化解中"], "是否化解"),
        (["已召开协调会，正在推进", "已答复信访人，信访人不认可", "化解"], "办理状态"),
    ],
)
def test_a_heading_over_yes_and_no_is_a_mark_and_over_reports_a_state(cells, column, units):
    head = [*HEAD, "化解情况"]
    rows = [[*a_row(i), c] for i, c in enumerate(cells, 1)]
    o = read_ledger(book([head, *rows]), file="f", units=units, today=TODAY)
    assert o.column_map[column] == "K"


UNUSUAL = {"交办层级": "由何上级交来", "信访件编号": "我处编码", "登记时间": "录于何日", "信访人姓名": "写信的人",
           "诉求内容": "所说之事", "责任单位": "交给哪个单位"}  # fmt: skip


@pytest.mark.parametrize("name", UNUSUAL)
def test_an_unusual_heading_over_cells_that_can_be_one_thing_only_is_taken_and_told(name, units):
    usual = {
        "交办层级": "自治区信联办",
        "诉求内容": "反映小区供暖温度长期不达标，要求退还采暖费并整改管网。",
    }
    head = [UNUSUAL[h] if h == name else h for h in HEAD]
    rows = [a_row(i, **usual) for i in (1, 2, 3)]
    o = read_ledger(book([head, *rows]), file="f", units=units, today=TODAY)
    assert (o.file_verdict, o.rows_accepted) == ("accepted", 3)
    assert o.notes == [
        f"“{UNUSUAL[name]}”（{o.column_map[name]} 列）按所填内容认作“{name}”，请核对"
    ]


@pytest.mark.parametrize(
    ("name", "heading", "cells"),
    [
        ("责任单位", "稳控单位", ["文化街街道", "大新镇"]),
        ("责任单位", "参与的单位", ["文化街街道", "大新镇"]),
        ("责任单位", "单位意见", ["同意", "已阅"]),
        ("登记时间", "回访日期", ["2019-03-01", "2019-03-02"]),
        ("登记时间", "几日内答复", ["15", "30"]),
        ("信访人姓名", "经办的人", ["王小花", "李四"]),
        ("信访件编号", "门牌号", ["12-3-401", "8-1-102"]),
    ],
)
def test_a_column_that_may_be_something_else_does_not_stand_in_for_a_missing_one(
    name, heading, cells, units
):
    head = [heading if h == name else h for h in HEAD]
    rows = [a_row(i, **{name: c}) for i, c in enumerate(cells, 1)]
    o = read_ledger(book([head, *rows]), file="f", units=units, today=TODAY)
    assert (o.reason, o.missing_columns) == ("missing_required_column", [name])


TELLING = [
    ("登记时间", "信访件受理时点日期", "2019年3月1日", "同意"),
    ("责任单位", "承办并回复的单位", "文化街街道", "已阅，请核实"),
    ("身份证号", "身份证（或户口簿）上的号码", "640122199606169817", "已核对"),
    ("联系电话", "白天能接通的电话", "16405180462", "已接通"),
]


@pytest.mark.parametrize(("name", "heading", "cell", "other"), TELLING)
def test_a_telling_word_among_strange_ones_counts_when_the_cells_bear_it_out(
    name, heading, cell, other, units
):
    head = [heading if h == name else h for h in HEAD]
    good = [a_row(i, **{name: cell}) for i in (1, 2, 3)]
    o = read_ledger(book([head, *good]), file="f", units=units, today=TODAY)
    assert head[ord(o.column_map[name]) - 65] == heading
    bad = [a_row(i, **{name: other}) for i in (1, 2, 3)]
    o = read_ledger(book([head, *bad]), file="f", units=units, today=TODAY)
    assert name not in o.column_map


def test_a_column_that_counts_the_rows_has_no_case_numbers(units):
    head = ["编号", *HEAD[1:2], "批次号", *HEAD[3:]]
    rows = [a_row(i, 信访件编号="第一批") for i in (1, 2, 3)]
    o = read_ledger(book([head, *rows]), file="f", units=units, today=TODAY)
    assert (o.reason, o.missing_columns) == ("missing_required_column", ["信访件编号"])


@pytest.mark.parametrize("name", REQUIRED)
def test_without_a_required_column_no_other_one_stands_in_for_it(name, units):
    beside = [
        "领导批示",
        "联系人",
        "回访情况",
        "交办文号",
        "复查意见",
        "协办单位",
        "化解时间",
        "稳控单位",
    ]
    cells = [
        "已阅",
        "王科员",
        "已回访",
        "宁信联〔2020〕1号",
        "无",
        "大新镇",
        "2020-12-01",
        "大新镇",
    ]
    kept = [i for i, h in enumerate(HEAD) if h != name]
    head = [*(HEAD[i] for i in kept), *beside]
    rows = [[*(a_row(n)[i] for i in kept), *cells] for n in (1, 2, 3)]
    o = read_ledger(book([head, *rows]), file="f", units=units, today=TODAY)
    assert (o.reason, o.missing_columns) == ("missing_required_column", [name])


def test_two_columns_that_could_both_be_it_are_left_to_a_person(units):
    head = ["甲单位" if h == "责任单位" else "乙单位" if h == "备注" else h for h in HEAD]
    rows = [a_row(i, 备注="大新镇") for i in (1, 2)]
    o = read_ledger(book([head, *rows]), file="f", units=units, today=TODAY)
    assert o.missing_columns == ["责任单位"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [(["自治区交办", "国家信访局"], "交办层级"), (["网上投诉", "来信"], "信访形式")],
)
def test_a_channel_is_a_source_or_a_form_by_what_stands_in_it(cells, column, units):
    head = [*HEAD[:1], "来件渠道", *HEAD[2:]] if column == "交办层级" else [*HEAD, "来件渠道"]
    rows = [
        a_row(i, 交办层级=c) if column == "交办层级" else [*a_row(i), c]
        for i, c in enumerate(cells, 1)
    ]
    o = read_ledger(book([head, *rows]), file="f", units=units, today=TODAY)
    assert o.column_map[column] == ("B" if column == "交办层级" else "K")


def test_a_clock_is_no_day(units):
    head = [*HEAD[:3], "来访时间", *HEAD[4:9], "登记的日子"]
    rows = [[*a_row(i)[:3], "9:30", *a_row(i)[4:9], "2019年3月1日"] for i in (1, 2)]
    o = read_ledger(book([head, *rows]), file="f", units=units, today=TODAY)
    assert o.column_map["登记时间"] == "J"


def test_a_leaders_phone_is_not_the_petitioners(units):
    top = [
        "序号",
        "交办层级",
        "信访件编号",
        "登记时间",
        "信访人",
        "",
        "包案领导",
        "",
        "诉求内容",
        "责任单位",
    ]
    low = ["", "", "", "", "姓名", "身份证号", "姓名", "电话", "", ""]
    row = [*a_row()[:6], "张三", "15412345678", *a_row()[7:9]]
    o = read_ledger(book([top, low, row]), file="f", units=units, today=TODAY)
    values = o.rows[0].values
    assert (values["信访人"][0]["姓名"], values["包案领导"]) == ("王小花", "张三")
    assert "联系电话" not in o.column_map
