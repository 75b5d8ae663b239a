"""Records are complete in themselves, or they are refused."""

from datetime import date
from typing import Any

import pytest
from contracts.vocab import ActivityKind, Means, MediationKind, NoticeKind, SessionOutcome
from mediation.domain.errors import (
    AgreementNotReachedError,
    ConsentMissingError,
    MeansMissingError,
    ReceiptMissingError,
    TextMissingError,
)
from mediation.domain.records import (
    Activity,
    Consent,
    Execution,
    Measure,
    MediationSession,
    Notice,
)
from mediation.domain.texts import written_chars

BOTH = (Consent("信访人", True), Consent("企业", True))


def a_session(**over: Any) -> MediationSession:
    values: dict[str, Any] = {
        "kind": MediationKind.PEOPLE,
        "outcome": SessionOutcome.AGREED,
        "place": "调委会",
        "mediator": "李某",
        "consents": BOTH,
        "minutes": "达成一致",
        "agreement": "月底付清",
        **over,
    }
    return MediationSession(**values)


def an_activity(**over: Any) -> Activity:
    values: dict[str, Any] = {
        "kind": ActivityKind.CALLED_ON,
        "by_leader": False,
        "face_to_face": False,
        "place": "",
        "participants": "",
        "demands": "",
        "summary": "走访了解情况",
        "commitments": "",
        **over,
    }
    return Activity(**values)


@pytest.mark.parametrize(
    "consents",
    [
        (),
        (Consent("信访人", True),),
        (Consent("信访人", True), Consent("企业", False)),
        (Consent("信访人", False), Consent("企业", False)),
        (Consent("信访人", True), Consent(" 信访人 ", True)),
        (Consent("信访人", True), Consent("　", True)),
        (*BOTH, Consent("担保人", False)),
    ],
)
def test_r41_a_session_without_consent_of_both_parties_cannot_yield_an_agreement(
    consents: tuple[Consent, ...],
) -> None:
    with pytest.raises(ConsentMissingError) as e:
        a_session(consents=consents)
    assert e.value.code == "consent_missing"


def test_r41_both_parties_consent_and_agree() -> None:
    assert a_session().all_consented


@pytest.mark.parametrize("outcome", [SessionOutcome.REFUSED, SessionOutcome.NOT_AGREED])
def test_r41_a_refusal_is_recorded_without_an_agreement(outcome: SessionOutcome) -> None:
    session = a_session(consents=(Consent("信访人", False),), outcome=outcome, agreement="")
    assert session.confirm_by(date(2026, 11, 23)) is None


def test_r41_agreement_text_needs_an_agreement() -> None:
    with pytest.raises(AgreementNotReachedError):
        a_session(outcome=SessionOutcome.NOT_AGREED)


def test_r41_judicial_confirmation_runs_thirty_days_the_first_not_counted() -> None:
    assert a_session().confirm_by(date(2026, 11, 23)) == date(2026, 12, 23)


def test_r41_a_session_names_mediator_and_minutes() -> None:
    with pytest.raises(TextMissingError) as e:
        a_session(mediator=" ", minutes="")
    assert e.value.context["missing"] == ["mediator", "minutes"]


def test_r40_a_measure_names_at_least_one_means() -> None:
    with pytest.raises(MeansMissingError):
        Measure(frozenset(), "协调付款", "张某", executed=False)


def test_r40_a_measure_names_content_and_who_is_responsible() -> None:
    with pytest.raises(TextMissingError) as e:
        Measure(frozenset({Means.LAW}), "", "　", executed=True)
    assert e.value.context["missing"] == ["description", "responsible"]


def test_an_execution_says_what_came_of_it() -> None:
    with pytest.raises(TextMissingError):
        Execution("  ")


def test_r26_meeting_the_petitioner_names_who_was_met() -> None:
    with pytest.raises(TextMissingError) as e:
        an_activity(face_to_face=True)
    assert e.value.context["missing"] == ["participants"]
    assert an_activity(face_to_face=True, participants="王某").face_to_face


def test_an_activity_says_what_was_done() -> None:
    with pytest.raises(TextMissingError):
        an_activity(summary="\u200b \u3000")


@pytest.mark.parametrize(("receipt", "reason"), [("", ""), (" ", "　")])
def test_r26_a_notice_has_a_receipt_or_the_reason_for_none(receipt: str, reason: str) -> None:
    with pytest.raises(ReceiptMissingError):
        Notice(NoticeKind.REPLY, "邮寄", "已答复", receipt, reason)


def test_r26_a_notice_without_receipt_says_so() -> None:
    assert not Notice(NoticeKind.REPLY, "邮寄", "已答复", "", "拒签，留置送达").receipt
    assert Notice(NoticeKind.REPLY, "邮寄", "已答复", "EMS-1", "").receipt


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), (" \t\n", 0), ("　　", 0), ("\u200b\ufeff", 0), ("同 意", 2), ("已阅。", 3)],
)
def test_only_visible_characters_count_as_written(text: str, count: int) -> None:
    assert written_chars(text) == count
