"""Who joins which matter, and who does not."""

from itertools import count
from uuid import UUID

from intake.domain.matter import CROWD, Likeness, Memberships

_ids = count(1)


def an_id() -> UUID:
    return UUID(int=next(_ids))


def other(case: UUID, probability: float = 0.9) -> Likeness:
    return Likeness(case, probability, same_petitioner=False)


def repeat(case: UUID) -> Likeness:
    return Likeness(case, 0.99, same_petitioner=True)


def test_two_petitioners_of_one_matter_make_it():
    new, old, matter = an_id(), an_id(), an_id()
    assert Memberships({}, {}).join(new, [other(old)], lambda: matter) == [
        (old, matter), (new, matter)
    ]  # fmt: skip


def test_one_petitioner_who_comes_again_makes_no_matter_and_carries_one_on():
    new, old, matter = an_id(), an_id(), an_id()
    assert Memberships({}, {}).join(new, [repeat(old)], an_id) == []
    assert Memberships({old: matter}, {matter: 2}).join(new, [repeat(old)], an_id) == [
        (new, matter)
    ]  # fmt: skip


def test_the_likeliest_case_decides_and_two_matters_stay_two():
    new, a, b, one, two = (an_id() for _ in range(5))
    members = Memberships({a: one, b: two}, {one: 2, two: 2})
    assert members.join(new, [other(a, 0.8), other(b, 0.9)], an_id) == [(new, two)]


def test_a_crowd_asks_for_two_likenesses_so_that_no_chain_grows():
    a, b, big = an_id(), an_id(), an_id()
    members = Memberships({a: big, b: big}, {big: CROWD})
    assert members.join(an_id(), [other(a)], an_id) == []
    new = an_id()
    assert members.join(new, [other(a), other(b, 0.7)], an_id) == [(new, big)]


def test_who_was_taken_out_by_a_person_stays_out_and_makes_nothing():
    out, new = an_id(), an_id()
    assert Memberships({out: None}, {}).join(new, [other(out), repeat(out)], an_id) == []


def test_cases_of_one_ledger_join_the_matter_that_the_first_two_made():
    a, b, c, matter = an_id(), an_id(), an_id(), an_id()
    members = Memberships({}, {})
    members.join(b, [other(a)], lambda: matter)
    assert members.join(c, [other(a), other(b)], an_id) == [(c, matter)]
    assert members.join(c, [other(a)], an_id) == []
