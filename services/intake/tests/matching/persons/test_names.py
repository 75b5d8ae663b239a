import pytest
from intake.matching.persons.names import NameLevel, compare_names, read_name


def level(a, b):
    return compare_names(read_name(a), read_name(b))


@pytest.mark.parametrize(
    "typed",
    [
        "王伟",
        " 王伟\r\n",
        "王　伟",
        "王  伟",
        "王\u00a0伟",
        "王伟（本人）",
        "王伟(女)",
        "王伟等3人",
        "王伟等人",
        "王伟等十二户",
    ],
)
def test_additions_and_spaces_do_not_change_a_name(typed):
    assert read_name(typed).text == "王伟"


def test_a_name_that_ends_like_a_title_is_not_cut_to_a_surname():
    assert read_name("王女士").text == "王女士"
    assert read_name("王建国先生").text == "王建国"


@pytest.mark.parametrize("dot", ["·", "•", "・", "．", ".", "‧", " ", ""])
def test_a_minority_name_is_the_same_with_any_separator(dot):
    assert level(f"阿卜杜拉{dot}买买提", "阿卜杜拉·买买提") is NameLevel.EXACT


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("王伟", "王玮", NameLevel.HOMOPHONE),
        ("张章", "章张", NameLevel.HOMOPHONE),
        ("林静", "林婧", NameLevel.HOMOPHONE),
        ("单于飞", "善于飞", NameLevel.HOMOPHONE),
        ("阿卜杜拉", "阿卜杜拉·买买提", NameLevel.PART),
        ("买买提", "阿卜杜拉·买买提", NameLevel.PART),
        ("阿卜杜拉", "阿卜杜拉买买提", NameLevel.PART),
        ("马明", "马明远", NameLevel.ONE_CHARACTER),
        ("王建军", "王建国", NameLevel.ONE_CHARACTER),
        ("王伟", "王芳", NameLevel.SURNAME),
        ("王伟", "李伟", NameLevel.DIFFERENT),
        ("王建国", "李志芳", NameLevel.DIFFERENT),
    ],
)
def test_names_agree_in_levels(a, b, expected):
    assert level(a, b) is expected
    assert level(b, a) is expected


@pytest.mark.parametrize("untold", ["匿名", "不详", "王某", "王某某", "张**", "李XX", "", " "])
def test_a_name_that_is_not_told_is_no_name(untold):
    assert not read_name(untold).text


def test_numbering_before_a_name_is_left_out():
    assert read_name("1、王建国").text == "王建国"
