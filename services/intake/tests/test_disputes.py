"""Disputes on the ground: recorded where they arise, solved there or handed up, or become petitions."""

import pytest
from intake_builders import column, register
from servicekit.ids import new_id

URL = "/v1/disputes"
RATES = "/v1/dispute-rates"
NOTE = {"note": "村调解委员会上门三次，双方签了调解协议。"}


def a_dispute(**over):
    return {
        "kind": "neighbours", "occurred_on": "2026-11-23", "place": "文化社区3号楼",
        "summary": "两户因楼道堆物发生争吵，一户要求清走。", **over,
    }  # fmt: skip


async def record(client, headers, **over):
    answer = await client.post(URL, json=a_dispute(**over), headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def act(client, headers, dispute_id, what, **body):
    return await client.post(f"{URL}/{dispute_id}/{what}", json=body, headers=headers)


async def settle(client, headers, dispute_id, level="village", **over):
    body = {"level": level, **NOTE, **over}
    answer = await act(client, headers, dispute_id, "settlement", **body)
    assert answer.status_code == 200, answer.text


async def escalate(client, headers, dispute_id, **over):
    body = {"note": "本级调解两次未成，报请上级协调。", **over}
    answer = await act(client, headers, dispute_id, "escalation", **body)
    assert answer.status_code == 200, answer.text


async def view(client, headers, dispute_id):
    answer = await client.get(f"{URL}/{dispute_id}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def listed(client, headers, query=""):
    answer = await client.get(f"{URL}?{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    return {d["id"] for d in answer.json()["items"]}


def refusal(answer):
    return answer.status_code, answer.json()["code"]


async def test_r61_a_small_matter_is_solved_in_the_village(client, street):
    dispute = await record(client, street)
    before = await view(client, street, dispute)
    assert (before["state"], before["level"], before["place_unit"]) == (
        "open", "village", "wenhuajie",
    )  # fmt: skip
    assert before["allowed_actions"] == ["settle", "escalate", "petition"]
    await settle(client, street, dispute, occurred_on="2026-11-24")
    after = await view(client, street, dispute)
    assert (after["state_label"], after["level_label"], after["settled_on"]) == (
        "已化解", "村（居）", "2026-11-24",
    )  # fmt: skip
    (step,) = after["steps"]
    assert (step["action"], step["note"]) == ("settle", NOTE["note"])


async def test_r61_a_matter_goes_up_step_by_step_and_is_then_no_longer_solved_in_the_village(
    client, street, office
):
    dispute = await record(client, street)
    await escalate(client, street, dispute)
    low = await act(client, street, dispute, "settlement", level="village", **NOTE)
    assert refusal(low) == (422, "level_too_low")
    await escalate(client, street, dispute)
    top = await act(client, office, dispute, "escalation", note="请再往上报一级。")
    assert refusal(top) == (409, "at_the_top")
    assert (await view(client, office, dispute))["allowed_actions"] == ["settle", "petition"]
    await settle(client, office, dispute, "district")
    steps = [(s["action"], s["level"]) for s in (await view(client, street, dispute))["steps"]]
    assert steps == [("escalate", "town"), ("escalate", "district"), ("settle", "district")]


async def test_r61_a_settlement_that_did_not_hold_goes_up_and_is_open_again(client, street):
    dispute = await record(client, street)
    await settle(client, street, dispute)
    await escalate(client, street, dispute)
    found = await view(client, street, dispute)
    assert (found["state"], found["level"], found["settled_on"]) == ("open", "town", None)


@pytest.mark.parametrize("by", ["case_id", "case_no"])
async def test_r61_a_dispute_that_became_a_petition_is_linked_with_the_case(
    client, street, by, service_db
):
    case = await register(client, street)
    dispute = await record(client, street)
    ref = {"case_id": case, "case_no": "XQ2026112500001"}[by]
    answer = await act(client, street, dispute, "petition", **{by: ref})
    assert answer.json() == {
        "id": dispute, "version": 2, "state": "petitioned", "level": "village"
    }  # fmt: skip
    found = await view(client, street, dispute)
    assert (found["case_id"], found["case_no"]) == (case, "XQ2026112500001")
    assert found["allowed_actions"] == []
    assert await listed(client, street, f"case_id={case}") == {dispute}
    again = await act(client, street, dispute, "settlement", level="village", **NOTE)
    assert refusal(again) == (409, "illegal_transition")


async def test_a_case_that_the_unit_does_not_see_cannot_be_linked(client, street, bureau):
    case = await register(client, bureau)
    dispute = await record(client, street)
    for ref in ({"case_id": case}, {"case_no": "XQ2026112500001"}, {"case_id": str(new_id())}):
        assert refusal(await act(client, street, dispute, "petition", **ref)) == (
            404, "case_not_found",
        )  # fmt: skip
    for ref in ({}, {"case_id": case, "case_no": "XQ2026112500001"}):
        assert (await act(client, street, dispute, "petition", **ref)).status_code == 422


async def test_r72_a_linked_case_that_is_sealed_later_is_no_longer_shown(client, street, office):
    case = await register(client, street)
    dispute = await record(client, street)
    await act(client, street, dispute, "petition", case_id=case)
    reason = {"reason": "反映公职人员违纪，属于揭发控告。"}
    await client.post(f"/v1/cases/{case}/seal", json=reason, headers=office)
    for who in (street, office):
        found = await view(client, who, dispute)
        assert (found["state"], found["case_id"], found["case_no"]) == ("petitioned", None, None)
        assert await listed(client, who, f"case_id={case}") == set()


async def test_who_sees_a_dispute_is_the_recorder_the_place_the_offices_and_whom_it_was_handed_to(
    client, street, bureau, office, identity
):
    township = identity.headers("daxinzhen", "township", ["handler"])
    other_office = identity.office("supervisor", unit="xfj")
    dispute = await record(client, bureau, place_unit="wenhuajie", level="town")
    for who in (street, bureau, office, other_office):
        assert await listed(client, who) == {dispute}
    assert await listed(client, township) == set()
    for what in ("settlement", "escalation"):
        body = {**NOTE, "level": "town"} if what == "settlement" else NOTE
        answer = await act(client, township, dispute, what, **body)
        assert refusal(answer) == (404, "dispute_not_found")
    assert refusal(await client.get(f"{URL}/{dispute}", headers=township)) == refusal(
        await client.get(f"{URL}/{new_id()}", headers=township)
    )
    await escalate(client, street, dispute, to_unit="daxinzhen")
    assert await listed(client, township) == {dispute}


async def test_the_list_is_narrowed_by_state_kind_level_unit_and_days(client, street, office):
    noise = await record(client, street)
    wages = await record(client, street, kind="wages", level="town", occurred_on="2026-10-01")
    await settle(client, street, noise)
    for query, wanted in (
        ("state=settled", {noise}), ("kind=wages", {wages}), ("level=town", {wages}),
        ("place_unit=wenhuajie", {noise, wages}), ("place_unit=jyj", set()),
        ("since=2026-10-02", {noise}), ("until=2026-10-01", {wages}),
        ("state=open&kind=neighbours", set()),
    ):  # fmt: skip
        assert await listed(client, office, query) == wanted, query
    page = (await client.get(f"{URL}?size=1", headers=office)).json()
    assert (page["total"], [d["id"] for d in page["items"]]) == (2, [noise])


async def test_r61_the_rate_says_how_many_were_solved_below_the_district(
    client, street, bureau, office
):
    ids = [await record(client, street) for _ in range(4)]
    case = await register(client, street)
    await settle(client, street, ids[0])
    await settle(client, street, ids[1], "town")
    await act(client, street, ids[2], "petition", case_id=case)
    school = await record(client, bureau, level="district", occurred_on="2026-11-20")
    await settle(client, bureau, school, "district")
    found = (await client.get(RATES, headers=office)).json()
    total = {k: found["total"][k] for k in ("village", "town", "district", "petitioned", "open")}
    assert total == {"village": 1, "town": 1, "district": 1, "petitioned": 1, "open": 1}
    assert (found["total"]["below"], found["total"]["village_share"]) == (0.5, 0.25)
    assert [(u["unit"], u["below"]) for u in found["units"]] == [
        ("jyj", 0.0), ("wenhuajie", pytest.approx(2 / 3)),
    ]  # fmt: skip
    span = (await client.get(f"{RATES}?until=2026-11-20", headers=office)).json()
    assert [u["unit"] for u in span["units"]] == ["jyj"]
    empty = (await client.get(f"{RATES}?until=2026-01-01", headers=office)).json()
    assert (empty["total"]["below"], empty["units"]) == (None, [])
    own = (await client.get(RATES, headers=street)).json()
    assert own["total"]["district"] == 0


async def test_the_days_of_a_dispute_follow_each_other(client, street, office):
    dispute = await record(client, street)
    early = await act(
        client, street, dispute, "settlement", level="village", occurred_on="2026-11-22", **NOTE
    )
    assert refusal(early) == (422, "before_its_cause")
    tomorrow = await client.post(URL, json=a_dispute(occurred_on="2026-11-26"), headers=street)
    assert refusal(tomorrow) == (422, "in_the_future")
    old = await record(client, street, occurred_on="2026-10-01")
    late = {"level": "village", "occurred_on": "2026-10-05", **NOTE}
    assert refusal(await act(client, street, old, "settlement", **late)) == (
        403, "late_entry_not_allowed",
    )  # fmt: skip
    await settle(client, office, old, occurred_on="2026-10-05")


async def test_two_officers_do_not_overwrite_each_other_and_a_repeated_request_does_nothing_more(
    client, street, service_db
):
    dispute = await record(client, street)
    once = street | {"Idempotency-Key": "settle-once", "If-Match": "1"}
    first = await act(client, once, dispute, "settlement", level="village", **NOTE)
    second = await act(client, once, dispute, "settlement", level="village", **NOTE)
    assert first.json() == second.json()
    stale = await act(client, street | {"If-Match": "1"}, dispute, "escalation", **NOTE)
    assert refusal(stale) == (409, "stale_version")
    acts = await column(service_db.admin_dsn, "select action from audit_log order by seq")
    assert acts == ["dispute.recorded", "dispute.settled"]


async def test_what_a_dispute_is_about_is_encrypted_and_in_no_audit_row(client, street, service_db):
    dispute = await record(client, street)
    await settle(client, street, dispute)
    for sql in (
        "select encode(summary, 'escape') from early_disputes",
        "select encode(note, 'escape') from dispute_steps",
        "select concat(before, after, reason) from audit_log",
    ):
        for text in await column(service_db.admin_dsn, sql):
            assert "楼道" not in text
            assert "调解" not in text


async def test_an_analyst_reads_and_does_not_act(client, street, identity):
    analyst = identity.headers("wenhuajie", "street", ["analyst"])
    dispute = await record(client, street)
    assert (await view(client, analyst, dispute))["allowed_actions"] == []
    answer = await act(client, analyst, dispute, "settlement", level="village", **NOTE)
    assert refusal(answer) == (403, "role_missing")
    new = await client.post(URL, json=a_dispute(), headers=analyst)
    assert refusal(new) == (403, "role_missing")
    unknown = await client.post(URL, json=a_dispute(place_unit="nowhere"), headers=street)
    assert refusal(unknown) == (422, "unit_unknown")
