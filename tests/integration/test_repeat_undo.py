"""Corrections across the services: an undone repeat, a quick write-off, a case that becomes hard."""

from datetime import UTC, datetime

import pytest
from people import Cast
from stack import StackProcess
from story import UNIT, Story
from testkit.drain import until

pytestmark = pytest.mark.stack


async def resolved(person: Cast, as_of: str, **more: str) -> int:
    answer = await person("xlb.analyst").get(
        "reporting", "/v1/rates", as_of=as_of, cohort="A", group_by="none", **more
    )
    return int(answer["rows"][0]["resolved"])


async def stands(person: Cast, story: Story, **states: str) -> None:
    """Wait until each service has the case in the state given for it."""

    async def there() -> bool:
        found = {
            s: (await person("xlb.supervisor").ask("GET", s, f"/v1/cases/{story.case_id}")).json()
            for s in states
        }
        return {s: v.get("state") for s, v in found.items()} == states

    await until(there, 20)


async def test_an_undone_repeat_gives_the_recognition_back_in_every_service(
    person: Cast, empty_stack: StackProcess
) -> None:
    story = await Story(person).until_recognised()
    closed = {
        "assignment": "closed", "mediation": "recognised", "supervision": "recognised",
        "reporting": "recognised",
    }  # fmt: skip
    await stands(person, story, **closed)
    with_it = await resolved(person, "2021-06-30")
    on_the_eve = await resolved(person, "2021-04-09")

    later = Story(person)
    await later.register(registered_on="2021-04-10")
    registrar = person("xlb.registrar")
    link = await registrar.do(
        "intake", f"/v1/cases/{story.case_id}/repeats", later_case_id=later.case_id,
        repeated_on="2021-04-10", reason="同一信访人再次反映同一小区办证问题。",
    )  # fmt: skip
    reopened = {
        "assignment": "resolving", "mediation": "resolving", "supervision": "open",
        "reporting": "resolving",
    }  # fmt: skip
    await stands(person, story, **reopened)
    assert await resolved(person, "2021-06-30") == with_it - 1
    before_undoing = datetime.now(UTC).isoformat()

    await registrar.do(
        "intake",
        f"/v1/repeat-links/{link['id']}/withdrawal",
        reason="核对后不是同一小区，判定有误。",
    )
    await stands(person, story, **closed)
    assert await resolved(person, "2021-06-30") == with_it
    assert await resolved(person, "2021-06-30", known_at=before_undoing) == with_it - 1
    assert await resolved(person, "2021-04-09", known_at=before_undoing) == on_the_eve
    case = await person("xlb.analyst").get("reporting", f"/v1/cases/{story.case_id}")
    assert (case["repeats"], case["recognised_on"], case["revocations"]) == (0, "2020-12-05", 0)
    timeline = await person("xlb.analyst").get("reporting", f"/v1/cases/{story.case_id}/timeline")
    assert {"撤销化解", "撤回重复信访的认定", "恢复化解认定"} <= {
        i["label"] for i in timeline["items"]
    }
    await person("xlb.supervisor").do(
        "supervision", f"/v1/cases/{story.case_id}/write-off", occurred_on="2021-03-20"
    )
    assert empty_stack.audit()["ok"] is True


async def test_r13_a_case_struck_off_on_a_basis_document_counts_as_resolved_until_a_relapse(
    person: Cast, empty_stack: StackProcess
) -> None:
    before = await resolved(person, "2020-12-31")
    story = Story(person)
    await story.register()
    ticks = ("facts_complete", "situation_clear", "determination_sound")
    await person("xlb.registrar").do(
        "intake", f"/v1/cases/{story.case_id}/verification", occurred_on="2020-10-27",
        ticks=[{"tick": t, "evidence": "卷宗与谈话记录核对一致"} for t in ticks],
        fast_because="诉求清楚，登记前已经办结，有办结文书。",
    )  # fmt: skip
    await person("xlb.supervisor").do(
        "intake", f"/v1/cases/{story.case_id}/fast-closure", occurred_on="2020-11-02",
        document_no="兴信联办〔2020〕77号", basis="办结文书已经信访人签收，结果清晰。",
    )  # fmt: skip
    struck = {
        "assignment": "closed", "mediation": "written_off", "supervision": "written_off",
        "reporting": "written_off",
    }  # fmt: skip
    await stands(person, story, **struck)
    assert await resolved(person, "2020-12-31") == before + 1
    batch = await person("xlb.supervisor").do(
        "assignment", "/v1/batches", letter_no="兴信联办交〔2020〕8号", occurred_on="2020-11-03",
        items=[{"case_id": story.case_id, "lead_unit": UNIT}],
    )  # fmt: skip
    assert [r["code"] for r in batch["refused"]] == ["illegal_transition"]

    later = Story(person)
    await later.register(registered_on="2020-12-10")
    await person("xlb.registrar").do(
        "intake", f"/v1/cases/{story.case_id}/repeats", later_case_id=later.case_id,
        repeated_on="2020-12-10", reason="同一信访人再次反映同一小区办证问题。",
    )  # fmt: skip
    await stands(person, story, assignment="ready", mediation="waiting", supervision="open")
    assert await resolved(person, "2020-12-09") == before + 1

    async def fallen() -> bool:
        return await resolved(person, "2020-12-31") == before

    await until(fallen)
    assert empty_stack.audit()["ok"] is True


async def test_r19_a_case_classified_as_hard_under_a_section_leader_asks_for_a_county_leader(
    person: Cast,
) -> None:
    story = await Story(person).until_started()
    handler, office = person(f"{UNIT}.handler"), person("xlb.supervisor")
    assert (await handler.get("assignment", f"/v1/cases/{story.case_id}"))[
        "leader_level_below_county"
    ] is False
    await person("xlb.registrar").do(
        "intake", f"/v1/cases/{story.case_id}/classification", "PUT", case_kind="bone",
        category="城乡建设", field="real_estate", cross_separated=False,
        reason="时间跨度长、涉及人数多，按骨头案办理。",
    )  # fmt: skip

    async def flagged() -> bool:
        case = await handler.get("assignment", f"/v1/cases/{story.case_id}")
        return bool(case["leader_level_below_county"])

    await until(flagged)
    for person_ in (handler, office):
        items = (await person_.get("assignment", "/v1/desk"))["items"]
        assert (story.case_id, "assign_leader") in {(i["case_id"], i["action"]) for i in items}

    async def reported() -> bool:
        case = await person("xlb.analyst").get("reporting", f"/v1/cases/{story.case_id}")
        return bool(case["case_kind"] == "bone")

    await until(reported)
