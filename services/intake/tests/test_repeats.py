"""Repeats: suspected by the system, decided by a person."""

import json
from pathlib import Path

import pytest
from intake_builders import MAIN, a_case, an_id, column, events, register, upload
from servicekit.ids import new_id

EXPECTED = Path(f"{MAIN}.expected.json").read_text("utf-8")
REASON = {"reason": "同一人反映同一供暖问题"}


async def two(client, first, second, **over):
    earlier = await register(client, first, case_no="XQ0001")
    later = await register(client, second, case_no="XQ0002", **over)
    return earlier, later


@pytest.mark.parametrize(
    ("over", "basis"),
    [
        ({"phones": ["15499999999"]}, ["same_id"]),
        ({"petitioners": [{"name": "王小花"}]}, ["same_phone_and_name"]),
        ({"petitioners": [{"name": "李大山"}]}, []),
        ({"petitioners": [{"name": "王小花"}], "phones": ["15499999999"]}, ["similar_person"]),
        (
            {
                "petitioners": [{"name": "王小花", "id_no": an_id(901)}],
                "phones": [],
                "residence": None,
            },
            [],
        ),
    ],
    ids=["same number", "same name and phone", "same phone only", "same name and door", "namesake"],
)
async def test_a_suspicion_is_told_across_units_on_the_earlier_case(
    client, street, bureau, office, service_db, over, basis
):
    earlier, later = await two(client, street, bureau, **over)
    told = await events(service_db.admin_dsn, "repeat_suspected")
    assert [(e["subject"], e["data"]["later_case_id"], e["data"]["basis"]) for e in told] == [
        (earlier, later, b) for b in basis
    ]
    links = (await client.get("/v1/repeat-links?state=suspected", headers=office)).json()
    assert links["total"] == len(basis)
    for mine, theirs in ((street, later), (bureau, earlier)):
        assert (await client.get(f"/v1/cases/{theirs}", headers=mine)).status_code == 404


async def test_a_unit_that_sees_the_earlier_case_learns_no_number_of_a_later_foreign_one(
    client, street, bureau
):
    earlier, later = await two(client, street, bureau)
    (link,) = (await client.get("/v1/repeat-links", headers=street)).json()["items"]
    assert (link["earlier"]["case_id"], link["earlier"]["case_no"]) == (earlier, "XQ0001")
    assert link["later"] == {"case_id": later, "case_no": None, "registered_on": None}
    assert (await client.get("/v1/repeat-links", headers=bureau)).json()["total"] == 0


async def test_a_confirmed_repeat_is_told_once_on_the_earlier_case(
    client, street, bureau, office, service_db
):
    earlier, later = await two(client, street, bureau)
    url, body = f"/v1/cases/{earlier}/repeats", {"later_case_id": later, **REASON}
    done = await client.post(url, json=body, headers=office)
    assert done.status_code == 200, done.text
    assert (done.json()["case_id"], done.json()["state"]) == (earlier, "confirmed")
    (event,) = await events(service_db.admin_dsn, "repeat_confirmed")
    assert (event["subject"], event["caseversion"]) == (earlier, 3)
    assert event["data"] == {
        "link_id": done.json()["id"], "later_case_id": later, "repeated_on": "2026-11-25"
    }  # fmt: skip
    again = await client.post(url, json=body, headers=office)
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")
    late = await client.post(
        f"/v1/repeat-links/{done.json()['id']}/dismissal", json=REASON, headers=office
    )
    assert (late.status_code, late.json()["code"]) == (409, "illegal_transition")
    assert await column(service_db.admin_dsn, "select count(*) from repeat_links") == [1]


async def test_a_person_may_see_a_repeat_that_the_system_did_not(
    client, street, office, service_db
):
    earlier, later = await two(client, street, street, petitioners=[{"name": "李大山"}], phones=[])
    done = await client.post(
        f"/v1/cases/{earlier}/repeats", json={"later_case_id": later, **REASON}, headers=office
    )
    assert done.status_code == 200
    assert await column(service_db.admin_dsn, "select basis from repeat_links") == ["manual"]


async def test_a_dismissed_suspicion_can_still_be_confirmed_on_better_knowledge(
    client, street, office, service_db
):
    earlier, later = await two(client, street, street)
    (link,) = (await client.get("/v1/repeat-links?state=suspected", headers=office)).json()["items"]
    url = f"/v1/repeat-links/{link['id']}/dismissal"
    stale = await client.post(url, json=REASON, headers=office | {"If-Match": '"9"'})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    done = await client.post(url, json=REASON, headers=office)
    assert done.json()["state"] == "dismissed"
    (event,) = await events(service_db.admin_dsn, "repeat_dismissed")
    assert event["data"] == {"link_id": link["id"], "later_case_id": later}
    body = {"later_case_id": later, **REASON}
    confirmed = await client.post(f"/v1/cases/{earlier}/repeats", json=body, headers=office)
    assert confirmed.json()["state"] == "confirmed"


async def test_what_cannot_be_a_repeat_is_refused(client, street, office, identity):
    earlier, later = await two(client, street, street)
    old = await register(
        client, identity.headers("wenhuajie", "street", ["registrar", "late_entry"]),
        case_no="XQ0003", registered_on="2026-01-05",
    )  # fmt: skip

    async def refused(case_id, headers=office, **over):
        body = {"later_case_id": later, **REASON, **over}
        answer = await client.post(f"/v1/cases/{case_id}/repeats", json=body, headers=headers)
        return answer.status_code, answer.json()["code"]

    assert await refused(later) == (422, "repeat_order")
    assert await refused(earlier, later_case_id=old) == (422, "repeat_order")
    assert await refused(earlier, later_case_id=str(new_id())) == (404, "case_not_found")
    assert await refused(str(new_id())) == (404, "case_not_found")
    assert await refused(earlier, repeated_on="2026-11-24") == (422, "before_its_cause")
    assert await refused(earlier, repeated_on="2026-11-26") == (422, "in_the_future")
    assert await refused(earlier, reason="短") == (422, "validation")
    assert await refused(earlier, headers=street) == (403, "role_missing")


async def test_a_foreign_link_cannot_be_dismissed(client, street, bureau, identity):
    await two(client, street, street)
    (link,) = (await client.get("/v1/repeat-links", headers=street)).json()["items"]
    answer = await client.post(
        f"/v1/repeat-links/{new_id()}/dismissal", json=REASON,
        headers=identity.office("supervisor"),
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (404, "repeat_link_not_found")
    foreign = await client.post(
        f"/v1/repeat-links/{link['id']}/dismissal", json=REASON, headers=bureau
    )
    assert foreign.status_code == 403


async def test_an_import_is_matched_with_what_is_there(client, office, street, service_db):
    expected = json.loads(EXPECTED)
    row = next(r["values"] for r in expected["rows"] if r["values"]["信访人"][0]["身份证号"])
    person = row["信访人"][0]
    ours = await register(
        client, street, demand=row["诉求内容"],
        petitioners=[{"name": person["姓名"], "id_no": person["身份证号"]}],
    )  # fmt: skip
    import_id = (await upload(client, office, MAIN)).json()["import_id"]
    await client.post(f"/v1/imports/{import_id}/commit", headers=office)
    later = [
        e["data"]["later_case_id"] for e in await events(service_db.admin_dsn, "repeat_suspected")
    ]
    assert ours in later


def test_the_builder_makes_a_valid_body():
    assert a_case()["petitioners"][0]["id_no"] == an_id()
