"""R72: a sealed case is in nobody's list, count, rate, file or gauge but the compartment's."""

import io
from datetime import date
from uuid import uuid4

import openpyxl
from contracts.vocab import CaseKind, CaseTag, LeaderLevel
from eventing.inbox import bury
from prometheus_client import CollectorRegistry, generate_latest
from reporting.metrics import FIGURES

from .feeding import feed, feed_stories
from .stories import Story

DAY = date(2020, 11, 2)
DISCIPLINE = ("jjw", "discipline")


async def everything(client, headers, case_id) -> dict[str, object]:
    """All that a reader gets to see, and whether any of it names the case."""
    seen: dict[str, object] = {}
    for path in (
        "/v1/ledger", "/v1/rates?group_by=unit", "/v1/rates?group_by=source", "/v1/matters",
        "/v1/rates?group_by=field&as_of=2020-11-30", "/v1/series?from=2020-11-01&to=2020-11-30",
        "/v1/milestones", "/v1/summary",
    ):  # fmt: skip
        answer = await client.get(path, headers=headers)
        assert answer.status_code == 200
        assert str(case_id) not in answer.text
        seen[path] = answer.json()
    exported = await client.get("/v1/ledger/export", headers=headers)
    sheet = openpyxl.load_workbook(io.BytesIO(exported.content))["台账"]
    seen["export"] = [[c.value for c in r] for r in sheet.iter_rows(min_row=2)]
    return seen


async def test_r72_a_case_that_becomes_sealed_leaves_no_trace_in_any_read(parts, client, identity):
    other = Story("wenhuajie").until_resolved(DAY)
    await feed_stories(parts, other)
    readers = {
        "office": identity.office("supervisor", "analyst"),
        "bureau": identity.office("supervisor", unit="xfj"),
        "street": identity.headers("wenhuajie"),
        "leaders": identity.headers("qld", "leaders"),
    }
    without = {n: await everything(client, h, uuid4()) for n, h in readers.items()}
    books = await books_of(client, readers["office"])

    hidden = Story("wenhuajie", case_no="GJ9", case_kind=CaseKind.NAIL, source="region")
    hidden.until_claimed(DAY).lead_by(DAY, LeaderLevel.SECTION, unit="wenhuajie").join(uuid4(), DAY)
    await feed_stories(parts, hidden)
    counted = await client.get("/v1/summary", headers=readers["office"])
    assert counted.json()["cases"] == 2
    await feed(parts.db, parts.handlers, hidden.seal(DAY, "JM-1").events[-1:])

    for name, headers in readers.items():
        assert await everything(client, headers, hidden.case_id) == without[name], name
        for path in (f"/v1/cases/{hidden.case_id}", f"/v1/cases/{hidden.case_id}/timeline"):
            answer = await client.get(path, headers=headers)
            unknown = await client.get(
                path.replace(str(hidden.case_id), str(uuid4())), headers=headers
            )
            assert (answer.status_code, answer.json()["code"]) == (404, "case_not_found")
            assert answer.json()["detail"] == unknown.json()["detail"]
        found = await client.get("/v1/ledger?q=JM", headers=headers)
        assert found.json()["total"] == 0
    assert await books_of(client, readers["office"]) == books

    own = identity.headers(*DISCIPLINE, ["handler"])
    row = (await client.get("/v1/ledger", headers=own)).json()["items"]
    assert [r["case_no"] for r in row] == ["JM-1"]
    view = (await client.get(f"/v1/cases/{hidden.case_id}", headers=own)).json()
    assert (view["sealed"], view["registrar_unit"]) == (True, "xlb")
    assert (await client.get("/v1/summary", headers=own)).json()["cases"] == 1


async def books_of(client, headers) -> dict[str, object]:
    return (await client.get("/v1/accounting/unaccounted", headers=headers)).json()


async def test_r72_gauges_and_books_do_not_count_sealed_cases(parts, client, identity):
    await feed_stories(parts, Story("wenhuajie").until_resolved(DAY))
    office = identity.office("supervisor")

    async def gauges() -> tuple[str, dict, int]:
        await parts.take_figures()
        await parts.show_figures()
        registry = CollectorRegistry()
        registry.register(FIGURES)
        lines = generate_latest(registry).decode().splitlines()
        summary = (await client.get("/v1/summary", headers=office)).json()
        kept = [x for x in lines if "timestamp" not in x]
        return "\n".join(kept), await books_of(client, office), summary["events_published"]

    before = await gauges()
    hidden = Story("zjj", sealed=True).register(tenant="jjw").issue(DAY, lead="jjw")
    gap = hidden.events[-1].model_copy(update={"case_version": 2})
    await feed(parts.db, parts.handlers, hidden.events[:1])
    await bury(
        parts.db, parts.handlers, envelope=gap, subject="evt.assignment.jjw", raw=gap.to_json(),
        reason="x",
    )  # fmt: skip
    assert await gauges() == before


async def test_r72_an_unsealed_case_counts_again_under_its_number(parts, client, identity):
    s = Story("wenhuajie", case_no="GJ5").until_resolved(DAY).seal(DAY, "JM-1")
    s.unseal(DAY, "GJ5", tenant="wenhuajie")
    await feed_stories(parts, s)
    for headers in (identity.office("supervisor"), identity.headers("wenhuajie")):
        page = (await client.get("/v1/ledger", headers=headers)).json()
        assert [r["case_no"] for r in page["items"]] == ["GJ5"]
    view = (
        await client.get(f"/v1/cases/{s.case_id}", headers=identity.office("supervisor"))
    ).json()
    assert (view["sealed"], view["registrar_unit"]) == (False, "xlb")


async def test_r72_litigation_is_also_shown_to_politics_and_law(parts, client, identity):
    law = identity.headers("zfw", "politics_law")
    tagged = Story(tags=(CaseTag.LITIGATION,)).register()
    plain = Story().register()
    await feed_stories(parts, tagged, plain)
    page = (await client.get("/v1/ledger", headers=law)).json()
    assert [r["case_id"] for r in page["items"]] == [str(tagged.case_id)]
    amended = plain.amend(DAY, tags=("litigation",)).events[-1:]
    await feed(parts.db, parts.handlers, amended)
    assert (await client.get("/v1/ledger", headers=law)).json()["total"] == 2


async def test_r72_a_timeline_does_not_link_to_a_case_its_reader_may_not_know_of(
    parts, client, identity
):
    first, later = Story().register(), Story().register()
    link = first.repeat(DAY).events.pop()
    link = link.model_copy(update={"data": {**link.data, "later_case_id": str(later.case_id)}})
    await feed_stories(parts, first, later)
    await feed(parts.db, parts.handlers, [link])
    path, office = f"/v1/cases/{first.case_id}/timeline", identity.office("supervisor")
    assert str(later.case_id) in (await client.get(path, headers=office)).text
    await feed(parts.db, parts.handlers, later.seal(DAY).events[-1:])
    answer = await client.get(path, headers=office)
    assert str(later.case_id) not in answer.text
    assert answer.json()["items"][-1]["data"]["later_case_id"] is None
