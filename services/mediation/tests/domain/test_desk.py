"""待办 leads the handler through the gates and asks the leader for the opinion."""

from datetime import date

import pytest
from mediation.domain.acts import Act, Who
from mediation.domain.closure import Evidence
from mediation.domain.desk import todo
from mediation.domain.states import State

from .builders import (
    ASSISTANT,
    FULL,
    HANDLER,
    LEADER,
    OFFICE,
    OTHER_LEADER,
    a_case,
    a_reported_case,
    an_opened_case,
)

D = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("evidence", "act"),
    [
        (Evidence(), Act.RECORD_ACTIVITY),
        (Evidence(D), Act.RECORD_MEASURE),
        (Evidence(D, D), Act.NOTIFY_PETITIONER),
        (FULL, Act.FILE_CLOSURE_REPORT),
    ],
)
def test_the_handler_is_told_the_next_gate(evidence: Evidence, act: Act) -> None:
    task = todo(a_case(evidence=evidence), HANDLER)
    assert task is not None
    assert task[0] is act


def test_a_returned_report_says_so() -> None:
    task = todo(a_case(evidence=FULL, round=1), HANDLER)
    assert task is not None
    assert task[1].startswith("退回重办")


def test_the_leader_is_asked_for_the_opinion_read_or_not() -> None:
    for case in (a_reported_case(), an_opened_case()):
        task = todo(case, LEADER)
        assert task is not None
        assert task[0] is Act.SIGN_LEADER_OPINION


@pytest.mark.parametrize("who", [ASSISTANT, OTHER_LEADER, OFFICE])
def test_nothing_waits_for_others(who: Who) -> None:
    assert todo(a_case(), who) is None
    assert todo(a_reported_case(), who) is None


@pytest.mark.parametrize(
    "state", [State.WAITING, State.OPINION_SIGNED, State.APPROVED, State.WRITTEN_OFF]
)
def test_nothing_waits_here_while_others_are_on_turn(state: State) -> None:
    assert todo(a_case(state), HANDLER) is None
