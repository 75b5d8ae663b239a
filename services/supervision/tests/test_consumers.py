"""Events of three services: once, in order per case, in any order among services, poison set aside."""

import asyncio
import itertools
from datetime import date

import pytest
from contracts.assignment import ObjectionDecidedV1
from contracts.event import Envelope
from eventing.inbox import Verdict, bury, replay
from servicekit.errors import IllegalTransitionError
from servicekit.ids import new_id
from supervision.domain.errors import OtherReportError

DUE = date(2026, 11, 20)


async def test_each_event_delivered_twice_takes_effect_once(desk):
    case_id = new_id()
    events = [
        desk.registered(case_id), desk.issued(case_id), desk.reported(case_id), desk.opinion(case_id),
    ]  # fmt: skip
    assert await desk.feed(*events) == [Verdict.APPLIED] * 4
    before = await desk.see(case_id)
    assert await desk.feed(*events) == [Verdict.DUPLICATE] * 4
    assert await desk.see(case_id) == before
    assert before["state"] == "opinion_signed"


async def test_a_relapse_delivered_twice_revokes_once(desk):
    case_id = await desk.recognised("2026-11-06")
    repeat = desk.repeated(case_id, DUE)
    assert await desk.feed(repeat) == [Verdict.APPLIED]
    assert await desk.feed(repeat, repeat) == [Verdict.DUPLICATE] * 2
    names = [e["type"] for e in await desk.events(case_id)]
    assert names.count("resolution_revoked.v1") == 1
    assert len((await desk.see(case_id))["repeats"]) == 1


async def test_an_opinion_before_its_report_waits(desk):
    case_id = await desk.known()
    report, opinion = desk.reported(case_id), desk.opinion(case_id)
    assert await desk.feed(opinion) == [Verdict.GAP]
    assert (await desk.see(case_id))["state"] == "open"
    assert await desk.feed(report, opinion) == [Verdict.APPLIED] * 2
    assert (await desk.see(case_id))["state"] == "opinion_signed"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_the_services_may_speak_in_any_order(desk, order):
    case_id = new_id()
    spoken = [
        [desk.registered(case_id)],
        [desk.issued(case_id)],
        [desk.reported(case_id), desk.opinion(case_id)],
    ]
    for i in order:
        await desk.feed(*spoken[i])
    view = await desk.see(case_id)
    assert (view["case_no"], view["lead_unit"]) == (f"XQ-{case_id}", "wenhuajie")
    assert (view["state"], view["allowed_actions"]) == ("opinion_signed", ["review"])


async def test_a_case_nobody_registered_yet_is_not_shown_to_its_lead_unit(desk, identity):
    case_id = new_id()
    await desk.feed(desk.issued(case_id))
    lead = identity.headers("wenhuajie", "street", ["handler"])
    assert (await desk.client.get(f"/v1/cases/{case_id}", headers=lead)).status_code == 404
    assert (await desk.client.get("/v1/cases", headers=lead)).json()["total"] == 0
    await desk.feed(desk.registered(case_id))
    assert (await desk.client.get(f"/v1/cases/{case_id}", headers=lead)).status_code == 200


async def test_a_repeat_on_a_case_that_is_merely_reported_is_noted(desk):
    case_id = await desk.awaiting_review()
    await desk.feed(desk.repeated(case_id, DUE))
    view = await desk.see(case_id)
    assert view["state"] == "opinion_signed"
    assert [(r["repeated_on"], r["revoked"]) for r in view["repeats"]] == [("2026-11-20", False)]
    assert await desk.events(case_id) == []
    await desk.review(case_id, occurred_on="2026-11-20")
    refused = await desk.recognise(case_id, occurred_on="2026-11-20")
    assert (refused.status_code, refused.json()["code"]) == (409, "repeat_since")
    assert (await desk.recognise(case_id, occurred_on="2026-11-21")).status_code == 200


async def test_the_revocation_the_inbox_row_and_the_outbox_row_share_one_transaction(desk):
    case_id = await desk.recognised("2026-11-06")
    repeat = desk.repeated(case_id, DUE)
    with pytest.raises(IllegalTransitionError):
        # The second event of the batch fails: neither may leave anything behind.
        await desk.feed(repeat, desk.reported(await desk.awaiting_review()))
    assert (await desk.see(case_id))["state"] == "recognised"
    assert await desk.sql("select 1 from inbox where event_id = :e", e=repeat.id) == []
    assert len(await desk.events(case_id)) == 2
    assert await desk.feed(repeat) == [Verdict.APPLIED]
    assert (await desk.see(case_id))["state"] == "open"


async def test_a_poison_event_is_set_aside_and_can_be_replayed(desk):
    case_id = await desk.known()
    await desk.feed(desk.reported(case_id))
    right = desk.report_id
    desk.report_id = new_id()
    poison = desk.opinion(case_id)
    with pytest.raises(OtherReportError):
        await desk.feed(poison)
    await bury(
        desk.parts.db, desk.parts.handlers, envelope=poison, subject="evt.mediation.x",
        raw=poison.to_json(), reason="other_report",
    )  # fmt: skip
    desk.report_id = right
    assert await desk.feed(desk.opinion(case_id)) == [Verdict.APPLIED]
    assert (await desk.see(case_id))["state"] == "opinion_signed"
    ((letter,),) = await desk.sql("select id from dead_letter")
    with pytest.raises(OtherReportError):
        await replay(desk.parts.db, desk.parts.handlers, letter)
    assert [r.replayed_at for r in await desk.sql("select replayed_at from dead_letter")] == [None]


async def test_an_event_whose_data_do_not_fit_changes_nothing(desk):
    case_id = await desk.known()
    good = desk.reported(case_id)
    bad = Envelope.model_validate({**good.model_dump(by_alias=True), "data": {"round": "one"}})
    with pytest.raises(ValueError, match="report_id"):
        await desk.feed(bad)
    assert await desk.feed(good) == [Verdict.APPLIED]


async def test_events_nobody_here_cares_for_are_simply_done(desk):
    case_id = await desk.known()
    other = desk.event(case_id, desk.reported(case_id).payload())
    foreign = other.model_copy(update={"type": "brand_new.v7", "case_version": 1, "data": {"x": 1}})
    assert await desk.feed(foreign) == [Verdict.APPLIED]
    assert (await desk.see(case_id))["state"] == "open"


async def test_a_case_issued_anew_leaves_the_former_leads_sight(desk, identity):
    case_id = await desk.known("wenhuajie")
    await desk.feed(desk.issued(case_id, "xinhuajie"))
    for unit, status in (("wenhuajie", 404), ("xinhuajie", 200), ("jyj", 404)):
        headers = identity.headers(unit, "street", ["handler"])
        answer = await desk.client.get(f"/v1/cases/{case_id}", headers=headers)
        assert answer.status_code == status, unit
    assert (await desk.see(case_id))["lead_unit"] == "xinhuajie"


async def test_a_sealed_case_is_invisible_even_to_the_offices(desk, identity):
    case_id = new_id()
    await desk.feed(desk.registered(case_id, sealed=True))
    for unit in ("xlb", "xfj"):
        headers = identity.office("reviewer", "supervisor", unit=unit)
        answer = await desk.client.get(f"/v1/cases/{case_id}", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "case_not_found")


async def test_a_relapse_and_a_write_off_at_the_same_moment_end_revoked(desk, clock):
    case_id = await desk.recognised("2026-11-06")
    clock.move_to(clock.now().replace(year=2027, month=2, day=10))
    repeat = desk.repeated(case_id, date(2027, 2, 9))
    answer, verdicts = await asyncio.gather(desk.write_off(case_id), desk.feed(repeat))
    assert verdicts == [Verdict.APPLIED]
    assert answer.status_code in {200, 409}
    assert (await desk.see(case_id))["state"] == "open"
    versions = [e["caseversion"] for e in await desk.events(case_id)]
    assert versions == list(range(1, len(versions) + 1))


async def test_what_the_consumer_does_is_audited_in_the_systems_name(desk):
    case_id = await desk.recognised("2026-11-06")
    await desk.feed(desk.repeated(case_id, DUE))
    rows = await desk.sql(
        "select action, actor_sub from audit_log where object_id = :c and tenant = '*' order by seq",
        c=str(case_id),
    )
    assert [r.action for r in rows] == [
        "closure.reported", "closure.opinion_noted", "resolution.revoked",
    ]  # fmt: skip
    assert {r.actor_sub for r in rows} == {"system:consumer:supervision"}


async def test_an_accepted_objection_takes_the_case_from_its_lead_units_sight(desk, identity):
    case_id = await desk.known("wenhuajie")
    headers = identity.headers("wenhuajie", "street", ["handler"])
    for accepted, status in ((False, 200), (True, 404)):
        decided = ObjectionDecidedV1(unit="wenhuajie", accepted=accepted)
        await desk.feed(desk.event(case_id, decided))
        answer = await desk.client.get(f"/v1/cases/{case_id}", headers=headers)
        assert answer.status_code == status
    assert (await desk.see(case_id))["lead_unit"] is None
