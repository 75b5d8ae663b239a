"""Accusations: sealed at once, known to 纪检监察 and the registering officer alone (R72)."""

import json
from typing import Any

import pytest
from contracts.assignment import CaseIssuedV1, IssuedDuty, LeaderAssignedV1
from contracts.vocab import DutyRole, LeaderLevel, Tick
from eventing.inbox import Verdict, apply
from intake_builders import a_case, an_id, column, events, register
from prometheus_client import REGISTRY
from servicekit.ids import new_id
from testkit.events import an_event

ACCUSATION: dict[str, Any] = {
    "tags": ["accusation"], "anonymous": True, "petitioners": [], "phones": [], "residence": None,
    "accused": [{"name": "李贪官", "unit": "兴庆区教育局", "post": "科长"}],
    "place_unit": "jyj", "letter_no": "举报字〔2026〕1号", "demand": "教育局李某收受好处。",
}  # fmt: skip
SECRETS = ("李贪官", "举报字", "jyj", "wenhuajie", "sub-wenhuajie", "real_estate", "好处")


@pytest.fixture
def discipline(identity) -> dict[str, str]:
    """A registrar and supervisor of 纪委监委."""
    return identity.headers("jjw", "discipline", ["registrar", "supervisor"])


@pytest.fixture
def colleague(identity) -> dict[str, str]:
    """Somebody else of the registering unit, with all of its duties."""
    return identity.headers(
        "wenhuajie", "street", ["registrar", "handler", "supervisor"], username="colleague"
    )


@pytest.fixture
def others(identity, bureau, office, colleague) -> dict[str, dict[str, str]]:
    """Everybody who may know nothing: the accused's unit, both offices, the registering unit."""
    return {
        "accused unit": bureau, "office": office, "other office": identity.office("supervisor", unit="xfj"),
        "registering unit": colleague,
        "politics and law": identity.headers("zfw", "politics_law", ["handler", "supervisor"]),
        "leader": identity.headers("qld", "leaders", ["leader"]),
    }  # fmt: skip


async def what_shows(client, headers) -> dict[str, Any]:
    """Every count and list that a unit can ask for."""
    shown = {}
    for path in (
        "cases", "cases?cohort=daily", "cases?state=registered", "cases?tag=accusation",
        "cases?field=other", "cases?hard_open=true", "cases?q=密", "sealed-cases", "repeat-links",
    ):  # fmt: skip
        answer = await client.get(f"/v1/{path}", headers=headers)
        shown[path] = answer.json().get("total", answer.status_code)
    found = await client.post("/v1/case-search", json={"id_no": an_id()}, headers=headers)
    shown["search"] = len(found.json()) if found.status_code == 200 else found.status_code
    return shown


def metric() -> float:
    return REGISTRY.get_sample_value("huajie_intake_cases_total", {"source": "district"}) or 0.0


async def test_r72_an_accusation_is_seen_by_discipline_and_its_registering_officer_alone(
    client, street, discipline, others
):
    before = {name: await what_shows(client, h) for name, h in others.items()}
    counted = metric()
    case_id = await register(client, street, **ACCUSATION)
    assert metric() == counted
    assert {name: await what_shows(client, h) for name, h in others.items()} == before
    for headers in (street, discipline):
        case = (await client.get(f"/v1/cases/{case_id}", headers=headers)).json()
        assert (case["case_no"], case["sealed"]) == ("密-2026-0001", True)
        assert case["accused"] == [{"name": "李*", "unit": "兴庆区教育局", "post": "科长"}]
        listed = (await client.get("/v1/sealed-cases", headers=headers)).json()
        assert [c["case_id"] for c in listed["items"]] == [case_id]
    assert (await client.get("/v1/cases", headers=street)).json()["total"] == 0


async def test_r72_a_sealed_case_and_one_that_does_not_exist_answer_alike_to_everybody_else(
    client, street, others
):
    case_id = await register(client, street, **ACCUSATION)

    async def asked(target: object, headers: dict[str, str]) -> list[tuple[int, str]]:
        url = f"/v1/cases/{target}"
        classes = {"category": "其他", "field": "other", "case_kind": "ordinary",
                   "cross_separated": False}  # fmt: skip
        calls = [
            client.get(url, headers=headers),
            client.get(f"{url}/procedure", headers=headers),
            client.get(f"{url}/legal-references", headers=headers),
            client.post(
                f"{url}/reveal", headers=headers,
                json={"purpose": "核对登记情况", "fields": ["accused"]},
            ),
            client.post(f"{url}/seal", json={"reason": "疑似揭发控告"}, headers=headers),
            client.post(f"{url}/unseal", json={"reason": "不是揭发控告"}, headers=headers),
            client.put(f"{url}/classification", json=classes, headers=headers),
            client.patch(url, json={"reason": "更正登记", "people_count": 2}, headers=headers),
            client.post(f"{url}/compartment-progress", json={"stage": "received"}, headers=headers),
            client.post(
                f"{url}/verification", headers=headers,
                json={"ticks": [{"tick": t.value, "evidence": "已核对材料"} for t in Tick]},
            ),
            client.post(
                f"{url}/fast-closure", headers=headers,
                json={"document_no": "文号1", "basis": "事由清楚结果清晰"},
            ),
        ]  # fmt: skip
        answers = [await c for c in calls]
        assert not [a.text for a in answers if a.status_code < 400]
        return [(a.status_code, a.json()["code"]) for a in answers]

    for name, headers in others.items():
        assert await asked(case_id, headers) == await asked(new_id(), headers), name


async def test_r72_the_event_of_a_sealed_case_names_no_unit_no_account_and_no_matter(
    client, street, service_db
):
    await register(client, street, **ACCUSATION)
    (event,) = await events(service_db.admin_dsn)
    assert (event["tenant"], event["actorunit"], event["actorsub"]) == ("jjw", "jjw", "sealed")
    assert (event["data"]["sealed"], event["data"]["case_no"]) == (True, "密-2026-0001")
    assert (event["data"]["field"], event["data"]["category"]) == ("other", "揭发控告")
    (subject,) = await column(service_db.admin_dsn, "select subject from outbox")
    assert not [s for s in SECRETS if s in json.dumps(event, ensure_ascii=False) + subject]
    trail = await column(service_db.admin_dsn, "select distinct tenant from audit_log")
    assert trail == ["jjw"]


async def test_r72_a_sealed_case_s_own_number_is_neither_confirmed_nor_kept_in_clear(
    client, street, bureau, service_db
):
    await register(client, street, case_no="XQ7001", **ACCUSATION)
    other = await client.post("/v1/cases", json=a_case(case_no="XQ7001"), headers=bureau)
    assert other.status_code == 201, other.text
    rows = await column(
        service_db.admin_dsn, "select row_to_json(c)::text from cases c where sealed"
    )
    assert not [s for s in ("XQ7001", "李贪官", "好处") if s in "".join(rows)]


@pytest.mark.parametrize("who", ["colleague", "office"])
async def test_r72_an_open_case_is_sealed_by_whoever_notices_and_vanishes_at_once(
    client, street, discipline, others, service_db, request, who
):
    sealer = request.getfixturevalue(who)
    before = {name: await what_shows(client, h) for name, h in others.items()}
    case_id = await register(client, street, tags=["litigation"])
    keyed = sealer | {"Idempotency-Key": "seal"}
    sealed = await client.post(
        f"/v1/cases/{case_id}/seal", json={"reason": "内容属于揭发控告"}, headers=keyed
    )
    assert (sealed.status_code, sealed.json()["state"]) == (200, "sealed"), sealed.text
    assert {name: await what_shows(client, h) for name, h in others.items()} == before
    for headers in (street, discipline):
        case = (await client.get(f"/v1/cases/{case_id}", headers=headers)).json()
        assert (case["case_no"], case["sealed"]) == ("密-2026-0001", True)
    (event,) = await events(service_db.admin_dsn, "case_sealed")
    assert (event["tenant"], event["actorsub"]) == ("jjw", "sealed")
    assert event["data"] == {"case_no": "密-2026-0001"}
    again = await client.post(
        f"/v1/cases/{case_id}/seal", json={"reason": "内容属于揭发控告"}, headers=sealer
    )
    assert (again.status_code, again.json()["code"]) == (404, "case_not_found")


async def test_r72_classifying_a_case_as_an_accusation_seals_it(client, street, office, discipline):
    case_id = await register(client, street)
    body = {"category": "其他", "field": "other", "case_kind": "ordinary", "cross_separated": False,
            "tags": ["accusation"]}  # fmt: skip
    answer = await client.put(f"/v1/cases/{case_id}/classification", json=body, headers=office)
    assert answer.status_code == 200, answer.text
    assert (await client.get(f"/v1/cases/{case_id}", headers=office)).status_code == 404
    assert (await client.get(f"/v1/cases/{case_id}", headers=discipline)).json()["sealed"] is True
    body |= {"tags": []}
    refused = await client.put(f"/v1/cases/{case_id}/classification", json=body, headers=discipline)
    assert (refused.status_code, refused.json()["rule"]) == (422, "unseal_first")


async def test_r72_a_stored_answer_of_somebody_else_does_not_outlive_the_seal(
    client, street, office
):
    case_id = await register(client, street)
    keyed = office | {"Idempotency-Key": "ticks"}
    body = {"ticks": [{"tick": "facts_complete", "evidence": "已核对材料"}]}
    url = f"/v1/cases/{case_id}/verification"
    assert (await client.post(url, json=body, headers=keyed)).status_code == 200
    await client.post(
        f"/v1/cases/{case_id}/seal", json={"reason": "内容属于揭发控告"}, headers=street
    )
    again = await client.post(url, json=body, headers=keyed)
    assert (again.status_code, again.json()["code"]) == (404, "case_not_found")


async def test_r72_events_of_assignment_show_a_sealed_case_to_no_unit(
    client, app, db, street, bureau, identity
):
    case_id = await register(client, street)
    await client.post(
        f"/v1/cases/{case_id}/seal", json={"reason": "内容属于揭发控告"}, headers=street
    )
    issued = CaseIssuedV1(
        batch_id=new_id(), letter_no="兴信联办〔2020〕1号",
        duties=(IssuedDuty(unit="jyj", role=DutyRole.LEAD),),
    )  # fmt: skip
    named = LeaderAssignedV1(
        leader_account="l1", leader_unit="qld", level=LeaderLevel.COUNTY, by_override=False
    )
    told = [an_event(issued, case_id=case_id), an_event(named, case_id=case_id, version=2)]
    assert await apply(db, app.state.parts.handlers, told) == [Verdict.APPLIED] * 2
    leader = identity.headers("qld", "leaders", ["leader"])
    for headers in (bureau, leader):
        assert (await client.get(f"/v1/cases/{case_id}", headers=headers)).status_code == 404


async def test_r72_only_discipline_takes_a_seal_off_and_the_case_is_the_unit_s_again(
    client, street, bureau, office, colleague, discipline, service_db
):
    case_id = await register(client, street, case_no="XQ7002", tags=["litigation"])
    await client.post(
        f"/v1/cases/{case_id}/seal", json={"reason": "内容属于揭发控告"}, headers=office
    )
    url, body = f"/v1/cases/{case_id}/unseal", {"reason": "经核查不属于揭发控告"}
    refused = await client.post(url, json=body, headers=street)
    assert (refused.status_code, refused.json()["code"]) == (403, "role_missing")
    done = await client.post(url, json=body, headers=discipline)
    assert (done.status_code, done.json()["state"]) == (200, "registered"), done.text
    for headers in (colleague, office):
        case = (await client.get(f"/v1/cases/{case_id}", headers=headers)).json()
        assert (case["case_no"], case["sealed"], case["tags"]) == ("XQ7002", False, ["litigation"])
    for headers in (bureau, discipline):
        assert (await client.get(f"/v1/cases/{case_id}", headers=headers)).status_code == 404
    unsealed, amended = (await events(service_db.admin_dsn))[-2:]
    assert (unsealed["type"], unsealed["tenant"], unsealed["data"]) == (
        "case_unsealed.v1", "wenhuajie", {"case_no": "XQ7002"},
    )  # fmt: skip
    assert (amended["type"], amended["data"]["field"]) == ("case_amended.v1", "real_estate")


async def test_r72_the_office_learns_how_far_a_sealed_case_is_and_nothing_else(
    client, street, bureau, office, discipline, service_db
):
    case_id = await register(client, street, **ACCUSATION)
    for stage in ("received", "verifying"):
        answer = await client.post(
            f"/v1/cases/{case_id}/compartment-progress", json={"stage": stage}, headers=discipline
        )
        assert answer.status_code == 201, answer.text
    rows = (await client.get("/v1/compartment-progress", headers=office)).json()
    assert {r["stage"] for r in rows} == {"received", "verifying"}
    assert set(rows[0]) == {"reference", "stage", "stage_label", "occurred_on"}
    assert {r["reference"] for r in rows} == {"密-2026-0001"}
    for headers in (street, bureau):
        denied = await client.get("/v1/compartment-progress", headers=headers)
        assert (denied.status_code, denied.json()["code"]) == (403, "role_missing")
    copies = await column(
        service_db.admin_dsn, "select row_to_json(p)::text from compartment_progress p"
    )
    assert not [c for c in copies if case_id in c]


async def test_r72_progress_of_an_open_case_is_nothing_for_the_compartment(
    client, discipline, service_db
):
    case_id = await register(client, discipline)
    answer = await client.post(
        f"/v1/cases/{case_id}/compartment-progress", json={"stage": "received"}, headers=discipline
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "not_sealed")


async def test_r72_an_unsealed_anonymous_case_names_nobody_as_accused_and_can_be_corrected(
    client, street, discipline
):
    case_id = await register(client, street, **ACCUSATION)
    url = f"/v1/cases/{case_id}"
    done = await client.post(
        f"{url}/unseal", json={"reason": "经核查不属于揭发控告"}, headers=discipline
    )
    assert done.status_code == 200, done.text
    case = (await client.get(url, headers=street)).json()
    assert (case["accused"], case["anonymous"], case["sealed"]) == ([], True, False)
    corrected = await client.patch(
        url, json={"reason": "核实涉及人数", "people_count": 2}, headers=street
    )
    assert corrected.status_code == 200, corrected.text
