"""One case's way over HTTP: signature, leader, task force, deadline, plan, and every refusal."""

import asyncio
import json
from uuid import UUID

import pytest
from assignment.bootstrap import Context
from assignment.storage.tables import CaseRow
from contracts.vocab import CaseKind
from servicekit.errors import StaleVersionError
from servicekit.ids import new_id
from testkit.postgres import ServiceDb

from .builders import (
    ASSIST,
    DEADLINE,
    FORCE,
    LEAD,
    LEADER,
    OWN_LEADER,
    PLAN,
    Call,
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


async def test_a_case_goes_from_issue_to_a_finished_plan_and_every_step_is_told(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    await start(call, case_id)
    plan = await call("lead", f"/cases/{case_id}/plan", PLAN)
    assert plan.status_code == 201
    for n in (1, 2):
        done = {"occurred_on": f"2020-11-{20 + n}", "note": "完成"}
        answer = await call("lead", f"/cases/{case_id}/plan/steps/{n}/done", done)
        assert answer.status_code == 200
        assert answer.json()["id"] == plan.json()["id"]
    assert await events(service_db, case_id) == [
        "case_issued",
        "duty_signed",
        "leader_assigned",
        "task_force_named",
        "deadline_set",
        "resolution_started",
        "plan_filed",
        "plan_step_done",
        "plan_step_done",
    ]
    case = (await call("lead", f"/cases/{case_id}")).json()
    assert case["state"] == "resolving"
    assert case["version"] == answer.json()["version"] == 11
    assert [s["done"]["occurred_on"] for s in case["plan"]["steps"]] == ["2020-11-21", "2020-11-22"]
    assert case["leader"]["account"] == "leader01"
    assert case["started"]["late"] is True
    assert case["started"]["recorded_at"].startswith("2026-11-25T02:00:00")


async def test_the_case_carries_what_the_ledger_proposed_and_an_etag(
    call: Call, case_id: UUID
) -> None:
    answer = await call("office", f"/cases/{case_id}")
    case = answer.json()
    assert answer.headers["etag"] == '"2"'
    assert case["proposed_unit"] == LEAD
    assert case["proposed_assist_units"] == [ASSIST]
    assert case["proposed_deadline"] == "2020-12-31"
    assert (case["case_kind"], case["cross_separated"]) == ("nail", False)
    assert case["needs_county_leader"] is True
    assert case["allowed_actions"] == [
        {"action": "issue", "label": "交办"},
        {"action": "override_leader", "label": "批准包案领导级别例外"},
    ]


async def test_allowed_actions_differ_by_caller_and_change_with_the_case(
    call: Call, case_id: UUID
) -> None:
    async def allowed(who: str) -> list[str]:
        case = (await call(who, f"/cases/{case_id}")).json()
        return [a["action"] for a in case["allowed_actions"]]

    await issue(call, case_id)
    assert await allowed("lead") == [
        "sign",
        "object",
        "assign_leader",
        "name_task_force",
        "set_deadline",
    ]
    assert await allowed("assist") == ["sign"]
    assert await allowed("clerk") == []
    await call("assist", f"/cases/{case_id}/sign", {"occurred_on": "2020-11-02"})
    assert await allowed("assist") == []
    await call("lead", f"/cases/{case_id}/deadline", DEADLINE, put=True)
    assert "set_deadline" not in await allowed("lead")
    assert "set_deadline" in await allowed("office")


async def test_r19_a_section_level_leader_of_a_hard_case_is_refused(
    call: Call, case_id: UUID
) -> None:
    await sign(call, case_id)
    answer = await call("lead", f"/cases/{case_id}/leader", OWN_LEADER, put=True)
    assert code_of(answer) == (422, "leader_level_below_county")
    assert answer.json()["case_kind"] == "nail"
    assert "县级领导" in answer.json()["detail"]
    assert (await call("lead", f"/cases/{case_id}")).json()["leader"] is None


async def test_r19_an_override_with_reason_lets_it_stand_and_is_listed_and_audited(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    await sign(call, case_id)
    path = f"/cases/{case_id}/leader-override"
    short = await call("office", path, {"reason": "同意", "occurred_on": "2020-11-03"})
    assert code_of(short) == (422, "reason_too_short")
    own = await call("lead", path, {"reason": WHY, "occurred_on": "2020-11-03"})
    assert code_of(own) == (403, "role_missing")
    allowed = await call("office", path, {"reason": WHY, "occurred_on": "2020-11-03"})
    assert allowed.status_code == 201
    answer = await call("lead", f"/cases/{case_id}/leader", OWN_LEADER, put=True)
    assert answer.status_code == 200
    assert (await call("lead", f"/cases/{case_id}")).json()["leader"]["by_override"] is True
    listed = (await call("bureau", "/leader-overrides")).json()
    assert listed["total"] == 1
    (item,) = listed["items"]
    assert (item["case_id"], item["id"]) == (str(case_id), allowed.json()["id"])
    assert (item["reason"], item["lead_unit"], item["standing"]) == (WHY, LEAD, True)
    assert (await call("stranger", "/leader-overrides")).json()["total"] == 0
    (row,) = await rows(
        service_db.admin_dsn,
        "select tenant, reason from audit_log where action = 'case.leader_override_recorded'",
    )
    assert row == {"tenant": "xlb", "reason": WHY}


async def test_r19_an_ordinary_case_takes_a_section_level_leader(call: Call, feed: Feed) -> None:
    one = new_id()
    await feed(*registered_and_verified(one, CaseKind.ORDINARY))
    await sign(call, one)
    answer = await call("lead", f"/cases/{one}/leader", OWN_LEADER, put=True)
    assert answer.status_code == 200


async def test_r18_the_refusal_names_each_missing_part_until_the_case_may_start(
    call: Call, case_id: UUID
) -> None:
    await issue(call, case_id)
    path = f"/cases/{case_id}"
    parts = ["leader", "task_force", "deadline", "signature"]
    steps = [
        (f"{path}/leader", LEADER, True),
        (f"{path}/task-force", FORCE, True),
        (f"{path}/deadline", DEADLINE, True),
        (f"{path}/sign", {"occurred_on": "2020-11-02"}, False),
    ]
    for n, (step, body, put) in enumerate(steps):
        refused = await call("lead", f"{path}/start", {"occurred_on": "2020-11-06"})
        assert code_of(refused) == (422, "not_ready_to_resolve")
        assert refused.json()["missing"] == parts[n:]
        assert (await call("lead", path)).json()["missing_to_start"] == parts[n:]
        assert (await call("lead", step, body, put=put)).status_code == 200
    early = await call("lead", f"{path}/start", {"occurred_on": "2020-11-04"})
    assert code_of(early) == (422, "before_its_cause")
    started = await call("lead", f"{path}/start", {"occurred_on": "2020-11-06"})
    assert started.json()["state"] == "resolving"


async def test_naming_a_county_leader_lets_the_leaders_unit_see_the_case_and_replacing_ends_it(
    call: Call, feed: Feed
) -> None:
    one = new_id()
    await feed(*registered_and_verified(one, CaseKind.ORDINARY))
    await sign(call, one)
    assert code_of(await call("leader", f"/cases/{one}")) == (404, "case_not_found")
    await call("lead", f"/cases/{one}/leader", LEADER, put=True)
    assert (await call("leader", f"/cases/{one}")).status_code == 200
    await call("lead", f"/cases/{one}/leader", OWN_LEADER, put=True)
    assert code_of(await call("leader", f"/cases/{one}")) == (404, "case_not_found")
    assert (await call("lead", f"/cases/{one}")).status_code == 200


COMMANDS = [
    ("sign", {"occurred_on": "2020-11-02"}, False),
    ("objection", {"reason": "不属于职权范围"}, False),
    ("objection/decision", {"accepted": True, "reason": "同意"}, False),
    ("leader", LEADER, True),
    ("leader-override", {"reason": WHY}, False),
    ("task-force", FORCE, True),
    ("deadline", DEADLINE, True),
    ("start", {}, False),
    ("plan", PLAN, False),
    ("plan/steps/1/done", {}, False),
]


@pytest.mark.parametrize(("path", "body", "put"), [("", None, False), *COMMANDS])
async def test_a_foreign_case_is_answered_exactly_like_one_that_does_not_exist(
    call: Call, case_id: UUID, path: str, body: dict[str, object] | None, put: bool
) -> None:
    await sign(call, case_id)
    tail = f"/{path}" if path else ""
    foreign = await call("stranger", f"/cases/{case_id}{tail}", body, put=put)
    nowhere = await call("stranger", f"/cases/{new_id()}{tail}", body, put=put)
    assert code_of(foreign) == (404, "case_not_found")
    same = [{k: v for k, v in a.json().items() if k != "request_id"} for a in (foreign, nowhere)]
    assert same[0] == same[1]


@pytest.mark.parametrize(
    ("who", "path", "body", "put", "code"),
    [
        ("clerk", "sign", {}, False, "role_missing"),
        ("office", "task-force", FORCE, True, "role_missing"),
        ("assist", "task-force", FORCE, True, "not_lead_unit"),
        ("assist", "start", {}, False, "not_lead_unit"),
        ("assist", "plan", PLAN, False, "not_lead_unit"),
        ("lead", "objection/decision", {"accepted": True, "reason": "x"}, False, "role_missing"),
    ],
)
async def test_who_sees_the_case_but_lacks_the_duty_is_refused(
    call: Call, case_id: UUID, who: str, path: str, body: dict[str, object], put: bool, code: str
) -> None:
    await sign(call, case_id)
    assert code_of(await call(who, f"/cases/{case_id}/{path}", body, put=put)) == (403, code)


async def test_a_wrong_state_is_409_and_changes_nothing(call: Call, case_id: UUID) -> None:
    await start(call, case_id)
    before = (await call("lead", f"/cases/{case_id}")).json()
    again = await call("lead", f"/cases/{case_id}/start", {"occurred_on": "2020-11-07"})
    assert code_of(again) == (409, "illegal_transition")
    assert again.json()["state"] == "resolving"
    assert (await call("lead", f"/cases/{case_id}")).json() == before


async def test_a_stale_version_is_409(call: Call, case_id: UUID) -> None:
    await sign(call, case_id)
    answer = await call("lead", f"/cases/{case_id}/task-force", FORCE, put=True, if_match='"3"')
    assert code_of(answer) == (409, "stale_version")
    fresh = await call("lead", f"/cases/{case_id}/task-force", FORCE, put=True, if_match='"4"')
    assert fresh.json()["version"] == 5


async def test_of_two_writers_who_saw_the_same_version_one_loses(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    await sign(call, case_id)
    answers = await asyncio.gather(
        *(
            call(
                "lead",
                f"/cases/{case_id}/task-force",
                {**FORCE, "name": f"专班{n}"},
                put=True,
                if_match='"4"',
            )
            for n in range(2)
        )
    )
    assert sorted(a.status_code for a in answers) == [200, 409]
    assert (await events(service_db, case_id)).count("task_force_named") == 1


async def test_the_version_check_of_the_row_itself_stops_a_writer_that_lost_the_race(
    call: Call, case_id: UUID, context: Context
) -> None:
    await sign(call, case_id)
    with pytest.raises(StaleVersionError):
        async with context.db.system("test") as tx:
            unlocked = await tx.session.get_one(CaseRow, case_id)
            won = await call("lead", f"/cases/{case_id}/task-force", FORCE, put=True)
            assert won.status_code == 200
            unlocked.state, unlocked.version = "closed", unlocked.version + 1
    assert (await call("lead", f"/cases/{case_id}")).json()["state"] == "signed"


async def test_a_repeated_request_signs_once(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    await issue(call, case_id)
    body = {"occurred_on": "2020-11-02"}
    first = await call("lead", f"/cases/{case_id}/sign", body, idempotency_key="s1")
    again = await call("lead", f"/cases/{case_id}/sign", body, idempotency_key="s1")
    assert (again.status_code, again.json()) == (200, first.json())
    assert (await events(service_db, case_id)).count("duty_signed") == 1


async def test_a_late_entry_needs_the_right(call: Call, case_id: UUID) -> None:
    await issue(call, case_id)
    answer = await call("prompt", f"/cases/{case_id}/sign", {"occurred_on": "2020-11-02"})
    assert code_of(answer) == (403, "late_entry_not_allowed")
    assert (await call("prompt", f"/cases/{case_id}/sign", {})).status_code == 200


async def test_a_date_before_the_cause_or_in_the_future_is_refused(
    call: Call, case_id: UUID
) -> None:
    await issue(call, case_id)
    early = await call("lead", f"/cases/{case_id}/sign", {"occurred_on": "2020-10-31"})
    assert code_of(early) == (422, "before_its_cause")
    future = await call("lead", f"/cases/{case_id}/sign", {"occurred_on": "2026-11-26"})
    assert code_of(future) == (422, "in_the_future")
