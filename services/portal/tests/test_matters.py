"""多人同一事项: the list, one matter, putting in and taking out, gathering similar cases."""

from typing import Any

import pytest
import pytest_asyncio

from .conftest import CASE, problem, sample

DECIDES = {"unit": "xlb", "kind": "district_office", "roles": ["registrar", "supervisor"]}
MATTER = sample("repeats")["matter"]["id"]
OTHER = "0198a000-0000-7000-8000-0000000000aa"
ROOM = f"/matters/{MATTER}"
API = f"/v1/matters/{MATTER}"
LEFT = (200, {"id": MATTER, "cases": [CASE]})


@pytest_asyncio.fixture
async def office(browser: Any, full: Any) -> Any:
    await browser.login(**DECIDES)
    return browser


def in_matter(world: Any, matter_id: str | None) -> None:
    """Let reporting know the matter of every case."""
    known = sample("case")["reported"] | {"matter_id": matter_id}
    world.answer("reporting", "GET", "/v1/cases/[0-9a-f-]+", (200, known))


async def test_matters_are_listed_with_how_many_raise_them(office: Any, full: Any):
    page = (await office.get("/matters?min_cases=5&since=2019-01-01")).text
    assert full.sent("GET", "/v1/matters")[0].query == {
        "min_cases": "5", "since": "2019-01-01", "page": "1",
    }  # fmt: skip
    assert f'href="{ROOM}"' in page
    assert "2019-09-24 至 2019-12-03" in page
    full.answer("intake", "GET", "/v1/matters", (200, {"items": [], "total": 0}))
    assert "没有符合条件的事项" in (await office.get("/matters")).text


async def test_a_matter_shows_its_cases_and_is_named_after_what_they_name(office: Any, full: Any):
    page = (await office.get(ROOM)).text
    for member in sample("repeats")["matter"]["members"]:
        assert f'href="/cases/{member["case_id"]}"' in page
    named = sample("repeats")["matter"] | {"names": ["凉塘路"]}
    full.answer("intake", "GET", API, (200, named))
    assert "<h1>凉塘路</h1>" in (await office.get(ROOM)).text


async def test_who_may_not_change_matters_is_offered_no_form(browser: Any, full: Any):
    await browser.login(unit="wenhuajie", kind="street", roles=["registrar"])
    page = (await browser.get(ROOM)).text
    assert f'action="{ROOM}' not in page
    assert "移出" not in page


async def test_a_case_is_put_in_by_its_number(office: Any, full: Any):
    in_matter(full, None)
    full.answer("intake", "POST", f"{API}/members", LEFT)
    known = sample("registered")["items"][0]
    form = await office.form(ROOM, f"{ROOM}/members")
    sent = await office.post(f"{ROOM}/members", form | {"case_no": known["case_no"]})
    assert (sent.status_code, sent.headers["location"]) == (303, ROOM)
    (call,) = full.sent("POST", f"{API}/members")
    assert call.json == {"case_id": known["case_id"]}
    assert call.headers["idempotency-key"] == form["key"]


async def test_the_rest_of_its_matter_comes_along_when_asked(office: Any, full: Any):
    in_matter(full, OTHER)
    full.answer("intake", "POST", f"{API}/merger", LEFT)
    number = sample("registered")["items"][0]["case_no"]
    form = await office.form(ROOM, f"{ROOM}/members")
    await office.post(f"{ROOM}/members", form | {"case_no": number, "with_others": "yes"})
    assert full.sent("POST", f"{API}/merger")[0].json == {"matter_id": OTHER}


@pytest.mark.parametrize(
    ("number", "sentence"),
    [("", "请填写信访件编号。"), ("没有此件", "没有找到这个编号"), ("known", "已在本事项中")],
)
async def test_what_cannot_be_put_in_is_said_beside_the_form(
    office: Any, full: Any, number: str, sentence: str
):
    in_matter(full, MATTER)
    typed = sample("registered")["items"][0]["case_no"] if number == "known" else number
    form = await office.form(ROOM, f"{ROOM}/members") | {"case_no": typed}
    page = await office.post(f"{ROOM}/members", form)
    assert page.status_code == 422
    assert sentence in page.text
    assert f'value="{typed}"' in page.text
    assert full.sent("POST", "/v1/matters.*") == []


async def test_a_sealed_case_is_refused_by_intake_and_the_page_says_so(office: Any, full: Any):
    in_matter(full, None)
    refused = (422, problem("repeat_order", "封存件不归集到事项。"))
    full.answer("intake", "POST", f"{API}/members", refused)
    number = sample("registered")["items"][0]["case_no"]
    form = await office.form(ROOM, f"{ROOM}/members") | {"case_no": number}
    page = await office.post(f"{ROOM}/members", form)
    assert page.status_code == 422
    assert "封存件不归集到事项。" in page.text


@pytest.mark.parametrize(("left", "goes_to"), [([CASE], ROOM), ([], "/matters")])
async def test_a_case_is_taken_out_and_an_empty_matter_is_left(
    office: Any, full: Any, left: list[str], goes_to: str
):
    member = sample("repeats")["matter"]["members"][0]["case_id"]
    full.answer("intake", "DELETE", f"{API}/members/{member}", (200, {"cases": left}))
    action = f"{ROOM}/members/{member}/removal"
    sent = await office.post(action, await office.form(ROOM, action))
    assert (sent.status_code, sent.headers["location"]) == (303, goes_to)


async def test_a_matter_out_of_sight_is_not_found(office: Any, full: Any):
    gone = (404, problem("matter_not_found", "没有这个事项归集，或者您的单位无权查看。"))
    full.answer("intake", "GET", API, gone)
    assert (await office.get(ROOM)).status_code == 404


async def test_similar_cases_are_gathered_with_the_case_that_they_are_like(office: Any, full: Any):
    in_matter(full, None)
    address = f"/cases/{CASE}/similar"
    page = (await office.get(address)).text
    demand = sample("case")["intake"]["demand"]
    assert full.sent("POST", "/v1/similar-cases")[0].json["demand"] == demand
    assert "共同提到“凉塘路”" in page
    picked = [c["case_id"] for c in sample("repeats")["similar"]["items"][:2]]
    full.answer("intake", "POST", "/v1/matters", (201, {"id": MATTER, "cases": picked}))
    form = await office.form(address, "/matters")
    sent = await office.post("/matters", form | {"pick": picked})
    assert (sent.status_code, sent.headers["location"]) == (303, ROOM)
    assert full.sent("POST", "/v1/matters")[0].json == {"case_ids": [CASE, *picked]}


async def test_similar_cases_join_the_matter_that_the_case_is_in(office: Any, full: Any):
    in_matter(full, MATTER)
    full.answer("intake", "POST", f"{API}/members", LEFT)
    form = await office.form(f"/cases/{CASE}/similar", "/matters")
    picked = [c["case_id"] for c in sample("repeats")["similar"]["items"][:2]]
    for _ in range(2):
        assert (await office.post("/matters", form | {"pick": picked})).headers["location"] == ROOM
    calls = full.sent("POST", f"{API}/members")
    assert [c.json["case_id"] for c in calls] == picked * 2
    assert len({c.headers["idempotency-key"] for c in calls}) == len(picked)


async def test_gathering_nothing_leads_back_and_says_so(office: Any, full: Any):
    in_matter(full, None)
    address = f"/cases/{CASE}/similar"
    sent = await office.post("/matters", await office.form(address, "/matters"))
    assert sent.headers["location"] == address
    assert "请先勾选要归集的件。" in (await office.get(address)).text
