"""When something is an early sign, and what becomes of it."""

from datetime import date, timedelta

import pytest
from intake.domain.early_sign import (
    TRANSITIONS,
    Counted,
    EarlySign,
    Limits,
    SignAction,
    SignKind,
    SignState,
    SignStep,
    count,
    telling,
)
from servicekit.errors import IllegalTransitionError
from servicekit.ids import new_id

TODAY = date(2026, 11, 25)
LIMITS = Limits()


def some(n, days_ago=0, people=None):
    """So many cases of a day, of so many petitioners."""
    return [
        Counted(new_id(), TODAY - timedelta(days=days_ago), f"p{i % (people or n)}")
        for i in range(n)
    ]


def counted(kind, cases, *, limits=LIMITS, after=None):
    return count(kind, "it", cases, today=TODAY, limits=limits, after=after)


def is_sign(kind, cases, **over):
    found = counted(kind, cases, **over)
    return found is not None and found.is_sign(over.get("limits", LIMITS))


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        (some(5), True),
        (some(4), False),
        (some(4) + some(1, 6), True),
        (some(4) + some(1, 7), False),
    ],
)
def test_r62_a_matter_is_a_sign_from_five_cases_within_seven_days_on(cases, expected):
    assert is_sign(SignKind.MATTER, cases) is expected


def test_r62_one_petitioners_repeats_are_no_early_sign():
    assert not is_sign(SignKind.MATTER, some(8, people=1))
    assert is_sign(SignKind.MATTER, some(8, people=2))


@pytest.mark.parametrize(("cases", "expected"), [(9, True), (8, False)])
def test_r62_an_inflow_is_a_sign_from_half_more_than_the_mean_of_four_weeks_on(cases, expected):
    before = [c for week in range(1, 5) for c in some(6, 7 * week)]
    assert is_sign(SignKind.UNIT, some(cases) + before) is expected
    assert is_sign(SignKind.FIELD, some(cases) + before) is expected


def test_r62_little_inflow_means_nothing_however_fast_it_grows():
    assert not is_sign(SignKind.UNIT, some(4) + some(1, 8))
    assert is_sign(SignKind.UNIT, some(5) + some(1, 8))


def test_r62_the_thresholds_are_data():
    limits = Limits(matter_cases=3, matter_days=14, inflow_increase=2.0)
    assert is_sign(SignKind.MATTER, some(2) + some(1, 13), limits=limits)
    assert not is_sign(SignKind.UNIT, some(9) + some(16, 8), limits=limits)
    assert is_sign(SignKind.UNIT, some(12) + some(16, 8), limits=limits)


def test_what_was_there_before_is_compared_with():
    matter = counted(SignKind.MATTER, some(6) + some(2, 8) + some(9, 14))
    assert (matter.cases, matter.before, matter.increase) == (6, 2, 2.0)
    unit = counted(SignKind.UNIT, some(6) + some(8, 8) + some(9, 35))
    assert (unit.before, unit.increase) == (2.0, 2.0)
    assert counted(SignKind.UNIT, some(6)).increase is None


def test_only_cases_after_the_last_decision_count_anew():
    cases = some(4, 3) + some(4)
    assert is_sign(SignKind.MATTER, cases)
    assert not is_sign(SignKind.MATTER, cases, after=TODAY - timedelta(days=3))
    assert counted(SignKind.MATTER, cases, after=TODAY) is None


def test_a_name_inside_another_and_a_name_of_one_matter_say_nothing_of_their_own():
    cases = some(5)
    rise = counted(SignKind.NAME, cases)
    other = counted(SignKind.NAME, some(5))
    names = {"阳光花园": rise, "阳光花园小区": rise, "文化路": other}
    assert telling(names, {}) == [rise, other]
    fewer = counted(SignKind.NAME, [*cases, *some(2)])
    assert telling(names | {"阳光花园": fewer}, {}) == [fewer, other]
    matter = new_id()
    assert telling(names, dict.fromkeys(rise.evidence, matter)) == [other]
    assert rise in telling(names, {rise.evidence[0]: matter})


def a_sign(state=SignState.OPEN, cases=None):
    return EarlySign(
        new_id(), counted(SignKind.MATTER, cases or some(5)), TODAY, LIMITS, state=state
    )


def a_step(action):
    return SignStep(action, TODAY, "sub", "xlb", "到现场看过")


@pytest.mark.parametrize("state", SignState)
@pytest.mark.parametrize("action", SignAction)
def test_only_the_table_says_what_a_person_can_do(state, action):
    sign = a_sign(state)
    if (state, action) in TRANSITIONS:
        sign.decide(a_step(action))
        assert (sign.state, sign.version) == (TRANSITIONS[state, action], 2)
        assert sign.steps == [a_step(action)]
    else:
        assert action not in sign.actions
        with pytest.raises(IllegalTransitionError):
            sign.decide(a_step(action))


def test_an_undecided_sign_follows_the_count_and_a_decided_one_stands():
    cases = some(5, 3)
    sign, more = a_sign(cases=cases), some(2)
    assert not sign.follow(counted(SignKind.MATTER, cases))
    assert sign.follow(counted(SignKind.MATTER, cases[:1] + more))
    assert (sign.rise.cases, sign.rise.last_on) == (7, TODAY)
    assert sign.rise.first_on == TODAY - timedelta(days=3)
    sign.decide(a_step(SignAction.DISMISS))
    assert not sign.follow(counted(SignKind.MATTER, some(9)))


def test_r72_a_case_that_was_sealed_is_taken_out_of_the_figure():
    cases = some(5)
    sign = a_sign(cases=cases)
    sign.forget({cases[0].case_id, new_id()})
    assert (sign.rise.cases, len(sign.rise.evidence)) == (4, 4)
