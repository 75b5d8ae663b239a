"""One case's whole life, by the services' HTTP APIs and their events."""

import pytest
from people import RefusedError
from story import UNIT, Story
from testkit.drain import until

pytestmark = pytest.mark.stack


async def rates(person, as_of: str, **more) -> dict:
    answer = await person("xlb.analyst").get(
        "reporting", "/v1/rates", as_of=as_of, cohort="A", group_by="none", **more
    )
    return answer["rows"][0] if answer["rows"] else {"total": 0, "resolved": 0, "claimed": 0}


async def seen_by_reporting(person, story: Story, state: str) -> None:
    async def there() -> bool:
        answer = await person("xlb.analyst").ask("GET", "reporting", f"/v1/cases/{story.case_id}")
        return answer.status_code == 200 and answer.json()["state"] == state

    await until(there)


async def test_a_case_goes_from_registration_to_write_off_and_a_relapse_takes_it_back(person):
    before = await rates(person, "2020-12-31")
    story = await Story(person).until_recognised()
    await seen_by_reporting(person, story, "recognised")
    with pytest.raises(RefusedError) as early:
        await person("xlb.supervisor").do(
            "supervision", f"/v1/cases/{story.case_id}/write-off", occurred_on="2020-12-20"
        )
    assert early.value.code == "observation_running"
    await person("xlb.supervisor").do(
        "supervision", f"/v1/cases/{story.case_id}/write-off", occurred_on="2021-03-20"
    )
    await seen_by_reporting(person, story, "written_off")
    reached = await rates(person, "2020-12-31")
    assert (reached["total"], reached["resolved"], reached["claimed"]) == (
        before["total"] + 1, before["resolved"] + 1, before["claimed"] + 1,
    )  # fmt: skip
    again = Story(person)
    await again.register(registered_on="2021-04-10")
    await person("xlb.registrar").do(
        "intake", f"/v1/cases/{story.case_id}/repeats", later_case_id=again.case_id,
        repeated_on="2021-04-10", reason="同一信访人再次反映同一小区办证问题。",
    )  # fmt: skip

    async def revoked() -> bool:
        now = await rates(person, "2021-04-30")
        return now["resolved"] == before["resolved"]

    await until(revoked)
    assert (await rates(person, "2021-04-09"))["resolved"] == before["resolved"] + 1
    assert (await rates(person, "2020-12-31"))["resolved"] == before["resolved"] + 1


async def test_every_step_stands_in_the_timeline_with_day_and_instant(person):
    story = await Story(person).until_recognised()
    await seen_by_reporting(person, story, "recognised")

    async def names() -> list[str]:
        answer = await person("xlb.analyst").get("reporting", f"/v1/cases/{story.case_id}/timeline")
        rows = answer["items"] if isinstance(answer, dict) else answer
        assert all(r["late"] for r in rows if r["occurred_on"] < "2026-01-01")
        assert all(r["recorded_at"] > "2026" for r in rows)
        return [r["name"] for r in rows]

    expected = [
        "case_registered", "case_verified", "case_issued", "duty_signed", "leader_assigned",
        "task_force_named", "deadline_set", "resolution_started", "plan_filed", "activity_recorded",
        "session_held", "measure_executed", "petitioner_notified", "closure_reported",
        "leader_opinion_signed", "closure_approved", "resolution_recognised",
    ]  # fmt: skip

    async def complete() -> bool:
        return set(expected) <= set(await names())

    await until(complete)


async def test_a_returned_report_is_done_again_and_counts_as_claimed_only_when_standing(person):
    before = await rates(person, "2020-12-02")
    story = await Story(person).until_reported()
    await story.review("returned")
    await seen_by_reporting(person, story, "resolving")
    assert (await rates(person, "2020-12-02"))["claimed"] == before["claimed"]
    assert (await rates(person, "2020-11-30"))["claimed"] == before["claimed"] + 1

    async def can_report() -> bool:
        case = await person(f"{UNIT}.handler").get("mediation", f"/v1/cases/{story.case_id}")
        return case["state"] == "resolving"

    await until(can_report)
    await story.report("2020-12-02")
    await story.opinion(occurred_on="2020-12-02")
    await story.review(occurred_on="2020-12-03")
    await story.recognise()


async def test_r18_a_case_without_leader_and_task_force_cannot_start(person):
    story = Story(person)
    await story.register()
    await story.verify()
    await story.issue()
    await story.sign()
    with pytest.raises(RefusedError) as refused:
        await story.start()
    assert refused.value.code == "not_ready_to_resolve"
    assert {"leader", "task_force"} <= set(refused.value.problem["missing"])


async def test_r19_a_hard_case_needs_a_county_leader_or_the_offices_written_override(person):
    story = Story(person)
    await story.register(case_kind="long_standing")
    await story.verify()
    await story.issue()
    await story.sign()
    with pytest.raises(RefusedError) as refused:
        await story.arm("section")
    assert refused.value.code == "leader_level_below_county"
    await person("xlb.supervisor").do(
        "assignment", f"/v1/cases/{story.case_id}/leader-override",
        reason="街道党工委书记熟悉情况，经联席会议研究同意。", occurred_on="2020-10-30",
    )  # fmt: skip
    await story.arm("section")
    overrides = await person("xlb.supervisor").get("assignment", "/v1/leader-overrides")
    assert story.case_id in str(overrides)


async def test_r12_an_unverified_case_cannot_be_issued(person):
    story = Story(person)
    await story.register()

    async def known() -> bool:
        answer = await person("xlb.supervisor").ask(
            "GET", "assignment", f"/v1/cases/{story.case_id}"
        )
        return answer.status_code == 200

    await until(known)
    answer = await person("xlb.supervisor").do(
        "assignment", "/v1/batches", letter_no="兴信联办交〔2020〕2号", occurred_on="2020-10-28",
        items=[{"case_id": story.case_id, "lead_unit": UNIT, "assist_units": [], "cooperate_units": []}],
    )  # fmt: skip
    assert answer["issued"] == []
    assert answer["refused"][0]["case_id"] == story.case_id


async def test_r24_a_closing_report_needs_the_leaders_own_opinion(person):
    story = await Story(person).until_started()
    await story.work()
    await story.report()
    with pytest.raises(RefusedError) as other:
        await person(f"{UNIT}.handler").do(
            "mediation", f"/v1/cases/{story.case_id}/leader-opinion", agreed=True,
            occurred_on="2020-11-29", text="已核对全部材料，问题解决，同意办结。",
        )  # fmt: skip
    assert other.value.status == 403
    with pytest.raises(RefusedError) as unread:
        await person(f"{UNIT}.leader").do(
            "mediation", f"/v1/cases/{story.case_id}/leader-opinion", agreed=True,
            occurred_on="2020-11-29", text="已核对全部材料，问题解决，同意办结。",
        )  # fmt: skip
    assert unread.value.code == "evidence_not_opened"
    await story.opinion()


@pytest.mark.parametrize("left_out", ["settled", "ceased", "satisfied"])
async def test_r27_recognition_needs_all_three_conditions(person, left_out):
    story = await Story(person).until_reported()
    await story.review()
    slots = tuple(s for s in ("settled", "ceased", "satisfied") if s != left_out)
    with pytest.raises(RefusedError) as refused:
        await story.recognise(slots)
    assert refused.value.code == "evidence_missing"
    assert refused.value.problem["missing"] == [left_out]
