"""The case in intake: three ticks and one way."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from contracts.vocab import Tick
from intake.domain.errors import AlreadyIssuedError, EvidenceMissingError, NotFastEligibleError
from intake.domain.petition import TRANSITIONS, Action, Petition, State, TickMark
from servicekit.errors import IllegalTransitionError
from servicekit.ids import new_id

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def a_petition(state: State = State.REGISTERED) -> Petition:
    return Petition(new_id(), "wenhuajie", "XQ1", date(2019, 3, 1), state)


def a_mark(tick: Tick, evidence: str = "查阅原始登记表", day: int = 3) -> TickMark:
    return TickMark(tick, evidence, date(2020, 11, day), "sub", NOW)


def test_the_third_tick_verifies_the_case():
    p = a_petition()
    assert not p.verify([a_mark(Tick.FACTS_COMPLETE), a_mark(Tick.SITUATION_CLEAR, day=9)])
    assert (p.state, p.version) == (State.REGISTERED, 2)
    assert p.verify([a_mark(Tick.DETERMINATION_SOUND, day=5)])
    assert (p.state, p.version, p.verified_on) == (State.VERIFIED, 3, date(2020, 11, 9))


@pytest.mark.parametrize("evidence", ["", "  ", "无"])
def test_a_tick_without_evidence_changes_nothing(evidence):
    p = a_petition()
    with pytest.raises(EvidenceMissingError) as e:
        p.verify([a_mark(Tick.FACTS_COMPLETE, evidence), a_mark(Tick.SITUATION_CLEAR)])
    assert e.value.context["missing"] == ["facts_complete"]
    assert (p.version, p.ticks) == (1, {})


def test_a_verified_case_is_not_verified_again():
    with pytest.raises(IllegalTransitionError):
        a_petition(State.VERIFIED).verify([a_mark(t) for t in Tick])


def test_r13_a_case_is_struck_off_fast_only_when_somebody_found_it_clear_and_no_unit_has_it():
    p = a_petition()
    with pytest.raises(IllegalTransitionError):
        p.close_fast(date(2020, 11, 9), "文号", "依据文件")
    p.verify([a_mark(t) for t in Tick])
    with pytest.raises(NotFastEligibleError):
        p.close_fast(date(2020, 11, 9), "文号", "依据文件")
    p.mark_fast(date(2020, 11, 3), "事由清楚，结果清晰")
    p.issued = True
    with pytest.raises(AlreadyIssuedError):
        p.close_fast(date(2020, 11, 9), "文号", "依据文件")
    p.issued = False
    p.close_fast(date(2020, 11, 9), "文号", "依据文件")
    assert (p.state, p.fast.document_no, p.fast.eligible_on) == (
        State.FAST_CLOSED,
        "文号",
        date(2020, 11, 3),
    )
    with pytest.raises(IllegalTransitionError):
        p.close_fast(date(2020, 11, 9), "文号", "依据文件")


def test_r72_a_seal_is_set_once_and_taken_off_once():
    p = a_petition()
    with pytest.raises(IllegalTransitionError):
        p.unseal()
    p.seal("who")
    assert (p.sealed, p.registered_by, p.version) == (True, "who", 2)
    with pytest.raises(IllegalTransitionError):
        p.seal("other")
    p.unseal()
    assert (p.sealed, p.version) == (False, 3)


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_only_the_table_moves_a_case(state, action):
    p = a_petition(state)
    if (state, action) in TRANSITIONS:
        p._go(action)
        assert p.state is TRANSITIONS[state, action]
    else:
        with pytest.raises(IllegalTransitionError):
            p._go(action)
        assert p.state is state
