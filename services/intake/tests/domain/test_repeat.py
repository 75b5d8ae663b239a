"""Suspicions, and what a person makes of them."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from intake.domain.errors import SamePetitionError
from intake.domain.ledger_import import TRANSITIONS as IMPORT_TRANSITIONS
from intake.domain.ledger_import import ImportAction, ImportState, LedgerImport
from intake.domain.repeat import (
    MOST_LINKS,
    TRANSITIONS,
    Basis,
    LinkAction,
    LinkState,
    RepeatLink,
    Sighting,
    check_order,
    suspicions,
)
from servicekit.errors import IllegalTransitionError
from servicekit.ids import new_id

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def seen(day: int, *keys: tuple[Basis, bytes], no: str = "A") -> Sighting:
    return Sighting(new_id(), date(2020, 1, day), f"{no}{day}", frozenset(keys))


def test_the_earlier_registration_is_the_earlier_case_even_when_it_came_in_later():
    key = (Basis.SAME_ID, b"x")
    known, new = seen(20, key), seen(3, key)
    assert suspicions([new], [known]) == [(new, known, Basis.SAME_ID)]


def test_the_identity_number_counts_before_name_and_phone():
    both = ((Basis.SAME_PHONE_AND_NAME, b"p"), (Basis.SAME_ID, b"x"))
    a, b = seen(1, *both), seen(2, *both)
    assert suspicions([b], [a]) == [(a, b, Basis.SAME_ID)]


def test_cases_of_one_ledger_are_compared_with_each_other_and_not_with_themselves():
    key = (Basis.SAME_PHONE_AND_NAME, b"p")
    a, b, c = seen(1, key), seen(2, key), seen(3, (Basis.SAME_ID, b"other"))
    assert suspicions([a, b, c], []) == [(a, b, Basis.SAME_PHONE_AND_NAME)]


def test_a_crowded_key_gives_a_bounded_number_of_suspicions():
    key = (Basis.SAME_ID, b"x")
    assert len(suspicions([seen(28, key)], [seen(d, key) for d in range(1, 20)])) == MOST_LINKS


@pytest.mark.parametrize(("state", "action"), list(product(LinkState, LinkAction)))
def test_only_the_table_decides_a_link(state, action):
    link = RepeatLink(new_id(), new_id(), new_id(), Basis.SAME_ID, state)
    decide = {
        LinkAction.CONFIRM: lambda: link.confirm(
            repeated_on=date(2020, 2, 1), reason="同一事项", by="s", at=NOW
        ),
        LinkAction.DISMISS: lambda: link.dismiss(reason="不是一事", by="s", at=NOW),
    }[action]
    if (state, action) in TRANSITIONS:
        decide()
        assert (link.state, link.version) == (TRANSITIONS[state, action], 2)
    else:
        with pytest.raises(IllegalTransitionError):
            decide()
        assert (link.state, link.version, link.repeated_on) == (state, 1, None)


def test_a_case_does_not_repeat_itself():
    one = new_id()
    with pytest.raises(SamePetitionError):
        check_order(one, one)


@pytest.mark.parametrize("state", list(ImportState))
def test_an_import_is_committed_once(state):
    i = LedgerImport(new_id(), "xlb", state)
    if (state, ImportAction.COMMIT) in IMPORT_TRANSITIONS:
        i.commit(95)
        assert (i.state, i.committed, i.version) == (ImportState.COMMITTED, 95, 2)
    else:
        with pytest.raises(IllegalTransitionError):
            i.commit(95)
        assert i.version == 1
