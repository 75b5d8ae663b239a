"""What was written of a case before it was sealed tells nobody of it afterwards (R72)."""

import asyncio
import json
from typing import Any

import asyncpg
from intake_builders import a_case, column, register, upload
from ledger_files import HEADINGS, a_ledger, a_row
from testkit.drain import until

NUMBER = "GJ2019032500001"
REASON = {"reason": "内容属于揭发控告"}
SECRET = "收受好处费"
MAPPED: dict[str, Any] = {"columns": {}, "remember": False}
ROWS = [
    a_row(1, 诉求内容=f"反映村干部{SECRET}。"), a_row(2),
    a_row(3, 信访件编号=NUMBER, 登记时间="2018-01-01", 诉求内容=f"再次反映村干部{SECRET}。"),
]  # fmt: skip


async def seal(client: Any, headers: dict[str, str], case_id: str) -> None:
    answer = await client.post(f"/v1/cases/{case_id}/seal", json=REASON, headers=headers)
    assert answer.status_code == 200, answer.text


async def previewed(client: Any, headers: dict[str, str], rows: Any = ROWS) -> str:
    answer = await upload(client, headers, ("台账.csv", a_ledger(rows)))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["import_id"])


async def told_of(client: Any, headers: dict[str, str], import_id: str) -> str:
    """All that a unit may read of an import."""
    url, said = f"/v1/imports/{import_id}", ""
    for path in ("", "/rows?size=100", "/mapping", "/result-book"):
        said += (await client.get(f"{url}{path}", headers=headers)).text
    return said


async def numbers(client: Any, headers: dict[str, str], import_id: str) -> list[str]:
    rows = await client.get(f"/v1/imports/{import_id}/rows?size=100", headers=headers)
    return [r["values"]["信访件编号"] for r in rows.json()["items"]]


async def test_r72_previews_that_nobody_committed_lose_every_row_of_a_case_that_is_sealed(
    client, street, bureau, service_db
):
    case_id = await register(client, street, case_no=NUMBER)
    previews = [(h, await previewed(client, h)) for h in (street, bureau)]
    for headers, import_id in previews:
        assert SECRET in await told_of(client, headers, import_id)
    await seal(client, street, case_id)
    for headers, import_id in previews:
        assert SECRET not in await told_of(client, headers, import_id)
        assert await numbers(client, headers, import_id) == ["GJ2019032500002"]
    kept = "select count(*) from import_files"
    assert await column(service_db.admin_dsn, kept) == [0]


async def test_r72_a_preview_cannot_be_read_again_from_a_file_that_tells_of_a_sealed_case(
    client, street
):
    case_id = await register(client, street, case_no=NUMBER)
    import_id = await previewed(client, street)
    await seal(client, street, case_id)
    again = await client.put(f"/v1/imports/{import_id}/mapping", json=MAPPED, headers=street)
    assert (again.status_code, again.json()["code"]) == (409, "file_gone")
    done = await client.post(f"/v1/imports/{import_id}/commit", headers=street)
    assert (done.status_code, done.json()["committed"]) == (200, 1), done.text
    assert (await client.get("/v1/cases", headers=street)).json()["total"] == 1


async def test_r72_an_accusation_that_is_registered_by_hand_leaves_its_unit_s_previews(
    client, street, bureau
):
    own, foreign = await previewed(client, street), await previewed(client, bureau)
    accusation = {"tags": ["accusation"], "accused": [{"name": "李某"}]}
    await register(client, street, case_no=NUMBER, **accusation)
    assert SECRET not in await told_of(client, street, own)
    # Another unit's list must not show that a number was typed into a sealed case.
    assert SECRET in await told_of(client, bureau, foreign)


async def test_r72_a_later_ledger_does_not_bring_a_sealed_case_into_the_open_again(
    client, street, office, service_db
):
    case_id = await register(client, street, case_no=NUMBER)
    await seal(client, office, case_id)
    import_id = await previewed(client, street, ROWS[:2])
    rows = (await client.get(f"/v1/imports/{import_id}/rows", headers=street)).json()["items"]
    assert [(r["standing"], r["case_id"]) for r in rows] == [("present", None), ("new", None)]
    done = (await client.post(f"/v1/imports/{import_id}/commit", headers=street)).json()
    assert (done["committed"], done["already_present"]) == (1, 1)
    assert [c["row"] for c in done["cases"]] == [3]
    assert await column(service_db.admin_dsn, "select count(*) from cases") == [2]


async def test_r72_an_unsealed_case_is_compared_with_ledgers_again(
    client, street, office, identity
):
    discipline = identity.headers("jjw", "discipline", ["registrar", "supervisor"])
    case_id = await register(client, street, case_no=NUMBER)
    await seal(client, office, case_id)
    url = f"/v1/cases/{case_id}/unseal"
    done = await client.post(url, json={"reason": "经核查不属于揭发控告"}, headers=discipline)
    assert done.status_code == 200, done.text
    import_id = await previewed(client, street, ROWS[:1])
    (row,) = (await client.get(f"/v1/imports/{import_id}/rows", headers=street)).json()["items"]
    assert row["standing"] == "differs"


async def test_r72_an_answer_that_names_many_cases_is_not_repeated_once_one_of_them_is_sealed(
    client, street, office
):
    cases = [await register(client, street, case_no=f"XQ900{n}") for n in range(2)]
    keyed = office | {"Idempotency-Key": "gather"}
    gathered = await client.post("/v1/matters", json={"case_ids": cases}, headers=keyed)
    assert gathered.status_code == 201, gathered.text
    await seal(client, street, cases[0])
    again = await client.post("/v1/matters", json={"case_ids": cases}, headers=keyed)
    assert cases[0] not in again.text
    assert (again.status_code, again.json()["code"]) == (404, "case_not_found")


async def test_r72_who_registered_a_case_may_repeat_the_request_after_it_was_sealed(
    client, street, office
):
    keyed = street | {"Idempotency-Key": "mine"}
    first = await client.post("/v1/cases", json=a_case(), headers=keyed)
    await seal(client, office, first.json()["case_id"])
    again = await client.post("/v1/cases", json=a_case(), headers=keyed)
    assert (again.status_code, again.json()) == (201, first.json())


async def test_what_a_ledger_remarks_on_a_case_is_kept_as_a_ciphertext(client, street, service_db):
    remarks = {"备注": "信访人曾反映李某", "化解措施": "已上门看望老人"}
    row = a_row(1) | remarks
    ledger = a_ledger([row], only=(*HEADINGS, *remarks))
    import_id = (await upload(client, street, ("台账.csv", ledger))).json()["import_id"]
    (made,) = (await client.post(f"/v1/imports/{import_id}/commit", headers=street)).json()["cases"]
    case = (await client.get(f"/v1/cases/{made['case_id']}", headers=street)).json()
    shown = {"备注": case["proposal"]["remark"], "化解措施": case["proposal"]["measures"]}
    assert shown == remarks
    rows = await column(service_db.admin_dsn, "select row_to_json(c)::text from cases c")
    assert "lead_unit" in rows[0]
    assert not [s for s in remarks.values() if s in rows[0] or json.dumps(s)[1:-1] in rows[0]]
    corrected = await client.patch(
        f"/v1/cases/{made['case_id']}", headers=street,
        json={"reason": "更正登记人数", "people_count": 3},
    )  # fmt: skip
    assert corrected.status_code == 200, corrected.text
    case = (await client.get(f"/v1/cases/{made['case_id']}", headers=street)).json()
    assert (case["people_count"], case["proposal"]["remark"]) == (3, remarks["备注"])


async def test_r72_who_waited_for_a_case_while_it_was_sealed_finds_it_gone(
    client, street, office, service_db
):
    case_id = await register(client, street)
    connection = await asyncpg.connect(service_db.admin_dsn)
    waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
    async with connection.transaction():
        await connection.execute("select 1 from cases where id = $1 for update", case_id)
        ticks = {"ticks": [{"tick": "facts_complete", "evidence": "已核对材料"}]}
        command = asyncio.create_task(
            client.post(f"/v1/cases/{case_id}/verification", json=ticks, headers=office)
        )

        async def is_waiting() -> bool:
            return bool((await column(service_db.admin_dsn, waiting))[0])

        await until(is_waiting)
        await connection.execute("delete from case_visibility where case_id = $1", case_id)
        await connection.execute("update cases set version = version + 1 where id = $1", case_id)
    await connection.close()
    answer = await command
    assert (answer.status_code, answer.json()["code"]) == (404, "case_not_found")
