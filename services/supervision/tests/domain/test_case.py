"""The aggregate: every step of the table, closure facts in order, reviews, R24, R47."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from contracts.vocab import Role
from servicekit.errors import BeforeItsCauseError, DomainError, IllegalTransitionError
from supervision.domain.actors import PERMISSIONS, Actor
from supervision.domain.case import SupervisedCase
from supervision.domain.errors import (
    ChecklistIncompleteError,
    ClosureOutOfOrderError,
    OtherReportError,
    ReasonTooShortError,
    ReviewerIsReporterError,
)
from supervision.domain.facts import CLOSURE_FACTS, FactKind, Trail
from supervision.domain.review import Checklist, Decision
from supervision.domain.states import COMMANDS, TRANSITIONS, Action, State

from .cases import (
    COMMANDED,
    DAY,
    FULL,
    REPORT,
    REVIEWER,
    SUPERVISOR,
    a_case,
    do,
    entry,
    on,
    recognise,
    repeat_of,
    review,
)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", COMMANDED)
def test_every_action_in_every_state_follows_the_table_or_is_refused(state, action):
    case = a_case(state)
    before = replace(case)
    if (state, action) in TRANSITIONS:
        do(case, action)
        assert case.state is TRANSITIONS[state, action]
    else:
        with pytest.raises(IllegalTransitionError):
            do(case, action)
        assert case == before


@pytest.mark.parametrize("state", list(State))
def test_r3_a_repeat_revokes_exactly_where_the_table_knows_a_relapse(state):
    case = a_case(state)
    revocation = repeat_of(case, DAY)
    assert (revocation is not None) is ((state, Action.RELAPSE) in TRANSITIONS)
    assert case.state is TRANSITIONS.get((state, Action.RELAPSE), state)
    assert [r.revoked for r in case.repeats] == [revocation is not None]


def test_the_four_closure_facts_stand_side_by_side_each_with_its_own_day_and_author():
    case = SupervisedCase(uuid4(), lead_unit="wenhuajie")
    case.note_report(entry(DAY), REPORT, 1)
    case.note_opinion(entry(DAY + timedelta(1)), REPORT, agreed=True)
    review(case, day=DAY + timedelta(2))
    recognise(case, day=DAY + timedelta(3))
    case.write_off(SUPERVISOR, on(DAY + timedelta(93)))
    facts = [case.trail.standing(k) for k in CLOSURE_FACTS]
    assert [f.entry.on for f in facts if f] == [
        DAY, DAY + timedelta(2), DAY + timedelta(3), DAY + timedelta(93),
    ]  # fmt: skip
    assert [f.entry.unit for f in facts if f] == ["wenhuajie", "xlb", "xlb", "xlb"]


@pytest.mark.parametrize("kind", list(CLOSURE_FACTS)[1:])
def test_no_closure_fact_can_be_written_without_the_one_before_it(kind):
    with pytest.raises(ClosureOutOfOrderError):
        Trail().advance(kind, entry(), REPORT)


def test_a_closure_fact_cannot_be_written_twice():
    trail = Trail().advance(FactKind.REPORTED, entry(), REPORT, 1)
    with pytest.raises(ClosureOutOfOrderError):
        trail.advance(FactKind.REPORTED, entry(), REPORT, 2)


# R24 ------------------------------------------------------------------------------------------


def test_r24_a_leader_who_disagrees_ends_the_closure_without_counting_a_return():
    case = a_case(State.REPORTED)
    case.note_opinion(entry(), REPORT, agreed=False)
    assert (case.state, case.returns, case.report) == (State.OPEN, 0, None)
    assert [f.kind for f in case.trail.facts] == [FactKind.REPORTED, FactKind.DECLINED]


def test_r24_an_opinion_on_another_report_is_refused():
    case = a_case(State.REPORTED)
    with pytest.raises(OtherReportError):
        case.note_opinion(entry(), uuid4(), agreed=True)


# R47 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tick",
    ["result_answers_demand", "measures_executed", "receipt_present", "leader_opinion_read"],
)
def test_r47_approval_needs_every_tick_and_names_the_one_missing(tick):
    case = a_case(State.OPINION_SIGNED)
    with pytest.raises(ChecklistIncompleteError) as refused:
        review(case, checklist=replace(FULL, **{tick: False}))
    assert refused.value.context["missing"] == [tick]
    assert case.state is State.OPINION_SIGNED


@pytest.mark.parametrize("reason", [None, "", "   ", "不合格", "一 二 三 四 五 六 七 八 九"])
def test_r47_a_return_needs_ten_characters_of_reason(reason):
    with pytest.raises(ReasonTooShortError):
        review(a_case(State.OPINION_SIGNED), decision=Decision.RETURNED, reason=reason)


def test_r47_returns_are_counted_and_the_next_report_is_a_new_round():
    case = a_case(State.OPINION_SIGNED)
    for n in (1, 2):
        do(case, Action.RETURN)
        assert (case.returns, case.state, case.report) == (n, State.OPEN, None)
        case.note_report(entry(), REPORT, n + 1)
        case.note_opinion(entry(), REPORT, agreed=True)
    assert case.trail.round == 3
    assert review(case).round == 3


def test_r47_a_return_needs_no_ticks():
    case = a_case(State.OPINION_SIGNED)
    result = review(
        case,
        decision=Decision.RETURNED,
        checklist=Checklist(),
        reason="没有送达回执，也没有信访人签字",
    )
    assert result.decision is Decision.RETURNED


def test_nobody_reviews_a_report_their_own_account_filed():
    case = a_case(State.OPINION_SIGNED)
    own = replace(REVIEWER, sub="sub-h")
    for decision in Decision:
        with pytest.raises(ReviewerIsReporterError):
            review(case, own, decision=decision, reason="这份报告由我自己报送的")
    assert case.allowed_actions(own, DAY) == []
    assert case.allowed_actions(REVIEWER, DAY) == ["review"]


def test_a_review_cannot_happen_before_the_leaders_opinion():
    case = a_case(State.REPORTED)
    case.note_opinion(entry(DAY + timedelta(5)), REPORT, agreed=True)
    with pytest.raises(BeforeItsCauseError):
        review(case, day=DAY + timedelta(4))
    review(case, day=DAY + timedelta(5))


# permissions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("is_office", [True, False])
@pytest.mark.parametrize("state", list(State))
def test_what_is_offered_is_exactly_what_is_not_refused(role, is_office, state):
    actor = Actor("sub-x", "xlb", is_office, frozenset({role}))
    case, today = a_case(state), DAY + timedelta(90)
    offered = case.allowed_actions(actor, today)
    accepted = []
    for action in PERMISSIONS:
        if case.refusal(action, actor, today) is None:
            accepted.append(COMMANDS[action])
    assert offered == list(dict.fromkeys(accepted))
    assert all(is_office and role in {Role.REVIEWER, Role.SUPERVISOR} for _ in offered)


def test_a_write_off_is_offered_only_once_the_window_has_ended():
    case = a_case(State.RECOGNISED)
    assert case.allowed_actions(SUPERVISOR, DAY + timedelta(89)) == ["revoke"]
    assert case.allowed_actions(SUPERVISOR, DAY + timedelta(90)) == ["write_off", "revoke"]


@pytest.mark.parametrize("action", [a for a in Action if a not in PERMISSIONS])
def test_no_user_may_tell_what_other_services_tell(action):
    everything = Actor("s", "xlb", True, frozenset(Role))
    for state in State:
        assert isinstance(a_case(state).refusal(action, everything), DomainError)
