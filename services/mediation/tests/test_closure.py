"""办结报告 and 包案领导书面意见 over HTTP: gates, reading, signing, races."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import httpx2
import pytest
from contracts.assignment import LeaderAssignedV1
from contracts.vocab import LeaderLevel
from testkit.events import an_event
from testkit.identity import Identity
from testkit.postgres import ServiceDb

from .builders import (
    LEAD,
    a_measure,
    a_notice,
    a_report,
    an_activity,
    an_opinion,
    leader_assigned,
)
from .conftest import Feed
from .test_work import rows

Call = Callable[..., Awaitable[httpx2.Response]]


async def do_the_work(call: Call, case_id: UUID, who: str = "handler") -> None:
    for path, body in (
        ("activities", an_activity()),
        ("measures", a_measure()),
        ("notices", a_notice()),
    ):
        answer = await call(who, f"/cases/{case_id}/{path}", body)
        assert answer.status_code == 201, answer.text


async def report(call: Call, case_id: UUID) -> None:
    await do_the_work(call, case_id)
    answer = await call("handler", f"/cases/{case_id}/closure-report", a_report())
    assert answer.status_code == 201, answer.text


async def state_of(call: Call, case_id: UUID) -> str:
    state: str = (await call("handler", f"/cases/{case_id}")).json()["state"]
    return state


async def test_a_report_without_work_names_all_gates(call: Call, case_id: UUID) -> None:
    answer = await call("handler", f"/cases/{case_id}/closure-report", a_report())
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["code"] == "closure_evidence_missing"
    assert problem["missing"] == ["face_to_face_activity", "executed_measure", "reply_notice"]


async def test_records_that_do_not_count_open_no_gate(call: Call, case_id: UUID) -> None:
    for path, body in (
        ("activities", an_activity(face_to_face=False)),
        ("measures", a_measure(executed=False)),
        ("notices", a_notice(kind="progress")),
    ):
        assert (await call("handler", f"/cases/{case_id}/{path}", body)).status_code == 201
    view = (await call("handler", f"/cases/{case_id}")).json()
    assert len(view["missing_evidence"]) == 3
    answer = await call("handler", f"/cases/{case_id}/closure-report", a_report())
    assert answer.json()["code"] == "closure_evidence_missing"


async def test_a_report_is_filed_and_told(call: Call, case_id: UUID, service_db: ServiceDb) -> None:
    await report(call, case_id)
    view = (await call("handler", f"/cases/{case_id}")).json()
    assert (view["state"], view["round"], view["reported_on"]) == ("reported", 1, "2026-11-25")
    (told,) = await rows(
        service_db,
        "select payload->'data'->>'round' as round, payload->'data'->>'report_id' as id,"
        " version from outbox where subject like '%closure_reported%'",
    )
    assert (told["round"], told["id"], told["version"]) == ("1", view["report_id"], 4)
    shown = (await call("handler", f"/cases/{case_id}/closure-report")).json()
    sent = a_report()
    assert {k: shown[k] for k in sent} == sent
    assert shown["opinion"] is None
    assert len(shown["evidence"]["activities"]) == 1


@pytest.mark.parametrize(
    ("over", "missing"),
    [
        ({"signed_by": "　"}, ["signed_by"]),
        ({"findings": "已办理", "outcome": " "}, ["findings", "outcome"]),
    ],
)
async def test_an_empty_report_is_refused(
    call: Call, case_id: UUID, over: dict[str, str], missing: list[str]
) -> None:
    await do_the_work(call, case_id)
    answer = await call("handler", f"/cases/{case_id}/closure-report", a_report(**over))
    assert (answer.status_code, answer.json()["code"]) == (422, "report_incomplete")
    assert answer.json()["missing"] == missing


async def test_a_report_cannot_lie_before_the_last_gate_it_rests_on(
    call: Call, case_id: UUID
) -> None:
    await do_the_work(call, case_id)
    path = f"/cases/{case_id}/closure-report"
    early = await call("handler", path, a_report(occurred_on="2026-11-23"))
    assert (early.status_code, early.json()["code"]) == (422, "before_its_cause")
    assert early.json()["cause"] == "2026-11-24"
    just = await call("handler", path, a_report(occurred_on="2026-11-24"))
    assert just.status_code == 201


async def test_work_after_the_report_s_day_does_not_move_its_gates(
    call: Call, case_id: UUID
) -> None:
    await do_the_work(call, case_id)
    later = an_activity(occurred_on="2026-11-25")
    await call("handler", f"/cases/{case_id}/activities", later)
    path = f"/cases/{case_id}/closure-report"
    assert (await call("handler", path, a_report(occurred_on="2026-11-24"))).status_code == 201


async def test_only_the_lead_unit_reports(call: Call, case_id: UUID) -> None:
    await do_the_work(call, case_id)
    answer = await call("assist", f"/cases/{case_id}/closure-report", a_report())
    assert (answer.status_code, answer.json()["code"]) == (403, "not_the_lead_unit")


async def test_there_is_no_report_before_one_is_filed(call: Call, case_id: UUID) -> None:
    answer = await call("leader", f"/cases/{case_id}/closure-report")
    assert (answer.status_code, answer.json()["code"]) == (404, "report_not_found")


async def test_r24_the_leader_reads_and_signs(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    await report(call, case_id)
    assert (await call("leader", f"/cases/{case_id}/closure-report")).status_code == 200
    answer = await call("leader", f"/cases/{case_id}/leader-opinion", an_opinion())
    assert (answer.status_code, answer.json()["state"]) == (201, "opinion_signed")
    shown = (await call("handler", f"/cases/{case_id}/closure-report")).json()
    assert shown["opinion"]["text"] == an_opinion()["text"]
    assert (shown["opinion"]["account"], shown["opinion"]["unit"]) == ("qld.wang", "qld")
    (told,) = await rows(
        service_db,
        "select payload->'data' as data, tenant from outbox where subject like '%opinion%'",
    )
    assert told["tenant"] == "qld"
    assert '"agreed": true' in told["data"]


async def test_r24_an_unread_report_cannot_be_signed(call: Call, case_id: UUID) -> None:
    await report(call, case_id)
    await call("office", f"/cases/{case_id}/closure-report")
    await call("other_leader", f"/cases/{case_id}/closure-report")
    answer = await call("leader", f"/cases/{case_id}/leader-opinion", an_opinion())
    assert (answer.status_code, answer.json()["code"]) == (409, "evidence_not_opened")


async def test_r24_reading_is_audited_once_and_changes_no_version(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    await report(call, case_id)
    before = (await call("leader", f"/cases/{case_id}")).json()
    for who in ("leader", "leader", "handler", "other_leader"):
        await call(who, f"/cases/{case_id}/closure-report", idempotency_key="same")
    found = await rows(
        service_db,
        "select tenant, actor_sub from audit_log where action = 'closure_report.opened'",
    )
    assert [(r["tenant"], r["actor_sub"]) for r in found] == [("qld", "sub-qld.wang")]
    view = (await call("leader", f"/cases/{case_id}")).json()
    assert view["version"] == before["version"]
    assert (before["report_opened"], view["report_opened"]) == (False, True)
    assert "sign_leader_opinion" in before["allowed_actions"]


@pytest.mark.parametrize(
    ("who", "code"), [("other_leader", "not_the_leader"), ("handler", "role_missing")]
)
async def test_r24_another_account_cannot_sign(
    call: Call, case_id: UUID, who: str, code: str
) -> None:
    await report(call, case_id)
    await call(who, f"/cases/{case_id}/closure-report")
    answer = await call(who, f"/cases/{case_id}/leader-opinion", an_opinion())
    assert (answer.status_code, answer.json()["code"]) == (403, code)
    assert await state_of(call, case_id) == "reported"


@pytest.mark.parametrize("text", ["", "　　　　　　　　　　　　", "同意。"])
async def test_r24_a_blank_opinion_is_refused(call: Call, case_id: UUID, text: str) -> None:
    await report(call, case_id)
    await call("leader", f"/cases/{case_id}/closure-report")
    body = an_opinion(text=text)
    answer = await call("leader", f"/cases/{case_id}/leader-opinion", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "opinion_too_short")
    assert await state_of(call, case_id) == "reported"


async def test_r24_a_leader_who_is_the_handler_cannot_sign(
    call: Call, client: httpx2.AsyncClient, case_id: UUID, feed: Feed, identity: Identity
) -> None:
    both = identity.headers(LEAD, "street", ["handler", "leader"], "wenhuajie.both")
    own = LeaderAssignedV1(
        leader_account="wenhuajie.both",
        leader_unit=LEAD,
        level=LeaderLevel.SECTION,
        by_override=False,
    )
    await feed(an_event(own, case_id=case_id, version=5))
    await do_the_work(call, case_id)
    path = f"/v1/cases/{case_id}"
    filed = await client.post(f"{path}/closure-report", json=a_report(), headers=both)
    assert filed.status_code == 201
    await client.get(f"{path}/closure-report", headers=both)
    answer = await client.post(f"{path}/leader-opinion", json=an_opinion(), headers=both)
    assert (answer.status_code, answer.json()["code"]) == (403, "leader_is_handler")


async def test_r24_a_leader_named_meanwhile_reads_for_himself(
    call: Call, case_id: UUID, feed: Feed
) -> None:
    await report(call, case_id)
    await call("leader", f"/cases/{case_id}/closure-report")
    await feed(leader_assigned(case_id, 5, account="qld.li"))
    old = await call("leader", f"/cases/{case_id}/leader-opinion", an_opinion())
    assert (old.status_code, old.json()["code"]) == (403, "not_the_leader")
    new = await call("other_leader", f"/cases/{case_id}/leader-opinion", an_opinion())
    assert (new.status_code, new.json()["code"]) == (409, "evidence_not_opened")


async def test_r24_a_leader_who_disagrees_sends_the_case_back(call: Call, case_id: UUID) -> None:
    await report(call, case_id)
    await call("leader", f"/cases/{case_id}/closure-report")
    body = an_opinion(agreed=False, text="答复未回应工资诉求，退回继续办理。")
    answer = await call("leader", f"/cases/{case_id}/leader-opinion", body)
    assert (answer.status_code, answer.json()["state"]) == (201, "resolving")
    path = f"/cases/{case_id}/closure-report"
    early = await call("handler", path, a_report(occurred_on="2026-11-24"))
    assert early.json()["code"] == "before_its_cause"
    assert (await call("handler", path, a_report())).status_code == 201
    again = await call("leader", f"/cases/{case_id}/leader-opinion", an_opinion())
    assert again.json()["code"] == "evidence_not_opened"
    records = (await call("handler", f"/cases/{case_id}/records")).json()
    assert [(r["round"], r["opinion"] is not None) for r in records["reports"]] == [
        (1, True), (2, False),
    ]  # fmt: skip


async def test_an_opinion_cannot_lie_before_the_report(call: Call, case_id: UUID) -> None:
    await report(call, case_id)
    await call("leader", f"/cases/{case_id}/closure-report")
    body = an_opinion(occurred_on="2026-11-24")
    answer = await call("leader", f"/cases/{case_id}/leader-opinion", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "before_its_cause")


async def test_a_case_without_a_report_takes_no_opinion(call: Call, case_id: UUID) -> None:
    answer = await call("leader", f"/cases/{case_id}/leader-opinion", an_opinion())
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")


async def test_of_two_reports_at_once_one_is_refused(
    call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    await do_the_work(call, case_id)
    path = f"/cases/{case_id}/closure-report"
    answers = await asyncio.gather(*(call("handler", path, a_report()) for _ in range(2)))
    assert sorted(a.status_code for a in answers) == [201, 409]
    assert len(await rows(service_db, "select 1 from closure_reports")) == 1
    assert len(await rows(service_db, "select 1 from outbox where version = 4")) == 1


async def test_of_two_writers_with_the_same_page_one_loses(call: Call, case_id: UUID) -> None:
    seen = (await call("handler", f"/cases/{case_id}")).headers["etag"]
    path = f"/cases/{case_id}/activities"
    answers = await asyncio.gather(
        call("handler", path, an_activity(), if_match=seen),
        call("assist", path, an_activity(), if_match=seen),
    )
    assert sorted(a.status_code for a in answers) == [201, 409]
    (lost,) = [a.json() for a in answers if a.status_code == 409]
    assert lost["code"] == "stale_version"


async def test_the_same_key_signs_once(call: Call, case_id: UUID, service_db: ServiceDb) -> None:
    await report(call, case_id)
    await call("leader", f"/cases/{case_id}/closure-report")
    path = f"/cases/{case_id}/leader-opinion"
    first = await call("leader", path, an_opinion(), idempotency_key="sign")
    again = await call("leader", path, an_opinion(), idempotency_key="sign")
    assert (first.status_code, first.json()) == (201, again.json())
    assert len(await rows(service_db, "select 1 from leader_opinions")) == 1


async def test_the_desk_shows_each_person_the_next_step(call: Call, case_id: UUID) -> None:
    first = (await call("handler", "/desk")).json()["items"]
    assert [(i["case_id"], i["action"], i["due_on"], i["since"]) for i in first] == [
        (str(case_id), "record_activity", "2026-12-31", "2026-11-05")
    ]
    assert first[0]["case_no"] == "XF2020-0001"
    await report(call, case_id)
    assert (await call("handler", "/desk")).json()["items"] == []
    (wanted,) = (await call("leader", "/desk")).json()["items"]
    assert wanted["action"] == "sign_leader_opinion"
    for who in ("other_leader", "stranger", "assist", "office"):
        assert (await call(who, "/desk")).json()["items"] == []
