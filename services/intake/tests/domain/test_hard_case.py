"""The visible rule for hard cases, and what each class of demand lets a unit do."""

from datetime import date

import pytest
from contracts.vocab import CaseKind, CaseTag, DemandClass, Source
from intake.domain.demand import NextAction, next_actions
from intake.domain.errors import HardCaseUnexplainedError
from intake.domain.hard_case import Thresholds, check_kind, hard_case_reasons, years_before
from registration_builders import a_registration

TODAY = date(2026, 11, 25)


def codes(limits: Thresholds | None = None, **over) -> list[str]:
    reasons = hard_case_reasons(a_registration(**over), TODAY, limits or Thresholds())
    assert all(r.sentence.endswith("。") for r in reasons)
    return [r.code for r in reasons]


@pytest.mark.parametrize(
    "tag",
    [CaseTag.UNFINISHED_BUILDING, CaseTag.TITLE_REFUSED, CaseTag.RESETTLEMENT,
     CaseTag.LAND_COMPENSATION],
)  # fmt: skip
def test_r20_each_example_of_the_plan_suggests_a_hard_case(tag):
    assert codes(tags=(tag,)) == [f"tag_{tag.value}"]


def test_r20_other_tags_suggest_nothing():
    assert codes(tags=(CaseTag.LITIGATION, CaseTag.ACCUSATION)) == []


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"people_count": 29}, []),
        ({"people_count": 30}, ["many_people"]),
        ({"first_petition_on": date(2021, 11, 26)}, []),
        ({"first_petition_on": date(2021, 11, 25)}, ["long_span"]),
        ({"repeat_visits": 2}, []),
        ({"repeat_visits": 3}, ["repeat_visits"]),
        ({"source": Source.REGION}, ["handed_down"]),
        ({"source": Source.CENTRAL}, ["handed_down"]),
        ({"source": Source.CITY}, []),
    ],
)
def test_thresholds_hold_from_their_value_on(over, expected):
    assert codes(**over) == expected


def test_the_district_sets_its_own_thresholds():
    limits = Thresholds(people=5, years=1, visits=1, sources=())
    assert codes(limits, people_count=5, source=Source.CENTRAL) == ["many_people"]


def test_an_officer_may_keep_a_case_ordinary_but_must_say_why():
    suggested = a_registration(people_count=30)
    reasons = hard_case_reasons(suggested, TODAY, Thresholds())
    with pytest.raises(HardCaseUnexplainedError) as e:
        check_kind(suggested, reasons)
    assert [r["code"] for r in e.value.context["reasons"]] == ["many_people"]
    check_kind(a_registration(people_count=30, ordinary_because="已达成一致意见"), reasons)
    check_kind(a_registration(people_count=30, case_kind=CaseKind.BONE), reasons)


def test_five_years_before_a_leap_day_is_the_28th():
    assert years_before(date(2028, 2, 29), 5) == date(2023, 2, 28)


def test_r30_each_class_of_demand_has_its_own_next_action():
    assert {c: next_actions(c) for c in DemandClass} == {
        DemandClass.JUSTIFIED: (NextAction.RESOLVE_IN_TIME,),
        DemandClass.UNJUSTIFIED: (NextAction.EDUCATE,),
        DemandClass.VEXATIOUS: (NextAction.CRITICISE,),
        DemandClass.UNLAWFUL: (NextAction.ACT_BY_LAW,),
    }
    assert next_actions(None) == ()
    assert next_actions(DemandClass.UNJUSTIFIED, hardship=True) == (
        NextAction.EDUCATE,
        NextAction.HELP,
    )
