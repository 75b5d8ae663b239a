"""Classification, corrections, quick write-offs, legal references, live checks."""

from datetime import timedelta

import pytest
from contracts.vocab import Tick
from intake.domain.identity_number import check_character
from intake.usecases.watch_fast import WatchFast
from intake_builders import a_case, an_id, column, events, register

TICKS = [{"tick": t.value, "evidence": "已核对原始登记材料"} for t in Tick]
CLASSES = {
    "category": "劳动和社会保障", "field": "labour", "case_kind": "ordinary",
    "cross_separated": False, "demand_class": "unjustified", "special_hardship": True,
}  # fmt: skip


async def test_r30_the_first_classification_is_told_and_says_what_may_follow(
    client, street, service_db
):
    case_id = await register(client, street)
    answer = await client.put(
        f"/v1/cases/{case_id}/classification", json=CLASSES, headers=street | {"If-Match": '"1"'}
    )
    assert (answer.status_code, answer.json()["version"]) == (200, 2), answer.text
    case = (await client.get(f"/v1/cases/{case_id}", headers=street)).json()
    assert [a["label"] for a in case["next_actions"]] == ["教育疏导", "帮扶救助"]
    (event,) = await events(service_db.admin_dsn, "case_amended")
    assert set(event["data"]["changed"]) == {
        "category", "field", "demand_class", "special_hardship",
    }  # fmt: skip
    assert (event["data"]["field"], event["data"]["demand_class"]) == ("labour", "unjustified")
    again = await client.put(f"/v1/cases/{case_id}/classification", json=CLASSES, headers=street)
    assert again.json()["version"] == 2
    assert len(await events(service_db.admin_dsn, "case_amended")) == 1


async def test_r20_an_officer_who_keeps_a_suggested_case_ordinary_must_say_why(client, street):
    case_id = await register(client, street, people_count=40)
    url = f"/v1/cases/{case_id}/classification"
    refused = await client.put(url, json=CLASSES, headers=street)
    assert (refused.status_code, refused.json()["code"]) == (422, "hard_case_unexplained")
    said = CLASSES | {"ordinary_because": "诉求简单，已有处理方案"}
    assert (await client.put(url, json=said, headers=street)).status_code == 200


async def test_r20_confirming_an_undecided_case_as_it_stands_is_a_decision_and_needs_the_reason(
    client, street
):
    case_id = await register(client, street, people_count=40)
    url = f"/v1/cases/{case_id}"
    case = (await client.get(url, headers=street)).json()
    as_it_stands = {n: case[n] for n in ("category", "field", "case_kind", "cross_separated")}
    refused = await client.put(f"{url}/classification", json=as_it_stands, headers=street)
    assert (refused.status_code, refused.json()["code"]) == (422, "hard_case_unexplained")
    assert (await client.get(url, headers=street)).json()["version"] == 1


async def test_a_correction_keeps_what_was_in_the_trail_without_showing_persons(
    client, street, office, bureau, service_db
):
    case_id = await register(client, street)
    url = f"/v1/cases/{case_id}"
    body = {
        "reason": "信访人补充证件", "petitioners": [{"name": "王小华", "id_no": an_id(901)}],
        "people_count": 3, "demand": "改过的诉求内容", "registered_on": "2026-11-24",
    }  # fmt: skip
    refused = await client.patch(url, json=body, headers=bureau)
    assert refused.status_code == 404
    answer = await client.patch(url, json=body, headers=office)
    assert answer.status_code == 200, answer.text
    case = (await client.get(url, headers=street)).json()
    assert (case["people_count"], case["demand"], case["registered_on"]) == (
        3, "改过的诉求内容", "2026-11-24",
    )  # fmt: skip
    (before, after) = await column(
        service_db.admin_dsn,
        "select unnest(array[before::text, after::text]) from audit_log"
        " where action = 'case.amended'",
    )
    assert '"people_count": 1' in before
    assert '"people_count": 3' in after
    assert "petitioners" in after
    assert not [s for s in ("王小华", an_id(901), "改过的诉求") if s in before + after]
    found = await client.post("/v1/case-search", json={"id_no": an_id(901)}, headers=street)
    assert [c["case_id"] for c in found.json()] == [case_id]
    gone = await client.post("/v1/case-search", json={"id_no": an_id()}, headers=street)
    assert gone.json() == []


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"people_count": 2}, 422, "validation"),
        ({"reason": "更正登记信息", "demand": None}, 422, "validation"),
        ({"reason": "更正登记信息", "case_no": "XQ999999"}, 422, "validation"),
        ({"reason": "更正登记信息", "phones": ["无"]}, 422, "petitioner_invalid"),
        ({"reason": "更正登记信息", "registered_on": "1900-01-01"}, 422, "date_too_early"),
        ({"reason": "更正登记信息", "petitioners": []}, 422, "registration_invalid"),
    ],
)
async def test_a_correction_that_cannot_be_right_changes_nothing(
    client, street, body, status, code
):
    case_id = await register(client, street)
    answer = await client.patch(f"/v1/cases/{case_id}", json=body, headers=street)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    case = (await client.get(f"/v1/cases/{case_id}", headers=street)).json()
    assert case["version"] == 1


async def test_r12_and_r13_a_clear_case_is_struck_off_on_a_document_after_its_three_ticks(
    client, street, office, service_db
):
    case_id = await register(client, street)
    url = f"/v1/cases/{case_id}"
    closing = {"document_no": "兴信联办〔2026〕9号", "basis": "事项已由社区当场解决"}
    early = await client.post(f"{url}/fast-closure", json=closing, headers=office)
    assert (early.status_code, early.json()["code"]) == (409, "illegal_transition")
    ticks = {"ticks": TICKS, "fast_because": "事由清楚，结果清晰"}
    assert (await client.post(f"{url}/verification", json=ticks, headers=office)).status_code == 200
    assert "close_fast" in (await client.get(url, headers=office)).json()["allowed_actions"]
    refused = await client.post(f"{url}/fast-closure", json=closing, headers=street)
    assert refused.status_code == 403
    done = await client.post(f"{url}/fast-closure", json=closing, headers=office)
    assert (done.status_code, done.json()["state"]) == (200, "fast_closed"), done.text
    (event,) = await events(service_db.admin_dsn, "case_fast_closed")
    assert event["data"] == {"document_no": "兴信联办〔2026〕9号"}


async def test_r13_a_clear_case_that_nobody_strikes_off_is_flagged_after_thirty_days(
    client, app, street, office, clock
):
    ids = [await register(client, street, case_no=f"XQ800{n}") for n in range(2)]
    for case_id, because in zip(ids, ("事由清楚，结果清晰", None), strict=True):
        await client.post(
            f"/v1/cases/{case_id}/verification", headers=office,
            json={"ticks": TICKS, "fast_because": because},
        )  # fmt: skip
    watch: WatchFast = app.state.parts.usecases.watch_fast
    clock.move_to(clock.now() + timedelta(days=30))
    assert (await client.get("/v1/cases?fast_overdue=true", headers=office)).json()["total"] == 0
    assert await watch.count() == 0
    clock.move_to(clock.now() + timedelta(days=1))
    flagged = (await client.get("/v1/cases?fast_overdue=true", headers=office)).json()
    assert [c["case_id"] for c in flagged["items"]] == ids[:1]
    assert await watch.count() == 1


async def test_r33_a_legal_document_is_referred_to_by_number_for_few_to_see(
    client, street, office, identity
):
    law = identity.headers("zfw", "politics_law", ["handler"])
    case_id = await register(client, street, tags=["litigation"])
    url = f"/v1/cases/{case_id}/legal-references"
    body = {
        "document_no": "银公行罚决字〔2026〕1号", "organ": "银川市公安局兴庆区分局",
        "issued_on": "2026-11-20", "kind": "administrative_penalty",
    }  # fmt: skip
    refused = await client.post(url, json=body, headers=street)
    assert (refused.status_code, refused.json()["code"]) == (403, "restricted")
    assert (await client.post(url, json=body, headers=law)).status_code == 201
    twice = await client.post(url, json=body, headers=law)
    assert (twice.status_code, twice.json()["code"]) == (409, "legal_reference_taken")
    assert (await client.get(url, headers=street)).status_code == 403
    for headers in (law, office):
        (shown,) = (await client.get(url, headers=headers)).json()
        assert (shown["kind_label"], shown["document_no"]) == (
            "行政处罚决定书",
            body["document_no"],
        )


async def test_r33_no_member_of_the_api_holds_words_on_a_person(app):
    schemas = app.openapi()["components"]["schemas"]
    persons = {
        "PetitionerBody": {
            "name", "id_no", "phones", "household", "residence", "representative",
        },
        "AgentBody": {"name", "phone", "id_no", "relation", "acts_for"},
        "AccusedBody": {"name", "unit", "post"},
        "LegalReferenceBody": {"document_no", "organ", "issued_on", "kind"},
    }  # fmt: skip
    assert {n: set(schemas[n]["properties"]) for n in persons} == persons
    words = ("label", "character", "behaviour", "risk", "blacklist", "whereabouts", "mood")
    sent = {m for n in ("CaseBody", "ClassificationBody", "CorrectionBody")
            for m in schemas[n]["properties"]}  # fmt: skip
    assert not [m for m in sent if any(w in m for w in words)]


@pytest.mark.parametrize(
    ("path", "body", "valid", "code"),
    [
        ("id-no", {"id_no": an_id()}, True, None),
        ("id-no", {"id_no": "640122920514931"}, True, None),
        ("id-no", {"id_no": "640122395112029066"}, False, "id_checksum"),
        ("id-no", {"id_no": "6401"}, False, "id_length"),
        ("phone", {"phone": "0951-6041234-8"}, True, None),
        ("phone", {"phone": "400-820-8820"}, True, None),
        ("phone", {"phone": "12345"}, True, None),
        ("phone", {"phone": "123"}, False, "phone_invalid"),
    ],
)
async def test_a_number_is_judged_while_it_is_typed_and_kept_nowhere(
    client, street, service_db, path, body, valid, code
):
    answer = await client.post(f"/v1/checks/{path}", json=body, headers=street)
    verdict = answer.json()
    assert (answer.status_code, verdict["valid"], verdict["code"]) == (200, valid, code)
    assert next(iter(body.values())) not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert await column(service_db.admin_dsn, "select count(*) from audit_log") == [0]


async def test_an_unknown_division_code_is_a_warning_and_the_case_is_taken(client, street):
    first = "64019919700101900"
    number = first + check_character(first)
    verdict = (await client.post("/v1/checks/id-no", json={"id_no": number}, headers=street)).json()
    assert (verdict["valid"], [w["code"] for w in verdict["warnings"]]) == (True, ["id_division"])
    body = a_case(petitioners=[{"name": "王小花", "id_no": number}])
    assert (await client.post("/v1/cases", json=body, headers=street)).status_code == 201
