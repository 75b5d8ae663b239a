"""Early signs: found by the system from cases, judged by persons; thresholds are data."""

from datetime import date, timedelta
from random import Random

import pytest
import pytest_asyncio
from intake_builders import an_id, column, register
from matter_texts import DEED, HEATING, HEATING_NEIGHBOUR
from servicekit.ids import new_id

TODAY = date(2026, 11, 25)
URL = "/v1/early-signs"
LIMITS = "/v1/early-sign-limits"
WHY = {"reason": "已到小区核实，约供热公司当面协调。"}
USUAL = {
    "matter_cases": 5, "matter_days": 7, "petitioners": 2, "inflow_increase": 0.5, "inflow_floor": 5
}  # fmt: skip


@pytest.fixture
def look(app):
    return app.state.usecases.prevention.watch_signs.look


@pytest.fixture
def petitions(client, office):
    """Registers cases, each of another petitioner, so many days ago."""
    numbers = iter(range(500))

    async def some(n, days_ago=0, **over):
        out = []
        for _ in range(n):
            i = next(numbers)
            who = over.get("who") or _somebody(i)
            facts = {"demand": _babble(i), "phones": [], "residence": None, **over}
            facts.pop("who", None)
            day = (TODAY - timedelta(days=days_ago)).isoformat()
            out.append(
                await register(
                    client, office, case_no=f"XQ{i:04d}", registered_on=day, petitioners=[who],
                    **facts,
                )
            )  # fmt: skip
        return out

    return some


@pytest_asyncio.fixture
async def matter(client, office, petitions):
    """Five cases of five petitioners that an officer gathered to one matter, and its id."""
    cases = await petitions(5, category="城乡建设", category_level2="冬季采暖")
    made = await client.post("/v1/matters", json={"case_ids": cases}, headers=office)
    return made.json()["id"], cases


def _babble(seed):
    """A text that is like no other."""
    some = Random(seed)
    return "".join(chr(some.randrange(0x5000, 0x8FFF)) for _ in range(40))


def _somebody(seed):
    """A petitioner who is like no other."""
    some = Random(seed)
    birth = f"{some.randrange(1950, 1999)}{some.randrange(1, 13):02d}{some.randrange(1, 29):02d}"
    return {"name": "王" + _babble(seed)[:2], "id_no": an_id(some.randrange(1, 999), birth)}


async def signs(client, headers, query="kind=matter"):
    answer = await client.get(f"{URL}?{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def decide(client, headers, sign, what, **body):
    return await client.post(f"{URL}/{sign}/{what}", json=body, headers=headers)


def refusal(answer):
    return answer.status_code, answer.json()["code"]


async def test_r62_a_matter_that_several_petitioners_raise_within_a_week_is_a_sign_with_its_cases(
    client, office, matter, look
):
    assert await look() == 1
    (found,) = await signs(client, office)
    assert (found["subject"], found["cases"], found["petitioners"]) == (matter[0], 5, 5)
    assert found["title"] == "城乡建设／冬季采暖"
    assert found["sentence"] == "11-25 当天登记 5 件，至少 5 名信访人；此前 7 天 0 件。"
    page = (await client.get(f"{URL}/{found['id']}", headers=office)).json()
    assert {c["case_id"] for c in page["items"]} == set(matter[1])
    assert {c["petitioner"] for c in page["items"]} == {"王*"}
    assert page["limits"] == USUAL
    assert page["allowed_actions"] == ["acknowledge", "act", "dismiss"]


async def test_r62_the_system_gathers_the_matter_itself_from_what_neighbours_write(
    client, office, petitions, look
):
    for text in (HEATING, HEATING_NEIGHBOUR, HEATING, HEATING_NEIGHBOUR, HEATING):
        await petitions(1, demand=text)
    await petitions(1, demand=DEED)
    await look()
    (found,) = await signs(client, office)
    assert found["cases"] == 5


async def test_r62_four_cases_or_one_petitioners_repeats_are_none(client, office, petitions, look):
    four = await petitions(4)
    await client.post("/v1/matters", json={"case_ids": four}, headers=office)
    one = {"name": "林小花", "id_no": an_id(905, "19700312")}
    same = await petitions(5, who=one)
    await client.post("/v1/matters", json={"case_ids": same}, headers=office)
    assert await look() == 0
    assert await signs(client, office, "") == []


async def test_looking_again_makes_no_second_sign_and_new_cases_join_the_first(
    client, office, petitions, matter, look
):
    await look()
    assert await look() == 0
    (more,) = await petitions(1)
    await client.post(f"/v1/matters/{matter[0]}/members", json={"case_id": more}, headers=office)
    assert await look() == 0
    (found,) = await signs(client, office)
    assert (found["cases"], found["version"]) == (6, 1)


async def test_r62_a_units_inflow_is_a_sign_for_the_office_and_for_that_unit_alone(
    client, office, street, bureau, petitions, look
):
    for week in range(1, 5):
        await petitions(2, 7 * week, place_unit="wenhuajie")
    await petitions(5, place_unit="wenhuajie")
    await look()
    for who in (office, street):
        (found,) = await signs(client, who, "kind=unit")
        assert (found["title"], found["cases"], found["before"], found["increase"]) == (
            "文化街街道", 5, 2.0, 1.5,
        )  # fmt: skip
    assert await signs(client, bureau, "") == []
    gone = await client.get(f"{URL}/{found['id']}", headers=bureau)
    assert refusal(gone) == (404, "sign_not_found")
    assert refusal(gone) == refusal(await client.get(f"{URL}/{new_id()}", headers=bureau))


async def test_r62_a_field_on_the_rise_is_a_sign_unless_all_of_it_is_new(
    client, office, petitions, look
):
    await petitions(6, field="labour", place_unit=None)
    assert await look() == 0, "the district has only begun to register"
    await petitions(1, 10, field="environment")
    await look()
    (found,) = await signs(client, office, "kind=field")
    assert (found["title"], found["increase"]) == ("劳动社保", None)


async def test_r62_a_place_that_different_petitions_speak_of_is_a_sign_by_its_name(
    client, office, petitions, look, service_db
):
    await petitions(1, 20)
    for what in ("电梯停运", "楼道堆物", "停车收费乱", "绿地被占", "夜间施工扰民"):
        await petitions(1, demand=f"水岸新城小区{what}，请有关部门处理。")
    await look()
    found = await signs(client, office, "kind=name")
    assert [(s["title"], s["cases"], s["subject"]) for s in found] == [("水岸新城小区", 5, None)]
    stored = await column(
        service_db.admin_dsn,
        "select concat(subject, encode(name, 'escape')) from early_signs where kind = 'name'",
    )
    assert "水岸" not in stored[0]


async def test_r62_a_person_acknowledges_and_acts_and_each_is_on_the_record(
    client, office, matter, look, service_db
):
    await look()
    (found,) = await signs(client, office)
    first = await decide(client, office, found["id"], "acknowledgement")
    assert first.json() == {"id": found["id"], "version": 2, "state": "acknowledged"}
    stale = await decide(client, office | {"If-Match": "1"}, found["id"], "action", **WHY)
    assert refusal(stale) == (409, "stale_version")
    await decide(client, office, found["id"], "action", **WHY)
    (after,) = await signs(client, office)
    assert (after["state_label"], after["allowed_actions"]) == ("已处置", [])
    assert [(s["action"], s["unit"], s["reason"]) for s in after["steps"]] == [
        ("acknowledge", "xlb", None), ("act", "xlb", WHY["reason"]),
    ]  # fmt: skip
    trail = await column(
        service_db.admin_dsn,
        "select action from audit_log where action like 'early_sign%' order by seq",
    )
    assert trail == ["early_sign.found", "early_sign.acknowledged", "early_sign.acted"]
    again = await decide(client, office, found["id"], "dismissal", **WHY)
    assert refusal(again) == (409, "illegal_transition")


async def test_r62_what_was_dismissed_comes_back_only_with_new_cases_enough(
    client, office, petitions, matter, look, clock
):
    await look()
    (found,) = await signs(client, office)
    await decide(client, office, found["id"], "dismissal", **WHY)
    assert await look() == 0
    clock.move_to(clock.now() + timedelta(days=1))
    join = f"/v1/matters/{matter[0]}/members"
    for case in await petitions(5, -1):
        assert await look() == 0
        await client.post(join, json={"case_id": case}, headers=office)
    assert await look() == 1
    new, old = await signs(client, office)
    assert (new["state"], new["cases"], old["state"]) == ("open", 5, "dismissed")
    assert [s["id"] for s in await signs(client, office, "live=true")] == [new["id"]]
    assert [s["id"] for s in await signs(client, office, "state=dismissed")] == [old["id"]]


async def test_a_unit_acts_on_its_own_inflow_and_only_the_office_dismisses(
    client, street, identity, petitions, look
):
    await petitions(1, 10, place_unit="jyj")
    await petitions(5, place_unit="wenhuajie")
    await look()
    (found,) = await signs(client, street, "kind=unit")
    assert found["allowed_actions"] == ["acknowledge", "act"]
    assert refusal(await decide(client, street, found["id"], "dismissal", **WHY)) == (
        403, "forbidden",
    )  # fmt: skip
    reviewer = identity.headers("wenhuajie", "street", ["reviewer"])
    assert refusal(await decide(client, reviewer, found["id"], "action", **WHY)) == (
        403, "role_missing",
    )  # fmt: skip
    assert (await decide(client, street, found["id"], "action", **WHY)).status_code == 200


async def test_r72_a_sealed_case_is_counted_in_no_sign(
    client, office, street, petitions, matter, look
):
    await look()
    reason = {"reason": "反映公职人员违纪，属于揭发控告。"}
    for case in matter[1][:2]:
        await client.post(f"/v1/cases/{case}/seal", json=reason, headers=office)
    await look()
    (found,) = await signs(client, office)
    assert found["cases"] == 3
    page = (await client.get(f"{URL}/{found['id']}", headers=office)).json()
    assert len(page["items"]) == 3
    for case in matter[1][2:]:
        await client.post(f"/v1/cases/{case}/seal", json=reason, headers=office)
    await look()
    assert await signs(client, office, "") == []


async def test_r62_the_office_sets_from_when_on_something_is_a_sign(
    client, office, street, petitions, look, service_db
):
    assert (await client.get(LIMITS, headers=street)).json() == {**USUAL, "version": 0}
    mine = {**USUAL, "matter_cases": 3}
    why = {"reason": "冬季供暖期间从严掌握。"}
    refused = await client.put(LIMITS, json=mine | why, headers=street)
    assert refusal(refused) == (403, "role_missing")
    answer = await client.put(LIMITS, json=mine | why, headers=office | {"If-Match": "0"})
    assert answer.json() == {**mine, "version": 1}
    stale = await client.put(LIMITS, json=mine | why, headers=office | {"If-Match": "0"})
    assert refusal(stale) == (409, "stale_version")
    few = await petitions(3)
    await client.post("/v1/matters", json={"case_ids": few}, headers=office)
    assert await look() == 1
    assert (await client.get(LIMITS, headers=street)).json()["matter_cases"] == 3
    wrong = await client.put(LIMITS, json=mine | why | {"petitioners": 1}, headers=office)
    assert wrong.status_code == 422
    trail = await column(
        service_db.admin_dsn,
        "select after->>'matter_cases' from audit_log where action = 'early_sign_limits.set'",
    )
    assert trail == ["3"]
