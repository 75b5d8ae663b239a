"""The replay's plan for every row of the example ledger, without any server."""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from contracts.units import UnitDirectory
from hypothesis import given
from hypothesis import strategies as st
from standalone.demo import texts
from standalone.demo.batches import group
from standalone.demo.cast import OFFICE_REGISTRAR, leader_of
from standalone.demo.rows import LedgerRow, Reach, RowError, read_row
from standalone.demo.schedule import ScheduleError, schedule
from standalone.demo.steps import Phase, Step, after_issue, verification

ROOT = Path(__file__).parents[3]
UNITS = UnitDirectory.read(ROOT / "examples" / "units.csv")
ROWS_FILE = Path(__file__).parent / "data" / "ledger_rows.json"


def values() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(ROWS_FILE.read_text("utf-8"))
    return rows


def ledger() -> list[LedgerRow]:
    return [read_row(v, row=i + 6, case_id=f"c-{i}", units=UNITS) for i, v in enumerate(values())]


def a_row(**changes: Any) -> LedgerRow:
    return read_row({**values()[0], **changes}, row=6, case_id="c", units=UNITS)


def steps_of(row: LedgerRow) -> list[tuple[Phase, Step]]:
    plan = schedule(
        registered=row.registered_on, handed_down=row.handed_down_on, closed=row.closed_on
    )
    first = verification(row, plan, OFFICE_REGISTRAR)
    return [(Phase.VERIFY, first), *after_issue(row, plan, leader_of(row))]


def test_every_row_of_the_example_ledger_is_understood() -> None:
    rows = ledger()
    assert len(rows) == 95
    assert Counter(r.reach for r in rows) == {
        Reach.RECOGNISED: 25, Reach.REPORTED: 34, Reach.VISITED: 26, Reach.PLANNED: 10,
    }  # fmt: skip
    assert sum(r.hard and r.below_county for r in rows) == 3
    assert [r.row - 5 for r in rows if r.contradicts_itself] == [16, 29]


@pytest.mark.parametrize("row", ledger(), ids=lambda r: r.case_no)
def test_the_dates_of_a_row_are_in_order_and_between_handing_down_and_resolution(
    row: LedgerRow,
) -> None:
    plan = schedule(
        registered=row.registered_on, handed_down=row.handed_down_on, closed=row.closed_on
    )
    dates = plan.in_order()
    assert list(dates) == sorted(dates)
    assert plan.registered == row.registered_on
    assert plan.issued == row.handed_down_on
    assert plan.closed == row.closed_on
    assert all(s.on <= (row.closed_on or date(2026, 11, 25)) for _, s in steps_of(row))
    assert [s.on for _, s in steps_of(row)] == sorted(s.on for _, s in steps_of(row))


@given(
    registered=st.dates(date(2019, 1, 1), date(2026, 1, 1)),
    wait=st.none() | st.integers(-400, 900),
    span=st.none() | st.integers(0, 2000),
)
def test_any_row_whose_dates_agree_gets_ordered_dates(
    registered: date, wait: int | None, span: int | None
) -> None:
    handed = None if wait is None else registered + timedelta(days=wait)
    issued = max(registered, handed or registered)
    closed = None if span is None else issued + timedelta(days=span)
    dates = schedule(registered=registered, handed_down=handed, closed=closed).in_order()
    assert list(dates) == sorted(dates)
    assert dates[2] == issued
    assert dates[-1] <= (closed or issued + timedelta(days=30))


def test_a_resolution_before_the_handing_down_is_refused() -> None:
    with pytest.raises(ScheduleError, match="早于"):
        schedule(
            registered=date(2020, 1, 1), handed_down=date(2020, 10, 29), closed=date(2020, 10, 28)
        )


def test_a_step_sent_twice_is_the_same_request_to_the_letter() -> None:
    assert steps_of(a_row()) == steps_of(a_row())


def test_step_names_are_unique_within_a_case() -> None:
    for row in ledger():
        names = [s.name for _, s in steps_of(row)]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("status", "last"),
    [
        ("已制定方案", "plan"),
        ("办理中", "plan-step-1"),
        ("已办结待审核", "opinion"),
        ("已化解", "recognition"),
    ],
)
def test_a_row_is_carried_exactly_as_far_as_its_status_says(status: str, last: str) -> None:
    assert steps_of(a_row(办理状态=status))[-1][1].name == last


def test_a_row_that_was_only_issued_is_signed_and_no_more() -> None:
    assert [s.name for _, s in steps_of(a_row(办理状态=None))] == [
        "verification", "sign-fenghuangbeijie", "sign-funingjie",
    ]  # fmt: skip


def test_a_closed_row_without_its_date_is_refused_with_a_sentence() -> None:
    with pytest.raises(RowError, match="没有化解时间"):
        a_row(化解时间=None)


def test_an_unknown_status_and_an_unknown_unit_are_refused_with_a_sentence() -> None:
    with pytest.raises(RowError, match="办理状态“不知道”"):
        a_row(办理状态="不知道")
    with pytest.raises(RowError, match="责任单位“某某局”"):
        a_row(责任单位="某某局")


def test_a_hard_case_with_a_lower_leader_carries_its_override_and_no_other_does() -> None:
    for row in ledger():
        (leader,) = [s for _, s in steps_of(row) if s.name == "leader"]
        has_override = "leader_level_below_county" in leader.on_refusal
        assert has_override is row.below_county
        if has_override:
            override = leader.on_refusal["leader_level_below_county"]
            assert override.on == leader.on
            assert override.body is not None
            assert len(str(override.body["reason"])) >= 10


def test_a_county_leader_belongs_to_the_district_and_names_stay_out_of_login_names() -> None:
    county, section = leader_of(a_row()), leader_of(a_row(包案领导级别="乡科级"))
    assert county is not None
    assert section is not None
    assert (county.unit, section.unit) == ("qld", "fenghuangbeijie")
    assert county.username.isascii()
    assert county.username != section.username


def test_a_contradicting_row_says_so_in_its_evidence() -> None:
    told = [e["description"] for e in texts.evidence(a_row(是否息访=False))]
    assert any("“否”" in str(t) and "再次回访" in str(t) for t in told)
    plain = [e["description"] for e in texts.evidence(a_row())]
    assert not any("“否”" in str(t) for t in plain)


@pytest.mark.parametrize(
    ("measures", "outcome"),
    [
        ("召开协调会，与信访人见面沟通，督促整改", "not_agreed"),
        ("组织信访人与开发企业协商，达成和解协议", "agreed"),
        ("引导信访人通过诉讼渠道解决", None),
        (None, None),
    ],
)
def test_a_mediation_session_is_recorded_only_where_the_measures_speak_of_one(
    measures: str | None, outcome: str | None
) -> None:
    found = [s.body for _, s in steps_of(a_row(化解措施=measures)) if s.name == "session"]
    assert [b["outcome"] for b in found if b] == ([outcome] if outcome else [])
    assert all(("agreement" in b) is (outcome == "agreed") for b in found if b)


def test_an_empty_measures_cell_is_said_to_be_empty() -> None:
    (measure,) = [s for _, s in steps_of(a_row(化解措施=None)) if s.name == "measure"]
    assert measure.body is not None
    assert measure.body["description"] == texts.NO_MEASURES


def test_batches_are_one_per_day_and_source() -> None:
    rows = [(r, r.handed_down_on or r.registered_on) for r in ledger()]
    groups = group(rows)
    assert sum(map(len, groups.values())) == 95
    assert len(groups) == len({(d, r.source) for r, d in rows})
    assert [d for d, _ in groups] == sorted(d for d, _ in groups)
