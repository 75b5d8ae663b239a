"""The ladder of a dispute on the ground."""

from datetime import date

import pytest
from intake.domain.early_dispute import (
    TRANSITIONS,
    AtTheTopError,
    DisputeAction,
    DisputeKind,
    DisputeState,
    EarlyDispute,
    Level,
    LevelCount,
    LevelTooLowError,
    shares,
)
from servicekit.errors import IllegalTransitionError
from servicekit.ids import new_id

DAY = date(2026, 11, 25)


def a_dispute(**over):
    facts = {
        "id": new_id(), "tenant": "wenhuajie", "kind": DisputeKind.WAGES, "place_unit": "wenhuajie",
        "occurred_on": DAY, "level": Level.VILLAGE, "summary": "工钱没有结清",
    }  # fmt: skip
    return EarlyDispute(**(facts | over))


def do(dispute, action):
    match action:
        case DisputeAction.SETTLE:
            dispute.settle(dispute.level, DAY, "sub")
        case DisputeAction.ESCALATE:
            dispute.escalate(DAY, "sub")
        case DisputeAction.PETITION:
            dispute.petition(new_id(), DAY, "sub")


@pytest.mark.parametrize("state", DisputeState)
@pytest.mark.parametrize("action", DisputeAction)
def test_only_the_table_says_what_can_happen(state, action):
    dispute = a_dispute(state=state)
    assert (action in dispute.actions) == ((state, action) in TRANSITIONS)
    if (state, action) in TRANSITIONS:
        do(dispute, action)
        assert dispute.state is TRANSITIONS[state, action]
        assert dispute.version == 2
    else:
        with pytest.raises(IllegalTransitionError):
            do(dispute, action)


def test_r61_what_went_up_is_not_solved_below_and_nothing_goes_above_the_district():
    dispute = a_dispute()
    dispute.escalate(DAY, "sub")
    with pytest.raises(LevelTooLowError):
        dispute.settle(Level.VILLAGE, DAY, "sub")
    dispute.escalate(DAY, "sub")
    with pytest.raises(AtTheTopError):
        dispute.escalate(DAY, "sub")


def test_r61_open_ones_are_in_no_share_and_petitions_weigh_against_it():
    counts = [
        LevelCount("a", DisputeState.SETTLED, Level.VILLAGE, 6),
        LevelCount("a", DisputeState.SETTLED, Level.TOWN, 2),
        LevelCount("b", DisputeState.SETTLED, Level.DISTRICT, 1),
        LevelCount("b", DisputeState.PETITIONED, Level.VILLAGE, 1),
        LevelCount("b", DisputeState.OPEN, Level.VILLAGE, 90),
    ]
    units, total = shares(counts)
    assert [(u.unit, u.below) for u in units] == [("a", 1.0), ("b", 0.0)]
    assert (total.below, total.share(Level.VILLAGE), total.settled) == (0.8, 0.6, 9)
