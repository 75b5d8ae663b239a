"""Events in: exactly once, in order per source, poison set aside, projections equal to a fold."""

import random
from datetime import date, timedelta
from uuid import uuid4

import nats
import pytest
from contracts.sight import Watch
from contracts.subjects import subject_of
from eventing.inbox import Verdict, bury, replay
from eventing.streams import ensure
from pydantic import SecretStr, ValidationError
from reporting.check import check
from reporting.main import create_app
from reporting.rebuild import forget, rebuild_all
from sqlalchemy import text
from testkit.drain import until
from testkit.events import an_event
from testkit.http import client_for

from .feeding import feed, feed_stories
from .stories import Story

DAY = date(2020, 11, 2)


def a_long_story(unit: str = "wenhuajie") -> Story:
    s = Story(unit).until_claimed(DAY).send_back(DAY).claim(DAY + timedelta(3))
    s.opinion(DAY + timedelta(3)).approve(DAY + timedelta(4)).recognise(DAY + timedelta(5))
    return s.repeat(DAY + timedelta(50)).revoke(DAY + timedelta(50))


async def findings(parts):
    async with parts.db.system_read() as session:
        return await check(await session.connection())


async def counted(parts, sql: str, **values):
    async with parts.db.system_read() as session:
        return await session.scalar(text(sql), values)


async def states(parts):
    async with parts.db.system_read() as session:
        rows = await session.execute(
            text("select case_no, state, unit from cases order by case_no")
        )
        return [tuple(r) for r in rows]


async def test_events_delivered_twice_change_nothing(parts):
    stories = [a_long_story(), a_long_story("zjj")]
    events = [e for s in stories for e in s.events]
    await feed_stories(parts, *stories)
    before = await states(parts)
    assert set(await feed(parts.db, parts.handlers, events)) == {Verdict.DUPLICATE}
    assert await states(parts) == before
    assert await counted(parts, "select count(*) from case_events") == len(events)
    assert await findings(parts) == []


async def test_events_out_of_order_wait_for_their_gap_and_end_the_same(parts):
    shuffled = random.Random(7)
    stories = [a_long_story(), a_long_story("zjj"), Story().until_resolved(DAY)]
    waiting = [e for s in stories for e in s.events]
    shuffled.shuffle(waiting)
    rounds = 0
    while waiting:
        verdicts = await feed(parts.db, parts.handlers, waiting)
        waiting = [e for e, v in zip(waiting, verdicts, strict=True) if v is Verdict.GAP]
        rounds += 1
    assert rounds > 1
    assert await findings(parts) == []
    assert [s for _, s, _ in await states(parts)] == ["resolving", "resolving", "recognised"]


async def test_one_service_ahead_of_all_others_is_only_unregistered_for_a_while(
    parts, client, identity
):
    s = Story().until_resolved(DAY)
    ahead = [e for e in s.events if e.service == "supervision"]
    await feed(parts.db, parts.handlers, ahead)
    office = identity.office("supervisor")
    books = await client.get("/v1/accounting/unaccounted", headers=office)
    assert (books.json()["unregistered"], books.json()["total"]) == ([str(s.case_id)], 1)
    assert (await client.get("/v1/ledger", headers=office)).json()["total"] == 0
    await feed(parts.db, parts.handlers, [e for e in s.events if e.service != "supervision"])
    books = await client.get("/v1/accounting", headers=office)
    assert books.json()["unaccounted"] == 0
    assert await findings(parts) == []


async def test_a_poison_event_is_a_dead_letter_and_its_replay_folds_the_case_anew(
    parts, client, identity
):
    s = Story("wenhuajie").register().verify(DAY).issue(DAY).sign(DAY).due(DAY, date(2020, 12, 1))
    poison = next(e for e in s.events if e.type == "case_issued.v1")
    for e in s.events:
        if e is poison:
            await bury(
                parts.db, parts.handlers, envelope=e, subject="evt.assignment.x", raw=e.to_json(),
                reason="ValidationError",
            )  # fmt: skip
        else:
            assert await feed(parts.db, parts.handlers, [e]) == [Verdict.APPLIED]
    office = identity.office("supervisor")
    books = (await client.get("/v1/accounting/unaccounted", headers=office)).json()
    assert (books["gaps"], books["dead_letters"]) == ([str(s.case_id)], [str(s.case_id)])
    assert books["total"] == 1
    assert await counted(parts, "select lead_unit from cases") is None

    assert await replay(parts.db, parts.handlers, 1)
    assert await counted(parts, "select lead_unit from cases") == "wenhuajie"
    assert await findings(parts) == []
    assert (await client.get("/v1/summary", headers=office)).json()["unaccounted"] == 0
    seen = await client.get(f"/v1/cases/{s.case_id}", headers=identity.headers("wenhuajie"))
    assert seen.json()["state"] == "signed"


async def test_data_that_do_not_fit_are_refused_and_leave_nothing_behind(parts):
    s = Story().register()
    poison = s.events[0].model_copy(update={"data": {"case_no": "GJ1"}})
    with pytest.raises(ValidationError):
        await feed(parts.db, parts.handlers, [poison])
    for table in ("cases", "case_events", "case_facts", "inbox"):
        assert await counted(parts, f"select count(*) from {table}") == 0


async def test_an_event_newer_than_this_build_is_kept_in_the_timeline(parts, client, identity):
    s = Story().register()
    newer = an_event(s.events[0].payload(), case_id=s.case_id, version=2, occurred_on=DAY)
    newer = newer.model_copy(update={"type": "case_merged.v1", "data": {"reason_code": "x"}})
    await feed(parts.db, parts.handlers, [*s.events, newer])
    seen = await client.get(
        f"/v1/cases/{s.case_id}/timeline", headers=identity.office("supervisor")
    )
    assert [i["name"] for i in seen.json()["items"]] == ["case_registered", "case_merged"]
    assert await findings(parts) == []


async def test_a_rebuild_from_the_kept_events_restores_what_was_broken(parts, service_db):
    stories = [a_long_story(), Story("zjj").until_resolved(DAY)]
    await feed_stories(parts, *stories)
    good = await states(parts)
    async with parts.db.system("test") as tx:
        await tx.session.execute(text("update cases set state = 'verified', lead_unit = 'x'"))
        await tx.session.execute(text("delete from case_facts where kind = 'recognised'"))
        await tx.session.execute(text("delete from case_visibility where role = 'lead'"))
        await tx.session.execute(
            text("insert into case_visibility values ('jjw', :id, 'lead', now())"), {"id": uuid4()}
        )
    assert len(await findings(parts)) == 2
    assert await rebuild_all(parts.db, Watch.of(parts.units)) == 2
    assert await findings(parts) == []
    assert await states(parts) == good
    assert await counted(parts, "select count(*) from case_visibility where tenant = 'jjw'") == 0
    assert await counted(parts, "select count(*) from case_visibility where role = 'lead'") == 2


async def test_after_forgetting_the_stream_builds_the_same_again(parts):
    stories = [a_long_story(), Story("zjj").until_resolved(DAY)]
    await feed_stories(parts, *stories)
    good = await states(parts)
    await forget(parts.db)
    assert await states(parts) == []
    await feed_stories(parts, *stories)
    assert await states(parts) == good
    assert await findings(parts) == []


async def test_the_check_names_a_case_whose_stored_facts_were_tampered_with(parts):
    s = Story().until_resolved(DAY)
    await feed_stories(parts, s)
    async with parts.db.system("test") as tx:
        await tx.session.execute(text("update case_facts set late = true where kind = 'claimed'"))
    (found,) = await findings(parts)
    assert (found.case_id, found.parts) == (s.case_id, ("facts",))


async def test_the_check_against_the_outboxes_finds_an_event_that_never_arrived(parts):
    s = Story().until_resolved(DAY)
    await feed(parts.db, parts.handlers, s.events[:-1])
    async with parts.db.system_read() as session:
        (found,) = await check(await session.connection(), s.events)
    assert found.parts == ("supervision", "facts")


async def test_the_worker_takes_events_from_the_stream_and_buries_poison(
    settings, clock, identity, nats_server
):
    admin = await nats.connect(nats_server.url, user="admin", password="admin")
    await ensure(admin)
    stories = [Story("wenhuajie").until_resolved(DAY), Story("zjj").register()]
    poison = an_event(stories[1].events[0].payload(), case_id=stories[1].case_id, version=2)
    poison = poison.model_copy(update={"data": {"case_no": "GJ1"}})
    for e in (*(e for s in stories for e in s.events), poison):
        await admin.jetstream().publish(subject_of(e), e.to_json())
    await admin.close()
    over = {
        "run_worker": True, "nats_url": nats_server.url, "nats_user": "reporting",
        "nats_password": SecretStr("reporting"), "snapshot_seconds": 0.1,
    }  # fmt: skip
    app = create_app(
        settings.model_copy(update=over), clock=clock, jwks_client=identity.jwks_client()
    )
    office = identity.office("supervisor")
    async with client_for(app) as client:

        async def arrived() -> bool:
            seen = (await client.get("/v1/summary", headers=office)).json()
            metrics = (await client.get("/metrics")).text
            return (
                (seen["cases"], seen["events_published"]) == (2, len(stories[0].events) + 2)
                and 'huajie_cases{state="recognised"} 1.0' in metrics
                and "huajie_unaccounted_cases 1.0" in metrics
            )

        await until(arrived, 30)
        books = (await client.get("/v1/accounting", headers=office)).json()
    assert (books["dead_letters"], books["unaccounted"]) == (1, 1)
