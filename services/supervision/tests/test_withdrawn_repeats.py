"""A person undoes the confirmation of a repeat: what only it had revoked stands again."""

from datetime import UTC, date, datetime

from contracts.intake import CaseFastClosedV1
from servicekit.ids import new_id

CAME_AGAIN, UNDONE = date(2026, 11, 20), date(2026, 11, 24)


async def test_a_withdrawn_repeat_reinstates_the_recognition_with_its_window(desk):
    case_id = await desk.recognised("2026-11-06")
    before = await desk.see(case_id)
    repeat = desk.repeated(case_id, CAME_AGAIN)
    await desk.feed(repeat, desk.withdrawn(repeat, UNDONE))
    after = await desk.see(case_id)
    for key in ("state", "state_since", "observe_until", "closure", "allowed_actions"):
        assert after[key] == before[key], key
    assert [f["kind"] for f in after["history"]][-2:] == ["revoked", "reinstated"]
    assert [(r["revoked"], r["withdrawn"]) for r in after["repeats"]] == [(True, True)]
    event = (await desk.events(case_id))[-1]
    assert (event["type"], event["occurredon"]) == ("resolution_reinstated.v1", "2026-11-24")
    assert event["data"] == {
        "recognition_id": before["recognitions"][0]["id"],
        "later_case_id": repeat.data["later_case_id"],
        "recognised_on": "2026-11-06", "observe_until": "2027-02-04", "written_off_on": None,
        "report_id": str(desk.report_id), "approved_on": "2026-11-05",
    }  # fmt: skip


async def test_a_case_that_was_written_off_is_written_off_again(desk, clock):
    case_id = await desk.recognised("2026-11-06")
    clock.move_to(datetime(2027, 2, 10, 2, tzinfo=UTC))
    await desk.write_off(case_id, occurred_on="2027-02-08")
    repeat = desk.repeated(case_id, date(2027, 2, 9))
    await desk.feed(repeat, desk.withdrawn(repeat, date(2027, 2, 10)))
    view = await desk.see(case_id)
    assert (view["state"], view["state_since"]) == ("written_off", "2027-02-08")
    assert (await desk.events(case_id))[-1]["data"]["written_off_on"] == "2027-02-08"


async def test_a_fast_closed_case_is_written_off_again(desk):
    case_id = await desk.known()
    closing = desk.event(case_id, CaseFastClosedV1(document_no="1号"), occurred_on=CAME_AGAIN)
    repeat = desk.repeated(case_id, CAME_AGAIN)
    await desk.feed(closing, repeat)
    assert (await desk.see(case_id))["state"] == "open"
    await desk.feed(desk.withdrawn(repeat, UNDONE))
    view = await desk.see(case_id)
    assert (view["state"], view["closure"]["reported"]) == ("written_off", None)
    assert (await desk.events(case_id))[-1]["data"]["report_id"] is None


async def test_another_repeat_after_the_recognition_keeps_it_revoked_until_it_goes_too(desk):
    case_id = await desk.recognised("2026-11-06")
    first, second = desk.repeated(case_id, CAME_AGAIN), desk.repeated(case_id, UNDONE)
    await desk.feed(first, second, desk.withdrawn(first, UNDONE))
    assert (await desk.see(case_id))["state"] == "open"
    assert (await desk.events(case_id))[-1]["type"] == "resolution_revoked.v1"
    await desk.feed(desk.withdrawn(second, UNDONE))
    assert (await desk.see(case_id))["state"] == "recognised"


async def test_an_earlier_repeat_does_not_stand_in_the_way(desk):
    case_id = await desk.known()
    await desk.feed(desk.repeated(case_id, date(2026, 10, 30)))
    await desk.feed(desk.reported(case_id), desk.opinion(case_id))
    await desk.review(case_id, occurred_on="2026-11-05")
    await desk.recognise(case_id, occurred_on="2026-11-06")
    repeat = desk.repeated(case_id, CAME_AGAIN)
    await desk.feed(repeat, desk.withdrawn(repeat, UNDONE))
    assert (await desk.see(case_id))["state"] == "recognised"


async def test_a_new_report_since_is_left_alone(desk):
    case_id = await desk.recognised("2026-11-06")
    repeat = desk.repeated(case_id, CAME_AGAIN)
    await desk.feed(repeat)
    desk.report_id = new_id()
    await desk.feed(desk.reported(case_id, 2, occurred_on=UNDONE), desk.withdrawn(repeat, UNDONE))
    view = await desk.see(case_id)
    assert (view["state"], view["closure"]["recognised"]) == ("reported", None)
    actions = await desk.sql(
        "select action from audit_log where object_id = :c order by seq desc limit 1",
        c=str(case_id),
    )
    assert [r.action for r in actions] == ["case.repeat_withdrawn"]


async def test_what_an_inspection_revoked_stays_revoked(desk):
    case_id = await desk.recognised("2026-11-06")
    early = desk.repeated(case_id, CAME_AGAIN)
    await desk.feed(early, desk.withdrawn(early, UNDONE))
    await desk.revoke(case_id, occurred_on="2026-11-25")
    again = desk.repeated(case_id, UNDONE)
    await desk.feed(again, desk.withdrawn(again, date(2026, 11, 25)))
    view = await desk.see(case_id)
    assert (view["state"], len(view["revocations"])) == ("open", 2)


async def test_a_repeat_confirmed_withdrawn_and_confirmed_again_revokes_again(desk):
    case_id = await desk.recognised("2026-11-06")
    repeat = desk.repeated(case_id, CAME_AGAIN)
    undone = desk.withdrawn(repeat, UNDONE)
    again = desk.event(case_id, repeat.payload(), occurred_on=CAME_AGAIN)
    await desk.feed(repeat, undone, again)
    view = await desk.see(case_id)
    assert (view["state"], len(view["revocations"])) == ("open", 2)
    assert [(r["revoked"], r["withdrawn"]) for r in view["repeats"]] == [(True, False)]
    await desk.feed(desk.withdrawn(repeat, UNDONE))
    view = await desk.see(case_id)
    assert (view["state"], view["closure"]["recognised"]["occurred_on"]) == (
        "recognised", "2026-11-06",
    )  # fmt: skip


async def test_a_withdrawn_dismissal_changes_nothing_here(desk):
    case_id = await desk.recognised("2026-11-06")
    repeat = desk.repeated(case_id, CAME_AGAIN)
    await desk.feed(repeat, desk.withdrawn(repeat, UNDONE, "dismissed"))
    assert (await desk.see(case_id))["state"] == "open"


async def test_after_a_withdrawal_a_recognition_may_be_dated_before_that_day(desk):
    case_id = await desk.approved()
    repeat = desk.repeated(case_id, CAME_AGAIN)
    await desk.feed(repeat)
    refused = await desk.recognise(case_id, occurred_on="2026-11-06")
    assert (refused.status_code, refused.json()["code"]) == (409, "repeat_since")
    await desk.feed(desk.withdrawn(repeat, UNDONE))
    assert (await desk.recognise(case_id, occurred_on="2026-11-06")).status_code == 200
