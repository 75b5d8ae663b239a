"""Suggested tags, hard-case words and fields."""

import pytest
from contracts.vocab import CaseTag, Field
from intake.classify import categories
from intake.classify.categories import Category
from intake.classify.fields import field_hint, field_suggestion
from intake.classify.hard_cases import HardReason, hard_case_hints
from intake.classify.model import CategoryModel
from intake.classify.tags import CAUTION, suggest_tags


def tags(text: str) -> list[CaseTag]:
    return [h.tag for h in suggest_tags(text)]


@pytest.mark.parametrize(
    ("text", "tag", "word"),
    [
        ("某楼盘烂尾多年无人管", CaseTag.UNFINISHED_BUILDING, "烂尾"),
        ("项目停工三年，开发商跑路", CaseTag.UNFINISHED_BUILDING, "项目停工三年"),
        ("入住六年，房产证至今没有办下来", CaseTag.TITLE_REFUSED, "房产证至今没"),
        ("开发商不给办理不动产权证", CaseTag.TITLE_REFUSED, "不给办理不动产权证"),
        ("房子拆了八年，安置房迟迟不交付", CaseTag.RESETTLEMENT, "安置房迟迟不交付"),
        ("征地补偿款没有发放", CaseTag.LAND_COMPENSATION, "征地补偿款"),
        ("法院判决书生效后一直执行不了", CaseTag.LITIGATION, "判决书"),
        ("村支书贪污低保款", CaseTag.ACCUSATION, "村支书贪污"),
    ],
)
def test_r20_words_of_the_text_suggest_a_tag_and_are_shown_with_it(text, tag, word):
    (hint,) = (h for h in suggest_tags(text) if h.tag is tag)
    assert word in hint.words


def test_r20_the_four_examples_of_the_plan_speak_for_a_hard_case():
    for text in ("小区烂尾", "无法办理房产证", "拆迁安置没有落实", "征地补偿太低"):
        (hint,) = hard_case_hints(text, suggest_tags(text))
        assert hint.reason is HardReason.PLAN_EXAMPLE
        assert hint.words


def test_r20_years_people_and_policy_speak_for_a_hard_case_too():
    text = "历史遗留问题，300户业主反映了八年来未解决"
    assert [h.reason for h in hard_case_hints(text)] == [
        HardReason.LONG_SPAN, HardReason.MANY_PEOPLE, HardReason.POLICY_HEAVY,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "请加强监管，以免烂尾", "这不是烂尾楼", "如果再不处理就要成烂尾楼了", "担心烂尾", "面临烂尾风险",
        "准备起诉开发商", "没有一审", "小区停车位太少", "餐馆被要求停工",
    ],
)  # fmt: skip
def test_what_is_denied_feared_or_only_planned_suggests_no_tag(text):
    assert tags(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "举报楼下餐馆油烟扰民", "举报A3区长房小区幼儿园无证", "我向局长举报油烟问题", "尊敬的领导，举报工地噪音",
        "歌厅长期扰民，举报无门", "班主任违规补课", "请局长过问供暖问题", "举报人信息请保密",
    ],
)  # fmt: skip
def test_reporting_a_nuisance_is_no_accusation_of_an_official(text):
    assert CaseTag.ACCUSATION not in tags(text)


@pytest.mark.parametrize(
    "text",
    [
        "举报村主任侵吞征地款",
        "控告某民警滥用职权",
        "镇长收受开发商贿赂",
        "检举我村干部虚报冒领补贴",
    ],
)
def test_an_accusation_of_an_official_is_suggested_with_care(text):
    (hint,) = (h for h in suggest_tags(text) if h.tag is CaseTag.ACCUSATION)
    assert hint.caution == CAUTION
    assert "不作判断" in CAUTION


def test_line_breaks_and_full_width_letters_do_not_hide_words():
    assert tags("征地\n补偿款　没有发") == [CaseTag.LAND_COMPENSATION]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("退役士兵安置待遇没有落实", Field.VETERANS),
        ("尘肺病患者工伤赔偿", Field.SPECIAL_PATIENTS),
        ("非法集资公司爆雷，本息无法兑付", Field.FUNDRAISING),
        ("开发商延期交房", Field.REAL_ESTATE),
        ("公交车发车间隔太长", Field.TRANSPORT),
        ("公司拖欠工资", Field.LABOUR),
        ("征地补偿款太低", Field.LAND_PLANNING),
        ("工厂污水直排河道，气味难闻", Field.ENVIRONMENT),
        ("幼儿园乱收费", Field.EDUCATION_HEALTH),
        ("派出所不给上户口", Field.OTHER),
    ],
)
def test_r38_a_text_falls_into_one_of_the_plans_fields(text, field):
    best = CategoryModel.shipped().suggest(None, text)[0]
    assert field_suggestion(text, best) is field


def test_r38_every_category_of_the_table_has_a_field_and_every_field_can_be_reached():
    reached = {field_hint("", c).field for c in categories.shipped()}
    by_words = {field_hint(t, None).field for t in ("老兵", "尘肺", "集资", "")}
    assert reached | by_words == set(Field)


def test_r38_groups_and_money_go_before_the_category():
    wages = Category("劳动和社会保障", "工资福利", "工资发放")
    assert field_hint("退役军人工资", wages).words == ("退役军人",)
    assert field_hint("工资", wages) == field_hint("", wages)
