"""Process reported as result is found, and the reasons point at the sentence."""

import pytest
from supervision.closures.model import ClosureModel
from supervision.closures.sentences import sentences

FORWARDED = "您好！您反映的路灯不亮问题已收悉，已转交区城管局调查处理。感谢您的关心！"
STUDIED = (
    "您好！来信收悉，现回复如下：您反映的小区加装电梯问题，我街道高度重视。"
    "目前我街道正在与相关部门积极协商研究，下一步将继续加强沟通对接，争取早日解决。"
)
SOLVED = (
    "您好！来信收悉，现回复如下：经现场核查，福民路12号门前3盏路灯因电缆被挖断不亮。"
    "我局已于3月5日更换电缆，3盏路灯当晚全部恢复照明，并对施工单位罚款2000元。"
)
EXPLAINED = (
    "您好！来信收悉，现答复如下：根据《社会保险法》第十六条规定，参加基本养老保险的个人，"
    "达到法定退休年龄时累计缴费满十五年的，按月领取基本养老金。"
    "您累计缴费12年，不符合领取条件，可以继续缴费至满十五年。"
)


def judge(subject: str, reply: str):
    return ClosureModel.shipped().judge(subject, f"{subject}，请尽快解决。", reply)


@pytest.mark.parametrize(("subject", "reply"), [("路灯不亮", FORWARDED), ("请求加装电梯", STUDIED)])
def test_r50_process_given_as_the_closing_opinion_is_flagged(subject, reply):
    verdict = judge(subject, reply)
    assert verdict.procedural
    assert verdict.reasons


@pytest.mark.parametrize(
    ("subject", "reply"), [("路灯不亮", SOLVED), ("咨询养老金领取条件", EXPLAINED)]
)
def test_r50_an_outcome_or_an_explanation_passes(subject, reply):
    verdict = judge(subject, reply)
    assert not verdict.procedural
    assert verdict.reasons == ()


def test_r49_a_reason_points_at_the_sentence_that_says_so():
    reasons = {r.code: r for r in judge("请求加装电梯", STUDIED).reasons}
    assert "study" in reasons
    r = reasons["study"]
    assert STUDIED[r.start : r.end].startswith("目前我街道正在")
    assert "没有结论" in r.sentence


def test_r49_a_report_without_any_outcome_is_told_so():
    codes = {r.code for r in judge("路灯不亮", FORWARDED).reasons}
    assert {"forward", "no_outcome"} <= codes


def test_r49_a_reply_to_something_else_is_told_that_the_demand_is_not_answered():
    verdict = judge("投诉某幼儿园乱收费", FORWARDED)
    assert verdict.procedural
    assert any(r.code == "off_topic" and "乱收费" in r.sentence for r in verdict.reasons)


@pytest.mark.parametrize("reply", ["", "您好！您的来信已收悉。", "  \n "])
def test_r49_courtesy_alone_is_no_closing(reply):
    verdict = judge("路灯不亮", reply)
    assert verdict.procedural
    assert [r.code for r in verdict.reasons] == ["empty"]


def test_every_reason_is_one_chinese_sentence_inside_the_text():
    for subject, reply in (("路灯不亮", FORWARDED), ("请求加装电梯", STUDIED)):
        for r in judge(subject, reply).reasons:
            assert r.sentence.endswith("。")
            if r.start is not None and r.end is not None:
                assert 0 <= r.start < r.end <= len(reply)


def test_offsets_of_sentences_hold_their_words():
    text = "网友：您好！  一、路灯已修复。\n二、井盖  将尽快更换；谢谢！"
    found = [text[s.start : s.end] for s in sentences(text)]
    assert found[0].strip().startswith("一、路灯已修复")
    assert not any("谢谢" in f for f in found)


def test_the_same_text_gets_the_same_verdict():
    assert judge("路灯不亮", FORWARDED) == judge("路灯不亮", FORWARDED)
