"""R13: 事由清楚、结果清晰 is struck off at once on a basis document."""

from datetime import date

import pytest
from contracts.intake import CaseFastClosedV1
from servicekit.ids import new_id

DAY = date(2026, 11, 10)


def fast(desk, case_id):
    closing = CaseFastClosedV1(document_no="兴信联〔2026〕77号")
    return desk.event(case_id, closing, occurred_on=DAY)


async def test_r13_a_fast_closed_case_is_resolved_and_written_off_on_that_day(desk, identity):
    case_id = await desk.known()
    await desk.feed(fast(desk, case_id))
    view = await desk.see(case_id)
    assert view["state"] == "written_off"
    days = {k: v and v["occurred_on"] for k, v in view["closure"].items()}
    assert days == {
        "reported": None, "approved": None, "recognised": "2026-11-10", "written_off": "2026-11-10",
    }  # fmt: skip
    (recognition,) = view["recognitions"]
    assert recognition["fast"] is True
    assert recognition["evidence"] == []
    assert recognition["basis_document_no"] == "兴信联〔2026〕77号"
    lead = identity.headers("wenhuajie", "street", ["handler"])
    assert (await desk.see(case_id, lead))["recognitions"][0]["basis_document_no"] is None
    recognised, off = await desk.events(case_id)
    assert (recognised["type"], off["type"]) == (
        "resolution_recognised.v1", "case_written_off.v1",
    )  # fmt: skip
    assert recognised["data"] == {
        "recognition_id": recognition["id"], "evidence": [], "observe_until": "2026-11-10",
        "fast": True, "report_id": None,
    }  # fmt: skip
    assert {recognised["occurredon"], off["occurredon"]} == {"2026-11-10"}
    ((sealed,),) = await desk.sql("select basis from recognitions")
    assert b"77" not in bytes(sealed)


async def test_r13_a_relapse_afterwards_revokes_as_for_any_written_off_case(desk):
    case_id = await desk.known()
    await desk.feed(fast(desk, case_id), desk.repeated(case_id, date(2026, 11, 20)))
    view = await desk.see(case_id)
    assert (view["state"], view["repeats"][0]["revoked"]) == ("open", True)
    assert (await desk.events(case_id))[-1]["type"] == "resolution_revoked.v1"
    await desk.feed(desk.reported(case_id), desk.opinion(case_id))
    assert (await desk.see(case_id))["allowed_actions"] == ["review"]


@pytest.mark.parametrize("stage", ["awaiting_review", "approved"])
async def test_r13_a_closure_under_way_ends_by_the_fast_closing(desk, stage):
    case_id = await getattr(desk, stage)()
    await desk.feed(fast(desk, case_id))
    view = await desk.see(case_id)
    assert view["state"] == "written_off"
    assert view["closure"]["reported"] is None
    assert [f["kind"] for f in view["history"]][-3:] == [
        "struck_off", "recognised", "written_off",
    ]  # fmt: skip
    told = (await desk.events(case_id))[-2]["data"]
    assert told["report_id"] == str(desk.report_id)


async def test_r13_a_report_and_an_opinion_that_cross_the_fast_closing_change_nothing(desk):
    case_id = await desk.known()
    await desk.feed(fast(desk, case_id), desk.reported(case_id), desk.opinion(case_id))
    view = await desk.see(case_id)
    assert (view["state"], view["closure"]["reported"]) == ("written_off", None)
    rows = await desk.sql(
        "select action from audit_log where object_id = :c and action like 'closure.%'",
        c=str(case_id),
    )
    assert {r.action for r in rows} == {"closure.report_crossed", "closure.opinion_crossed"}


async def test_r13_a_case_that_is_resolved_already_is_not_resolved_again(desk):
    case_id = await desk.recognised("2026-11-06")
    before = await desk.see(case_id)
    await desk.feed(fast(desk, case_id))
    assert await desk.see(case_id) == before


async def test_r13_the_fast_closing_may_be_the_first_that_is_heard_of_a_case(desk):
    case_id = new_id()
    registration, closing = desk.registered(case_id), fast(desk, case_id)
    await desk.feed(registration, closing, desk.issued(case_id))
    assert (await desk.see(case_id))["state"] == "written_off"
