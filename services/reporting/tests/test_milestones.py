"""Milestones: how many whole cases a target means, live figures, and what stays frozen."""

from datetime import UTC, date, datetime, timedelta

import pytest
from contracts.vocab import Cohort
from reporting.reads.rates import figures
from sqlalchemy import text

from .feeding import feed_stories
from .stories import Story

START = date(2020, 11, 1)


def day(n: int) -> date:
    return START + timedelta(days=n)


async def figure(parts, as_of: date):
    async with parts.db.read("xlb") as session:
        return await figures(session, as_of=as_of, cohort=Cohort.A)


def office(identity, *roles: str):
    return identity.office(*(roles or ("supervisor",)))


async def milestone(client, identity, on: str):
    answer = await client.get("/v1/milestones", headers=office(identity))
    assert answer.status_code == 200
    return next(m for m in answer.json() if (m["cohort"], m["date"]) == ("A", on))


@pytest.mark.parametrize(
    ("resolved", "on", "needed", "reached"),
    [
        (61, "2020-12-31", 62, False),
        (62, "2020-12-31", 62, True),
        (80, "2021-12-31", 81, False),
        (81, "2021-12-31", 81, True),
    ],
)
async def test_r3_of_95_cases_61_fail_62_pass_in_2020_and_80_fail_81_pass_in_2021(
    parts, client, identity, resolved, on, needed, reached
):
    done = [Story().until_resolved(day(5)) for _ in range(resolved)]
    claimed = [Story().until_claimed(day(5)) for _ in range(95 - resolved)]
    await feed_stories(parts, *done, *claimed)
    found = await milestone(client, identity, on)
    assert (found["total"], found["claimed"], found["resolved"]) == (95, 95, resolved)
    assert (found["needed"], found["reached"]) == (needed, reached)
    assert found["rate"] == round(resolved / 95, 4)


async def test_r3_a_relapse_lowers_the_live_rate_but_not_the_frozen_milestone(
    parts, client, identity, clock
):
    stories = [Story().until_resolved(day(5)) for _ in range(3)]
    await feed_stories(parts, *stories)
    clock.move_to(datetime(2020, 12, 31, 17, 30, tzinfo=UTC))
    (frozen,) = await parts.freeze_due()
    assert (frozen.total, frozen.resolved, frozen.reached) == (3, 3, True)

    clock.move_to(datetime(2021, 1, 2, 2, 0, tzinfo=UTC))
    relapse = Story(case_id=stories[0].case_id)
    relapse.versions, relapse.recognition = dict(stories[0].versions), stories[0].recognition
    # The petitioner came again on New Year's Day; and the office finds that one fact of December was wrong.
    relapse.revoke(date(2021, 1, 1), clock.now())
    wrong = Story(case_id=stories[1].case_id)
    wrong.versions, wrong.recognition = dict(stories[1].versions), stories[1].recognition
    wrong.revoke(date(2020, 12, 30), clock.now())
    await feed_stories(parts, relapse, wrong)

    assert (await figure(parts, date(2020, 12, 31))).resolved == 2
    assert (await figure(parts, date(2021, 1, 2))).resolved == 1
    found = await milestone(client, identity, "2020-12-31")
    assert (found["resolved"], found["reached"]) == (2, True)
    assert (found["frozen"]["resolved"], found["frozen"]["rate"]) == (3, 1.0)
    assert await parts.freeze_due() == []


async def test_the_worker_freezes_what_was_known_when_the_day_ended_and_waits_for_the_grace(
    parts, clock
):
    known = Story().until_resolved(day(5))
    after = Story().until_resolving()
    after.claim(day(5), datetime(2021, 1, 1, 1, 0, tzinfo=UTC))
    await feed_stories(parts, known, after)
    clock.move_to(datetime(2020, 12, 31, 16, 30, tzinfo=UTC))
    assert await parts.freeze_due() == []
    clock.move_to(datetime(2021, 1, 3, 2, 0, tzinfo=UTC))
    (frozen,) = await parts.freeze_due()
    assert (frozen.total, frozen.claimed, frozen.resolved) == (2, 1, 1)
    assert await parts.freeze_due() == []


async def test_the_worker_leaves_a_milestone_alone_of_which_nothing_was_known_by_its_day(parts):
    stories = [Story().register(at=datetime(2026, 11, 20, tzinfo=UTC))]
    await feed_stories(parts, *stories)
    assert await parts.freeze_due() == []


async def test_a_supervisor_freezes_a_past_milestone_once_and_for_good(parts, client, identity):
    await feed_stories(parts, Story().until_resolved(day(5)), Story().until_claimed(day(5)))
    path = "/v1/milestones/A/2020-12-31/freeze"
    refused = await client.post(path, headers=identity.headers(roles=["handler"]))
    assert (refused.status_code, refused.json()["code"]) == (403, "role_missing")

    once = {"Idempotency-Key": "freeze-1", **office(identity)}
    first = await client.post(path, headers=once)
    assert first.status_code == 201
    assert (first.json()["frozen"]["total"], first.json()["frozen"]["resolved"]) == (2, 1)
    assert (await client.post(path, headers=once)).json() == first.json()

    again = await client.post(path, headers=identity.office("analyst", unit="xfj"))
    assert (again.status_code, again.json()["code"]) == (409, "milestone_frozen")
    seen = await client.get("/v1/milestones", headers=identity.office("analyst", unit="xfj"))
    assert seen.json()[0]["frozen"]["resolved"] == 1
    async with parts.db.system_read() as session:
        audited = await session.scalar(
            text("select count(*) from audit_log where action = 'milestone.frozen'")
        )
    assert audited == 1


async def test_a_milestone_of_the_future_or_of_no_plan_is_not_frozen(
    parts, client, identity, clock
):
    clock.move_to(datetime(2020, 12, 31, 2, 0, tzinfo=UTC))
    early = await client.post("/v1/milestones/A/2020-12-31/freeze", headers=office(identity))
    assert (early.status_code, early.json()["code"]) == (409, "milestone_not_due")
    none = await client.post("/v1/milestones/B/2020-12-31/freeze", headers=office(identity))
    assert (none.status_code, none.json()["code"]) == (404, "milestone_not_found")


async def test_a_unit_sees_its_own_progress_but_no_frozen_figures_of_the_district(
    parts, client, identity
):
    await feed_stories(
        parts, Story("wenhuajie").until_resolved(day(5)), Story("zjj").until_claimed(day(5))
    )
    assert (
        await client.post("/v1/milestones/A/2020-12-31/freeze", headers=office(identity))
    ).status_code == 201
    seen = await client.get("/v1/milestones", headers=identity.headers("wenhuajie"))
    assert (seen.json()[0]["total"], seen.json()[0]["frozen"]) == (1, None)
