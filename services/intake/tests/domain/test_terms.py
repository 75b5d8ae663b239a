"""Cohorts, fields, phones and masks."""

from datetime import date

import pytest
from contracts.vocab import Channel, Cohort, Field, Source, label
from intake.domain.masking import (
    mask_address,
    mask_beside,
    mask_digits,
    mask_id,
    mask_name,
    mask_phone,
)
from intake.domain.phone import PhoneError, normalise
from intake.domain.terms import batch_of, channel_of, cohort_of, cohort_reason, field_of


@pytest.mark.parametrize(
    ("source", "day", "cohort"),
    [
        (Source.CENTRAL, date(2019, 1, 1), Cohort.A),
        (Source.REGION, date(2020, 6, 30), Cohort.A),
        (Source.CENTRAL, date(2020, 7, 1), Cohort.DAILY),
        (Source.CITY, date(2020, 6, 30), Cohort.B),
        (Source.DISTRICT, date(2019, 5, 1), Cohort.B),
        (Source.DISTRICT, date(2026, 11, 25), Cohort.DAILY),
        (Source.CENTRAL, date(2018, 12, 31), Cohort.B),
    ],
)
def test_source_and_day_decide_the_goal_line(source, day, cohort):
    assert cohort_of(source, day) is cohort


@pytest.mark.parametrize("source", [Source.CENTRAL, Source.REGION])
def test_r9_only_the_listed_span_of_handed_down_cases_is_cohort_a(source):
    spans = {
        date(2018, 12, 31): Cohort.B, date(2019, 1, 1): Cohort.A, date(2020, 6, 30): Cohort.A,
        date(2020, 7, 1): Cohort.DAILY,
    }  # fmt: skip
    assert {day: cohort_of(source, day) for day in spans} == spans
    assert "早于2019年1月1日" in cohort_reason(source, date(2018, 12, 31))


@pytest.mark.parametrize("source", list(Source))
def test_r10_from_2020_07_01_on_every_case_is_of_the_daily_stream(source):
    assert cohort_of(source, date(2020, 7, 1)) is Cohort.DAILY
    assert batch_of(source, date(2020, 7, 1)) is None
    assert "日常交办" in cohort_reason(source, date(2020, 7, 1))
    assert cohort_of(source, date(2020, 6, 30)) is not Cohort.DAILY


@pytest.mark.parametrize("source", [Source.CITY, Source.DISTRICT])
@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2019, 1, 1), date(2020, 6, 30)])
def test_r11_the_city_s_and_the_district_s_own_repeats_are_a_second_batch(source, day):
    assert (cohort_of(source, day), batch_of(source, day)) == (Cohort.B, 2)
    assert "第二批" in cohort_reason(source, day)
    assert batch_of(Source.CENTRAL, date(2020, 6, 30)) == 1


def test_r38_the_taxonomy_is_exactly_the_plan_s():
    assert [label(f) for f in Field] == [
        "集资融资", "房地产", "交通运输", "劳动社保", "国土规划", "生态环境", "教育医疗",
        "军队退役人员", "特殊疾病患者等群体", "其他",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "channel"),
    [("网上投诉", Channel.NET), ("来信", Channel.LETTER), ("来访", Channel.VISIT),
     ("网上信访", Channel.NET), ("电话", Channel.CALL), (None, Channel.OTHER), ("传真", Channel.FAX),
     ("上级转送来信", Channel.FORWARDED), ("领导批示", Channel.LEADER_NOTE), ("其他", Channel.OTHER)],
)  # fmt: skip
def test_the_form_of_the_petition_is_understood(text, channel):
    assert channel_of(text) is channel


def test_the_category_gives_the_field():
    assert field_of("城乡建设") is Field.REAL_ESTATE
    assert field_of("卫生计生") is Field.EDUCATION_HEALTH
    assert field_of("政法") is field_of(None) is Field.OTHER


@pytest.mark.parametrize(
    ("text", "digits"),
    [("+86 164-7102-8785", "16471028785"), ("8616471028785", "16471028785"),
     ("（0951）604-1234", "09516041234"), ("１６４７１０２８７８５", "16471028785")],
)  # fmt: skip
def test_phones_have_one_form(text, digits):
    assert normalise(text) == digits


@pytest.mark.parametrize("text", ["123", "电话同上", "1647102878512345"])
def test_what_is_no_phone_is_refused(text):
    with pytest.raises(PhoneError):
        normalise(text)


def test_masks_show_what_is_needed_to_tell_rows_apart_and_no_more():
    assert mask_name("王小花") == "王*"
    assert mask_id("640104199606169817") == "6401**********9817"
    assert mask_phone("13800000000") == "138****0000"
    assert mask_phone("6041234") == "****34"
    assert mask_address("银川市兴庆区文化街1号2室") == "银川市兴庆区****"
    assert mask_address("银川市贺兰县") == "银川市贺兰县"
    assert mask_address("文化街1号") == "文化街****"
    assert mask_digits(["证号640104199606169817"]) == ["证号640****17"]
    assert mask_name(None) is mask_id(None) is mask_address(None) is None


@pytest.mark.parametrize(
    ("heading", "text", "shown"),
    [
        ("联系人", "张三", "张*"),
        ("姓名2", "欧阳娜娜", "欧*"),
        ("家庭地址", "银川市兴庆区文化街1号", "银川市兴庆区****"),
        ("证件号码", "640104199606169817", "640****17"),
        ("是否联名", "否", "否"),
        ("人员类别", "退役军人", "退役军人"),
        ("小区", "春晖家园", "春晖家园"),
    ],
)
def test_a_column_that_the_form_does_not_know_is_masked_by_its_heading(heading, text, shown):
    assert mask_beside(heading, text) == shown
