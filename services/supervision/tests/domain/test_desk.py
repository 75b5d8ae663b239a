"""The desk shows each duty of the office what waits for it, and nobody else anything."""

from dataclasses import replace
from datetime import date

from contracts.vocab import Role
from servicekit.clock import FixedClock
from servicekit.ids import new_id
from supervision.domain.actors import Actor
from supervision.domain.case import SupervisedCase
from supervision.domain.desk import owed, states_for
from supervision.domain.facts import Entry, FactKind, Trail
from supervision.domain.states import State

REVIEWER = Actor("sub-r", "xlb", True, frozenset({Role.REVIEWER}))
SUPERVISOR = Actor("sub-s", "xlb", True, frozenset({Role.SUPERVISOR}))
UNTIL = date(2021, 1, 31)


def a_case(state: State, clock: FixedClock, reporter: str = "sub-h") -> SupervisedCase:
    entry = Entry(date(2020, 11, 2), clock.now(), reporter, "wenhuajie")
    return SupervisedCase(
        new_id(), state=state, state_since=date(2020, 11, 2), case_no="XQ1",
        observe_until=UNTIL if state is State.RECOGNISED else None,
        trail=Trail().advance(FactKind.REPORTED, entry, new_id(), 1),
    )  # fmt: skip


def acts(actor: Actor, clock: FixedClock, today: date, reporter: str = "sub-h") -> list[str]:
    cases = [a_case(s, clock, reporter) for s in State]
    return [o.action for o in owed(cases, actor, today)]


def test_the_reviewer_reviews_and_recognises(clock):
    assert acts(REVIEWER, clock, UNTIL) == ["review", "recognise"]


def test_the_reviewer_is_not_asked_to_review_their_own_report(clock):
    assert acts(REVIEWER, clock, UNTIL, reporter="sub-r") == ["recognise"]


def test_the_supervisor_writes_off_once_the_window_has_ended(clock):
    assert acts(SUPERVISOR, clock, UNTIL) == ["write_off"]
    assert acts(SUPERVISOR, clock, date(2021, 1, 30)) == []


def test_a_unit_has_nothing_on_this_desk_whatever_its_roles(clock):
    street = Actor("s", "wenhuajie", False, frozenset(Role))
    assert states_for(street) == []
    assert acts(street, clock, UNTIL) == []


def test_both_duties_in_one_hand_see_all_three(clock):
    both = replace(REVIEWER, roles=frozenset({Role.REVIEWER, Role.SUPERVISOR}))
    assert acts(both, clock, UNTIL) == ["review", "recognise", "write_off"]
    assert set(states_for(both)) == {State.OPINION_SIGNED, State.APPROVED, State.RECOGNISED}
