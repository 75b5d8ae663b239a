import pytest
from intake.matching.band import Band
from intake.matching.matter import MatterModel, clusters

MODEL = MatterModel.shipped()
NOISE = (
    "兴庆区锦绣花园小区楼下烧烤店油烟直排，每天营业到凌晨两点，住户不敢开窗，请环保部门尽快处理。"
)
AGAIN = (
    "上次反映锦绣花园小区楼下烧烤店油烟扰民，至今未解决，烧烤店仍然营业到凌晨，再次请求处理油烟。"
)


def verdict(first, second, *, same_person=True, days=20):
    a, b = MODEL.profile(*first), MODEL.profile(*second)
    return MODEL.compare(a, b, same_person=same_person, days_apart=days)


def test_r57_a_copied_petition_is_suggested_for_the_same_and_for_another_petitioner():
    text = ("锦绣花园烧烤店油烟扰民", NOISE * 2)
    for same_person in (True, False):
        found = verdict(text, text, same_person=same_person)
        assert found.band is Band.SUGGESTED
        assert any(reason.code == "same_text" for reason in found.reasons)


def test_r57_a_follow_up_is_likelier_than_another_wish_at_the_same_place():
    first = ("锦绣花园烧烤店油烟扰民", NOISE)
    follow = verdict(first, ("再次反映锦绣花园烧烤店油烟扰民", AGAIN))
    other = verdict(
        first, ("锦绣花园电梯经常坏", "锦绣花园小区三号楼电梯经常停运，物业不维修，老人上不了楼。")
    )
    assert follow.probability > 0.8
    assert other.probability < follow.probability - 0.3


def test_a_copy_with_another_place_name_is_less_likely_than_the_copy_itself():
    first = ("兴庆区锦绣花园烧烤店油烟扰民", NOISE)
    moved = ("金凤区万达公馆烧烤店油烟扰民", NOISE.replace("兴庆区锦绣花园", "金凤区万达公馆"))
    copied = verdict(first, first, same_person=False)
    other = verdict(first, moved, same_person=False)
    assert other.probability < copied.probability
    assert any(r.code in {"other_place", "other_district"} and r.weight < 0 for r in other.reasons)


def test_reasons_name_what_both_texts_speak_of_and_the_words_of_the_follow_up():
    found = verdict(("锦绣花园烧烤店油烟扰民", NOISE), ("再次反映锦绣花园烧烤店油烟扰民", AGAIN))
    said = "；".join(reason.sentence for reason in found.reasons)
    assert "锦绣花园" in said
    assert "后一件写明“再次”" in said


@pytest.mark.parametrize(
    "text",
    [
        ("", ""),
        (None, ""),
        (None, "？"),
        ("甲", "乙"),
        (None, "😀" * 50),
        ("x" * 9000, "路" * 9000),
    ],
)
def test_any_text_can_be_compared_with_any_other(text):
    profile, other = MODEL.profile(*text), MODEL.profile("锦绣花园", NOISE)
    assert len(MODEL.keys(profile)) <= 25
    for pair in ((profile, other), (profile, profile)):
        assert 0 <= MODEL.compare(*pair, same_person=False).probability <= 1


def test_the_order_of_a_pair_does_not_change_the_probability():
    a, b = MODEL.profile("锦绣花园油烟", NOISE), MODEL.profile("再次反映", AGAIN)
    there = MODEL.compare(a, b, same_person=True, days_apart=3).probability
    assert there == pytest.approx(MODEL.compare(b, a, same_person=True, days_apart=3).probability)


def test_petitions_on_one_matter_share_a_blocking_key_and_keys_fit_a_signed_bigint():
    a, b = MODEL.profile("锦绣花园油烟", NOISE), MODEL.profile("再次反映", AGAIN)
    assert MODEL.keys(a) & MODEL.keys(b)
    assert all(-(2**63) <= key < 2**63 for key in MODEL.keys(a))


def test_r62_weak_ties_do_not_chain_two_matters_into_one():
    strong = [("a", "b", 0.95), ("b", "c", 0.9), ("a", "c", 0.9), ("x", "y", 0.95)]
    assert clusters([*strong, ("c", "x", 0.6)]) == [frozenset("abc"), frozenset("xy")]


def test_r62_a_dismissed_pair_keeps_two_cases_apart():
    assert clusters([("a", "b", 0.95), ("b", "c", 0.9), ("a", "c", 0.4)], apart=[("c", "a")]) == [
        frozenset("ab")
    ]
