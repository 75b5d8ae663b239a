"""Who sees what: offices all, the lead unit facts, everybody else nothing."""

from datetime import date

import pytest
from servicekit.ids import new_id
from sqlalchemy import text
from testkit.queries import recorded

LEAD = ("wenhuajie", "street", ["handler"])
FOREIGN = ("xinhuajie", "street", ["handler", "reviewer", "supervisor"])
ASSIST = ("jyj", "department", ["handler"])


async def test_both_offices_and_the_lead_unit_see_the_case(desk, identity):
    case_id = await desk.recognised()
    for headers in (
        identity.office("reviewer"), identity.office("supervisor", unit="xfj"),
        identity.headers(*LEAD),
    ):  # fmt: skip
        answer = await desk.client.get(f"/v1/cases/{case_id}", headers=headers)
        assert answer.status_code == 200
        assert answer.headers["etag"] == f'"{answer.json()["version"]}"'


async def test_the_lead_unit_reads_facts_and_may_do_nothing(desk, identity):
    case_id = await desk.recognised()
    view = await desk.see(case_id, identity.headers(*LEAD))
    assert view["allowed_actions"] == []
    assert view["closure"]["recognised"]["occurred_on"] == "2026-11-06"
    assert view["reviews"][0]["decision"] == "approved"
    pieces = view["recognitions"][0]["evidence"]
    assert [e["slot"] for e in pieces] == ["settled", "ceased", "satisfied"]
    assert {e[k] for e in pieces for k in ("document_no", "description", "confirmed_by")} == {None}


@pytest.mark.parametrize("who", [FOREIGN, ASSIST])
async def test_a_foreign_case_is_answered_word_for_word_like_one_that_does_not_exist(
    desk, identity, who
):
    case_id = await desk.recognised()
    headers = {**identity.headers(*who), "X-Request-Id": "r1"}

    async def answers(of) -> list[tuple[int, dict]]:
        got = [
            await desk.client.get(f"/v1/cases/{of}", headers=headers),
            await desk.review(of, headers),
            await desk.recognise(of, headers),
            await desk.write_off(of, headers),
            await desk.revoke(of, headers),
        ]
        bodies = [(a.status_code, {**a.json(), "request_id": None}) for a in got]
        assert {s for s, _ in bodies} == {404}
        assert {b["code"] for _, b in bodies} == {"case_not_found"}
        return bodies

    assert await answers(case_id) == await answers(new_id())


async def test_lists_and_totals_hold_only_what_the_unit_sees(desk, identity):
    ours, theirs = await desk.awaiting_review("wenhuajie"), await desk.awaiting_review("xinhuajie")

    async def ids(headers, **params) -> set[str]:
        answer = await desk.client.get("/v1/cases", headers=headers, params=params)
        page = answer.json()
        assert page["total"] == len(page["items"])
        return {i["case_id"] for i in page["items"]}

    assert await ids(identity.headers(*LEAD)) == {str(ours)}
    assert await ids(identity.headers(*FOREIGN)) == {str(theirs)}
    assert await ids(identity.headers(*ASSIST)) == set()
    office = identity.office("reviewer")
    assert await ids(office) == {str(ours), str(theirs)}
    assert await ids(office, unit="xinhuajie") == {str(theirs)}
    assert await ids(office, state="approved") == set()
    await desk.review(ours)
    assert await ids(office, state="approved") == {str(ours)}
    assert await ids(identity.headers(*FOREIGN), unit="wenhuajie") == set()


async def test_below_the_api_no_row_of_any_table_is_seen_by_a_foreign_unit(desk):
    case_id = await desk.recognised()
    await desk.revoke(case_id)
    await desk.feed(desk.repeated(case_id, date(2026, 11, 24)))
    tables = (
        "cases", "closure_facts", "reviews", "recognitions", "evidence", "revocations", "repeats",
        "case_visibility", "event_versions",
    )  # fmt: skip
    for unit, sees in (("xlb", True), ("xfj", True), ("wenhuajie", True), ("xinhuajie", False)):
        async with desk.parts.db.read(unit) as session:
            for table in tables:
                count = await session.scalar(text(f"select count(*) from {table}"))
                assert (count > 0) is sees, (unit, table)


async def test_pages_are_cut_and_counted(desk, identity):
    for _ in range(3):
        await desk.known()
    params = {"page": 2, "size": 2}
    answer = await desk.client.get("/v1/cases", headers=identity.office("reviewer"), params=params)
    page = answer.json()
    assert (page["total"], page["page"], page["size"], len(page["items"])) == (3, 2, 2, 1)
    assert page["items"][0]["state_label"] == "未报结"


async def test_a_list_costs_the_same_few_statements_whatever_its_length(desk, identity):
    office = identity.office("reviewer")

    async def cost() -> int:
        with recorded(desk.parts.db.engine) as statements:
            await desk.client.get("/v1/cases", headers=office)
        return len(statements)

    await desk.awaiting_review()
    one = await cost()
    for _ in range(4):
        await desk.awaiting_review()
    assert await cost() == one


async def test_the_desk_follows_the_case(desk, identity):
    reviewer, lead = identity.office("reviewer"), identity.headers(*LEAD)

    async def items(headers) -> list[tuple[str, str]]:
        answer = await desk.client.get("/v1/desk", headers=headers)
        return [(i["action"], i["label"]) for i in answer.json()["items"]]

    case_id = await desk.awaiting_review()
    assert await items(reviewer) == [("review", "审核报结")]
    assert (await desk.see(case_id))["allowed_actions"] == ["review"]
    await desk.review(case_id, occurred_on="2026-11-05")
    assert await items(reviewer) == [("recognise", "化解认定")]
    assert (await desk.see(case_id))["allowed_actions"] == ["recognise"]
    await desk.recognise(case_id, occurred_on="2026-11-06")
    assert await items(reviewer) == []
    assert await items(identity.office("supervisor")) == []
    assert await items(lead) == []


async def test_the_supervisors_desk_shows_a_case_once_its_window_has_ended(desk, identity, clock):
    case_id = await desk.recognised("2026-11-06")
    clock.move_to(clock.now().replace(year=2027, month=2, day=4))
    answer = await desk.client.get("/v1/desk", headers=identity.office("supervisor"))
    (item,) = answer.json()["items"]
    assert (item["case_id"], item["action"]) == (str(case_id), "write_off")
    assert (item["due_on"], item["since"]) == ("2027-02-04", "2027-02-04")


async def test_administrators_do_not_read_cases(desk, identity):
    case_id = await desk.known()
    admin = identity.headers("xlb", "district_office", ["system_admin", "audit_admin"])
    for path in (f"/v1/cases/{case_id}", "/v1/cases", "/v1/desk"):
        answer = await desk.client.get(path, headers=admin)
        assert (answer.status_code, answer.json()["code"]) == (403, "role_missing")


async def test_without_a_token_there_is_nothing(desk):
    case_id = await desk.known()
    for method, path in (
        ("GET", f"/v1/cases/{case_id}"), ("GET", "/v1/cases"), ("GET", "/v1/desk"),
        ("POST", f"/v1/cases/{case_id}/review"), ("POST", f"/v1/cases/{case_id}/recognition"),
        ("POST", f"/v1/cases/{case_id}/write-off"), ("POST", f"/v1/cases/{case_id}/revocation"),
        ("GET", "/v1/accounting"),
    ):  # fmt: skip
        answer = await desk.client.request(method, path, json={})
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


async def test_the_books_and_the_health_of_the_service(desk, identity):
    await desk.recognised()
    answer = await desk.client.get("/v1/accounting", headers=identity.office("supervisor"))
    books = answer.json()
    assert (books["service"], books["outbox_total"], books["cases"]) == ("supervision", 2, 1)
    assert books["consumed"] == {"intake": 1, "assignment": 1, "mediation": 2}
    assert (await desk.client.get("/readyz")).json()["checks"] == {"database": True}
