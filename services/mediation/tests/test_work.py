"""Recording work over HTTP: what is kept, told, refused, and to whom it shows."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest
from servicekit.ids import new_id
from testkit.postgres import ServiceDb

from .builders import a_measure, a_notice, a_session, an_activity

Call = Callable[..., Awaitable[httpx2.Response]]

WORK = [
    ("activities", an_activity, "activity_recorded"),
    ("sessions", a_session, "session_held"),
    ("measures", a_measure, "measure_executed"),
    ("notices", a_notice, "petitioner_notified"),
]


async def rows(db: ServiceDb, sql: str, *args: Any) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(db.admin_dsn)
    try:
        found: list[asyncpg.Record] = await connection.fetch(sql, *args)
        return found
    finally:
        await connection.close()


@pytest.mark.parametrize(("path", "body", "event"), WORK)
async def test_work_is_kept_and_told_once(
    call: Call,
    case_id: UUID,
    service_db: ServiceDb,
    path: str,
    body: Callable[..., dict[str, Any]],
    event: str,
) -> None:
    answer = await call("handler", f"/cases/{case_id}/{path}", body())
    assert answer.status_code == 201, answer.text
    receipt = answer.json()
    assert receipt["case_id"] == str(case_id)
    assert receipt["state"] == "resolving"
    records = (await call("handler", f"/cases/{case_id}/records")).json()
    (kept,) = records[path]
    sent = body()
    assert {k: kept[k] for k in sent} == sent
    assert kept["id"] == receipt["id"]
    assert (kept["unit"], kept["late"]) == ("wenhuajie", False)
    (told,) = await rows(service_db, "select payload::text, tenant, version from outbox")
    assert f'"{event}.v1"' in told["payload"]
    assert (told["tenant"], told["version"]) == ("wenhuajie", 1)


async def test_no_free_text_leaves_the_vault(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    secret = "绝密文字不得外泄"
    for path, body, fields in (
        ("activities", an_activity, ("summary", "participants", "place")),
        ("sessions", a_session, ("minutes", "agreement", "mediator")),
        ("measures", a_measure, ("description", "responsible")),
        ("notices", a_notice, ("content", "channel", "receipt_no")),
    ):
        sent = body(**dict.fromkeys(fields, secret))
        assert (await call("handler", f"/cases/{case_id}/{path}", sent)).status_code == 201
    tables = await rows(
        service_db, "select relname from pg_class where relkind = 'r' and relnamespace = 2200"
    )
    assert tables
    for (name,) in tables:
        found = await rows(
            service_db,
            f'select 1 from "{name}" t where t::text like $1 or t::text like $2',
            f"%{secret}%",
            f"%{secret.encode().hex()}%",
        )
        assert not found, name
    kept = (await call("handler", f"/cases/{case_id}/records")).json()
    assert kept["sessions"][0]["minutes"] == secret


@pytest.mark.parametrize(("path", "body", "_event"), WORK)
async def test_a_foreign_case_reads_like_one_that_does_not_exist(
    call: Call,
    case_id: UUID,
    path: str,
    body: Callable[..., dict[str, Any]],
    _event: str,
) -> None:
    foreign = await call("stranger", f"/cases/{case_id}/{path}", body())
    absent = await call("stranger", f"/cases/{new_id()}/{path}", body())
    assert foreign.status_code == absent.status_code == 404
    strip = {"request_id": None}
    assert {**foreign.json(), **strip} == {**absent.json(), **strip}
    assert foreign.json()["code"] == "case_not_found"


@pytest.mark.parametrize("path", ["", "/records", "/closure-report"])
async def test_reading_a_foreign_case_reads_like_one_that_does_not_exist(
    call: Call, case_id: UUID, path: str
) -> None:
    foreign = await call("stranger", f"/cases/{case_id}{path}")
    absent = await call("stranger", f"/cases/{new_id()}{path}")
    assert foreign.status_code == absent.status_code == 404
    strip = {"request_id": None}
    assert {**foreign.json(), **strip} == {**absent.json(), **strip}


async def test_the_office_looks_but_does_not_touch(call: Call, case_id: UUID) -> None:
    assert (await call("office", f"/cases/{case_id}")).status_code == 200
    refused = await call("office", f"/cases/{case_id}/activities", an_activity())
    assert (refused.status_code, refused.json()["code"]) == (403, "role_missing")


async def test_assisting_unit_and_leader_record_work_too(call: Call, case_id: UUID) -> None:
    for who in ("assist", "leader"):
        answer = await call(who, f"/cases/{case_id}/activities", an_activity())
        assert answer.status_code == 201, answer.text
    kept = (await call("handler", f"/cases/{case_id}/records")).json()["activities"]
    assert [a["unit"] for a in kept] == ["fenghuangbeijie", "qld"]


async def test_r41_a_session_without_consent_of_both_parties_cannot_yield_an_agreement(
    call: Call, case_id: UUID
) -> None:
    consents = [{"party": "信访人", "consented": True}, {"party": "企业", "consented": False}]
    answer = await call("handler", f"/cases/{case_id}/sessions", a_session(consents=consents))
    assert (answer.status_code, answer.json()["code"]) == (422, "consent_missing")
    kept = (await call("handler", f"/cases/{case_id}/records")).json()["sessions"]
    assert kept == []


async def test_r41_an_agreement_can_be_confirmed_within_thirty_days(
    call: Call, case_id: UUID
) -> None:
    await call("handler", f"/cases/{case_id}/sessions", a_session())
    (kept,) = (await call("handler", f"/cases/{case_id}/records")).json()["sessions"]
    assert kept["confirm_by"] == "2026-12-23"
    items = (await call("handler", "/desk")).json()["items"]
    assert ("apply_confirmation", "2026-12-23") in [(i["action"], i["due_on"]) for i in items]
    assert (await call("stranger", "/desk")).json() == {"items": []}


async def test_r41_a_refusal_is_recorded(call: Call, case_id: UUID) -> None:
    consents = [{"party": "信访人", "consented": False}]
    body = a_session(consents=consents, outcome="refused", agreement="")
    answer = await call("handler", f"/cases/{case_id}/sessions", body)
    assert answer.status_code == 201
    (kept,) = (await call("handler", f"/cases/{case_id}/records")).json()["sessions"]
    assert (kept["outcome"], kept["confirm_by"], kept["consents"]) == ("refused", None, consents)


async def test_r40_a_planned_measure_is_told_when_it_is_carried_out(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    planned = (
        await call("handler", f"/cases/{case_id}/measures", a_measure(executed=False))
    ).json()
    assert await rows(service_db, "select 1 from outbox") == []
    path = f"/cases/{case_id}/measures/{planned['id']}/execution"
    early = await call("handler", path, {"occurred_on": "2026-11-23", "result": "已付清"})
    assert (early.status_code, early.json()["code"]) == (422, "before_its_cause")
    done = await call("assist", path, {"occurred_on": "2026-11-25", "result": "已付清工资"})
    assert (done.status_code, done.json()["id"]) == (201, planned["id"])
    again = await call("handler", path, {"result": "再次付清"})
    assert (again.status_code, again.json()["code"]) == (409, "already_executed")
    (kept,) = (await call("handler", f"/cases/{case_id}/records")).json()["measures"]
    assert (kept["executed"], kept["executed_on"], kept["result"]) == (
        True, "2026-11-25", "已付清工资",
    )  # fmt: skip
    assert len(await rows(service_db, "select 1 from outbox")) == 1


async def test_a_measure_of_another_case_is_not_found(call: Call, case_id: UUID) -> None:
    path = f"/cases/{case_id}/measures/{new_id()}/execution"
    answer = await call("handler", path, {"result": "已付清"})
    assert (answer.status_code, answer.json()["code"]) == (404, "measure_not_found")


@pytest.mark.parametrize(("path", "body", "_event"), WORK)
@pytest.mark.parametrize(
    ("day", "status", "code"),
    [
        ("2026-11-26", 422, "in_the_future"),
        ("2026-11-01", 422, "before_its_cause"),
        ("2026-11-21", 403, "late_entry_not_allowed"),
    ],
)
async def test_the_business_date_must_be_possible(
    call: Call,
    case_id: UUID,
    path: str,
    body: Callable[..., dict[str, Any]],
    _event: str,
    day: str,
    status: int,
    code: str,
) -> None:
    answer = await call("handler", f"/cases/{case_id}/{path}", body(occurred_on=day))
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_late_entry_by_right_is_marked(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    body = an_activity(occurred_on="2026-11-03")
    assert (await call("late", f"/cases/{case_id}/activities", body)).status_code == 201
    (kept,) = (await call("handler", f"/cases/{case_id}/records")).json()["activities"]
    assert (kept["late"], kept["occurred_on"]) == (True, "2026-11-03")
    (told,) = await rows(
        service_db, "select payload->>'late' late, payload->>'occurredon' d from outbox"
    )
    assert (told["late"], told["d"]) == ("true", "2026-11-03")


async def test_a_date_left_out_is_today_in_the_district(call: Call, case_id: UUID) -> None:
    body = an_activity()
    del body["occurred_on"]
    await call("handler", f"/cases/{case_id}/activities", body)
    (kept,) = (await call("handler", f"/cases/{case_id}/records")).json()["activities"]
    assert kept["occurred_on"] == "2026-11-25"


async def test_the_same_key_does_the_work_once(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    path = f"/cases/{case_id}/activities"
    first = await call("handler", path, an_activity(), idempotency_key="k1")
    again = await call("handler", path, an_activity(), idempotency_key="k1")
    assert first.json() == again.json()
    assert (first.status_code, again.status_code) == (201, 201)
    assert len(await rows(service_db, "select 1 from activities")) == 1
    assert len(await rows(service_db, "select 1 from outbox")) == 1
    other = await call("handler", path, an_activity(kind="called_on"), idempotency_key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_the_same_key_of_another_tenant_is_another_key(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    path = f"/cases/{case_id}/activities"
    await call("handler", path, an_activity(), idempotency_key="k1")
    await call("assist", path, an_activity(), idempotency_key="k1")
    assert len(await rows(service_db, "select 1 from activities")) == 2


async def test_a_stale_page_is_refused(call: Call, case_id: UUID) -> None:
    seen = (await call("handler", f"/cases/{case_id}")).headers["etag"]
    path = f"/cases/{case_id}/activities"
    assert (await call("handler", path, an_activity(), if_match=seen)).status_code == 201
    stale = await call("assist", path, an_activity(), if_match=seen)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")


async def test_every_act_is_audited_by_code_and_id(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    receipt = (await call("handler", f"/cases/{case_id}/activities", an_activity())).json()
    (row,) = await rows(
        service_db,
        "select object_id, after::text as after from audit_log"
        " where tenant = 'wenhuajie' and action = 'activity.recorded'",
    )
    assert row["object_id"] == receipt["id"]
    assert "received_visit" in row["after"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (an_activity(kind="tea"), "kind"),
        (an_activity(surprise=1), "surprise"),
        (an_activity(occurred_on="昨天"), "occurred_on"),
        (an_activity(summary="长" * 10_001), "summary"),
    ],
)
async def test_a_malformed_body_names_its_field(
    call: Call, case_id: UUID, body: dict[str, Any], field: str
) -> None:
    answer = await call("handler", f"/cases/{case_id}/activities", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "validation")
    assert answer.json()["errors"][0]["field"] == field


async def test_names_may_come_as_a_list(call: Call, case_id: UUID) -> None:
    body = an_activity(participants=["信访人王某", "社区干部李某"])
    assert (await call("handler", f"/cases/{case_id}/activities", body)).status_code == 201
    (kept,) = (await call("handler", f"/cases/{case_id}/records")).json()["activities"]
    assert kept["participants"] == "信访人王某、社区干部李某"


async def test_nobody_gets_in_without_a_token(client: httpx2.AsyncClient, case_id: UUID) -> None:
    answer = await client.get(f"/v1/cases/{case_id}")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
