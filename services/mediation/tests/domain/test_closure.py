"""办结报告 and the work it rests on."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from mediation.domain.closure import ClosureReport, Evidence, Opinion
from mediation.domain.errors import (
    ClosureEvidenceMissingError,
    OpinionTooShortError,
    ReportIncompleteError,
)
from mediation.domain.states import State
from servicekit.errors import IllegalTransitionError

from .builders import DAY, FULL, HANDLER, REPORT, a_case, a_reported_case

D1, D2, D3 = date(2026, 11, 10), date(2026, 11, 12), date(2026, 11, 14)


def a_report(**over: str) -> ClosureReport:
    values: dict[str, Any] = {
        "document_no": "文街信〔2026〕8号",
        "signed_by": "赵某",
        "contact_phone": "",
        "demands": "补发工资",
        "findings": "企业拖欠三个月工资属实",
        "outcome": "企业已足额付清全部工资",
        **over,
    }
    return ClosureReport(**values)


@pytest.mark.parametrize(
    ("evidence", "missing"),
    [
        (Evidence(), ["face_to_face_activity", "executed_measure", "reply_notice"]),
        (Evidence(None, D1, D2), ["face_to_face_activity"]),
        (Evidence(D1, None, D2), ["executed_measure"]),
        (Evidence(D1, D2, None), ["reply_notice"]),
    ],
)
def test_a_report_without_real_work_names_what_is_missing(
    evidence: Evidence, missing: list[str]
) -> None:
    case = a_case(evidence=evidence)
    with pytest.raises(ClosureEvidenceMissingError) as e:
        case.file_report(REPORT, HANDLER.account, DAY)
    assert e.value.context["missing"] == missing
    assert case.state is State.RESOLVING


def test_evidence_keeps_the_first_day_of_each_gate() -> None:
    late_then_early = Evidence().with_meeting(D3).with_meeting(D1).with_execution(D2)
    assert late_then_early.with_reply(D3).with_reply(D3) == Evidence(D1, D2, D3)


def test_a_report_rests_on_the_day_its_last_gate_was_met() -> None:
    assert Evidence(D1, D3, D2).complete_on == D3
    assert Evidence(D1, D3, None).complete_on is None


def test_a_report_of_a_later_round_rests_on_the_return_too() -> None:
    case = a_case(evidence=Evidence(D1, D2, D2), reopened_on=D3)
    assert case.report_cause == D3


def test_each_report_opens_a_new_round() -> None:
    case = a_reported_case()
    assert (case.state, case.round, case.since) == (State.REPORTED, 1, DAY)


def test_a_reported_case_cannot_be_reported_again() -> None:
    with pytest.raises(IllegalTransitionError):
        a_reported_case().file_report(UUID(int=9), HANDLER.account, DAY)


@pytest.mark.parametrize("part", ["document_no", "signed_by", "demands", "findings", "outcome"])
@pytest.mark.parametrize("text", ["", "  ", "　\u200b"])
def test_r47_a_report_with_a_blank_part_is_refused(part: str, text: str) -> None:
    with pytest.raises(ReportIncompleteError) as e:
        a_report(**{part: text})
    assert e.value.context["missing"] == [part]


@pytest.mark.parametrize("part", ["findings", "outcome"])
def test_r47_findings_and_outcome_say_more_than_a_few_characters(part: str) -> None:
    with pytest.raises(ReportIncompleteError):
        a_report(**{part: "一二三四五 六七八九"})
    assert a_report(**{part: "一二三四五 六七八九十"}).texts[part]


@pytest.mark.parametrize(
    "text", ["", "          ", "　" * 12, "同意", "一二三四五六七八九", "\u200b" * 20]
)
def test_r24_a_blank_or_short_opinion_is_refused(text: str) -> None:
    with pytest.raises(OpinionTooShortError):
        Opinion(agreed=True, text=text)


def test_r24_an_opinion_of_ten_characters_will_do() -> None:
    assert Opinion(agreed=False, text="一二三四五六七八九十").text


def test_a_report_on_full_evidence_passes() -> None:
    assert FULL.missing == ()
    assert a_reported_case().report is not None
