"""Corrected facts, quick write-offs, withdrawn repeats: in every sense of "as of"."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from contracts.vocab import CaseKind, CaseTag, Cohort, CrossKind, DemandClass, Source
from hypothesis import given
from hypothesis import strategies as st
from reporting.projections import Row, fold
from reporting.projections.fold import fold_case
from reporting.projections.rows import FactKind
from reporting.projections.state import CaseState, state_of

from .feeding import feed, feed_stories
from .stories import Story
from .test_fold import interleaved
from .test_rates import figure

DAY = date(2020, 11, 2)


def day(n: int) -> date:
    return DAY + timedelta(days=n)


def noon(n: int) -> datetime:
    d = day(n)
    return datetime(d.year, d.month, d.day, 4, tzinfo=UTC)


def row_of(s: Story) -> Row:
    return fold_case(s.case_id, s.events)


# --- amendments -----------------------------------------------------------------------------------


def test_what_registration_tells_is_all_kept():
    s = Story(
        letter_no="中信联发〔2020〕3号", first_unit="zjj", demand_class=DemandClass.JUSTIFIED,
        special_hardship=True, cross_kinds=(CrossKind.REGIONS,), tags=(CaseTag.RESETTLEMENT,),
    ).register()  # fmt: skip
    part = row_of(s).intake
    assert (part.source_letter_no, part.first_unit, part.demand_class) == (
        "中信联发〔2020〕3号", "zjj", "justified",
    )  # fmt: skip
    assert (part.special_hardship, part.cross_kinds, part.tags) == (
        True, ("regions",), ("resettlement",),
    )  # fmt: skip


def test_r57_an_amendment_replaces_every_fact_but_number_and_registrar():
    s = Story(first_unit="zjj").register(tenant="jyj")
    before = row_of(s).intake
    s.amend(day(5), source=Source.REGION, people_count=9, proposed_unit="zjj", tags=("litigation",))
    after = row_of(s).intake
    assert (after.source, after.people_count, after.proposed_unit, after.tags) == (
        "region", 9, "zjj", ("litigation",),
    )  # fmt: skip
    kept = ("case_no", "registrar_unit", "first_unit", "registered_on", "cohort", "sealed")
    assert all(getattr(after, k) == getattr(before, k) for k in kept)


async def test_a_corrected_day_of_registration_counts_on_every_day_since_it_is_known(parts):
    s = Story().register(day(10), noon(10)).amend(day(20), noon(20), registered_on=day(0))
    await feed_stories(parts, s)
    assert (await figure(parts, day(5))).total == 1
    assert (await figure(parts, day(5), noon(19))).total == 0
    assert (await figure(parts, day(10), noon(19))).total == 1
    later = Story().register(day(0), noon(0)).amend(day(20), noon(20), registered_on=day(15))
    await feed_stories(parts, later)
    assert (await figure(parts, day(12))).total == 1
    assert (await figure(parts, day(12), noon(19))).total == 2
    assert (await figure(parts, day(15))).total == 2


async def test_a_case_moved_to_another_cohort_counts_there_on_past_days_too(parts):
    s = Story(cohort=Cohort.A).register(day(0)).amend(day(20), cohort=Cohort.B)
    await feed_stories(parts, s)
    assert (await figure(parts, day(5), cohort=Cohort.A)).total == 0
    assert (await figure(parts, day(5), cohort=Cohort.B)).total == 1


# --- quick write-offs -----------------------------------------------------------------------------


async def test_r13_a_case_struck_off_at_once_is_resolved_from_that_day_on(parts, client, identity):
    s = Story().register(day(0), noon(0)).strike_off(day(3))
    await feed_stories(parts, s)
    for n, resolved in ((2, 0), (3, 1), (30, 1)):
        row = await figure(parts, day(n))
        assert (row.total, row.claimed, row.resolved) == (1, resolved, resolved)
    office = identity.office("supervisor")
    view = (await client.get(f"/v1/cases/{s.case_id}", headers=office)).json()
    assert (view["state_label"], view["fast_closed"]) == ("已销号", True)
    assert (view["recognised_on"], view["written_off_on"]) == ("2020-11-05", "2020-11-05")
    items = (await client.get(f"/v1/cases/{s.case_id}/timeline", headers=office)).json()["items"]
    assert "事由清楚、结果清晰，直接销号" in [i["label"] for i in items]


async def test_r13_a_relapse_after_a_quick_write_off_takes_it_out_of_the_rate_again(parts):
    s = Story().until_claimed(day(2)).strike_off(day(3)).revoke(day(8))
    assert state_of(row_of(s)) is CaseState.RESOLVING
    assert row_of(s).supervision.fast_closed is False
    await feed_stories(parts, s)
    assert (await figure(parts, day(7))).resolved == 1
    after = await figure(parts, day(8))
    assert (after.claimed, after.resolved) == (0, 0)


# --- withdrawn repeats ----------------------------------------------------------------------------


async def test_a_reinstated_recognition_counts_as_if_never_revoked_but_only_as_known_since(parts):
    s = Story().until_resolved(day(3)).revoke(day(10), noon(10)).reinstate(day(20), noon(20))
    await feed_stories(parts, s)
    for n in (3, 10, 15, 20, 30):
        row = await figure(parts, day(n))
        assert (row.claimed, row.resolved) == (1, 1), n
        before = await figure(parts, day(n), noon(19))
        assert (before.claimed, before.resolved) == ((1, 1) if n < 10 else (0, 0)), n
    assert (await figure(parts, day(15), noon(9))).resolved == 1


async def test_a_second_revocation_counts_from_its_own_day(parts):
    s = Story().until_resolved(day(3)).revoke(day(20)).reinstate(day(22)).revoke(day(10), noon(25))
    await feed_stories(parts, s)
    assert [(await figure(parts, day(n))).resolved for n in (9, 10, 21, 30)] == [1, 0, 0, 0]
    assert [(await figure(parts, day(n), noon(24))).resolved for n in (9, 10, 21, 30)] == [1] * 4
    again = s.reinstate(day(30), noon(30))
    await feed(parts.db, parts.handlers, again.events[-1:])
    assert [(await figure(parts, day(n))).resolved for n in (9, 10, 21, 30)] == [1] * 4


@pytest.mark.parametrize("written_off", [False, True])
def test_a_reinstated_case_is_as_it_was_before_the_revocation(written_off):
    s = Story().until_resolved(day(3))
    if written_off:
        s.write_off(day(95))
    before = row_of(s)
    s.revoke(day(100))
    assert state_of(row_of(s)) is CaseState.RESOLVING
    s.reinstate(day(110))
    after = row_of(s)
    assert state_of(after) is state_of(before)
    same = (
        "approved_report", "approved_on", "ended_report", "recognition_id", "recognised_on",
        "written_off_on", "revoked_on", "revocation_cause", "revocations", "fast_closed",
    )  # fmt: skip
    for name in same:
        assert getattr(after.supervision, name) == getattr(before.supervision, name), name
    kinds = {f.kind for f in after.facts}
    assert {FactKind.REVOKED, FactKind.REINSTATED, FactKind.RESTORED} <= kinds


def test_a_withdrawn_confirmation_is_no_repeat_and_a_withdrawn_dismissal_was_none():
    s = Story().register().repeat(DAY).repeat(day(1))
    assert row_of(s).intake.repeats == 2
    s.withdraw(day(2)).withdraw(day(3), was="dismissed")
    assert row_of(s).intake.repeats == 1


@given(st.lists(st.integers(0, 3), max_size=60))
def test_how_the_sources_interleave_makes_no_difference_to_corrections_either(picks):
    s = Story().until_resolved(DAY).repeat(day(5)).revoke(day(5)).withdraw(day(9))
    s.reinstate(day(9)).amend(day(10), case_kind=CaseKind.BONE, registered_on=day(-900))
    s.join(uuid4(), day(10)).seal(day(11), "JM-1").unseal(day(12), s.no)
    row = Row(s.case_id)
    for envelope in interleaved(s, picks):
        row = fold(row, envelope)
    assert row == row_of(s)
    assert state_of(row) is CaseState.RECOGNISED
