"""Cases: registration by hand, verification, masked reads, reveals, walls between tenants."""

import asyncio
import json

import pytest
from contracts.vocab import Tick
from intake_builders import a_case, an_id, column, events, register
from servicekit.ids import new_id
from testkit.catalogue import findings

TICKS = [{"tick": t.value, "evidence": "已核对原始登记材料"} for t in Tick]


async def test_a_registered_case_is_seen_by_its_unit_and_both_offices_and_nobody_else(
    client, street, bureau, office, identity, service_db
):
    case_id = await register(client, street)
    other_office = identity.office("supervisor", unit="xfj")
    for headers, status in ((street, 200), (office, 200), (other_office, 200), (bureau, 404)):
        assert (await client.get(f"/v1/cases/{case_id}", headers=headers)).status_code == status
    (event,) = await events(service_db.admin_dsn)
    assert (event["type"], event["tenant"], event["late"]) == (
        "case_registered.v1",
        "wenhuajie",
        False,
    )
    assert (event["data"]["cohort"], event["data"]["field"]) == ("daily", "real_estate")
    assert event["occurredon"] == "2026-11-25"


async def test_a_foreign_case_and_one_that_does_not_exist_look_the_same(client, street, bureau):
    case_id = await register(client, street)
    bodies = []
    for target in (case_id, new_id()):
        answer = await client.get(f"/v1/cases/{target}", headers=bureau)
        body = answer.json()
        body.pop("request_id")
        bodies.append((answer.status_code, body))
        reveal = await client.post(
            f"/v1/cases/{target}/reveal", headers=bureau,
            json={"purpose": "电话回访信访人", "fields": ["phone"]},
        )  # fmt: skip
        assert (reveal.status_code, reveal.json()["code"]) == (404, "case_not_found")
    assert bodies[0] == bodies[1]
    assert bodies[0][1]["code"] == "case_not_found"


async def test_a_case_shows_its_persons_masked_and_its_demand_in_full(client, street):
    case_id = await register(client, street, leader_name="李主任", task_force="文化街专班")
    answer = await client.get(f"/v1/cases/{case_id}", headers=street)
    assert answer.headers["etag"] == '"1"'
    case = answer.json()
    assert case["petitioners"] == [
        {
            "seq": 1, "name": "王*", "id_no": f"6401**********{an_id()[-4:]}", "id_state": "ok",
            "phones": [], "household": None, "residence": None, "representative": False,
        }
    ]  # fmt: skip
    assert (case["phones"], case["residence"]) == (["154****1234"], "银川市兴庆区****")
    assert case["demand"] == "小区供暖不热，多次反映未解决。"
    assert case["proposal"]["leader_name"] == "李主任"
    assert case["allowed_actions"] == ["classify", "amend", "seal", "reveal"]
    for secret in (an_id(), "15400001234", "王小花", "1号2室"):
        assert secret not in answer.text
    listed = (await client.get("/v1/cases", headers=street)).json()
    assert (listed["total"], listed["items"][0]["petitioner"]) == (1, "王*")


async def test_a_reveal_needs_a_purpose_and_leaves_a_row_in_the_audit_trail(
    client, street, service_db
):
    case_id = await register(client, street)
    url = f"/v1/cases/{case_id}/reveal"
    assert (await client.post(url, json={"fields": ["name"]}, headers=street)).status_code == 422
    keyed = street | {"Idempotency-Key": "same"}
    body = {"purpose": "电话回访信访人", "fields": ["name", "phone"]}
    for _ in range(2):
        shown = await client.post(url, json=body, headers=keyed)
        assert shown.json() == {
            "case_id": case_id, "petitioners": [{"seq": 1, "name": "王小花"}],
            "phones": ["15400001234"],
        }  # fmt: skip
        assert shown.headers["cache-control"] == "no-store"
    trail = await column(
        service_db.admin_dsn,
        "select reason || ' ' || (after->>'fields') from audit_log where action = 'petitioner.revealed'",
    )
    assert trail == ['电话回访信访人 ["name", "phone"]'] * 2
    assert await column(service_db.admin_dsn, "select count(*) from idempotency") == [0]


async def test_an_analyst_sees_no_clear_persons(client, street, identity):
    case_id = await register(client, street)
    analyst = identity.office("analyst")
    answer = await client.post(
        f"/v1/cases/{case_id}/reveal", json={"purpose": "统计分析需要", "fields": ["id_no"]},
        headers=analyst,
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (403, "role_missing")


async def test_a_petitioner_is_found_by_number_or_phone_inside_what_the_unit_sees(
    client, street, bureau, service_db
):
    case_id = await register(client, street)
    for body in ({"id_no": f" {an_id()} "}, {"phone": "+86 154-0000-1234"}):
        found = (await client.post("/v1/case-search", json=body, headers=street)).json()
        assert [c["case_id"] for c in found] == [case_id]
        assert (await client.post("/v1/case-search", json=body, headers=bureau)).json() == []
    assert (await client.post("/v1/case-search", json={}, headers=street)).status_code == 422
    searched = await column(
        service_db.admin_dsn, "select object_id from audit_log where action = 'petitioner.searched'"
    )
    assert sorted(set(searched)) == ["phone", "same_id"]


@pytest.mark.parametrize(
    ("over", "code", "status"),
    [
        (
            {"petitioners": [{"name": "王", "id_no": "640122395112029066"}]},
            "petitioner_invalid",
            422,
        ),
        ({"phones": ["同上"]}, "petitioner_invalid", 422),
        ({"proposed_unit": "nowhere"}, "unit_unknown", 422),
        ({"registered_on": "2026-11-26"}, "in_the_future", 422),
        ({"handed_down_on": "2026-11-26"}, "in_the_future", 422),
        ({"registered_on": "2026-11-01"}, "late_entry_not_allowed", 403),
        ({"demand": "短"}, "validation", 422),
        ({"petitioners": []}, "registration_invalid", 422),
        ({"tenant": "jyj"}, "validation", 422),
    ],
)
async def test_a_registration_that_cannot_be_right_is_refused_with_a_sentence(
    client, street, over, code, status
):
    answer = await client.post("/v1/cases", json=a_case(**over), headers=street)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "640122395112029066" not in answer.text
    assert (await client.get("/v1/cases", headers=street)).json()["total"] == 0


async def test_the_right_to_enter_late_marks_the_fact(client, identity, service_db):
    late = identity.headers("wenhuajie", "street", ["registrar", "late_entry"])
    await register(client, late, registered_on="2019-05-06", source="city")
    (event,) = await events(service_db.admin_dsn)
    assert (event["late"], event["occurredon"], event["data"]["cohort"]) == (
        True,
        "2019-05-06",
        "B",
    )


async def test_a_number_is_registered_once_in_the_district(client, street, bureau, service_db):
    await register(client, street)
    answer = await client.post("/v1/cases", json=a_case(), headers=bureau)
    assert (answer.status_code, answer.json()["code"]) == (409, "case_no_taken")
    assert await column(service_db.admin_dsn, "select count(*) from cases") == [1]


async def test_two_registrars_with_one_number_at_once_make_one_case(
    client, street, bureau, service_db
):
    answers = await asyncio.gather(
        *(client.post("/v1/cases", json=a_case(), headers=h) for h in (street, bureau) * 2)
    )
    assert sorted(a.status_code for a in answers) == [201, 409, 409, 409]
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"case_no_taken"}
    assert len(await events(service_db.admin_dsn)) == 1


async def test_the_same_request_twice_registers_once(client, street, service_db):
    keyed = street | {"Idempotency-Key": "r1"}
    first = await client.post("/v1/cases", json=a_case(), headers=keyed)
    again = await client.post("/v1/cases", json=a_case(), headers=keyed)
    assert first.json() == again.json()
    other = await client.post("/v1/cases", json=a_case(case_no="XQ0002"), headers=keyed)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len(await events(service_db.admin_dsn)) == 1


async def test_the_list_is_narrowed_and_paged(client, street, office):
    for n in range(3):
        await register(
            client, street, case_no=f"XQ2026{n:04d}", source="central" if n else "city",
            petitioners=[{"name": f"张{n}"}], phones=[],
        )  # fmt: skip
    page = (await client.get("/v1/cases?source=central&size=1&page=2", headers=office)).json()
    assert (page["total"], len(page["items"]), page["page"]) == (2, 1, 2)
    found = (await client.get("/v1/cases?q=xq20260002", headers=street)).json()
    assert [c["case_no"] for c in found["items"]] == ["XQ20260002"]
    assert (await client.get("/v1/cases?q=%25", headers=street)).json()["total"] == 0
    assert (await client.get("/v1/cases?size=500", headers=street)).status_code == 422


async def test_three_ticks_verify_a_case_and_the_event_says_when(
    client, street, office, service_db
):
    case_id = await register(client, street)
    url = f"/v1/cases/{case_id}/verification"
    first = await client.post(url, json={"ticks": TICKS[:1]}, headers=office)
    assert first.json() == {"id": case_id, "case_id": case_id, "version": 2, "state": "registered"}
    assert await events(service_db.admin_dsn, "case_verified") == []
    done = await client.post(url, json={"ticks": TICKS[1:]}, headers=office | {"If-Match": '"2"'})
    assert done.json() == {"id": case_id, "case_id": case_id, "version": 3, "state": "verified"}
    (event,) = await events(service_db.admin_dsn, "case_verified")
    assert (event["occurredon"], event["caseversion"], event["tenant"]) == ("2026-11-25", 2, "xlb")
    assert "已核对" not in json.dumps(event, ensure_ascii=False)
    again = await client.post(url, json={"ticks": TICKS}, headers=office)
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")
    shown = (await client.get(f"/v1/cases/{case_id}", headers=office)).json()
    assert {t["tick"] for t in shown["ticks"]} == {t.value for t in Tick}
    assert "verify" not in shown["allowed_actions"]


@pytest.mark.parametrize(
    ("body", "headers", "code", "status"),
    [
        ({"ticks": [{**TICKS[0], "evidence": " "}]}, {}, "evidence_missing", 422),
        ({"ticks": TICKS, "occurred_on": "2026-11-24"}, {}, "before_its_cause", 422),
        ({"ticks": TICKS, "occurred_on": "2026-11-26"}, {}, "in_the_future", 422),
        ({"ticks": TICKS}, {"If-Match": '"5"'}, "stale_version", 409),
        ({"ticks": []}, {}, "validation", 422),
    ],
)
async def test_a_verification_that_cannot_be_right_changes_nothing(
    client, street, office, body, headers, code, status
):
    case_id = await register(client, street)
    answer = await client.post(
        f"/v1/cases/{case_id}/verification", json=body, headers=office | headers
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    shown = (await client.get(f"/v1/cases/{case_id}", headers=office)).json()
    assert (shown["version"], shown["ticks"]) == (1, [])


async def test_two_verifiers_at_once_verify_once(client, street, office, service_db):
    case_id = await register(client, street)
    url = f"/v1/cases/{case_id}/verification"
    answers = await asyncio.gather(
        *(client.post(url, json={"ticks": TICKS}, headers=office) for _ in range(3))
    )
    assert sorted(a.status_code for a in answers) == [200, 409, 409]
    assert len(await events(service_db.admin_dsn, "case_verified")) == 1


async def test_only_the_office_verifies(client, street):
    case_id = await register(client, street)
    answer = await client.post(
        f"/v1/cases/{case_id}/verification", json={"ticks": TICKS}, headers=street
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "role_missing")


async def test_the_books_count_what_was_written(client, street, office):
    await register(client, street)
    books = (await client.get("/v1/accounting", headers=office)).json()
    assert (books["service"], books["outbox_total"], books["cases"]) == ("intake", 1, 1)
    assert (await client.get("/v1/accounting", headers=street)).status_code == 403


async def test_the_catalogue_shows_no_hole(service_db):
    assert await findings(service_db.admin_dsn, "intake") == []


async def test_administrators_read_neither_cases_nor_links(client, street, identity):
    case_id = await register(client, street)
    admins = identity.headers(
        "xlb", "district_office", ["system_admin", "security_admin", "audit_admin", "late_entry"]
    )
    for path in ("cases", f"cases/{case_id}", "repeat-links", "imports", f"imports/{new_id()}"):
        answer = await client.get(f"/v1/{path}", headers=admins)
        assert (answer.status_code, answer.json()["code"]) == (403, "role_missing"), path


async def test_a_text_that_cannot_be_kept_is_refused_before_anything_is_done(
    client, street, service_db
):
    body = json.dumps({**a_case(), "category": "供暖\x00"})
    answer = await client.post(
        "/v1/cases", content=body, headers={**street, "content-type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "characters_not_allowed")
    assert await events(service_db.admin_dsn) == []


@pytest.mark.parametrize("version", ["²", "x", '"٣"'.encode(), ""])
async def test_a_version_that_is_no_number_is_refused(client, street, version):
    raw = version.encode("latin-1") if isinstance(version, str) else version
    answer = await client.post("/v1/cases", json=a_case(), headers={**street, "If-Match": raw})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
