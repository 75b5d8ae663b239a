"""The transition table, over its whole grid."""

import pytest
from mediation.domain.states import STATE_LABELS, STEP_LABELS, TRANSITIONS, State, Step, after
from servicekit.errors import IllegalTransitionError

LEGAL = {
    ("waiting", "start"): "resolving",
    ("resolving", "record"): "resolving",
    ("reported", "record"): "reported",
    ("opinion_signed", "record"): "opinion_signed",
    ("approved", "record"): "approved",
    ("recognised", "record"): "recognised",
    ("resolving", "report"): "reported",
    ("reported", "agree"): "opinion_signed",
    ("reported", "disagree"): "resolving",
    ("opinion_signed", "approve"): "approved",
    ("opinion_signed", "return"): "resolving",
    ("approved", "recognise"): "recognised",
    ("recognised", "write_off"): "written_off",
    ("recognised", "revoke"): "resolving",
    ("written_off", "revoke"): "resolving",
    ("written_off", "reopen"): "waiting",
    ("written_off", "write_off"): "written_off",
    ("written_off", "start"): "written_off",
    **{
        (state, step): to
        for state in ("waiting", "resolving", "reported", "opinion_signed", "approved")
        for step, to in (("strike_off", "written_off"), ("reinstate", "recognised"))
    },
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_each_step_leads_where_the_table_says_or_raises(state: State, step: Step) -> None:
    expected = LEGAL.get((state.value, step.value))
    if expected is None:
        with pytest.raises(IllegalTransitionError) as e:
            after(state, step)
        assert STATE_LABELS[state] in e.value.detail
        assert e.value.context == {"state": state, "action": step}
    else:
        assert after(state, step) == expected


def test_every_state_and_step_has_a_chinese_term() -> None:
    assert set(STATE_LABELS) == set(State)
    assert set(STEP_LABELS) == set(Step)


def test_every_state_can_be_reached_from_waiting() -> None:
    reached = {State.WAITING}
    while more := {to for (from_, _), to in TRANSITIONS.items() if from_ in reached} - reached:
        reached |= more
    assert reached == set(State)
