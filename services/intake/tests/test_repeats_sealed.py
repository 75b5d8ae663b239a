"""R72 and matching: sealed cases meet sealed ones only, and what is found stays in the compartment."""

import pytest
from intake_builders import an_id, column, events, register
from matter_texts import HEATING, HEATING_AGAIN, HEATING_NEIGHBOUR

LIN = {"name": "林小花", "id_no": an_id(905, "19700312")}
SEALED = {"tags": ["accusation"]}
ACCUSED = {"name": "欧阳明德", "unit": "水岸物业公司"}


@pytest.fixture
def discipline(identity):
    """A supervisor of 纪委监委."""
    return identity.headers("jjw", "discipline", ["registrar", "supervisor"])


async def test_r72_a_sealed_case_takes_no_part_in_others_matching(
    client, street, office, discipline, service_db
):
    await register(client, street, case_no="XQ0001", petitioners=[LIN], demand=HEATING)
    await register(client, street, case_no="XQ0002", petitioners=[LIN], demand=HEATING, **SEALED)
    bai = {"name": "白云飞", "id_no": an_id(941, "19771011")}
    await register(
        client, street, case_no="XQ0003", petitioners=[bai], demand=HEATING_NEIGHBOUR, **SEALED
    )
    assert await events(service_db.admin_dsn, "repeat_suspected") == []
    assert await events(service_db.admin_dsn, "matter_joined") == []
    for who in (office, street):
        body = {"petitioners": [LIN], "demand": HEATING}
        found = (await client.post("/v1/similar-cases", json=body, headers=who)).json()["items"]
        assert [f["case_no"] for f in found] == ["XQ0001"]


async def test_r72_sealed_cases_are_matched_and_decided_inside_the_compartment(
    client, street, office, discipline, service_db
):
    for no, text in (("XQ0001", HEATING), ("XQ0002", HEATING_AGAIN)):
        await register(client, street, case_no=no, petitioners=[LIN], demand=text, **SEALED)
    (told,) = await events(service_db.admin_dsn, "repeat_suspected")
    assert (told["tenant"], told["actorsub"]) == ("jjw", "sealed")
    for who in (office, street):
        assert (await client.get("/v1/repeat-links", headers=who)).json()["total"] == 0
    (link,) = (await client.get("/v1/repeat-links", headers=discipline)).json()["items"]
    url = f"/v1/repeat-links/{link['id']}"
    assert (await client.get(url, headers=discipline)).json()["may_decide"] is True
    assert (await client.post(f"{url}/confirmation", json={}, headers=office)).status_code == 404
    done = await client.post(f"{url}/confirmation", json={}, headers=discipline)
    assert done.json()["state"] == "confirmed"
    (confirmed,) = await events(service_db.admin_dsn, "repeat_confirmed")
    assert (confirmed["tenant"], confirmed["actorsub"]) == ("jjw", "sealed")
    chains = await column(
        service_db.admin_dsn, "select tenant from audit_log where action = 'repeat.confirmed'"
    )
    assert chains == ["jjw"]


async def test_r72_a_case_that_is_sealed_leaves_its_links_its_matter_and_everybodys_search(
    client, street, bureau, office, service_db
):
    earlier = await register(client, street, case_no="XQ0001", petitioners=[LIN], demand=HEATING)
    await register(client, bureau, case_no="XQ0002", petitioners=[LIN], demand=HEATING_AGAIN)
    bai = {"name": "白云飞", "id_no": an_id(941, "19771011")}
    await register(client, street, case_no="XQ0003", petitioners=[bai], demand=HEATING_NEIGHBOUR)
    assert (await client.get("/v1/repeat-links", headers=office)).json()["total"] == 1
    sealed = await client.post(
        f"/v1/cases/{earlier}/seal", json={"reason": "反映干部侵占公共收益"}, headers=office
    )
    assert sealed.status_code == 200, sealed.text
    assert (await client.get("/v1/repeat-links", headers=office)).json()["total"] == 0
    members = "select case_id::text from matter_members"
    assert earlier not in await column(service_db.admin_dsn, members)
    body = {"petitioners": [LIN], "demand": HEATING}
    found = (await client.post("/v1/similar-cases", json=body, headers=street)).json()["items"]
    assert "XQ0001" not in {f["case_no"] for f in found}


async def test_r72_anonymous_accusations_are_matched_by_the_accused_in_the_compartment(
    client, street, discipline, service_db
):
    for no, text in (("XQ0001", HEATING), ("XQ0002", HEATING_AGAIN)):
        await register(
            client, street, case_no=no, petitioners=[], anonymous=True, accused=[ACCUSED],
            demand=text, phones=[], residence=None, **SEALED,
        )  # fmt: skip
    assert len(await events(service_db.admin_dsn, "repeat_suspected")) == 1
    assert (await client.get("/v1/repeat-links", headers=street)).json()["total"] == 0
    assert (await client.get("/v1/repeat-links", headers=discipline)).json()["total"] == 1
