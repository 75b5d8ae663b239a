"""What upstream events do here: once, in order, tolerant of other services' pace, poison aside."""

from collections.abc import Awaitable, Callable
from itertools import permutations
from uuid import UUID

import httpx2
import pytest
from contracts.assignment import ObjectionDecidedV1
from contracts.event import EventData
from contracts.supervision import (
    CaseWrittenOffV1,
    ClosureApprovedV1,
    ClosureReturnedV1,
    ResolutionRecognisedV1,
    ResolutionRevokedV1,
    RevocationCause,
)
from contracts.vocab import EvidenceSlot
from eventing.inbox import Verdict, bury, replay
from mediation.bootstrap import Parts
from servicekit.errors import IllegalTransitionError
from servicekit.ids import new_id
from testkit.events import an_event
from testkit.identity import Identity
from testkit.postgres import ServiceDb

from .builders import (
    DUE,
    a_report,
    an_activity,
    an_opinion,
    issued,
    leader_assigned,
    registered,
    started,
    under_way,
)
from .conftest import Feed
from .test_closure import report
from .test_work import rows

Call = Callable[..., Awaitable[httpx2.Response]]


async def signed(call: Call, case_id: UUID) -> UUID:
    await report(call, case_id)
    await call("leader", f"/cases/{case_id}/closure-report")
    answer = await call("leader", f"/cases/{case_id}/leader-opinion", an_opinion())
    assert answer.status_code == 201, answer.text
    return UUID((await call("handler", f"/cases/{case_id}")).json()["report_id"])


async def state_of(call: Call, case_id: UUID) -> str:
    state: str = (await call("office", f"/cases/{case_id}")).json()["state"]
    return state


async def test_a_case_becomes_workable_by_its_upstream_events(call: Call, case_id: UUID) -> None:
    view = (await call("handler", f"/cases/{case_id}")).json()
    assert (view["case_no"], view["state"]) == ("XF2020-0001", "resolving")
    assert view["duties"] == [
        {"unit": "wenhuajie", "role": "lead"},
        {"unit": "fenghuangbeijie", "role": "assist"},
    ]
    assert view["leader"] == {"account": "qld.wang", "unit": "qld"}
    assert (view["issued_on"], view["due_on"]) == ("2026-11-02", DUE.isoformat())


async def test_every_event_delivered_twice_acts_once(feed: Feed, call: Call) -> None:
    case_id = new_id()
    events = under_way(case_id)
    assert await feed(*events) == [Verdict.APPLIED] * 5
    before = (await call("handler", f"/cases/{case_id}")).json()
    assert await feed(*events) == [Verdict.DUPLICATE] * 5
    assert (await call("handler", f"/cases/{case_id}")).json() == before


async def test_an_event_ahead_of_its_turn_waits(feed: Feed, call: Call) -> None:
    case_id = new_id()
    assert await feed(registered(case_id), started(case_id)) == [Verdict.APPLIED, Verdict.GAP]
    assert (await call("office", f"/cases/{case_id}")).json()["state"] == "waiting"
    rest = under_way(case_id)[1:]
    assert await feed(*rest) == [Verdict.APPLIED] * 4
    assert await state_of(call, case_id) == "resolving"


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_the_order_between_services_does_not_matter(
    feed: Feed, call: Call, order: tuple[int, ...]
) -> None:
    case_id = new_id()
    batches = [under_way(case_id)[:1], under_way(case_id)[1:3], under_way(case_id)[3:]]
    waiting = [batches[i] for i in order]
    while waiting:
        batch = waiting.pop(0)
        if Verdict.GAP in await feed(*batch):
            waiting.append(batch)
    view = (await call("handler", f"/cases/{case_id}")).json()
    assert (view["state"], view["case_no"]) == ("resolving", "XF2020-0001")


async def test_only_units_with_a_part_in_it_see_a_case(feed: Feed, call: Call) -> None:
    case_id = new_id()
    await feed(registered(case_id))
    seen = {
        who: (await call(who, f"/cases/{case_id}")).status_code for who in ("office", "handler")
    }
    assert seen == {"office": 200, "handler": 404}
    await feed(issued(case_id))
    assert (await call("handler", f"/cases/{case_id}")).status_code == 200
    assert (await call("assist", f"/cases/{case_id}")).status_code == 200
    assert (await call("leader", f"/cases/{case_id}")).status_code == 404
    await feed(leader_assigned(case_id))
    assert (await call("leader", f"/cases/{case_id}")).status_code == 200
    assert (await call("stranger", f"/cases/{case_id}")).status_code == 404


async def test_a_sealed_case_is_hidden_from_offices_and_duty_units(feed: Feed, call: Call) -> None:
    case_id = new_id()
    await feed(registered(case_id, sealed=True), issued(case_id))
    for who in ("office", "handler", "assist"):
        assert (await call(who, f"/cases/{case_id}")).status_code == 404, who


async def test_an_accepted_objection_takes_sight_and_duty(feed: Feed, call: Call) -> None:
    case_id = new_id()
    await feed(registered(case_id), issued(case_id))
    kept = ObjectionDecidedV1(unit="wenhuajie", accepted=False)
    await feed(an_event(kept, case_id=case_id, version=2))
    assert (await call("handler", f"/cases/{case_id}")).status_code == 200
    await feed(leader_assigned(case_id, 3))
    taken = ObjectionDecidedV1(unit="wenhuajie", accepted=True)
    await feed(an_event(taken, case_id=case_id, version=4))
    for who in ("handler", "assist", "leader"):
        assert (await call(who, f"/cases/{case_id}")).status_code == 404, who
    await feed(issued(case_id, 5, lead="xinhuajie", assist=()))
    assert (await call("stranger", f"/cases/{case_id}")).status_code == 200
    assert (await call("assist", f"/cases/{case_id}")).status_code == 404


async def test_a_new_leader_of_another_unit_displaces_the_old(feed: Feed, call: Call) -> None:
    case_id = new_id()
    await feed(*under_way(case_id))
    await feed(leader_assigned(case_id, 5, account="lm.leader", unit="xinhuajie"))
    assert (await call("leader", f"/cases/{case_id}")).status_code == 404
    assert (await call("stranger", f"/cases/{case_id}")).status_code == 200


async def test_no_work_is_recorded_before_the_start(feed: Feed, call: Call) -> None:
    case_id = new_id()
    await feed(*under_way(case_id)[:-1])
    answer = await call("handler", f"/cases/{case_id}/activities", an_activity())
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")
    assert (await call("handler", f"/cases/{case_id}")).json()["allowed_actions"] == []
    assert (await call("handler", "/desk")).json()["items"] == []


async def test_a_returned_report_opens_a_new_round(feed: Feed, call: Call, case_id: UUID) -> None:
    report_id = await signed(call, case_id)
    returned = ClosureReturnedV1(report_id=report_id, returns=1)
    await feed(
        an_event(returned, case_id=case_id, version=1, occurred_on=DUE.replace(month=11, day=25))
    )
    assert await state_of(call, case_id) == "resolving"
    (item,) = (await call("handler", "/desk")).json()["items"]
    assert (item["action"], item["since"]) == ("file_closure_report", "2026-11-25")
    answer = await call("handler", f"/cases/{case_id}/closure-report", a_report())
    assert answer.status_code == 201
    assert (await call("handler", f"/cases/{case_id}")).json()["round"] == 2


async def test_a_case_follows_supervision_to_the_write_off_and_back(
    feed: Feed, call: Call, case_id: UUID
) -> None:
    report_id, recognition = await signed(call, case_id), new_id()
    steps: list[tuple[EventData, str]] = [
        (ClosureApprovedV1(report_id=report_id), "approved"),
        (
            ResolutionRecognisedV1(
                recognition_id=recognition, evidence=tuple(EvidenceSlot), observe_until=DUE
            ),
            "recognised",
        ),
        (CaseWrittenOffV1(recognition_id=recognition), "written_off"),
        (
            ResolutionRevokedV1(
                recognition_id=recognition, cause=RevocationCause.RELAPSE, later_case_id=None
            ),
            "resolving",
        ),
    ]
    for version, (data, state) in enumerate(steps, start=1):
        await feed(an_event(data, case_id=case_id, version=version))
        assert await state_of(call, case_id) == state
        work = await call("handler", f"/cases/{case_id}/activities", an_activity())
        assert work.status_code == (409 if state == "written_off" else 201)


async def test_a_fact_that_cannot_be_true_is_poison_and_changes_nothing(
    feed: Feed, call: Call, parts: Parts, case_id: UUID, service_db: ServiceDb
) -> None:
    event = an_event(ClosureApprovedV1(report_id=new_id()), case_id=case_id)
    with pytest.raises(IllegalTransitionError):
        await feed(event)
    assert await state_of(call, case_id) == "resolving"
    assert await rows(service_db, "select 1 from inbox where source = 'supervision'") == []
    await bury(
        parts.db, parts.handlers, envelope=event, subject="evt.supervision",
        raw=event.to_json(), reason="illegal_transition",
    )  # fmt: skip
    (letter,) = await rows(service_db, "select id from dead_letter where replayed_at is null")
    await signed(call, case_id)
    assert await replay(parts.db, parts.handlers, letter["id"])
    assert await state_of(call, case_id) == "approved"


async def test_a_poison_event_does_not_stop_other_cases(feed: Feed, call: Call) -> None:
    good, bad = new_id(), new_id()
    await feed(*under_way(bad))
    with pytest.raises(IllegalTransitionError):
        await feed(*under_way(good), an_event(ClosureApprovedV1(report_id=new_id()), case_id=bad))
    assert (await call("handler", f"/cases/{good}")).status_code == 404
    await feed(*under_way(good))
    assert (await call("handler", f"/cases/{good}")).status_code == 200


async def test_following_is_audited_in_the_system_s_chain(
    case_id: UUID, service_db: ServiceDb
) -> None:
    found = await rows(
        service_db,
        "select action from audit_log where tenant = '*' and object_id = $1 order by seq",
        str(case_id),
    )
    assert [r["action"] for r in found] == [
        "case.case_registered", "case.case_issued", "case.leader_assigned",
        "case.deadline_set", "case.resolution_started",
    ]  # fmt: skip


async def test_events_nobody_here_cares_for_are_simply_done(feed: Feed, case_id: UUID) -> None:
    from contracts.intake import CaseVerifiedV1

    verified = an_event(CaseVerifiedV1(ticks=()), case_id=case_id, version=2)
    assert await feed(verified) == [Verdict.APPLIED]


async def test_administrators_read_neither_cases_nor_records(
    case_id: UUID, client: httpx2.AsyncClient, identity: Identity
) -> None:
    admins = identity.headers(
        "xlb", "district_office", ["system_admin", "security_admin", "audit_admin", "late_entry"]
    )
    for path in ("/desk", *(f"/cases/{case_id}{p}" for p in ("", "/records", "/closure-report"))):
        answer = await client.get(f"/v1{path}", headers=admins)
        assert (answer.status_code, answer.json()["code"]) == (403, "role_missing"), path
