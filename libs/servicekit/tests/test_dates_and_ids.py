"""Business dates and identifiers."""

from datetime import date, timedelta

import pytest
from servicekit.dates import check_business_date
from servicekit.errors import BeforeItsCauseError, InTheFutureError, LateEntryNotAllowedError
from servicekit.ids import new_id

TODAY = date(2026, 11, 25)


def check(day: date, *, right: bool = False, cause: date | None = None) -> bool:
    return check_business_date(day, today=TODAY, may_enter_late=right, cause=cause)


@pytest.mark.parametrize("days", [0, 1, 3])
def test_a_recent_day_is_on_time(days):
    assert check(TODAY - timedelta(days=days)) is False


def test_an_earlier_day_is_late_and_needs_the_right():
    assert check(TODAY - timedelta(days=4), right=True) is True
    with pytest.raises(LateEntryNotAllowedError):
        check(TODAY - timedelta(days=4))


def test_tomorrow_is_refused_even_with_the_right():
    with pytest.raises(InTheFutureError):
        check(TODAY + timedelta(days=1), right=True)


def test_a_day_before_its_cause_is_refused_and_the_same_day_is_not():
    with pytest.raises(BeforeItsCauseError):
        check(date(2020, 10, 25), right=True, cause=date(2020, 10, 26))
    assert check(date(2020, 10, 26), right=True, cause=date(2020, 10, 26)) is True


def test_ids_are_version_7_unique_and_sorted_by_time():
    ids = [new_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert {i.version for i in ids} == {7}
    assert ids[0].int >> 80 <= ids[-1].int >> 80
