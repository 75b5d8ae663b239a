"""审核报结 and 退回重办 over HTTP on a real database."""

import asyncio

import pytest
from servicekit.ids import new_id

from .conftest import TICKS


async def test_an_approval_moves_the_case_and_tells_the_others(desk):
    case_id = await desk.awaiting_review()
    answer = await desk.review(case_id, occurred_on="2026-11-24")
    assert answer.status_code == 200
    receipt = answer.json()
    assert (receipt["case_id"], receipt["state"]) == (str(case_id), "approved")
    (event,) = await desk.events(case_id)
    assert (event["type"], event["caseversion"], event["tenant"]) == (
        "closure_approved.v1",
        1,
        "xlb",
    )
    assert (event["occurredon"], event["late"]) == ("2026-11-24", False)
    assert event["data"] == {"report_id": str(desk.report_id)}
    view = await desk.see(case_id)
    assert view["version"] == receipt["version"]
    assert view["closure"]["approved"]["ref"] == receipt["id"]
    assert view["closure"]["approved"]["actor_sub"] == "sub-xlb.reviewer"
    assert view["closure"]["reported"]["occurred_on"] == "2026-11-01"
    assert view["closure"]["reported"]["actor_unit"] == "wenhuajie"
    assert view["closure"]["recognised"] is None
    assert view["leader_opinion"]["occurred_on"] == "2026-11-03"
    assert view["reviews"][0]["checklist"] == TICKS


async def test_a_return_counts_and_opens_the_case_for_the_next_report(desk):
    case_id = await desk.awaiting_review()
    reason = "办理结果没有回应信访人诉求"
    answer = await desk.review(case_id, decision="returned", reason=reason, checklist={})
    assert (answer.status_code, answer.json()["state"]) == (200, "open")
    (event,) = await desk.events(case_id)
    assert event["type"] == "closure_returned.v1"
    assert event["data"] == {"report_id": str(desk.report_id), "returns": 1}
    view = await desk.see(case_id)
    assert (view["returns"], view["closure"]["reported"]) == (1, None)
    assert [f["kind"] for f in view["history"]] == ["reported", "opinion_signed", "returned"]
    assert view["reviews"][0]["reason"] == reason
    desk.report_id = new_id()
    await desk.feed(desk.reported(case_id, 2), desk.opinion(case_id))
    assert (await desk.review(case_id)).json()["state"] == "approved"
    view = await desk.see(case_id)
    assert (view["round"], view["returns"], len(view["reviews"])) == (2, 1, 2)


async def test_the_reason_is_kept_only_encrypted(desk):
    case_id = await desk.awaiting_review()
    await desk.review(case_id, reason="王某某的欠薪已经全部发放到位")
    ((reason,),) = await desk.sql("select reason from reviews")
    assert "王某某".encode() not in bytes(reason)
    dump = await desk.sql(
        "select payload::text from outbox union all select after::text from audit_log"
    )
    assert not any("王某某" in (row[0] or "") for row in dump)


@pytest.mark.parametrize(
    ("body", "code", "missing"),
    [
        (
            {"checklist": {**TICKS, "receipt_present": False}},
            "checklist_incomplete",
            ["receipt_present"],
        ),
        ({"decision": "returned", "reason": "不合格"}, "reason_too_short", None),
        ({"decision": "maybe"}, "validation", None),
        ({"checklist": {"unknown": True}}, "validation", None),
        ({"occurred_on": "2026-11-26"}, "in_the_future", None),
        ({"occurred_on": "2026-11-02"}, "before_its_cause", None),
    ],
)
async def test_a_bad_review_is_refused_and_changes_nothing(desk, body, code, missing):
    case_id = await desk.awaiting_review()
    before = await desk.see(case_id)
    answer = await desk.review(case_id, **body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json().get("missing") == missing
    assert await desk.see(case_id) == before
    assert await desk.events(case_id) == []


async def test_a_review_before_the_leaders_agreed_opinion_is_a_conflict(desk):
    case_id = await desk.known()
    await desk.feed(desk.reported(case_id))
    answer = await desk.review(case_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")
    await desk.feed(desk.opinion(case_id, agreed=False))
    answer = await desk.review(case_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")


async def test_a_late_entry_needs_its_right_and_is_marked(desk, identity):
    case_id = await desk.awaiting_review()
    plain = identity.headers("xlb", "district_office", ["reviewer"])
    answer = await desk.review(case_id, plain, occurred_on="2026-11-05")
    assert (answer.status_code, answer.json()["code"]) == (403, "late_entry_not_allowed")
    assert (await desk.review(case_id, occurred_on="2026-11-05")).status_code == 200
    (event,) = await desk.events(case_id)
    assert event["late"] is True
    assert (await desk.see(case_id))["closure"]["approved"]["late"] is True


async def test_nobody_reviews_a_report_their_own_account_filed(desk, identity):
    case_id = await desk.known()
    report = desk.reported(case_id).model_copy(update={"actor_sub": "sub-xlb.reviewer"})
    await desk.feed(report, desk.opinion(case_id))
    answer = await desk.review(case_id)
    assert (answer.status_code, answer.json()["code"]) == (403, "reviewer_is_reporter")
    assert (await desk.see(case_id))["allowed_actions"] == []
    other = identity.office("reviewer", unit="xfj")
    assert (await desk.review(case_id, other)).status_code == 200


@pytest.mark.parametrize(
    "roles", [["supervisor"], ["handler"], ["registrar", "analyst"], ["leader"]]
)
async def test_only_the_reviewing_duty_of_an_office_reviews(desk, identity, roles):
    case_id = await desk.awaiting_review()
    answer = await desk.review(case_id, identity.headers("xlb", "district_office", roles))
    assert (answer.status_code, answer.json()["code"]) == (403, "role_missing")


async def test_the_lead_unit_cannot_review_its_own_case_even_as_a_reviewer(desk, identity):
    case_id = await desk.awaiting_review()
    answer = await desk.review(case_id, identity.headers("wenhuajie", "street", ["reviewer"]))
    assert (answer.status_code, answer.json()["code"]) == (403, "role_missing")


async def test_the_same_idempotency_key_gets_the_same_answer_and_one_event(desk, identity):
    case_id = await desk.awaiting_review()
    headers = {**identity.office("reviewer"), "Idempotency-Key": "k1"}
    first = await desk.review(case_id, headers)
    again = await desk.review(case_id, headers)
    assert (again.status_code, again.json()) == (200, first.json())
    assert len(await desk.events(case_id)) == 1
    other = await desk.review(case_id, headers, reason="另一个理由")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_of_two_reviewers_at_the_same_moment_one_loses(desk, identity):
    case_id = await desk.awaiting_review()
    answers = await asyncio.gather(
        desk.review(case_id), desk.review(case_id, identity.office("reviewer", unit="xfj"))
    )
    assert sorted(a.status_code for a in answers) == [200, 409]
    assert len(await desk.events(case_id)) == 1


async def test_of_two_reviewers_who_saw_the_same_version_the_second_is_told_so(desk, identity):
    case_id = await desk.awaiting_review()
    etag = f'"{(await desk.see(case_id))["version"]}"'
    headers = {**identity.office("reviewer"), "If-Match": etag}
    answers = await asyncio.gather(*(desk.review(case_id, headers) for _ in range(2)))
    assert sorted(a.status_code for a in answers) == [200, 409]
    (lost,) = [a.json() for a in answers if a.status_code == 409]
    assert lost["code"] == "stale_version"


async def test_a_review_is_audited_without_free_text(desk):
    case_id = await desk.awaiting_review()
    await desk.review(case_id, reason="保密内容")
    rows = await desk.sql(
        "select tenant, actor_sub, action, before->>'state', after->>'state', reason from audit_log"
        " where object_id = :c and tenant = 'xlb'",
        c=str(case_id),
    )
    assert [tuple(r) for r in rows] == [
        ("xlb", "sub-xlb.reviewer", "closure.approved", "opinion_signed", "approved", None)
    ]
