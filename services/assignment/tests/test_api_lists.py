"""Deadlines, lists, the desk, audit rows and events over HTTP."""

import json
from uuid import UUID

import httpx2
from servicekit.ids import new_id
from testkit.identity import Identity
from testkit.postgres import ServiceDb

from .builders import (
    ASSIST,
    LEAD,
    PLAN,
    Call,
    a_batch,
    a_line,
    code_of,
    issue,
    registered_and_verified,
    rows,
    sign,
    start,
)
from .conftest import Feed

WHY = "分管县级领导另有任务，经研究同意由街道书记包案"


async def events(db: ServiceDb, case_id: UUID) -> list[str]:
    found = await rows(
        db.admin_dsn, "select payload from outbox where case_id = $1 order by version", case_id
    )
    return [json.loads(r["payload"])["type"].removesuffix(".v1") for r in found]


async def test_a_deadline_is_changed_by_the_office_with_a_reason(call: Call, case_id: UUID) -> None:
    await start(call, case_id)
    path, later = f"/cases/{case_id}/deadline", {"due_on": "2021-12-31"}
    own = await call("lead", path, {**later, "reason": "复杂"}, put=True)
    assert code_of(own) == (403, "deadline_change_needs_office")
    silent = await call("office", path, later, put=True)
    assert code_of(silent) == (422, "reason_required")
    told = await call("office", path, {**later, "reason": "案情复杂"}, put=True)
    assert told.status_code == 200
    assert (await call("lead", f"/cases/{case_id}")).json()["due_on"] == "2021-12-31"


async def test_an_unknown_field_or_a_broken_date_is_422_and_names_the_field(
    call: Call, case_id: UUID
) -> None:
    await issue(call, case_id)
    tenant = await call("lead", f"/cases/{case_id}/sign", {"tenant": "xlb"})
    assert code_of(tenant) == (422, "validation")
    assert tenant.json()["errors"][0]["field"] == "tenant"
    broken = await call("lead", f"/cases/{case_id}/deadline", {"due_on": "明天"}, put=True)
    assert broken.json()["errors"][0]["field"] == "due_on"


async def test_lists_hold_only_what_the_unit_sees_and_filter_by_state_and_unit(
    call: Call, feed: Feed, case_id: UUID
) -> None:
    other = new_id()
    await feed(*registered_and_verified(other))
    await issue(call, case_id)

    async def ids(who: str, query: str = "") -> set[str]:
        page = (await call(who, f"/cases{query}")).json()
        assert page["total"] == len(page["items"])
        return {i["case_id"] for i in page["items"]}

    assert await ids("office") == {str(case_id), str(other)}
    assert await ids("lead") == {str(case_id)}
    assert await ids("stranger") == set()
    assert await ids("office", "?state=ready") == {str(other)}
    assert await ids("office", f"?unit={ASSIST}") == {str(case_id)}
    assert await ids("office", "?unit=qld") == set()
    assert await ids("lead", "?unit=xlb") == set()


async def test_the_desk_shows_each_caller_what_waits_for_it(
    call: Call, feed: Feed, case_id: UUID
) -> None:
    async def desk(who: str) -> list[tuple[str, str, str | None]]:
        items = (await call(who, "/desk")).json()["items"]
        return [(i["case_id"], i["action"], i["due_on"]) for i in items]

    other = str(new_id())
    await feed(*registered_and_verified(UUID(other)))
    assert {c for c, a, _ in await desk("office") if a == "issue"} == {str(case_id), other}
    assert await desk("lead") == []
    await sign(call, case_id)
    mine = [a for _, a, _ in await desk("lead")]
    assert mine == ["assign_leader", "name_task_force", "set_deadline"]
    assert await desk("assist") == [(str(case_id), "sign", None)]
    assert [c for c, _, _ in await desk("office")] == [other]
    assert await desk("stranger") == []
    assert await desk("leader") == []


async def test_the_whole_line_leaves_one_audit_row_per_act_in_the_actors_chain(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    await start(call, case_id)
    found = await rows(
        service_db.admin_dsn,
        "select tenant, action from audit_log where tenant <> '*' order by tenant, seq",
    )
    assert [r["action"] for r in found if r["tenant"] == LEAD] == [
        "case.duty_signed",
        "case.leader_assigned",
        "case.task_force_named",
        "case.deadline_set",
        "case.resolution_started",
    ]
    assert [r["action"] for r in found if r["tenant"] == "xlb"] == [
        "batch.issued",
        "case.case_issued",
    ]


async def test_no_event_carries_a_name_or_free_text(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    await start(call, case_id)
    await call("lead", f"/cases/{case_id}/plan", PLAN)
    for row in await rows(service_db.admin_dsn, "select payload::text as text from outbox"):
        for secret in ("赵雯", "副区长", "专班", "协调会"):
            assert secret not in row["text"]


async def test_a_batch_that_fails_at_the_end_leaves_nothing_behind(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    # The audit row is the last write before the commit; it fails here on purpose.
    await rows(
        service_db.admin_dsn,
        "create or replace function refuse() returns trigger language plpgsql as"
        " $$ begin raise exception 'no'; end $$",
    )
    await rows(
        service_db.admin_dsn,
        "create trigger refuse before insert on audit_log execute function refuse()",
    )
    answer = await call("office", "/batches", a_batch(a_line(case_id)))
    assert answer.status_code == 500
    assert await events(service_db, case_id) == []
    assert (await call("office", f"/cases/{case_id}")).json()["state"] == "ready"


async def test_administrators_read_neither_cases_nor_batches(
    case_id: UUID, client: httpx2.AsyncClient, identity: Identity
) -> None:
    admins = identity.headers(
        "xlb", "district_office", ["system_admin", "security_admin", "audit_admin", "late_entry"]
    )
    paths = ("cases", f"cases/{case_id}", "batches", f"batches/{new_id()}", "leader-overrides")
    for path in (*paths, "desk"):
        answer = await client.get(f"/v1/{path}", headers=admins)
        assert (answer.status_code, answer.json()["code"]) == (403, "role_missing"), path
