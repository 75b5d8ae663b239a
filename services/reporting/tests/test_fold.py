"""The folds: order of sources makes no difference, states follow from what still stands."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from contracts.sight import Watch
from contracts.vocab import LeaderLevel, VisibilityRole
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from reporting.projections import Row, fold, fold_all
from reporting.projections.fold import fold_case
from reporting.projections.rows import FactKind
from reporting.projections.state import CaseState, grants_of, state_of, unit_of
from testkit.events import an_event

from .stories import Story

DAY = date(2020, 11, 2)
OFFICES = Watch(frozenset({"xlb", "xfj"}), frozenset({"jjw"}), frozenset({"zfw"}))


def a_full_story() -> Story:
    s = Story()
    s.until_claimed(DAY).send_back(DAY).claim(DAY + timedelta(3)).opinion(DAY + timedelta(3))
    s.approve(DAY + timedelta(4)).recognise(DAY + timedelta(5)).write_off(DAY + timedelta(95))
    return s.repeat(DAY + timedelta(100)).revoke(DAY + timedelta(100))


def interleaved(story: Story, picks: list[int]):
    """The story's events in another interleaving; the order inside each source stays."""
    queues = {}
    for e in story.events:
        queues.setdefault(e.service, []).append(e)
    while queues:
        name = sorted(queues)[(picks.pop() if picks else 0) % len(queues)]
        yield queues[name].pop(0)
        if not queues[name]:
            del queues[name]


@given(st.lists(st.integers(0, 3), max_size=40))
def test_how_the_sources_interleave_makes_no_difference(picks):
    story = a_full_story()
    row = Row(story.case_id)
    for envelope in interleaved(story, picks):
        row = fold(row, envelope)
    assert row == fold_case(story.case_id, story.events)
    assert state_of(row) is CaseState.RESOLVING


def test_fold_all_keeps_cases_apart_whatever_the_order():
    one, two = Story().until_resolved(DAY), Story().until_resolving()
    rows = fold_all(reversed([*one.events, *two.events]))
    assert rows == {
        one.case_id: fold_case(one.case_id, one.events),
        two.case_id: fold_case(two.case_id, two.events),
    }


def test_the_state_follows_every_step():
    s = Story()
    steps = [
        (s.register, CaseState.REGISTERED),
        (lambda: s.verify(DAY), CaseState.VERIFIED),
        (lambda: s.issue(DAY), CaseState.ISSUED),
        (lambda: s.object(DAY), CaseState.OBJECTED),
        (lambda: s.decide(DAY, accepted=False), CaseState.ISSUED),
        (lambda: s.sign(DAY), CaseState.SIGNED),
        (lambda: s.start(DAY), CaseState.RESOLVING),
        (lambda: s.claim(DAY), CaseState.REPORTED),
        (lambda: s.opinion(DAY, agreed=False), CaseState.RESOLVING),
        (lambda: s.claim(DAY), CaseState.REPORTED),
        (lambda: s.opinion(DAY), CaseState.OPINION_SIGNED),
        (lambda: s.send_back(DAY), CaseState.RESOLVING),
        (lambda: s.claim(DAY).opinion(DAY).approve(DAY), CaseState.APPROVED),
        (lambda: s.recognise(DAY), CaseState.RECOGNISED),
        (lambda: s.write_off(DAY), CaseState.WRITTEN_OFF),
        (lambda: s.revoke(DAY), CaseState.RESOLVING),
    ]
    for act, expected in steps:
        act()
        assert state_of(fold_case(s.case_id, s.events)) is expected


def test_a_revocation_also_undoes_the_report_the_recognition_rested_on():
    s = Story().until_resolved(DAY)
    s.revoke(DAY)
    facts = fold_case(s.case_id, s.events).facts
    assert {(f.kind, f.ref) for f in facts if f.source == "supervision"} >= {
        (FactKind.REVOKED, s.recognition),
        (FactKind.REOPENED, s.report),
    }


def test_the_proposed_unit_counts_until_a_unit_is_issued_the_case():
    s = Story("wenhuajie").register()
    assert unit_of(fold_case(s.case_id, s.events)) == "wenhuajie"
    s.issue(DAY, lead="zjj")
    assert unit_of(fold_case(s.case_id, s.events)) == "zjj"
    s.decide(DAY, accepted=True)
    assert unit_of(fold_case(s.case_id, s.events)) == "wenhuajie"


def test_a_unit_whose_duty_is_taken_back_loses_sight_of_the_case():
    s = Story("wenhuajie").register(tenant="jyj").issue(DAY, assist=("zjj",)).lead_by(DAY)
    expected = {
        ("jyj", VisibilityRole.REGISTRAR),
        ("xlb", VisibilityRole.SUPERVISION),
        ("xfj", VisibilityRole.SUPERVISION),
    }
    assert grants_of(fold_case(s.case_id, s.events), OFFICES) == expected | {
        ("wenhuajie", VisibilityRole.LEAD),
        ("zjj", VisibilityRole.ASSIST),
        ("qld", VisibilityRole.LEADER),
    }
    s.decide(DAY, accepted=True)
    assert grants_of(fold_case(s.case_id, s.events), OFFICES) == expected


def test_a_sealed_case_is_not_granted_to_the_offices():
    s = Story(sealed=True).register(tenant="jjw")
    assert grants_of(fold_case(s.case_id, s.events), OFFICES) == {
        ("jjw", VisibilityRole.COMPARTMENT)
    }


def test_a_deadline_entered_late_for_an_earlier_day_does_not_displace_the_later_one():
    s = Story().register().issue(DAY).due(DAY, date(2020, 12, 1))
    s.due(DAY - timedelta(1), date(2020, 11, 10), at=s.events[0].time + timedelta(90))
    assert fold_case(s.case_id, s.events).assignment.due_on == date(2020, 12, 1)


def test_a_duty_taken_back_takes_leader_override_and_plan_with_it():
    s = Story().register().issue(DAY).lead_by(DAY, LeaderLevel.SECTION).due(DAY, DAY).plan(DAY)
    s.object(DAY).decide(DAY, accepted=True)
    duty = fold_case(s.case_id, s.events).assignment
    assert (duty.leader_override, duty.leader_account, duty.plan_id) == (False, None, None)
    assert duty.due_on == DAY


def test_an_override_is_kept_with_the_leader():
    s = Story().register().issue(DAY).lead_by(DAY, LeaderLevel.SECTION, unit="wenhuajie")
    duty = fold_case(s.case_id, s.events).assignment
    assert (duty.leader_override, duty.leader_level) == (True, "section")


def test_an_event_newer_than_this_build_counts_but_changes_nothing():
    s = Story().register()
    newer = s.events[0].model_copy(
        update={"type": "case_merged.v7", "case_version": 2, "id": uuid4(), "data": {"x": 1}}
    )
    before, after = fold_case(s.case_id, s.events), fold_case(s.case_id, [*s.events, newer])
    assert (after.intake.intake_version, after.intake.intake_events) == (2, 2)
    assert (after.intake.case_no, after.facts) == (before.intake.case_no, before.facts)


def test_a_poison_event_is_refused():
    s = Story().register()
    poison = s.events[0].model_copy(update={"data": {"case_no": "GJ1"}})
    with pytest.raises(ValidationError):
        fold(Row(s.case_id), poison)


def test_an_event_of_another_case_or_of_no_service_is_refused():
    s = Story().register()
    with pytest.raises(ValueError, match="another case"):
        fold(Row(uuid4()), s.events[0])
    stray = an_event(s.events[0].payload(), case_id=s.case_id)
    with pytest.raises(ValueError, match="no fold"):
        fold(Row(s.case_id), stray.model_copy(update={"service": "portal"}))
