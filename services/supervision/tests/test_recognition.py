"""化解认定 over HTTP: three pieces of evidence, sealed, and the observation window."""

import pytest

from .conftest import evidence


async def test_recognition_starts_the_observation_window_and_is_told(desk):
    case_id = await desk.approved()
    answer = await desk.recognise(case_id, occurred_on="2026-11-06")
    assert (answer.status_code, answer.json()["state"]) == (200, "recognised")
    event = (await desk.events(case_id))[-1]
    assert event["type"] == "resolution_recognised.v1"
    assert event["data"] == {
        "recognition_id": answer.json()["id"],
        "evidence": ["settled", "ceased", "satisfied"],
        "observe_until": "2027-02-04",
        "fast": False,
        "report_id": None,
    }
    view = await desk.see(case_id)
    assert view["observe_until"] == "2027-02-04"
    (recognition,) = view["recognitions"]
    assert [(e["slot"], e["document_no"]) for e in recognition["evidence"]] == [
        ("settled", "兴信复〔2026〕1号"),
        ("ceased", "兴信访〔2026〕2号"),
        ("satisfied", "兴信评〔2026〕3号"),
    ]
    assert recognition["evidence"][1]["confirmed_by"] == "区信联办回访人员"
    assert view["closure"]["recognised"]["ref"] == recognition["id"]


@pytest.mark.parametrize("slot", ["settled", "ceased", "satisfied"])
async def test_r27_any_slot_empty_is_refused_and_named(desk, slot):
    case_id = await desk.approved()
    left_out = [e for e in evidence() if e["slot"] != slot]
    blank = [{**e, "description": "  "} if e["slot"] == slot else e for e in evidence()]
    for pieces in (left_out, blank):
        answer = await desk.recognise(case_id, evidence=pieces)
        assert (answer.status_code, answer.json()["code"]) == (422, "evidence_missing")
        assert answer.json()["missing"] == [slot]
    assert (await desk.see(case_id))["state"] == "approved"


@pytest.mark.parametrize(
    ("ceased", "code"),
    [
        ({"voluntary": False}, "ceased_not_voluntary"),
        ({"voluntary": None}, "ceased_not_voluntary"),
        ({"confirmed_by": " "}, "confirmation_missing"),
        ({"confirmed_by": "文化街办事处李某"}, "confirmed_by_responsible_unit"),
        ({"confirmed_by": "文化街街道"}, "confirmed_by_responsible_unit"),
    ],
)
async def test_r27_ceasing_must_be_voluntary_and_confirmed_by_somebody_else(desk, ceased, code):
    case_id = await desk.approved()
    answer = await desk.recognise(case_id, evidence=evidence(**ceased))
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_recognition_before_the_approval_is_refused(desk):
    case_id = await desk.awaiting_review()
    answer = await desk.recognise(case_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")
    await desk.review(case_id, occurred_on="2026-11-10")
    answer = await desk.recognise(case_id, occurred_on="2026-11-09")
    assert (answer.status_code, answer.json()["code"]) == (422, "before_its_cause")


async def test_the_evidence_is_kept_only_encrypted(desk):
    await desk.recognised()
    rows = await desk.sql("select document_no, description, confirmed_by from evidence")
    assert len(rows) == 3
    clear = ("兴信", "欠薪", "息访", "满意", "区信联办")
    for sealed in (bytes(v) for row in rows for v in row if v is not None):
        assert not any(word.encode() in sealed for word in clear)


async def test_a_supervisor_or_a_unit_cannot_recognise(desk, identity):
    case_id = await desk.approved()
    for headers in (
        identity.office("supervisor"),
        identity.headers("wenhuajie", "street", ["reviewer", "supervisor"]),
    ):
        answer = await desk.recognise(case_id, headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "role_missing")


async def test_the_same_idempotency_key_recognises_once(desk, identity):
    case_id = await desk.approved()
    headers = {**identity.office("reviewer"), "Idempotency-Key": "k2"}
    first, again = await desk.recognise(case_id, headers), await desk.recognise(case_id, headers)
    assert first.json() == again.json()
    assert len((await desk.see(case_id))["recognitions"]) == 1
