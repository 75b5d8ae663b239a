"""The queue of suspected repeats: side by side, decided with one key, undone, counted."""

import pytest
import pytest_asyncio
from intake_builders import an_id, column, events, register
from matter_texts import HEATING, HEATING_AGAIN
from prometheus_client import REGISTRY

LIN = {"name": "林小花", "id_no": an_id(905, "19700312")}
LINKS = "/v1/repeat-links"


@pytest_asyncio.fixture
async def link(client, street, bureau, office):
    """A suspected repeat: the earlier case of a street, the later one of a bureau."""
    await register(client, street, case_no="XQ0001", petitioners=[LIN], demand=HEATING)
    await register(client, bureau, case_no="XQ0002", petitioners=[LIN], demand=HEATING_AGAIN)
    (found,) = (await client.get(f"{LINKS}?state=suspected", headers=office)).json()["items"]
    return found


async def decide(client, headers, link, what, **body):
    answer = await client.post(f"{LINKS}/{link['id']}/{what}", json=body, headers=headers)
    return answer.status_code, answer.json()


async def test_both_cases_stand_side_by_side_with_reasons_and_shared_words(client, office, link):
    pair = (await client.get(f"{LINKS}/{link['id']}", headers=office)).json()
    earlier, later = pair["sides"]["earlier"], pair["sides"]["later"]
    assert (earlier["case_no"], later["case_no"]) == ("XQ0001", "XQ0002")
    assert earlier["petitioners"][0]["name"] == "林*"
    assert {r["code"] for r in pair["reasons"]["person"]} >= {"id_equal", "name_exact"}
    assert "林小花" not in str(pair)
    for side in (earlier, later):
        words = [side["demand"][s["start"] : s["end"]] for s in side["shared"]]
        assert sorted(words) == sorted(pair["phrases"])
    assert any("水岸新城三期" in p for p in pair["phrases"])
    assert (pair["may_decide"], pair["next_id"]) == (True, None)
    assert pair["allowed_actions"] == ["confirm", "dismiss"]
    assert pair["band"] == "suggested"


async def test_who_sees_one_case_learns_nothing_of_the_other_and_cannot_decide(
    client, street, bureau, link
):
    pair = (await client.get(f"{LINKS}/{link['id']}", headers=street)).json()
    assert pair["sides"]["earlier"]["case_no"] == "XQ0001"
    hidden = pair["sides"]["later"]
    assert (hidden["hidden"], hidden["note"]) == (True, "另一件不在本单位权限内")
    assert (pair["phrases"], pair["may_decide"], pair["allowed_actions"]) == ([], False, [])
    assert pair["reasons"] == {"person": [], "matter": []}
    assert "上次反映后" not in str(pair)
    other = await client.get(f"{LINKS}/{link['id']}", headers=bureau)
    assert (other.status_code, other.json()["code"]) == (404, "repeat_link_not_found")
    assert (await decide(client, street, link, "confirmation"))[0] == 403


async def test_one_key_confirms_and_the_day_is_that_of_the_later_registration(
    client, office, link, service_db
):
    status, receipt = await decide(client, office, link, "confirmation")
    assert (status, receipt["state"], receipt["version"]) == (200, "confirmed", 2)
    (event,) = await events(service_db.admin_dsn, "repeat_confirmed")
    assert (event["subject"], event["data"]["repeated_on"]) == (
        link["earlier"]["case_id"], "2026-11-25"
    )  # fmt: skip
    assert await column(service_db.admin_dsn, "select reason from repeat_links") == [
        "同一信访人、同一事项"
    ]


@pytest.mark.parametrize(
    ("what", "body", "code"),
    [
        ("dismissal", {}, "reason_missing"),
        ("dismissal", {"code": "same_matter"}, "reason_missing"),
        ("withdrawal", {"code": "mistake"}, "illegal_transition"),
        ("confirmation", {"code": "other_person"}, "reason_missing"),
        ("confirmation", {"repeated_on": "2026-11-26"}, "in_the_future"),
        ("confirmation", {"repeated_on": "2026-11-24"}, "before_its_cause"),
    ],
)
async def test_a_decision_that_makes_no_sense_changes_nothing(
    client, office, link, what, body, code, service_db
):
    status, answer = await decide(client, office, link, what, **body)
    assert status in {409, 422}
    assert answer["code"] == code
    assert await column(service_db.admin_dsn, "select state from repeat_links") == ["suspected"]


@pytest.mark.parametrize(
    ("decision", "body", "was"),
    [("confirmation", {}, "confirmed"), ("dismissal", {"code": "other_matter"}, "dismissed")],
)
async def test_a_decision_is_undone_audited_and_told(
    client, office, link, decision, body, was, service_db
):
    await decide(client, office, link, decision, **body)
    status, receipt = await decide(client, office, link, "withdrawal", code="mistake")
    assert (status, receipt["state"]) == (200, "suspected")
    (event,) = await events(service_db.admin_dsn, "repeat_withdrawn")
    assert event["data"] == {
        "link_id": link["id"], "later_case_id": link["later"]["case_id"], "was": was
    }  # fmt: skip
    acts = await column(
        service_db.admin_dsn,
        f"select action from audit_log where object_id = '{link['id']}' order by at, seq",
    )
    assert acts == [f"repeat.{was}", "repeat.withdrawn"]
    assert (await decide(client, office, link, "confirmation"))[0] == 200


async def test_a_decision_on_another_version_is_refused(client, office, link):
    status, answer = await decide(
        client, office | {"If-Match": '"7"'}, link, "dismissal", code="other_person"
    )
    assert (status, answer["code"]) == (409, "stale_version")


async def test_the_queue_is_narrowed_ordered_and_worked_through(client, street, bureau, office):
    for i, headers in enumerate((street, bureau, street), 1):
        demand = HEATING if i < 3 else HEATING_AGAIN
        await register(client, headers, case_no=f"XQ000{i}", petitioners=[LIN], demand=demand)

    async def ids(query):
        answer = await client.get(f"{LINKS}?{query}", headers=office)
        return [k["id"] for k in answer.json()["items"]], answer.json()

    ordered, page = await ids("state=suspected&order=probability")
    assert [k["probability"] for k in page["items"]] == sorted(
        (k["probability"] for k in page["items"]), reverse=True
    )
    assert page["counts"] == {"suggested": len(ordered)} == {"suggested": 3}
    assert (await ids("state=suspected&band=clerical"))[1]["total"] == 0
    assert len((await ids("unit=jyj"))[0]) == 2
    assert len((await ids("state=confirmed"))[0]) == 0
    walked, here = [], ordered[0]
    while here not in walked:
        walked.append(here)
        here = (await client.get(f"{LINKS}/{here}?band=suggested", headers=office)).json()[
            "next_id"
        ]
    assert walked == ordered


async def test_every_decision_is_a_label_without_personal_data(
    client, office, link, service_db, identity
):
    await decide(client, office, link, "dismissal", code="other_matter")
    url = "/v1/repeat-labels/export?from=2026-11-01&to=2026-11-30"
    (label,) = (await client.get(url, headers=office)).json()["items"]
    assert (label["decision"], label["code"], label["band"]) == (
        "dismissed", "other_matter", "suggested"
    )  # fmt: skip
    assert (label["earlier_case_id"], "id_equal" in label["reason_codes"]) == (
        link["earlier"]["case_id"], True
    )  # fmt: skip
    acts = await column(service_db.admin_dsn, "select action from audit_log")
    assert "repeat.labels_exported" in acts
    registrar = identity.office("registrar")
    assert (await client.get(url, headers=registrar)).json()["code"] == "role_missing"


async def test_the_precision_of_the_advice_is_reported_by_month_and_band(client, office, link):
    labels = {"band": "suggested", "decision": "confirmed"}
    name = "huajie_intake_repeat_decisions_total"
    before = REGISTRY.get_sample_value(name, labels) or 0
    url = "/v1/repeat-quality?from=2026-11-01&to=2026-11-30"
    empty = (await client.get(url, headers=office)).json()
    assert (empty["bands"], empty["waiting"]) == ([], {"suggested": 1})
    await decide(client, office, link, "confirmation")
    found = (await client.get(url, headers=office)).json()
    row = {"band": "suggested", "confirmed": 1, "dismissed": 0, "precision": 1.0}
    assert found["bands"] == [row | {"month": None}]
    assert found["months"] == [row | {"month": "2026-11"}]
    assert REGISTRY.get_sample_value(name, labels) == before + 1
    wrong = await client.get("/v1/repeat-quality?from=2026-11-30&to=2026-11-01", headers=office)
    assert wrong.status_code == 422
