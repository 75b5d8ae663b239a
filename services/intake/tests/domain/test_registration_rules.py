"""What a registration must hold, by the rule it breaks."""

from datetime import date

import pytest
from contracts.vocab import CaseTag, Channel, CrossKind
from intake.domain import rules
from intake.domain.errors import CaseNumberInvalidError, RegistrationInvalidError, TooEarlyError
from intake.domain.registration import (
    Accused,
    Agent,
    Contact,
    Petitioner,
    changed_facts,
)
from intake.domain.terms import cross_kinds_of
from registration_builders import a_registration


def people(count: int, representatives: int = 0) -> tuple[Petitioner, ...]:
    return tuple(Petitioner(f"张{i}", representative=i < representatives) for i in range(count))


@pytest.mark.parametrize(
    ("over", "rule"),
    [
        ({"petitioners": ()}, "petitioners_missing"),
        ({"anonymous": True, "petitioners": ()}, "anonymous_petition"),
        (
            {"anonymous": True, "tags": (CaseTag.ACCUSATION,), "accused": (Accused("李某"),)},
            "anonymous_with_names",
        ),
        (
            {"anonymous": True, "petitioners": (), "tags": (CaseTag.ACCUSATION,)},
            "accused_missing",
        ),
        ({"accused": (Accused("李某"),)}, "accused_without_tag"),
        ({"agents": (Agent("律师", acts_for=2),)}, "agent_without_principal"),
        ({"first_petition_on": date(2026, 11, 26)}, "first_after_registration"),
        ({"received_on": date(2026, 11, 26)}, "received_after_registration"),
        ({"category_level3": "物业"}, "category_gap"),
        ({"cross_kinds": (CrossKind.REGIONS,)}, "cross_kind_without_flag"),
    ],
)
def test_facts_that_contradict_each_other_are_refused_by_name(over, rule):
    with pytest.raises(RegistrationInvalidError) as e:
        rules.check(a_registration(**over))
    assert e.value.context["rule"] == rule


def test_an_anonymous_accusation_needs_the_accused_and_no_petitioner():
    rules.check(
        a_registration(
            anonymous=True, petitioners=(), tags=(CaseTag.ACCUSATION,), accused=(Accused("李某"),)
        )
    )


def test_a_group_visit_has_at_most_five_representatives():
    five = a_registration(people_count=40, petitioners=people(8, 5))
    rules.check(five)
    six = a_registration(people_count=40, petitioners=people(8, 6))
    with pytest.raises(RegistrationInvalidError) as e:
        rules.check(six)
    assert e.value.context["rule"] == "too_many_representatives"
    rules.check(a_registration(channel=Channel.LETTER, people_count=40, petitioners=people(8, 6)))


def test_the_first_petitioner_represents_a_group_that_named_nobody():
    group = rules.with_representative(a_registration(people_count=5, petitioners=people(3)))
    assert [p.representative for p in group.petitioners] == [True, False, False]
    few = a_registration(people_count=4, petitioners=people(3))
    assert rules.with_representative(few) == few


@pytest.mark.parametrize("name", ["registered_on", "handed_down_on", "received_on"])
@pytest.mark.parametrize("day", [date(1, 1, 1), date(1949, 9, 30)])
def test_no_petition_is_older_than_the_republic(name, day):
    with pytest.raises(TooEarlyError):
        rules.check(a_registration(**{name: day}))


def test_a_person_s_number_and_the_sealed_series_are_no_case_numbers():
    for number, rule in (
        ("64010419601022986X", "case_no_is_identity"),
        ("密-2026-0001", "case_no_reserved"),
    ):
        with pytest.raises(CaseNumberInvalidError) as e:
            rules.case_number(number)
        assert e.value.context["rule"] == rule
    rules.case_number("GJ2020062181516")


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("跨地区", (CrossKind.REGIONS,)),
        ("跨部门、人户分离", (CrossKind.DEPARTMENTS, CrossKind.HOUSEHOLD_APART)),
        ("人事户分离", (CrossKind.ALL_APART,)),
        ("三跨三分离", ()),
        (None, ()),
    ],
)
def test_the_ledger_s_words_give_sub_types_where_they_are_clear(words, kinds):
    assert cross_kinds_of(words) == kinds


def test_an_amendment_names_what_it_changes_and_leaves_the_rest():
    before = a_registration(contact=Contact(("6041234",), None, "银川市"))
    after = before.amended(
        {
            "residence": "吴忠市",
            "proposal.lead_unit": "jyj",
            "people_count": 1,
            "demand": "改过的诉求",
        }
    )
    assert changed_facts(before, after) == ("demand", "proposal.lead_unit", "residence")
    assert after.contact == Contact(("6041234",), None, "吴忠市")
    for unknown in ("case_no", "contact", "proposal", "proposal.nothing", "state"):
        with pytest.raises(KeyError):
            before.amended({unknown: 1})
