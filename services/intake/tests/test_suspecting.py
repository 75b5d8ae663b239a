"""What the system suspects on registration, case by case, on a real database."""

import pytest
from intake_builders import an_id, column, events, register
from matter_texts import DEED, HEATING, HEATING_AGAIN, HEATING_NEIGHBOUR, WAGES

LIN = {"name": "林小花", "id_no": an_id(905, "19700312")}
TYPO = an_id(905, "19700313")
"""A valid number that differs from 林小花's in the day of birth and the check digit."""
HOME = "银川市兴庆区凤凰北街120号水岸新城8-2-301室"


def case(no: str, *people: dict, demand: str = HEATING, **over):
    return {
        "case_no": no, "petitioners": list(people) or [LIN], "demand": demand, "phones": [],
        "residence": HOME, **over,
    }  # fmt: skip


async def suspected(client, headers, dsn, *cases):
    """Bands of what is suspected after these registrations, in the order of the registrations."""
    ids = [await register(client, headers, **c) for c in cases]
    told = await events(dsn, "repeat_suspected")
    return ids, [(e["subject"], e["data"]["later_case_id"], e["data"]["band"]) for e in told]


async def test_the_same_number_and_the_same_matter_is_suggested(client, street, service_db):
    (a, b), told = await suspected(
        client, street, service_db.admin_dsn,
        case("XQ0001", LIN), case("XQ0002", LIN, demand=HEATING_AGAIN),
    )  # fmt: skip
    assert told == [(a, b, "suggested")]
    assert await column(service_db.admin_dsn, "select basis from repeat_links") == ["same_id"]


async def test_a_wrong_digit_in_the_number_does_not_hide_a_repeat(client, street, service_db):
    phones = ["16400001111"]
    (a, b), told = await suspected(
        client, street, service_db.admin_dsn,
        case("XQ0001", LIN, phones=phones),
        case("XQ0002", LIN | {"id_no": TYPO}, demand=HEATING_AGAIN, phones=phones),
    )  # fmt: skip
    assert [t[:2] for t in told] == [(a, b)]


async def test_a_namesake_with_another_matter_is_nobody(client, street, service_db):
    _, told = await suspected(
        client, street, service_db.admin_dsn,
        case("XQ0001", LIN),
        case(
            "XQ0002", {"name": "林小花", "id_no": an_id(921, "19850607")}, demand=WAGES,
            residence="银川市兴庆区掌政镇掌政村3队12号",
        ),
    )  # fmt: skip
    assert told == []


async def test_the_same_petitioner_with_another_matter_is_no_repeat(client, street, service_db):
    _, told = await suspected(
        client, street, service_db.admin_dsn, case("XQ0001", LIN), case("XQ0002", LIN, demand=WAGES)
    )
    assert told == []


async def test_any_one_of_the_co_petitioners_in_common_makes_one_petitioner(
    client, street, service_db
):
    first = [{"name": "赵国庆", "id_no": an_id(911)}, {"name": "钱海燕", "id_no": an_id(912)}, LIN]
    second = [{"name": "孙立军", "id_no": an_id(913)}, LIN]
    (a, b), told = await suspected(
        client, street, service_db.admin_dsn,
        case("XQ0001", *first), case("XQ0002", *second, demand=HEATING_AGAIN),
    )  # fmt: skip
    assert told == [(a, b, "suggested")]


async def test_an_agent_of_two_principals_ties_nothing_together(client, street, service_db):
    agent = {"name": "周代理", "phone": "16900002222", "id_no": an_id(931)}
    other = {"name": "吴建平", "id_no": an_id(932, "19560203")}
    far = {"residence": "银川市兴庆区掌政镇强家庙村6队9号"}
    _, told = await suspected(
        client, street, service_db.admin_dsn,
        case("XQ0001", LIN, agents=[agent]),
        case("XQ0002", other, agents=[agent], demand=HEATING_NEIGHBOUR, **far),
    )  # fmt: skip
    assert told == []


async def test_a_couple_at_one_door_is_two_persons(client, street, service_db):
    husband = {"name": "马建军", "id_no": an_id(915, "19680405")}
    _, told = await suspected(
        client, street, service_db.admin_dsn,
        case("XQ0001", LIN, phones=["16400001111"]),
        case("XQ0002", husband, demand=HEATING_AGAIN, phones=["16400001111"]),
    )  # fmt: skip
    assert [t for t in told if t[2] == "suggested"] == []


async def test_twins_are_never_suggested_as_one(client, street, service_db):
    twin = {"name": "林小草", "id_no": an_id(907, "19700312")}
    _, told = await suspected(
        client, street, service_db.admin_dsn,
        case("XQ0001", LIN), case("XQ0002", twin, demand=HEATING_AGAIN),
    )  # fmt: skip
    assert [t for t in told if t[2] == "suggested"] == []


async def test_r27_a_case_entered_later_but_registered_earlier_is_the_earlier_one(
    client, office, service_db
):
    (newer, older), told = await suspected(
        client, office, service_db.admin_dsn,
        case("XQ0001", LIN), case("XQ0002", LIN, registered_on="2026-11-02"),
    )  # fmt: skip
    assert told == [(older, newer, "suggested")]


async def test_one_petitioner_gets_ten_suspicions_at_most_for_a_new_case(
    client, street, service_db
):
    cases = [case(f"XQ{i:04d}", LIN) for i in range(12)]
    ids, told = await suspected(client, street, service_db.admin_dsn, *cases)
    last = [t for t in told if t[1] == ids[-1]]
    assert len(last) == 10
    assert len(told) == sum(min(i, 10) for i in range(12))


async def test_reasons_are_sealed_and_clear_columns_hold_codes_only(client, street, service_db):
    await suspected(client, street, service_db.admin_dsn, case("XQ0001", LIN), case("XQ0002", LIN))
    (reasons,) = await column(service_db.admin_dsn, "select reasons from repeat_links")
    assert reasons
    assert "水岸".encode() not in reasons
    (codes,) = await column(service_db.admin_dsn, "select reason_codes::text from repeat_links")
    assert codes.isascii()
    assert "id_equal" in codes


@pytest.mark.parametrize("table", ["person_keys", "matter_keys"])
async def test_keys_tell_nothing_and_belong_to_their_case(client, street, service_db, table):
    a = await register(client, street, **case("XQ0001", LIN))
    b = await register(client, street, **case("XQ0002", {"name": "白云飞"}, demand=DEED))
    keys = await column(service_db.admin_dsn, f"select key from {table}")
    assert keys
    assert all(abs(k) > 10**9 for k in keys)
    owners = await column(service_db.admin_dsn, f"select distinct case_id::text from {table}")
    assert set(owners) == {a, b}


async def test_r39_neighbours_with_one_matter_join_it_and_their_cases_stay_two(
    client, street, bureau, service_db
):
    neighbour = {"name": "白云飞", "id_no": an_id(941, "19771011")}
    a = await register(client, street, **case("XQ0001", LIN))
    b = await register(client, bureau, **case("XQ0002", neighbour, demand=HEATING_NEIGHBOUR))
    c = await register(client, street, **case("XQ0003", {"name": "石磊"}, demand=DEED))
    told = await events(service_db.admin_dsn, "matter_joined")
    assert sorted(e["subject"] for e in told) == sorted([a, b])
    assert len({e["data"]["matter_id"] for e in told}) == 1
    assert c not in {e["subject"] for e in told}
    assert await events(service_db.admin_dsn, "repeat_suspected") == []
