"""Strings that may be names of places and companies, for counting."""

import pytest
from intake.classify.places import place_strings


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("水岸新城小区电梯停运，请处理。", "水岸新城小区"),
        ("我们在宏远置业有限公司买的房。", "宏远置业有限公司"),
        ("永康巷路灯不亮。", "永康巷"),
        ("位于凤凰 北街的工地夜间施工。", "凤凰北街"),
    ],
)
def test_the_name_is_among_the_strings(text, name):
    assert name in place_strings(text)


@pytest.mark.parametrize(
    "text",
    [
        "王小花、马某和林志远三人没有拿到工资，书记说再等等。",
        "我们小区的物业公司不作为，老旧小区改造没有下文。",
        "这条路每天过马路很危险，十字路口没有灯。",
        "希望人民医院、配套幼儿园和安置小区早日建成。",
    ],
)
def test_persons_and_words_that_name_nothing_give_no_string(text):
    assert place_strings(text) == frozenset()


def test_a_long_text_gives_few_strings():
    assert len(place_strings("东南西北中发白梅兰小区" * 500)) < 200
