"""What comes from intake and supervision: once, in order, and poison set aside."""

import json
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from assignment.bootstrap import Context
from contracts.event import EventData
from contracts.intake import RepeatDismissedV1
from contracts.supervision import (
    CaseWrittenOffV1,
    ClosureReturnedV1,
    ResolutionRecognisedV1,
    ResolutionRevokedV1,
    RevocationCause,
)
from contracts.vocab import EvidenceSlot
from eventing.inbox import Verdict, apply, bury, replay
from servicekit.errors import IllegalTransitionError
from servicekit.ids import new_id
from testkit.events import an_event
from testkit.postgres import ServiceDb

from .builders import (
    DEADLINE,
    FORCE,
    LEADER,
    Call,
    a_registration,
    code_of,
    issue,
    registered_and_verified,
    rows,
    start,
)
from .conftest import Feed


def recognised() -> ResolutionRecognisedV1:
    return ResolutionRecognisedV1(
        recognition_id=new_id(), evidence=tuple(EvidenceSlot), observe_until=date(2021, 2, 20)
    )


def revoked() -> ResolutionRevokedV1:
    return ResolutionRevokedV1(
        recognition_id=new_id(), cause=RevocationCause.RELAPSE, later_case_id=new_id()
    )


async def test_a_registered_case_is_kept_once_however_often_it_comes(
    feed: Feed, call: Call, service_db: ServiceDb
) -> None:
    one = new_id()
    event = an_event(a_registration(one), case_id=one)
    assert await feed(event) == [Verdict.APPLIED]
    assert await feed(event) == [Verdict.DUPLICATE]
    assert await feed(event, event) == [Verdict.DUPLICATE, Verdict.DUPLICATE]
    assert len(await rows(service_db.admin_dsn, "select 1 from cases")) == 1
    assert (await call("office", f"/cases/{one}")).json()["version"] == 1


async def test_a_verification_that_overtakes_its_registration_waits(feed: Feed, call: Call) -> None:
    one = new_id()
    registration, verification = registered_and_verified(one)
    assert await feed(verification) == [Verdict.GAP]
    assert code_of(await call("office", f"/cases/{one}")) == (404, "case_not_found")
    assert await feed(registration) == [Verdict.APPLIED]
    assert await feed(verification) == [Verdict.APPLIED]
    case = (await call("office", f"/cases/{one}")).json()
    assert (case["state"], case["verified"]["occurred_on"]) == ("ready", "2020-10-28")


async def test_a_registered_case_is_seen_by_both_offices_and_its_registrar_only(
    feed: Feed, service_db: ServiceDb, call: Call
) -> None:
    one = new_id()
    await feed(an_event(a_registration(one), case_id=one, tenant="wenhuajie"))
    found = await rows(
        service_db.admin_dsn, "select tenant, role from case_visibility where case_id = $1", one
    )
    assert {(r["tenant"], r["role"]) for r in found} == {
        ("xlb", "supervision"),
        ("xfj", "supervision"),
        ("wenhuajie", "registrar"),
    }
    assert (await call("lead", f"/cases/{one}")).json()["allowed_actions"] == []
    assert code_of(await call("stranger", f"/cases/{one}")) == (404, "case_not_found")


async def test_a_sealed_case_stays_invisible_even_to_the_offices(feed: Feed, call: Call) -> None:
    one = new_id()
    await feed(an_event(a_registration(one, sealed=True), case_id=one, tenant="jjw"))
    assert code_of(await call("office", f"/cases/{one}")) == (404, "case_not_found")
    assert (await call("office", "/cases")).json()["total"] == 0
    assert (await call("office", "/desk")).json()["items"] == []


async def test_a_recognised_case_is_closed_and_a_relapse_opens_it_again(
    feed: Feed, call: Call, case_id: UUID
) -> None:
    await start(call, case_id)
    await feed(an_event(recognised(), case_id=case_id, occurred_on=date(2020, 11, 20)))
    case = (await call("lead", f"/cases/{case_id}")).json()
    assert (case["state"], case["closed"]["occurred_on"]) == ("closed", "2020-11-20")
    assert case["allowed_actions"] == []
    off = CaseWrittenOffV1(recognition_id=new_id())
    await feed(an_event(off, case_id=case_id, version=2, occurred_on=date(2021, 2, 20)))
    assert (await call("lead", f"/cases/{case_id}")).json()["state"] == "closed"
    await feed(an_event(revoked(), case_id=case_id, version=3, occurred_on=date(2021, 3, 1)))
    case = (await call("lead", f"/cases/{case_id}")).json()
    assert (case["state"], case["closed"], case["state_since"]) == (
        "resolving",
        None,
        "2021-03-01",
    )


async def test_a_returned_closure_leaves_the_case_in_resolving_at_a_new_version(
    feed: Feed, call: Call, case_id: UUID
) -> None:
    await start(call, case_id)
    before = (await call("lead", f"/cases/{case_id}")).json()["version"]
    returned = ClosureReturnedV1(report_id=new_id(), returns=1)
    await feed(an_event(returned, case_id=case_id, occurred_on=date(2020, 11, 20)))
    case = (await call("lead", f"/cases/{case_id}")).json()
    assert (case["state"], case["version"]) == ("resolving", before + 1)


async def test_a_following_is_audited_with_the_event_that_caused_it(
    feed: Feed, service_db: ServiceDb
) -> None:
    one = new_id()
    events = registered_and_verified(one)
    await feed(*events)
    (row,) = await rows(
        service_db.admin_dsn,
        "select tenant, object_id, after from audit_log where action = $1",
        "case.case_verified_followed",
    )
    assert (row["tenant"], row["object_id"]) == ("*", str(one))
    assert json.loads(row["after"]) == {
        "state": "ready",
        "event_id": str(events[1].id),
        "correlation_id": "corr-test",
    }


@pytest.mark.parametrize("make", [recognised, revoked])
async def test_a_fact_that_cannot_have_happened_is_refused_and_changes_nothing(
    feed: Feed, call: Call, case_id: UUID, make: Callable[[], EventData]
) -> None:
    await issue(call, case_id)
    with pytest.raises(IllegalTransitionError):
        await feed(an_event(make(), case_id=case_id))
    assert (await call("lead", f"/cases/{case_id}")).json()["state"] == "issued"


async def test_a_poison_event_is_set_aside_and_can_be_replayed_when_the_case_is_mended(
    feed: Feed, call: Call, case_id: UUID, context: Context, service_db: ServiceDb
) -> None:
    await issue(call, case_id)
    poison = an_event(recognised(), case_id=case_id, occurred_on=date(2020, 11, 20))
    await bury(
        context.db,
        context.handlers,
        envelope=poison,
        subject="evt.supervision.xlb.x.resolution_recognised.v1",
        raw=poison.to_json(),
        reason="illegal_transition",
    )
    assert await apply(context.db, context.handlers, [poison]) == [Verdict.DUPLICATE]
    (letter,) = await rows(service_db.admin_dsn, "select id, reason from dead_letter")
    assert letter["reason"] == "illegal_transition"
    with pytest.raises(IllegalTransitionError):
        await replay(context.db, context.handlers, letter["id"])
    await _carry_on(call, case_id)
    assert await replay(context.db, context.handlers, letter["id"])
    assert (await call("lead", f"/cases/{case_id}")).json()["state"] == "closed"


async def _carry_on(call: Call, case_id: UUID) -> None:
    await call("lead", f"/cases/{case_id}/sign", {"occurred_on": "2020-11-02"})
    for path, body in (("leader", LEADER), ("task-force", FORCE), ("deadline", DEADLINE)):
        await call("lead", f"/cases/{case_id}/{path}", body, put=True)
    answer = await call("lead", f"/cases/{case_id}/start", {"occurred_on": "2020-11-06"})
    assert answer.status_code == 200


async def test_events_nobody_here_cares_for_are_simply_done(feed: Feed, case_id: UUID) -> None:
    other = RepeatDismissedV1(link_id=new_id(), later_case_id=new_id())
    assert await feed(an_event(other, case_id=case_id, version=3)) == [Verdict.APPLIED]
