"""集中交办 over HTTP, on a real database."""

import json
import time
from datetime import date
from uuid import UUID

import pytest
from assignment.bootstrap import Context
from contracts.vocab import CaseKind
from servicekit.ids import new_id
from testkit.events import an_event
from testkit.postgres import ServiceDb
from testkit.queries import recorded

from .builders import (
    ASSIST,
    COOPERATE,
    LEAD,
    Call,
    a_batch,
    a_line,
    a_registration,
    code_of,
    issue,
    registered_and_verified,
    rows,
)
from .conftest import Feed

EVENTS = "select payload from outbox where case_id = $1 order by version"


async def test_a_batch_issues_the_good_lines_and_names_what_is_wrong_with_the_others(
    call: Call, feed: Feed, case_id: UUID
) -> None:
    unverified, ghost = new_id(), new_id()
    await feed(an_event(a_registration(unverified), case_id=unverified))
    no_lead, bad_unit, twice = new_id(), new_id(), new_id()
    for one in (no_lead, bad_unit, twice):
        await feed(*registered_and_verified(one))
    answer = await call(
        "office",
        "/batches",
        a_batch(
            a_line(case_id, due_on="2020-12-31"),
            a_line(unverified),
            a_line(ghost),
            a_line(no_lead, lead_unit=None),
            a_line(bad_unit, assist_units=["nowhere"]),
            a_line(twice, assist_units=[LEAD]),
        ),
    )
    assert answer.status_code == 201
    body = answer.json()
    assert body["batch_no"] == "2020-001"
    assert body["issued"] == [{"case_id": str(case_id), "version": 3}]
    assert {r["case_id"]: r["code"] for r in body["refused"]} == {
        str(unverified): "case_not_verified",
        str(ghost): "case_not_found",
        str(no_lead): "lead_unit_missing",
        str(bad_unit): "unit_unknown",
        str(twice): "unit_twice",
    }
    assert all(r["detail"].endswith("。") for r in body["refused"])


async def test_r12_an_unverified_case_stays_unissued(
    call: Call, feed: Feed, service_db: ServiceDb
) -> None:
    one = new_id()
    await feed(an_event(a_registration(one), case_id=one))
    answer = await call("office", "/batches", a_batch(a_line(one)))
    assert answer.json()["issued"] == []
    assert (await call("office", f"/cases/{one}")).json()["state"] == "awaiting_verification"
    assert await rows(service_db.admin_dsn, EVENTS, one) == []


async def test_issuing_tells_the_world_and_lets_the_duty_units_see_the_case_and_nobody_else(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    for who in ("lead", "assist", "stranger"):
        assert code_of(await call(who, f"/cases/{case_id}")) == (404, "case_not_found")
    await call("office", "/batches", a_batch(a_line(case_id, due_on="2020-12-31")))
    for who in ("lead", "assist", "office", "bureau"):
        assert (await call(who, f"/cases/{case_id}")).status_code == 200
    assert code_of(await call("stranger", f"/cases/{case_id}")) == (404, "case_not_found")
    issued, deadline = [
        json.loads(r["payload"]) for r in await rows(service_db.admin_dsn, EVENTS, case_id)
    ]
    assert (issued["type"], issued["caseversion"]) == ("case_issued.v1", 1)
    assert (issued["tenant"], issued["actorunit"]) == ("xlb", "xlb")
    assert (issued["occurredon"], issued["late"]) == ("2020-11-01", True)
    assert [(d["unit"], d["role"]) for d in issued["data"]["duties"]] == [
        (LEAD, "lead"),
        (ASSIST, "assist"),
        (COOPERATE, "cooperate"),
    ]
    assert (deadline["type"], deadline["caseversion"]) == ("deadline_set.v1", 2)
    assert deadline["data"] == {"due_on": "2020-12-31", "previous": None}


async def test_a_batch_of_95_is_issued_in_less_than_three_seconds(
    call: Call, feed: Feed, context: Context, service_db: ServiceDb
) -> None:
    ids = [new_id() for _ in range(95)]
    kinds = list(CaseKind)
    for start in range(0, 95, 32):
        chunk = ids[start : start + 32]
        await feed(
            *(e for i, c in enumerate(chunk) for e in registered_and_verified(c, kinds[i % 4]))
        )
    began = time.perf_counter()
    with recorded(context.db.engine) as statements:
        answer = await call(
            "office", "/batches", a_batch(*(a_line(c, due_on="2020-12-31") for c in ids))
        )
    elapsed = time.perf_counter() - began
    assert len(statements) < 2 * 95 + 40
    assert len(answer.json()["issued"]) == 95
    assert elapsed < 3.0
    (count,) = await rows(service_db.admin_dsn, "select count(*) as n from outbox")
    assert count["n"] == 190
    mine = await call("lead", "/cases?size=10&page=2")
    assert (mine.json()["total"], len(mine.json()["items"])) == (95, 10)


async def test_a_case_named_twice_in_a_batch_is_issued_once(call: Call, case_id: UUID) -> None:
    answer = await call("office", "/batches", a_batch(a_line(case_id), a_line(case_id)))
    assert [i["case_id"] for i in answer.json()["issued"]] == [str(case_id)]
    assert [r["code"] for r in answer.json()["refused"]] == ["illegal_transition"]


@pytest.mark.parametrize("who", ["lead", "stranger", "clerk"])
async def test_only_a_supervisor_of_the_office_issues(call: Call, case_id: UUID, who: str) -> None:
    assert code_of(await call(who, "/batches", a_batch(a_line(case_id)))) == (403, "role_missing")


async def test_a_second_letter_with_the_same_number_goes_on_with_the_batch_or_is_refused(
    call: Call, feed: Feed, case_id: UUID
) -> None:
    other = new_id()
    await feed(*registered_and_verified(other))
    first = await call("office", "/batches", a_batch(a_line(case_id), batch_no="第一批"))
    again = await call("office", "/batches", a_batch(a_line(other), batch_no="第一批"))
    assert first.json()["batch_id"] == again.json()["batch_id"]
    clash = await call(
        "office", "/batches", a_batch(a_line(other), batch_no="第一批", letter_no="别的文号")
    )
    assert code_of(clash) == (409, "batch_no_taken")
    one = (await call("office", f"/batches/{first.json()['batch_id']}")).json()
    assert one["issued"] == 2
    assert {i["case_id"] for i in one["items"]} == {str(case_id), str(other)}
    assert one["items"][0]["assist_units"] == [ASSIST]


async def test_batches_are_numbered_per_year_and_listed_for_their_own_office_only(
    call: Call, feed: Feed, case_id: UUID
) -> None:
    other = new_id()
    await feed(*registered_and_verified(other))
    numbers = [
        (await call("office", "/batches", a_batch(a_line(c)))).json()["batch_no"]
        for c in (case_id, other)
    ]
    assert numbers == ["2020-001", "2020-002"]
    assert (await call("office", "/batches")).json()["total"] == 2
    assert (await call("bureau", "/batches")).json()["total"] == 0
    batch_id = (await call("office", "/batches")).json()["items"][0]["batch_id"]
    assert code_of(await call("bureau", f"/batches/{batch_id}")) == (404, "batch_not_found")


async def test_the_same_request_twice_issues_once_and_answers_the_same(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    body = a_batch(a_line(case_id))
    first = await call("office", "/batches", body, idempotency_key="k1")
    again = await call("office", "/batches", body, idempotency_key="k1")
    assert again.status_code == 201
    assert again.json() == first.json()
    assert len(await rows(service_db.admin_dsn, EVENTS, case_id)) == 1
    other = await call("office", "/batches", {**body, "letter_no": "别"}, idempotency_key="k1")
    assert code_of(other) == (422, "idempotency_key_reused")


async def test_issuing_in_the_future_or_before_the_verification_is_refused(
    call: Call, case_id: UUID
) -> None:
    future = await call("office", "/batches", a_batch(a_line(case_id), occurred_on="2026-11-26"))
    assert code_of(future) == (422, "in_the_future")
    early = await call("office", "/batches", a_batch(a_line(case_id), occurred_on="2020-10-01"))
    assert [r["code"] for r in early.json()["refused"]] == ["before_its_cause"]


async def test_a_case_taken_back_keeps_its_place_in_the_first_batch_and_gets_a_new_one(
    call: Call, case_id: UUID
) -> None:
    await issue(call, case_id)
    objection = {"reason": "不属于本街道职权范围", "occurred_on": "2020-11-02"}
    await call("lead", f"/cases/{case_id}/objection", objection)
    decision = {"accepted": True, "reason": "属住建部门职权", "occurred_on": "2020-11-03"}
    taken = await call("office", f"/cases/{case_id}/objection/decision", decision)
    assert taken.json()["state"] == "ready"
    assert code_of(await call("lead", f"/cases/{case_id}")) == (404, "case_not_found")
    line = a_line(case_id, lead_unit=ASSIST, assist_units=[])
    second = await call("office", "/batches", a_batch(line, occurred_on="2020-11-04"))
    assert len(second.json()["issued"]) == 1
    batches = (await call("office", "/batches")).json()["items"]
    assert sorted(b["issued"] for b in batches) == [1, 1]
    case = (await call("assist", f"/cases/{case_id}")).json()
    assert (case["lead_unit"], case["batch_no"]) == (ASSIST, "2020-002")
    assert case["objections"][0]["accepted"] is True


async def test_todays_issue_is_not_late_and_needs_no_right(
    call: Call, feed: Feed, service_db: ServiceDb
) -> None:
    one = new_id()
    await feed(*registered_and_verified(one))
    answer = await call("office", "/batches", {"letter_no": "文", "items": [a_line(one)]})
    assert answer.status_code == 201
    (event,) = await rows(service_db.admin_dsn, EVENTS, one)
    payload = json.loads(event["payload"])
    assert (payload["occurredon"], payload["late"]) == (date(2026, 11, 25).isoformat(), False)
