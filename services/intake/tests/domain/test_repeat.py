"""Suspicions, and what a person makes of them."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from intake.domain.errors import DecisionUnexplainedError, SamePetitionError
from intake.domain.repeat import (
    CODES,
    TRANSITIONS,
    Basis,
    DecisionCode,
    Grounds,
    LinkAction,
    LinkState,
    RepeatLink,
    check_order,
)
from servicekit.errors import IllegalTransitionError
from servicekit.ids import new_id

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(("state", "action"), list(product(LinkState, LinkAction)))
def test_only_the_table_decides_a_link(state, action):
    link = RepeatLink(new_id(), new_id(), new_id(), Basis.SAME_ID, state)
    why = Grounds(text="写明的理由")
    decide = {
        LinkAction.CONFIRM: lambda: link.confirm(
            repeated_on=date(2020, 2, 1), grounds=why, by="s", at=NOW
        ),
        LinkAction.DISMISS: lambda: link.dismiss(grounds=why, by="s", at=NOW),
        LinkAction.WITHDRAW: lambda: link.withdraw(grounds=why),
    }[action]
    if (state, action) in TRANSITIONS:
        decide()
        assert (link.state, link.version) == (TRANSITIONS[state, action], 2)
    else:
        with pytest.raises(IllegalTransitionError):
            decide()
        assert (link.state, link.version, link.repeated_on) == (state, 1, None)


def test_a_withdrawn_decision_leaves_nothing_of_who_decided_when():
    link = RepeatLink(new_id(), new_id(), new_id(), Basis.SAME_ID)
    link.confirm(repeated_on=date(2020, 2, 1), grounds=Grounds(), by="s", at=NOW)
    assert (link.code, link.reason) == (DecisionCode.SAME_MATTER, "同一信访人、同一事项")
    assert link.withdraw(grounds=Grounds(DecisionCode.MISTAKE)) is LinkState.CONFIRMED
    assert (link.state, link.repeated_on, link.decided_by, link.decided_at) == (
        LinkState.SUSPECTED, None, None, None
    )  # fmt: skip


@pytest.mark.parametrize("action", list(LinkAction))
def test_one_key_explains_a_decision_and_only_its_own(action):
    for code in DecisionCode:
        if code in CODES[action]:
            assert Grounds(code).words_for(action) == CODES[action][code]
            assert Grounds(code, "另有说明").words_for(action).endswith("。另有说明")
        else:
            with pytest.raises(DecisionUnexplainedError):
                Grounds(code).words_for(action)


def test_only_a_confirmation_explains_itself():
    assert Grounds().words_for(LinkAction.CONFIRM)
    for action in (LinkAction.DISMISS, LinkAction.WITHDRAW):
        with pytest.raises(DecisionUnexplainedError):
            Grounds().words_for(action)


def test_a_case_does_not_repeat_itself():
    one = new_id()
    with pytest.raises(SamePetitionError):
        check_order(one, one)
