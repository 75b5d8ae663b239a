from time import process_time
from timeit import timeit

import pytest
from intake.matching.band import Band
from intake.matching.persons import PersonModel

from .invented import OTHER, TWIN, WANG, person


@pytest.fixture(scope="module")
def model():
    return PersonModel.shipped()


def sentences(verdict):
    return [r.sentence for r in verdict.reasons]


def test_the_same_person_typed_twice_is_suggested_with_reasons(model):
    verdict = model.compare(person(), person())
    assert verdict.band is Band.SUGGESTED
    assert {"身份证号相同", "姓名相同（常见姓名）", "电话相同", "住址相同"} == set(
        sentences(verdict)
    )
    assert [abs(r.weight) for r in verdict.reasons] == sorted(
        (abs(r.weight) for r in verdict.reasons), reverse=True
    )


def test_a_common_name_with_an_equal_number_is_enough_without_phone_and_door(model):
    elsewhere = person("马军", phone="16187654321", address="北京东路1号福民苑1-1-101")
    assert model.compare(person("马军"), elsewhere).band is Band.SUGGESTED


def test_a_homophone_with_the_same_phone_is_suggested_and_named(model):
    verdict = model.compare(person("王伟"), person("王玮", id_no=None))
    assert verdict.band is Band.SUGGESTED
    assert "姓名同音（王伟/王玮）" in sentences(verdict)


def test_a_wrong_digit_is_seen_as_one(model):
    wrong = WANG[:9] + str((int(WANG[9]) + 1) % 10) + WANG[10:]
    verdict = model.compare(person(), person(id_no=wrong, phone=None))
    assert verdict.band is Band.SUGGESTED
    assert "证号仅一位不同或两位颠倒，其中一个有误" in sentences(verdict)


def test_one_slip_each_in_name_and_number_with_an_equal_phone_is_one_person(model):
    wrong = WANG[:9] + str((int(WANG[9]) + 1) % 10) + WANG[10:]
    whole, slipped = person("王建军"), person("王建国", id_no=wrong)
    assert model.compare(whole, slipped).band is Band.SUGGESTED
    silent = person("王建国", id_no=wrong, phone=None)
    assert model.compare(whole, silent).band is Band.CLERICAL
    unnumbered = person("王建国", id_no=None)
    assert model.compare(whole, unnumbered).band is Band.CLERICAL


def test_twins_are_ignored_and_the_reason_says_why(model):
    verdict = model.compare(person("王建军"), person("王建国", id_no=TWIN))
    assert verdict.band is Band.IGNORED
    assert "证号顺序码不同、生日住址相同（可能是双胞胎）" in sentences(verdict)


def test_spouses_who_share_phone_and_door_are_ignored(model):
    assert model.compare(person("王伟"), person("李芳", id_no=OTHER)).band is Band.IGNORED
    assert model.compare(person("王伟"), person("李芳", id_no=None)).band is Band.IGNORED


def test_a_record_with_the_number_of_the_spouse_waits_for_a_person(model):
    swapped = person("李芳", id_no=WANG)
    assert (
        model.compare(person("李芳", id_no=OTHER, phone="16187654321"), swapped).band
        is Band.CLERICAL
    )
    verdict = model.compare(person("王伟"), swapped)
    assert verdict.band is Band.CLERICAL
    assert "身份证号相同但姓名不同（可能误填了家人的证号）" in sentences(verdict)


def test_an_equal_number_is_never_ignored(model):
    other = person("李志芳", phone="16187654321", address="北京东路1号福民苑1-1-101")
    assert model.compare(person("王伟"), other).band is Band.CLERICAL


def test_a_namesake_with_another_number_is_ignored_even_in_the_same_street(model):
    other = person(id_no=OTHER, phone="16187654321", address="解放西街35号3-1-101室")
    verdict = model.compare(person(), other)
    assert verdict.band is Band.IGNORED
    assert "同名但证号不同" in sentences(verdict)


def test_name_and_door_alone_suggest_a_rare_name_only(model):
    bare = {"id_no": None, "phone": None}
    common = model.compare(person("王伟"), person("王伟", **bare))
    assert common.band is Band.CLERICAL
    assert "没有证号和电话可比，且姓名不罕见" in sentences(common)
    assert model.compare(person("虎宏椿"), person("虎宏椿", **bare)).band is Band.SUGGESTED


def test_name_and_street_alone_are_never_suggested(model):
    bare = person("虎宏椿", id_no=None, phone=None, address="解放西街35号")
    assert model.compare(person("虎宏椿"), bare).band is not Band.SUGGESTED


def test_a_name_alone_is_nothing(model):
    assert model.compare(person("王伟"), person("王伟", None, None, None)).band is Band.IGNORED
    assert model.compare(person("", None), person("", None)).band is Band.IGNORED


def test_the_order_of_the_two_does_not_matter(model):
    a, b = person("王伟", id_no=None), person("王玮", phone=None)
    assert model.compare(a, b).probability == model.compare(b, a).probability
    assert model.compare(a, b).band is model.compare(b, a).band


def test_sentences_quote_no_number_phone_or_address(model):
    secrets = (WANG, "15412345678", "锦绣里")
    for other in (person(), person("李芳"), person(id_no=TWIN, phone="15412345679")):
        for sentence in sentences(model.compare(person(), other)):
            assert not any(s in sentence for s in secrets)


def test_a_comparison_of_read_petitioners_takes_a_tenth_of_a_millisecond(model):
    a, b = model.profile(person()), model.profile(person("王玮"))
    best = min(
        timeit(lambda: model.compare_profiles(a, b), timer=process_time, number=200)
        for _ in range(5)
    )
    assert best / 200 < 100e-6


def test_anonymous_letters_are_one_person_at_most_by_their_number(model):
    assert model.compare(person("匿名", None), person("匿名", None)).band is Band.IGNORED
    assert model.compare(person("王某某"), person("王某某")).band is Band.CLERICAL
