"""Matters across petitioners, and what the ledger is filtered by besides."""

from datetime import date
from uuid import uuid4

import pytest
from contracts.vocab import CaseTag, DemandClass, Field

from .feeding import feed_stories
from .stories import Story

DAY = date(2020, 11, 2)
SPRING, AUTUMN = date(2019, 4, 1), date(2019, 10, 1)


async def test_r39_r62_a_matter_shows_its_cases_people_units_days_and_what_is_open(
    parts, client, identity
):
    estate, other = uuid4(), uuid4()
    open_ = Story("wenhuajie", people_count=4).register(SPRING, tenant="wenhuajie")
    open_.join(estate, DAY)
    done = Story("zjj", people_count=2).until_resolved(DAY).join(estate, DAY)
    left = Story("zjj").register(AUTUMN).join(estate, DAY).join(None, DAY)
    moved = Story("zjj", field=Field.LABOUR, people_count=1).register(AUTUMN)
    moved.join(estate, DAY).join(other, DAY)
    await feed_stories(parts, open_, done, left, moved)
    office, street = identity.office("analyst"), identity.headers("wenhuajie")
    page = (await client.get("/v1/matters", headers=office)).json()
    assert page["total"] == 2
    first, second = page["items"]
    assert first == {
        "matter_id": str(estate), "cases": 2, "people": 6,
        "units": [
            {"code": "wenhuajie", "name": "文化街街道"},
            {"code": "zjj", "name": "兴庆区住房城乡建设和交通局"},
        ],
        "field": "real_estate", "field_label": "房地产",
        "first_registered_on": "2019-03-25", "last_registered_on": "2019-04-01",
        "open": 1, "resolved": 1,
    }  # fmt: skip
    assert (second["matter_id"], second["cases"], second["field"]) == (str(other), 1, "labour")
    own = (await client.get("/v1/matters", headers=street)).json()
    assert [(m["matter_id"], m["cases"], m["people"]) for m in own["items"]] == [
        (str(estate), 1, 4)
    ]
    stranger = (
        await client.get("/v1/matters", headers=identity.headers("jyj", "department"))
    ).json()
    assert (stranger["items"], stranger["total"]) == ([], 0)

    async def asked(**params) -> list[tuple[str, int]]:
        answer = await client.get("/v1/matters", params=params, headers=office)
        return [(m["matter_id"], m["cases"]) for m in answer.json()["items"]]

    assert await asked(field="labour") == [(str(other), 1)]
    assert await asked(**{"from": "2019-04-01"}) == [(str(estate), 1), (str(other), 1)]
    assert await asked(to="2019-03-31") == [(str(estate), 1)]
    assert await asked(size=1, page=2) == [(str(other), 1)]


@pytest.mark.parametrize(
    ("asked", "which"),
    [
        ({"tag": "resettlement"}, {"tagged"}),
        ({"tag": "title_refused"}, set()),
        ({"demand_class": "unjustified"}, {"tagged"}),
        ({"first_unit": "zjj"}, {"first"}),
        ({"matter": "MATTER"}, {"first"}),
        ({"first_unit": "zjj", "tag": "resettlement"}, set()),
    ],
)
async def test_the_ledger_and_its_export_are_filtered_by_tag_demand_first_unit_and_matter(
    parts, client, identity, asked, which
):
    matter = uuid4()
    tags = (CaseTag.RESETTLEMENT, CaseTag.LAND_COMPENSATION)
    stories = {
        "tagged": Story(case_no="tagged", tags=tags, demand_class=DemandClass.UNJUSTIFIED),
        "first": Story(case_no="first", first_unit="zjj"),
        "plain": Story(case_no="plain"),
    }
    for s in stories.values():
        s.register()
    stories["first"].join(matter, DAY)
    await feed_stories(parts, *stories.values())
    params = {k: str(matter) if v == "MATTER" else v for k, v in asked.items()}
    office = identity.office("supervisor")
    page = (await client.get("/v1/ledger", params=params, headers=office)).json()
    assert {r["case_no"] for r in page["items"]} == which
    exported = await client.get("/v1/ledger/export", params=params, headers=office)
    assert exported.headers["x-total-count"] == str(len(which))
