"""The transition table, step by step."""

from datetime import date

import pytest
from assignment.domain.permissions import PERMISSIONS
from assignment.domain.states import (
    ACTION_LABELS,
    COMMANDS,
    STATE_LABELS,
    TRANSITIONS,
    Action,
    State,
    after,
)
from assignment.domain.values import Fact
from servicekit.errors import IllegalTransitionError

from .builders import AT, STAGES

GRID = [(s, a) for s in State for a in Action]


@pytest.mark.parametrize(("state", "action"), GRID)
def test_every_pair_of_state_and_action_is_in_the_table_or_refused(
    state: State, action: Action
) -> None:
    if (state, action) in TRANSITIONS:
        assert after(state, action) is TRANSITIONS[state, action]
        return
    with pytest.raises(IllegalTransitionError) as e:
        after(state, action)
    assert e.value.context == {"state": state.value, "action": action.value}
    assert STATE_LABELS[state] in e.value.detail


def test_a_case_goes_from_registration_to_closure_by_exactly_these_steps() -> None:
    path = [Action.VERIFY, Action.ISSUE, Action.SIGN, Action.START, Action.RECOGNISE]
    state = State.AWAITING_VERIFICATION
    seen = []
    for action in path:
        state = after(state, action)
        seen.append(state)
    assert seen == [State.READY, State.ISSUED, State.SIGNED, State.RESOLVING, State.CLOSED]


def test_only_verification_leads_to_ready_besides_an_accepted_objection() -> None:
    sources = {a for (s, a), t in TRANSITIONS.items() if t is State.READY and s is not State.READY}
    assert sources == {Action.VERIFY, Action.ACCEPT_OBJECTION}


def test_nothing_but_starting_and_revoking_leads_into_resolving() -> None:
    sources = {
        a for (s, a), t in TRANSITIONS.items() if t is State.RESOLVING and s is not State.RESOLVING
    }
    assert sources == {Action.START, Action.REVOKE}


def test_every_state_and_action_has_a_label_and_every_user_action_a_command() -> None:
    assert set(STATE_LABELS) == set(State)
    assert set(ACTION_LABELS) == set(Action)
    assert set(COMMANDS) == set(PERMISSIONS)


@pytest.mark.parametrize("state", list(State))
def test_the_builders_reach_every_state(state: State) -> None:
    assert STAGES[state]().state is state


@pytest.mark.parametrize(
    ("action", "allowed"),
    [
        (Action.VERIFY, {State.AWAITING_VERIFICATION, State.CLOSED}),
        (Action.RETURN, {State.RESOLVING}),
        (Action.RECOGNISE, {State.RESOLVING}),
        (Action.WRITE_OFF, {State.CLOSED}),
        (Action.REVOKE, {State.CLOSED}),
        (Action.STRIKE_OFF, set(State) - {State.CLOSED}),
        (Action.REINSTATE, set(State) - {State.CLOSED}),
    ],
)
def test_a_fact_from_another_service_is_followed_only_where_it_can_happen(
    action: Action, allowed: set[State]
) -> None:
    fact = Fact(date(2020, 12, 1), AT, "sub", "xlb")
    for state, build in STAGES.items():
        case = build()
        if state in allowed:
            case.note(action, fact)
            continue
        with pytest.raises(IllegalTransitionError):
            case.note(action, fact)
        assert case.state is state


def test_a_revoked_case_is_back_in_resolving_and_no_longer_closed() -> None:
    case = STAGES[State.CLOSED]()
    case.note(Action.REVOKE, Fact(date(2020, 12, 1), AT, "sub", "xlb"))
    assert case.state is State.RESOLVING
    assert case.closed is None
    assert case.state_since == date(2020, 12, 1)
