"""R72: a sealed case exists for 纪检监察 alone; 涉法涉诉 is also shown to 政法."""

from datetime import date
from itertools import permutations

import pytest
from contracts.intake import CaseAmendedV1, CaseSealedV1, CaseUnsealedV1
from contracts.vocab import CaseTag, Cohort
from servicekit.ids import new_id

from .conftest import a_registration

COMPARTMENT = {("jjw", "compartment")}


def amended(case_id, **over) -> CaseAmendedV1:
    facts = {**a_registration(case_id).model_dump(), **over}
    return CaseAmendedV1(changed=tuple(over), **facts)


async def test_r72_sealing_takes_a_case_from_offices_and_lead_unit_at_once(desk, identity):
    case_id, other = await desk.recognised(), await desk.awaiting_review()
    await desk.feed(desk.event(case_id, CaseSealedV1(), tenant="jjw"))
    assert await desk.sight(case_id) == COMPARTMENT
    for headers in (
        identity.office("reviewer", "supervisor"), identity.office("reviewer", unit="xfj"),
        identity.headers("wenhuajie", "street", ["handler"]),
    ):  # fmt: skip
        hidden = await desk.client.get(f"/v1/cases/{case_id}", headers=headers)
        unknown = await desk.client.get(f"/v1/cases/{new_id()}", headers=headers)
        assert (hidden.status_code, hidden.json()["code"]) == (404, "case_not_found")
        assert hidden.json()["detail"] == unknown.json()["detail"]
        page = (await desk.client.get("/v1/cases", headers=headers)).json()
        assert (page["total"], [i["case_id"] for i in page["items"]]) == (1, [str(other)])
        assert str(case_id) not in (await desk.client.get("/v1/desk", headers=headers)).text
        for act in (desk.review, desk.recognise, desk.write_off, desk.revoke):
            assert (await act(case_id, headers)).json()["code"] == "case_not_found"
    discipline = identity.headers("jjw", "discipline", ["reviewer", "supervisor"])
    view = await desk.see(case_id, discipline)
    assert (view["state"], view["allowed_actions"]) == ("recognised", [])
    refused = await desk.revoke(case_id, discipline)
    assert (refused.status_code, refused.json()["code"]) == (403, "role_missing")


async def test_r72_a_repeat_that_was_sealed_is_not_named_on_the_case_that_it_reopened(desk):
    case_id, later = await desk.recognised("2026-11-06"), await desk.known()
    await desk.feed(desk.repeated(case_id, date(2026, 11, 20), later))

    async def named() -> list[str | None]:
        view = await desk.see(case_id)
        return [r["later_case_id"] for part in ("repeats", "revocations") for r in view[part]]

    assert await named() == [str(later)] * 2
    await desk.feed(desk.event(later, CaseSealedV1(), tenant="jjw"))
    assert await named() == [None] * 2
    assert (await desk.see(case_id))["state"] == "open"


async def test_r72_an_unsealed_case_is_seen_as_before(desk):
    case_id = await desk.recognised()
    before = await desk.sight(case_id)
    number = (await desk.see(case_id))["case_no"]
    await desk.feed(desk.event(case_id, CaseSealedV1(case_no="JM-1")))
    ((kept,),) = await desk.sql("select case_no from cases where case_id = :c", c=case_id)
    assert kept == "JM-1"
    await desk.feed(desk.event(case_id, CaseUnsealedV1(case_no=number)))
    assert await desk.sight(case_id) == before
    assert (await desk.see(case_id))["case_no"] == number
    assert (await desk.see(case_id))["state"] == "recognised"


@pytest.mark.parametrize("order", list(permutations(range(2))))
async def test_r72_an_issue_that_crosses_the_sealing_shows_the_case_to_nobody(desk, order):
    case_id = new_id()
    crossing = [desk.registered(case_id, sealed=True), desk.issued(case_id)]
    for i in order:
        await desk.feed(crossing[i])
    assert await desk.sight(case_id) == COMPARTMENT
    await desk.feed(desk.event(case_id, CaseUnsealedV1()))
    assert await desk.sight(case_id) == {
        ("xlb", "supervision"), ("xfj", "supervision"), ("wenhuajie", "lead"),
    }  # fmt: skip


async def test_r72_litigation_is_also_shown_to_politics_and_law(desk):
    case_id = await desk.known()
    before = await desk.sight(case_id)
    await desk.feed(desk.event(case_id, amended(case_id, tags=(CaseTag.LITIGATION,))))
    assert await desk.sight(case_id) == before | {("zfw", "compartment")}
    await desk.feed(desk.event(case_id, amended(case_id)))
    assert await desk.sight(case_id) == before


async def test_an_amendment_moves_the_case_to_its_cohort(desk):
    case_id = await desk.known()
    assert (await desk.see(case_id))["cohort"] == "A"
    await desk.feed(desk.event(case_id, amended(case_id, cohort=Cohort.B)))
    assert (await desk.see(case_id))["cohort"] == "B"


async def test_r72_the_books_that_an_office_reads_do_not_count_sealed_cases(desk, identity):
    await desk.recognised()

    async def books() -> dict:
        answer = await desk.client.get("/v1/accounting", headers=identity.office("supervisor"))
        # What waits for the relay, which does not run here, is counted in full.
        return {k: v for k, v in answer.json().items() if k != "unpublished"}

    before = await books()
    case_id = await desk.recognised()
    assert ((await books())["cases"], (await books())["outbox_total"]) == (2, 4)
    await desk.feed(desk.event(case_id, CaseSealedV1()))
    assert await books() == before


async def test_r72_a_stored_answer_does_not_outlive_the_seal(desk, identity):
    case_id = await desk.awaiting_review()
    keyed = identity.office("reviewer") | {"Idempotency-Key": "review"}
    first = await desk.review(case_id, keyed)
    assert first.is_success, first.text
    assert (await desk.review(case_id, keyed)).json() == first.json()
    await desk.feed(desk.event(case_id, CaseSealedV1(), tenant="jjw"))
    again = await desk.review(case_id, keyed)
    assert (again.status_code, again.json()["code"]) == (404, "case_not_found")
