"""Similar cases while a clerk is typing."""

from intake_builders import an_id, column, register
from matter_texts import DEED, HEATING, HEATING_AGAIN, HEATING_NEIGHBOUR

LIN = {"name": "林小花", "id_no": an_id(905, "19700312")}


async def similar(client, headers, *people, demand="", **over):
    body = {"petitioners": list(people), "demand": demand, **over}
    answer = await client.post("/v1/similar-cases", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    return [(f["case_no"], f["relation"], f["band"]) for f in answer.json()["items"]], answer.json()


async def test_what_is_typed_finds_the_repeat_the_neighbour_and_the_persons_other_cases(
    client, street
):
    await register(client, street, case_no="XQ0001", petitioners=[LIN], demand=HEATING)
    await register(client, street, case_no="XQ0002", petitioners=[LIN], demand=DEED, phones=[])
    await register(
        client, street, case_no="XQ0003", petitioners=[{"name": "白云飞"}],
        demand=HEATING_NEIGHBOUR, phones=[], residence=None,
    )  # fmt: skip
    found, answer = await similar(client, street, LIN, demand=HEATING_AGAIN)
    assert found[0] == ("XQ0001", "repeat", "suggested")
    assert {(number, relation) for number, relation, _ in found[1:]} == {
        ("XQ0003", "matter"), ("XQ0002", "person"),
    }  # fmt: skip
    first = answer["items"][0]
    assert first["petitioner"] == "林*"
    assert {r["code"] for r in first["reasons"]["person"]} >= {"id_equal", "name_exact"}
    assert first["reasons"]["matter"]
    assert "林小花" not in str(answer)
    assert "人判定" in answer["note"]


async def test_the_text_alone_finds_the_same_matter(client, street):
    await register(client, street, case_no="XQ0001", petitioners=[LIN], demand=HEATING)
    found, _ = await similar(client, street, demand=HEATING_NEIGHBOUR)
    assert found == [("XQ0001", "matter", "suggested")]


async def test_a_half_typed_form_is_no_mistake(client, street):
    await register(client, street, case_no="XQ0001", petitioners=[LIN], demand=HEATING)
    assert (await similar(client, street))[0] == []
    assert (await similar(client, street, {"name": "林"}, demand="水"))[0] == []
    assert (await similar(client, street, {"name": "", "id_no": "6401"}))[0] == []


async def test_cases_of_other_units_do_not_show_however_like(client, street, bureau):
    await register(client, street, case_no="XQ0001", petitioners=[LIN], demand=HEATING)
    assert (await similar(client, bureau, LIN, demand=HEATING_AGAIN))[0] == []
    assert len((await similar(client, street, LIN, demand=HEATING_AGAIN))[0]) == 1


async def test_nothing_of_what_was_typed_is_stored(client, street, service_db):
    tables = ("audit_log", "outbox", "idempotency", "person_keys", "matter_keys", "cases")
    counts = " union all ".join(f"select count(*) from {t}" for t in tables)
    before = await column(service_db.admin_dsn, counts)
    await similar(client, street | {"Idempotency-Key": "k1"}, LIN, demand=HEATING)
    assert await column(service_db.admin_dsn, counts) == before


async def test_who_does_not_work_with_cases_does_not_search_them(client, identity):
    analyst = identity.office("analyst")
    answer = await client.post("/v1/similar-cases", json={"demand": HEATING}, headers=analyst)
    assert (answer.status_code, answer.json()["code"]) == (403, "role_missing")
