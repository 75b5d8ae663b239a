"""Shared phrases and their places."""

from intake.domain.phrases import LEAST, MOST, Span, shared


def test_a_phrase_is_found_where_it_stands_in_either_text():
    first, second = "尊敬的领导：水岸新城三期至今没有房产证", "反映水岸新城三期办不了证"
    found = shared(first, second)
    assert found.phrases == ("水岸新城三期",)
    for text, spans in ((first, found.first), (second, found.second)):
        assert [text[s.start : s.end] for s in spans] == ["水岸新城三期"]


def test_politeness_is_no_common_ground():
    assert shared("希望相关部门尽快处理我们的问题", "希望相关部门尽快处理，谢谢").phrases == ()


def test_phrases_end_at_commas_and_the_longest_comes_first():
    found = shared("供暖温度只有十二度，物业不理", "物业不理业主，供暖温度只有十二度")
    assert found.phrases == ("供暖温度只有十二度", "物业不理")
    assert found.second == (Span(0, 4), Span(7, 16))


def test_equal_long_texts_cost_little_and_give_few_phrases():
    text = "，".join(f"第{i}号楼漏水{i * 7919}次" for i in range(2_000))
    assert len(shared(text, text).phrases) == MOST


def test_short_runs_are_left_out():
    assert shared("甲乙丙", "甲乙丙").phrases == ()
    assert len("甲乙丙丁") == LEAST
