"""Facts on file that speak for a closure on paper only."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from supervision.closures.boilerplate import reason, shared
from supervision.closures.checks import Closing, Measure, check

SUBMITTED = datetime(2024, 5, 6, 9, 0, tzinfo=UTC)
SOUND = Closing(
    measures=(Measure("更换电缆", executed=True),),
    receipt_on=date(2024, 5, 8),
    signed=True,
    refusal_recorded=False,
    closed_on=date(2024, 5, 9),
    due_on=date(2024, 5, 20),
    submitted_at=SUBMITTED,
    opinion_at=SUBMITTED + timedelta(hours=3),
    records=4,
)


def codes(closing: Closing) -> list[str]:
    return [r.code for r in check(closing)]


def test_r49_a_sound_closing_raises_nothing():
    assert check(SOUND) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"measures": ()}, "no_measure"),
        ({"receipt_on": None}, "no_receipt"),
        ({"signed": False}, "no_signature"),
        ({"closed_on": date(2024, 5, 20)}, "closed_on_last_day"),
    ],
)
def test_r49_a_gap_in_the_file_is_a_reason(change, code):
    assert codes(replace(SOUND, **change)) == [code]


def test_r49_every_measure_that_was_not_executed_is_named():
    measures = (Measure("更换电缆", executed=True), Measure("处罚施工单位", executed=False))
    (found,) = check(replace(SOUND, measures=measures))
    assert found.code == "measure_not_executed"
    assert "处罚施工单位" in found.sentence


def test_r49_a_recorded_refusal_stands_for_the_signature():
    assert check(replace(SOUND, signed=False, refusal_recorded=True)) == ()


@pytest.mark.parametrize(("seconds", "flagged"), [(0, True), (59, True), (60, False), (-5, False)])
def test_r25_an_opinion_signed_seconds_after_submission_is_flagged(seconds, flagged):
    hasty = replace(SOUND, opinion_at=SUBMITTED + timedelta(seconds=seconds))
    assert codes(hasty) == (["opinion_at_once"] if flagged else [])


def test_r25_a_closing_without_process_records_is_flagged():
    assert codes(replace(SOUND, records=0)) == ["no_records"]


OWN = "经查，福民路十二号门前路灯因电缆被挖断不亮，我局当晚更换电缆，三盏路灯恢复照明。"
STOCK = (
    "我单位召开专题会议，成立工作专班，明确责任领导和具体责任人，多次上门走访沟通，"
    "耐心细致做好思想疏导和政策宣传工作，得到了当事人的充分理解和认可，问题已妥善化解。"
)


def test_r25_a_report_that_stands_in_other_cases_too_is_boilerplate_at_its_passage():
    found = shared(
        STOCK + "2024年5月6日", {"甲1号": STOCK, "乙2号": "另一件。" + STOCK, "丙3号": OWN}
    )
    why = reason(found)
    assert why is not None
    assert why.code == "boilerplate"
    assert "甲1号" in why.sentence
    assert "丙3号" not in why.sentence
    assert (STOCK + "2024年5月6日")[why.start : why.end].startswith("我单位召开专题会议")


def test_r25_other_numbers_do_not_hide_boilerplate():
    mine = STOCK.replace("多次", "3次")
    theirs = STOCK.replace("多次", "5次")
    assert reason(shared(mine, {"甲1号": theirs})) is not None


def test_r25_a_report_of_its_own_is_no_boilerplate():
    assert reason(shared(OWN, {"甲1号": STOCK})) is None


def test_r25_a_shared_courtesy_or_rule_is_no_boilerplate():
    rule = (
        "根据《工伤保险条例》第十四条规定，职工在工作时间和工作场所内，因工作原因受到事故伤害的，"
        "应当认定为工伤。"
    )
    found = shared(rule + OWN, {"甲1号": rule + "您受伤时已下班回家，不予认定。"})
    assert found.passages == ()
