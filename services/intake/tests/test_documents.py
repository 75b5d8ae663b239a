"""The campaign's chain of documents, and cohort A against what was declared."""

import asyncpg
import pytest
from intake.metrics import DECLARED_GAP
from intake_builders import an_id, column, register
from servicekit.ids import new_id
from sqlalchemy import text

URL = "/v1/documents"
COUNTS = "/v1/declared-counts"
_ALL = text("select id from campaign_documents")
COHORT = "/v1/cohorts/A"
CENTRE, REGION, CITY, DISTRICT = (
    "中信联发〔2020〕3号", "宁信联发〔2020〕2号", "银信联发〔2020〕10号", "兴信联发〔2020〕1号",
)  # fmt: skip
LEVELS = {CENTRE: "central", REGION: "region", CITY: "city", DISTRICT: "district"}
ISSUED = {
    CENTRE: "2020-09-01", REGION: "2020-09-20", CITY: "2020-10-10", DISTRICT: "2020-10-26"
}  # fmt: skip


def a_document(letter_no, based_on=None, **over):
    return {
        "letter_no": letter_no, "title": "关于开展集中治理重复信访、化解信访积案专项工作方案",
        "issuer": "信访工作联席会议", "level": LEVELS.get(letter_no, "district"),
        "issued_on": ISSUED.get(letter_no, "2020-11-01"), "based_on": based_on, **over,
    }  # fmt: skip


async def add(client, headers, *args, **over):
    return await client.post(URL, json=a_document(*args, **over), headers=headers)


@pytest.fixture
async def plan(client, office):
    """The plan's four documents, each under the one it names; their ids by number."""
    rules = {DISTRICT: ["milestones_a", "cohort_a"], CENTRE: ["span"]}
    numbers = list(LEVELS)
    out = {}
    for above, number in zip([None, *numbers], numbers, strict=False):
        answer = await add(client, office, number, above, governs=rules.get(number, []))
        assert answer.status_code == 201, answer.text
        out[number] = answer.json()["id"]
    return out


async def chain(client, headers, query=""):
    items = (await client.get(f"{URL}{query}", headers=headers)).json()["items"]
    return [(d["letter_no"], d["depth"]) for d in items]


def refusal(answer):
    return answer.status_code, answer.json()["code"]


async def test_r73_the_chain_leads_from_the_centre_to_the_districts_plan_and_every_unit_reads_it(
    client, street, plan
):
    assert await chain(client, street) == [(n, i) for i, n in enumerate(LEVELS)]
    page = (await client.get(f"{URL}/{plan[DISTRICT]}", headers=street)).json()
    assert [d["letter_no"] for d in page["above"]] == [CITY, REGION, CENTRE]
    assert (page["depth"], page["level_label"]) == (3, "兴庆区")


async def test_r73_a_document_names_the_rules_that_it_sets(client, street, plan):
    page = (await client.get(f"{URL}/{plan[DISTRICT]}", headers=street)).json()
    assert [g["code"] for g in page["governs"]] == ["cohort_a", "milestones_a"]
    assert "65%" in page["governs"][1]["label"]
    assert await chain(client, street, "?governs=span") == [(CENTRE, 0)]
    assert await chain(client, street, "?governs=inquiry") == []


@pytest.mark.parametrize(
    ("number", "based_on", "over", "code"),
    [
        (CENTRE, None, {}, "letter_no_taken"),
        ("兴信联发〔2020〕2号", "没有的文号", {}, "parent_document_missing"),
        ("兴信联发〔2020〕2号", "兴信联发〔2020〕2号", {}, "document_order"),
        ("某文件", DISTRICT, {"level": "city"}, "document_order"),
        ("兴信联发〔2020〕2号", DISTRICT, {"issued_on": "2020-10-25"}, "document_order"),
        ("兴信联发〔2020〕2号", DISTRICT, {"received_on": "2020-10-31"}, "document_order"),
        ("兴信联发〔2026〕2号", DISTRICT, {"issued_on": "2026-11-26"}, "in_the_future"),
    ],
)  # fmt: skip
async def test_a_document_must_fit_under_the_one_it_rests_on(
    client, office, plan, number, based_on, over, code
):
    assert refusal(await add(client, office, number, based_on, **over))[1] == code


async def test_a_correction_keeps_the_chain_and_cannot_close_it_to_a_ring(
    client, office, plan, service_db
):
    async def correct(number, version, *args, **over):
        match = {"If-Match": str(version)}
        return await client.put(
            f"{URL}/{plan[number]}", json=a_document(*args, **over), headers=office | match
        )

    other = "宁信联发〔2020〕12号"
    renamed = await correct(REGION, 1, other, CENTRE, level="region", issued_on="2020-09-20")
    assert renamed.json() == {"id": plan[REGION], "version": 2}
    assert await chain(client, office) == [(CENTRE, 0), (other, 1), (CITY, 2), (DISTRICT, 3)]
    stale = await correct(REGION, 1, REGION, CENTRE)
    assert refusal(stale) == (409, "stale_version")
    ring = await correct(CENTRE, 1, CENTRE, DISTRICT, level="district", issued_on="2020-11-01")
    assert refusal(ring) == (422, "document_order")
    later = await correct(CITY, 1, CITY, other, issued_on="2020-10-27")
    assert refusal(later) == (422, "document_order")
    acts = await column(service_db.admin_dsn, "select action from audit_log order by seq")
    assert acts == ["document.registered"] * 4 + ["document.corrected"]


async def test_only_the_office_registers_and_a_document_that_is_none_is_not_found(
    client, street, office
):
    assert refusal(await add(client, street, CENTRE)) == (403, "role_missing")
    gone = await client.get(f"{URL}/{new_id()}", headers=street)
    assert refusal(gone) == (404, "document_not_found")
    put = await client.put(f"{URL}/{new_id()}", json=a_document(CENTRE), headers=office)
    assert refusal(put) == (404, "document_not_found")


async def test_either_office_writes_the_one_book_of_the_district(client, office, identity, plan):
    bureau = identity.office("supervisor", unit="xfj")
    answer = await add(client, bureau, "兴信联发〔2020〕2号", DISTRICT)
    assert answer.status_code == 201
    assert len(await chain(client, office)) == 5


@pytest.fixture
async def cohort(client, office):
    """Two cases of the centre, one without a letter; one of the region; one that counts elsewhere."""
    facts = (("central", "中信联办〔2020〕7号", "2020-01-05"), ("central", None, "2020-02-05"),
             ("region", "宁信联办〔2020〕9号", "2019-03-05"), ("district", None, "2020-03-05"),
             ("central", None, "2020-07-01"))  # fmt: skip
    return [
        await register(
            client, office, case_no=f"XQ000{i}", source=source, letter_no=letter, registered_on=day,
            petitioners=[{"name": "王小花", "id_no": an_id(900 + 2 * i)}],
        )
        for i, (source, letter, day) in enumerate(facts)
    ]  # fmt: skip


async def declare(client, headers, source, count, **over):
    body = {"count": count, "letter_no": CENTRE, "declared_on": "2020-10-26", **over}
    return await client.put(f"{COUNTS}/{source}", json=body, headers=headers)


async def compare(client, headers):
    answer = await client.get(COHORT, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_r2_registered_cases_stand_against_95_by_plan_and_what_each_level_declared(
    client, office, cohort
):
    await declare(client, office, "central", 60)
    await declare(client, office, "region", 35)
    found = await compare(client, office)
    assert {k: found[k] for k in ("plan_total", "declared", "registered", "gap")} == {
        "plan_total": 95, "declared": 95, "registered": 3, "gap": 92
    }  # fmt: skip
    central, region = found["sources"]
    assert (central["registered"], central["gap"], central["without_letter"]) == (2, 58, 1)
    assert central["letters"] == [{"letter_no": "中信联办〔2020〕7号", "count": 1}]
    assert (region["registered"], region["gap"], region["without_letter"]) == (1, 34, 0)
    assert found["sentences"] == [
        f"中央信联会议申报 60 件（{CENTRE}），系统登记 2 件，少 58 件。",
        "中央信联会议交办的件中有 1 件没有填写交办文号。",
        f"自治区信联办申报 35 件（{CENTRE}），系统登记 1 件，少 34 件。",
        "方案应有 95 件，系统登记 3 件，少 92 件。",
    ]
    one = await client.get(f"{COUNTS}/region", headers=office)
    assert one.json() == region


async def test_r2_declarations_that_do_not_add_up_to_95_are_said(client, office, cohort):
    before = await compare(client, office)
    assert [x["gap"] for x in before["sources"]] == [None, None]
    assert "中央信联会议交办件数尚未登记申报数。" in before["sentences"]
    await declare(client, office, "central", 1)
    await declare(client, office, "region", 1)
    found = await compare(client, office)
    assert [x["gap"] for x in found["sources"]] == [-1, 0]
    assert "各级申报合计 2 件，与方案的 95 件不一致。" in found["sentences"]
    assert f"中央信联会议申报 1 件（{CENTRE}），系统登记 2 件，多 1 件。" in found["sentences"]


async def test_r2_a_sealed_case_is_in_no_figure_of_the_cohort(client, office, cohort):
    reason = {"reason": "反映公职人员违纪，属于揭发控告。"}
    answer = await client.post(f"/v1/cases/{cohort[0]}/seal", json=reason, headers=office)
    assert answer.status_code == 200, answer.text
    found = await compare(client, office)
    assert (found["registered"], found["sources"][0]["letters"]) == (2, [])


async def test_r2_the_gauge_shows_what_is_missing(client, office, app, cohort):
    watch = app.state.usecases.prevention.declared
    await declare(client, office, "central", 60)
    await watch.measure()
    assert DECLARED_GAP.labels("central")._value.get() == 58
    assert DECLARED_GAP.labels("plan")._value.get() == 92


async def test_a_declaration_is_the_offices_and_replaces_the_earlier_one_on_the_record(
    client, office, street, service_db
):
    assert (await declare(client, office, "central", 60)).json()["version"] == 1
    changed = await declare(client, office | {"If-Match": "1"}, "central", 61)
    assert (changed.json()["version"], changed.json()["count"]) == (2, 61)
    stale = await declare(client, office | {"If-Match": "1"}, "central", 62)
    assert refusal(stale) == (409, "stale_version")
    assert refusal(await declare(client, street, "central", 1)) == (403, "role_missing")
    assert refusal(await declare(client, office, "city", 1)) == (404, "source_not_declared")
    early = await declare(client, office, "region", 1, declared_on="2026-11-26")
    assert refusal(early) == (422, "in_the_future")
    for url in (COHORT, f"{COUNTS}/central"):
        assert refusal(await client.get(url, headers=street)) == (403, "role_missing")
    trail = await column(
        service_db.admin_dsn,
        "select after->>'count' from audit_log where action = 'declared_count.set' order by seq",
    )
    assert trail == ["60", "61"]


async def test_what_every_unit_reads_only_the_offices_code_can_write(
    client, office, plan, service_db, db
):
    async with db.read("wenhuajie") as session:
        assert len((await session.execute(_ALL)).all()) == 4
    async with db.read("") as session:
        assert (await session.execute(_ALL)).all() == []
    for statement in (
        "update campaign_documents set title = 'x'",
        "delete from campaign_documents",
    ):
        connection = await asyncpg.connect(service_db.app_url.replace("+asyncpg", ""))
        async with connection.transaction():
            await connection.execute("select set_config('app.tenant', 'wenhuajie', true)")
            assert (await connection.execute(statement)).endswith(" 0")
        await connection.close()
