"""销号 after the window, 撤销化解 by inspection and by relapse."""

from datetime import UTC, date, datetime

from servicekit.ids import new_id


def move(clock, day: str) -> None:
    y, m, d = map(int, day.split("-"))
    clock.move_to(datetime(y, m, d, 2, tzinfo=UTC))


async def test_r27_no_write_off_while_the_window_runs(desk, clock):
    case_id = await desk.recognised("2026-11-06")
    answer = await desk.write_off(case_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "observation_running")
    assert answer.json()["observe_until"] == "2027-02-04"
    answer = await desk.write_off(case_id, occurred_on="2027-02-04")
    assert (answer.status_code, answer.json()["code"]) == (422, "in_the_future")
    move(clock, "2027-02-03")
    assert (await desk.write_off(case_id)).json()["code"] == "observation_running"
    move(clock, "2027-02-04")
    answer = await desk.write_off(case_id)
    assert (answer.status_code, answer.json()["state"]) == (200, "written_off")
    event = (await desk.events(case_id))[-1]
    assert (event["type"], event["occurredon"]) == ("case_written_off.v1", "2027-02-04")
    view = await desk.see(case_id)
    assert event["data"] == {"recognition_id": view["recognitions"][0]["id"]}
    assert [view["closure"][k]["occurred_on"] for k in view["closure"]] == [
        "2026-11-01", "2026-11-05", "2026-11-06", "2027-02-04",
    ]  # fmt: skip


async def test_r27_only_the_office_writes_off(desk, clock, identity):
    case_id = await desk.recognised()
    move(clock, "2027-03-01")
    lead = identity.headers("wenhuajie", "street", ["supervisor", "reviewer", "handler"])
    for headers in (lead, identity.office("reviewer")):
        answer = await desk.write_off(case_id, headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "role_missing")
    assert (
        await desk.write_off(case_id, identity.office("supervisor", unit="xfj"))
    ).status_code == 200


async def test_r27_a_repeat_within_the_window_leaves_nothing_to_write_off(desk, clock):
    case_id = await desk.recognised("2026-11-06")
    await desk.feed(desk.repeated(case_id, date(2026, 11, 20)))
    move(clock, "2027-03-01")
    answer = await desk.write_off(case_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")


async def test_r3_a_relapse_after_write_off_revokes_with_the_system_as_actor(desk, clock):
    case_id, later = await desk.recognised("2026-11-06"), await desk.known()
    move(clock, "2027-02-10")
    await desk.write_off(case_id)
    repeat = desk.repeated(case_id, date(2027, 2, 9), later)
    await desk.feed(repeat)
    event = (await desk.events(case_id))[-1]
    recognition = (await desk.see(case_id))["recognitions"][0]
    assert event["type"] == "resolution_revoked.v1"
    assert event["data"] == {
        "recognition_id": recognition["id"], "cause": "relapse", "later_case_id": str(later),
    }  # fmt: skip
    assert (event["occurredon"], event["late"]) == ("2027-02-09", False)
    assert (event["actorsub"], event["tenant"]) == ("system:consumer:supervision", "xlb")
    assert (event["causationid"], event["correlationid"]) == (str(repeat.id), "corr-test")
    view = await desk.see(case_id)
    assert view["state"] == "open"
    assert set(view["closure"].values()) == {None}
    assert view["repeats"][0]["revoked"] is True
    assert view["revocations"][0]["later_case_id"] == str(later)


async def test_r3_a_repeat_long_ago_revokes_as_a_late_entry(desk):
    case_id = await desk.recognised("2026-11-06")
    await desk.feed(desk.repeated(case_id, date(2026, 11, 10)))
    assert (await desk.events(case_id))[-1]["late"] is True


async def test_an_inspection_revokes_and_the_case_can_be_resolved_anew(desk):
    case_id = await desk.recognised("2026-11-06")
    answer = await desk.revoke(case_id, occurred_on="2026-11-24")
    assert (answer.status_code, answer.json()["state"]) == (200, "open")
    event = (await desk.events(case_id))[-1]
    assert (event["type"], event["data"]["cause"]) == ("resolution_revoked.v1", "inspection")
    assert event["data"]["later_case_id"] is None
    view = await desk.see(case_id)
    assert view["revocations"][0]["reason"] == "复查发现欠薪仍未发放"
    ((sealed,),) = await desk.sql("select reason from revocations")
    assert "欠薪".encode() not in bytes(sealed)
    desk.report_id = new_id()
    await desk.feed(
        desk.reported(case_id, 2, occurred_on=date(2026, 11, 25)),
        desk.opinion(case_id, on=date(2026, 11, 25)),
    )
    assert (await desk.review(case_id)).json()["state"] == "approved"
    assert (await desk.recognise(case_id)).json()["state"] == "recognised"
    assert len((await desk.see(case_id))["recognitions"]) == 2


async def test_a_revocation_needs_a_reason_a_duty_a_day_and_something_to_take_back(desk, identity):
    case_id = await desk.approved()
    assert (await desk.revoke(case_id)).json()["code"] == "illegal_transition"
    await desk.recognise(case_id, occurred_on="2026-11-20")
    assert (await desk.revoke(case_id, reason=" ")).json()["code"] == "reason_missing"
    early = await desk.revoke(case_id, occurred_on="2026-11-19")
    assert (early.status_code, early.json()["code"]) == (422, "before_its_cause")
    refused = await desk.revoke(case_id, identity.office("reviewer"))
    assert (refused.status_code, refused.json()["code"]) == (403, "role_missing")
    assert (await desk.see(case_id))["state"] == "recognised"


async def test_a_revocation_and_a_write_off_with_one_key_each_happen_once(desk, clock, identity):
    case_id = await desk.recognised()
    move(clock, "2027-03-01")
    for act, key in ((desk.write_off, "w"), (desk.revoke, "r")):
        headers = {**identity.office("supervisor"), "Idempotency-Key": key}
        first, again = await act(case_id, headers), await act(case_id, headers)
        assert (first.status_code, first.json()) == (200, again.json())
    names = [e["type"] for e in await desk.events(case_id)]
    assert names[-2:] == ["case_written_off.v1", "resolution_revoked.v1"]
    assert [e["caseversion"] for e in await desk.events(case_id)] == [1, 2, 3, 4]
