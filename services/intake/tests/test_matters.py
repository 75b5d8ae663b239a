"""Matters across petitioners: joined by the system, put right by officers, cases stay cases."""

import pytest_asyncio
from intake_builders import an_id, column, events, register
from matter_texts import DEED, HEATING, HEATING_NEIGHBOUR
from servicekit.ids import new_id

LIN = {"name": "林小花", "id_no": an_id(905, "19700312")}
BAI = {"name": "白云飞", "id_no": an_id(941, "19771011")}
SHI = {"name": "石磊", "id_no": an_id(951, "19801212")}
URL = "/v1/matters"


@pytest_asyncio.fixture
async def cases(client, street, bureau):
    """Two neighbours of different units with one matter, and a third with another."""
    return [
        await register(client, unit, case_no=no, petitioners=[who], demand=text, phones=[])
        for unit, no, who, text in (
            (street, "XQ0001", LIN, HEATING), (bureau, "XQ0002", BAI, HEATING_NEIGHBOUR),
            (street, "XQ0003", SHI, DEED),
        )
    ]  # fmt: skip


async def matters(client, headers, query=""):
    return (await client.get(f"{URL}?{query}", headers=headers)).json()["items"]


async def test_r62_a_matter_counts_cases_petitioners_and_units(client, office, cases):
    (found,) = await matters(client, office)
    assert {k: found[k] for k in ("cases", "petitioners", "units", "recent")} == {
        "cases": 2, "petitioners": 2, "units": ["jyj", "wenhuajie"], "recent": 2
    }  # fmt: skip
    view = (await client.get(f"{URL}/{found['id']}", headers=office)).json()
    assert {m["case_id"] for m in view["members"]} == set(cases[:2])
    assert {m["petitioner"] for m in view["members"]} == {"林*", "白*"}
    assert "热力公司" in found["names"]
    assert view["names"] == found["names"]
    assert await matters(client, office, "min_cases=3") == []
    assert await matters(client, office, "since=2026-11-26") == []
    assert len(await matters(client, office, "since=2026-11-25")) == 1


async def test_a_unit_counts_only_the_cases_that_it_sees(client, street, bureau, cases):
    assert await matters(client, street) == []
    (own,) = await matters(client, street, "min_cases=1")
    assert (own["cases"], own["units"]) == (1, ["wenhuajie"])
    gone = await client.get(f"{URL}/{new_id()}", headers=bureau)
    assert (gone.status_code, gone.json()["code"]) == (404, "matter_not_found")


async def test_an_officer_takes_a_case_out_and_the_system_leaves_it_out(
    client, office, street, cases, service_db
):
    (found,) = await matters(client, office)
    url = f"{URL}/{found['id']}/members"
    answer = await client.delete(f"{url}/{cases[1]}", headers=office)
    assert answer.json() == {"id": found["id"], "cases": [cases[0]]}
    told = (await events(service_db.admin_dsn, "matter_joined"))[-1]
    assert (told["subject"], told["data"]["matter_id"]) == (cases[1], None)
    again = await client.delete(f"{url}/{cases[1]}", headers=office)
    assert (again.status_code, again.json()["code"]) == (404, "matter_not_found")
    other = {"name": "陈志远", "id_no": an_id(961, "19660606")}
    await register(
        client, street, case_no="XQ0009", petitioners=[other], demand=HEATING_NEIGHBOUR, phones=[]
    )
    members = await column(
        service_db.admin_dsn, "select case_id::text from matter_members where matter_id is not null"
    )
    assert cases[1] not in members
    assert len(members) == 2


async def test_r39_officers_put_cases_in_make_matters_and_join_two(
    client, office, cases, service_db
):
    (found,) = await matters(client, office)
    added = await client.post(
        f"{URL}/{found['id']}/members", json={"case_id": cases[2]}, headers=office
    )
    assert added.json()["cases"] == cases
    made = await client.post(URL, json={"case_ids": cases[1:]}, headers=office)
    assert (made.status_code, sorted(made.json()["cases"])) == (201, sorted(cases[1:]))
    merger = {"matter_id": found["id"]}
    merged = await client.post(f"{URL}/{made.json()['id']}/merger", json=merger, headers=office)
    assert sorted(merged.json()["cases"]) == sorted(cases)
    gone = await client.get(f"{URL}/{found['id']}", headers=office)
    assert gone.status_code == 404
    acts = await column(service_db.admin_dsn, "select action from audit_log")
    assert {"matter.joined", "matter.merged"} <= set(acts)
    assert await column(service_db.admin_dsn, "select count(*) from cases") == [3]


async def test_a_unit_gathers_nothing(client, street, cases):
    answer = await client.post(URL, json={"case_ids": cases[:2]}, headers=street)
    assert (answer.status_code, answer.json()["code"]) == (403, "role_missing")
