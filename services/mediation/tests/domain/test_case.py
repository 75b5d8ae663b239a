"""Who may do what on a case, and how the leader's opinion comes about (R24)."""

from dataclasses import replace
from datetime import date

import pytest
from contracts.vocab import DutyRole, Role
from mediation.domain.acts import Act, Duty, Leader, Who
from mediation.domain.case import Case
from mediation.domain.errors import (
    EvidenceNotOpenedError,
    LeaderIsHandlerError,
    NotOnDutyError,
    NotTheLeaderError,
    NotTheLeadUnitError,
    ReportNotFoundError,
    RoleMissingError,
)
from mediation.domain.states import State
from servicekit.errors import DomainError, IllegalTransitionError

from .builders import (
    ASSISTANT,
    CLERK,
    DAY,
    FULL,
    HANDLER,
    LEADER,
    OFFICE,
    OTHER_LEADER,
    REPORT,
    a_case,
    a_reported_case,
    an_opened_case,
)

WORK = [
    Act.RECORD_ACTIVITY,
    Act.HOLD_SESSION,
    Act.RECORD_MEASURE,
    Act.EXECUTE_MEASURE,
    Act.NOTIFY_PETITIONER,
]


def test_r24_the_assigned_leader_signs_after_reading() -> None:
    case = an_opened_case()
    assert case.sign_opinion(LEADER, agreed=True, on=DAY) == REPORT
    assert case.state is State.OPINION_SIGNED


@pytest.mark.parametrize(
    "other",
    [
        OTHER_LEADER,
        replace(LEADER, unit="wenhuajie"),
        Who("wenhuajie.leader", "wenhuajie", frozenset({Role.LEADER})),
    ],
)
def test_r24_another_account_cannot_sign(other: Who) -> None:
    case = an_opened_case()
    with pytest.raises(NotTheLeaderError):
        case.sign_opinion(other, agreed=True, on=DAY)
    assert case.state is State.REPORTED


def test_r24_the_leaders_account_needs_the_leaders_duty() -> None:
    with pytest.raises(RoleMissingError):
        an_opened_case().sign_opinion(
            replace(LEADER, roles=frozenset({Role.HANDLER})), agreed=True, on=DAY
        )


def test_r24_a_leader_who_is_the_handler_cannot_sign() -> None:
    case = a_reported_case(reporter=LEADER.account)
    case.open_report(LEADER)
    with pytest.raises(LeaderIsHandlerError):
        case.sign_opinion(LEADER, agreed=True, on=DAY)


def test_r24_an_unread_report_cannot_be_signed() -> None:
    with pytest.raises(EvidenceNotOpenedError):
        a_reported_case().sign_opinion(LEADER, agreed=True, on=DAY)


def test_r24_reading_by_another_leader_does_not_count() -> None:
    case = a_reported_case()
    assert not case.open_report(OTHER_LEADER)
    assert not case.open_report(HANDLER)
    with pytest.raises(EvidenceNotOpenedError):
        case.sign_opinion(LEADER, agreed=True, on=DAY)


def test_r24_only_the_first_reading_is_news() -> None:
    case = a_reported_case()
    assert case.open_report(LEADER)
    assert not case.open_report(LEADER)


def test_r24_a_leader_who_does_not_agree_sends_the_report_back() -> None:
    case = an_opened_case()
    case.sign_opinion(LEADER, agreed=False, on=DAY)
    assert (case.state, case.reopened_on) == (State.RESOLVING, DAY)


def test_r24_a_new_round_must_be_read_anew() -> None:
    case = an_opened_case()
    case.sign_opinion(LEADER, agreed=False, on=DAY)
    case.file_report(case.case_id, HANDLER.account, DAY)
    with pytest.raises(EvidenceNotOpenedError):
        case.sign_opinion(LEADER, agreed=True, on=DAY)


def test_r24_a_signed_report_cannot_be_signed_twice() -> None:
    case = an_opened_case()
    case.sign_opinion(LEADER, agreed=True, on=DAY)
    with pytest.raises(IllegalTransitionError):
        case.sign_opinion(LEADER, agreed=False, on=DAY)


@pytest.mark.parametrize("act", WORK)
@pytest.mark.parametrize("who", [HANDLER, ASSISTANT, LEADER])
def test_units_on_duty_and_the_leader_record_work(act: Act, who: Who) -> None:
    a_case().authorise(act, who)


@pytest.mark.parametrize(
    ("who", "error"),
    [(OFFICE, NotOnDutyError), (CLERK, RoleMissingError), (OTHER_LEADER, NotOnDutyError)],
)
@pytest.mark.parametrize("act", WORK)
def test_nobody_else_records_work(act: Act, who: Who, error: type[DomainError]) -> None:
    with pytest.raises(error):
        a_case().authorise(act, who)


@pytest.mark.parametrize("state", [State.WAITING, State.WRITTEN_OFF])
@pytest.mark.parametrize("act", WORK)
def test_no_work_is_recorded_before_the_start_or_after_the_write_off(
    act: Act, state: State
) -> None:
    with pytest.raises(IllegalTransitionError):
        a_case(state).authorise(act, HANDLER)
    with pytest.raises(IllegalTransitionError):
        a_case(state).record()


@pytest.mark.parametrize(
    ("who", "error"),
    [(ASSISTANT, NotTheLeadUnitError), (OFFICE, NotTheLeadUnitError), (LEADER, RoleMissingError)],
)
def test_only_the_lead_units_handler_reports(who: Who, error: type[DomainError]) -> None:
    with pytest.raises(error):
        a_case(evidence=FULL).authorise(Act.FILE_CLOSURE_REPORT, who)


def test_a_report_that_is_not_there_cannot_be_opened() -> None:
    with pytest.raises(ReportNotFoundError):
        a_case().authorise(Act.OPEN_CLOSURE_REPORT, HANDLER)


def test_allowed_acts_follow_the_state_and_the_person() -> None:
    assert a_case(State.WAITING).allowed(HANDLER) == []
    assert a_case().allowed(HANDLER) == [*WORK, Act.FILE_CLOSURE_REPORT]
    assert a_case().allowed(ASSISTANT) == WORK
    assert a_case().allowed(OFFICE) == []
    assert a_reported_case().allowed(LEADER) == [
        *WORK,
        Act.OPEN_CLOSURE_REPORT,
        Act.SIGN_LEADER_OPINION,
    ]
    assert a_reported_case().allowed(OTHER_LEADER) == [Act.OPEN_CLOSURE_REPORT]
    assert Act.SIGN_LEADER_OPINION not in a_reported_case(LEADER.account).allowed(LEADER)
    assert a_reported_case().allowed(OFFICE) == [Act.OPEN_CLOSURE_REPORT]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("who", [HANDLER, ASSISTANT, LEADER, OTHER_LEADER, OFFICE, CLERK])
def test_an_act_is_listed_exactly_when_it_is_not_refused(state: State, who: Who) -> None:
    case = an_opened_case()
    case.state = state
    listed = set(case.allowed(who))
    for act in Act:
        if act in listed:
            case.authorise(act, who)
        else:
            with pytest.raises(DomainError):
                case.authorise(act, who)


def test_the_office_s_review_moves_the_case_on_and_back() -> None:
    case = an_opened_case()
    case.sign_opinion(LEADER, agreed=True, on=DAY)
    case.send_back(DAY)
    assert (case.state, case.reopened_on) == (State.RESOLVING, DAY)
    case.file_report(REPORT, HANDLER.account, DAY)
    case.open_report(LEADER)
    case.sign_opinion(LEADER, agreed=True, on=DAY)
    case.approve(DAY)
    case.recognise(DAY)
    case.write_off(DAY)
    assert (case.state, case.round) == (State.WRITTEN_OFF, 2)
    case.revoke(DAY)
    assert case.state is State.RESOLVING


def test_a_second_batch_replaces_duties_and_names_those_that_end() -> None:
    case = a_case()
    new = (Duty("daxinzhen", DutyRole.LEAD), Duty("fenghuangbeijie", DutyRole.ASSIST))
    assert case.issue(new, DAY) == (Duty("wenhuajie", DutyRole.LEAD),)
    assert (case.lead_unit, case.issued_on) == ("daxinzhen", DAY)


def test_an_accepted_objection_takes_all_duties_and_the_leader_back() -> None:
    case = a_case()
    case.take_back()
    assert (case.lead_unit, case.duties, case.leader) == (None, (), None)


def test_a_new_leader_displaces_the_one_before() -> None:
    case = a_case()
    new = Leader("qld.li", "qld")
    assert case.assign(new) == Leader(LEADER.account, LEADER.unit)
    assert case.assign(new) is None


def test_a_case_that_was_started_cannot_be_started_again() -> None:
    case = Case(REPORT)
    case.start(date(2026, 11, 5))
    with pytest.raises(IllegalTransitionError):
        case.start(DAY)
