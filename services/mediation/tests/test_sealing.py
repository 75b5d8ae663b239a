"""R72, R13 and withdrawn repeats, as mediation follows them."""

from collections.abc import Awaitable, Callable
from datetime import date
from itertools import permutations
from uuid import UUID

import httpx2
import pytest
from contracts.event import EventData
from contracts.intake import CaseAmendedV1, CaseSealedV1, CaseUnsealedV1
from contracts.supervision import (
    CaseWrittenOffV1,
    ClosureApprovedV1,
    ResolutionRecognisedV1,
    ResolutionReinstatedV1,
    ResolutionRevokedV1,
    RevocationCause,
)
from contracts.vocab import CaseTag, EvidenceSlot
from servicekit.ids import new_id
from testkit.events import an_event
from testkit.identity import Identity
from testkit.postgres import ServiceDb

from .builders import ASSIST, DUE, LEAD, an_activity, issued, registered, started, under_way
from .conftest import Feed
from .test_closure import report
from .test_consumers import signed, state_of
from .test_work import rows

Call = Callable[..., Awaitable[httpx2.Response]]
COMPARTMENT = {("jjw", "compartment")}


async def sight(service_db: ServiceDb, case_id: UUID) -> set[tuple[str, str]]:
    found = await rows(
        service_db, "select tenant, role from case_visibility where case_id = $1", case_id
    )
    return {(r["tenant"], r["role"]) for r in found}


def amended(case_id: UUID, *tags: CaseTag) -> CaseAmendedV1:
    return CaseAmendedV1(changed=("tags",), **{**registered(case_id).data, "tags": tags})


def tell(case_id: UUID, version: int, data: EventData, on: date = DUE):
    return an_event(data, case_id=case_id, version=version, occurred_on=on)


async def test_r72_sealing_takes_a_case_in_work_from_everybody_but_the_compartment(
    feed: Feed, call: Call, case_id: UUID, service_db: ServiceDb, people: dict, identity: Identity
) -> None:
    people["jjw"] = identity.headers("jjw", "discipline", ["handler", "leader"])
    assert (await call("handler", "/desk")).json()["items"] != []
    await feed(tell(case_id, 2, CaseSealedV1()))
    assert await sight(service_db, case_id) == COMPARTMENT
    for who in ("handler", "assist", "leader", "office", "stranger"):
        for path in ("", "/records", "/closure-report"):
            hidden = await call(who, f"/cases/{case_id}{path}")
            unknown = await call(who, f"/cases/{new_id()}{path}")
            assert (hidden.status_code, hidden.json()["code"]) == (404, "case_not_found"), who
            assert hidden.json()["detail"] == unknown.json()["detail"]
        assert (await call(who, "/desk")).json()["items"] == [], who
        work = await call(who, f"/cases/{case_id}/activities", an_activity())
        assert (work.status_code, work.json()["code"]) == (404, "case_not_found"), who
    seen = (await call("jjw", f"/cases/{case_id}")).json()
    assert (seen["state"], seen["allowed_actions"]) == ("resolving", [])
    work = await call("jjw", f"/cases/{case_id}/activities", an_activity())
    assert work.status_code == 403


async def test_r72_an_unsealed_case_is_seen_as_before(
    feed: Feed, call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    before = await sight(service_db, case_id)
    assert {(LEAD, "lead"), (ASSIST, "assist"), ("xlb", "supervision"), ("qld", "leader")} < before
    await feed(tell(case_id, 2, CaseSealedV1(case_no="JM-1")))
    (kept,) = await rows(service_db, "select case_no from cases where case_id = $1", case_id)
    assert kept["case_no"] == "JM-1"
    await feed(tell(case_id, 3, CaseUnsealedV1(case_no="XF2020-0001")))
    assert await sight(service_db, case_id) == before
    assert (await call("office", f"/cases/{case_id}")).json()["case_no"] == "XF2020-0001"


@pytest.mark.parametrize("order", list(permutations(range(2))))
async def test_r72_an_issue_that_crosses_the_sealing_shows_the_case_to_nobody(
    feed: Feed, service_db: ServiceDb, order: tuple[int, ...]
) -> None:
    case_id = new_id()
    await feed(registered(case_id))
    crossing = [issued(case_id), tell(case_id, 2, CaseSealedV1())]
    for i in order:
        await feed(crossing[i])
    assert await sight(service_db, case_id) == COMPARTMENT
    await feed(tell(case_id, 3, CaseUnsealedV1()))
    assert (LEAD, "lead") in await sight(service_db, case_id)


async def test_r72_litigation_is_also_shown_to_politics_and_law(
    feed: Feed, case_id: UUID, service_db: ServiceDb
) -> None:
    law = ("zfw", "compartment")
    before = await sight(service_db, case_id)
    await feed(tell(case_id, 2, amended(case_id, CaseTag.LITIGATION)))
    assert await sight(service_db, case_id) == before | {law}
    await feed(tell(case_id, 3, amended(case_id)))
    assert await sight(service_db, case_id) == before


def struck_off(case_id: UUID, on: date) -> list:
    recognition = new_id()
    fast = ResolutionRecognisedV1(
        recognition_id=recognition, evidence=(), observe_until=on, fast=True
    )
    return [
        tell(case_id, 1, fast, on),
        tell(case_id, 2, CaseWrittenOffV1(recognition_id=recognition), on),
    ]


def revoked() -> ResolutionRevokedV1:
    return ResolutionRevokedV1(
        recognition_id=new_id(), cause=RevocationCause.RELAPSE, later_case_id=new_id()
    )


@pytest.mark.parametrize("steps", [0, 1, 2, 4, 5])
async def test_r13_a_case_struck_off_at_once_is_closed_wherever_it_stood(
    feed: Feed, call: Call, steps: int
) -> None:
    case_id = new_id()
    before, rest = under_way(case_id)[:steps], under_way(case_id)[steps:]
    await feed(*before, *struck_off(case_id, date(2026, 11, 20)), *rest)
    assert await state_of(call, case_id) == "written_off"
    work = await call("handler", f"/cases/{case_id}/activities", an_activity())
    assert (work.status_code, work.json()["code"]) == (409, "illegal_transition")
    await feed(tell(case_id, 3, revoked()))
    assert await state_of(call, case_id) == "resolving"


async def test_r13_a_relapse_of_a_case_that_was_never_started_lets_it_wait_for_its_start(
    feed: Feed, call: Call
) -> None:
    case_id = new_id()
    *early, start = under_way(case_id)
    await feed(*early, *struck_off(case_id, date(2026, 11, 20)), tell(case_id, 3, revoked()))
    assert await state_of(call, case_id) == "waiting"
    await feed(start)
    assert await state_of(call, case_id) == "resolving"
    assert start.data == started(case_id).data


@pytest.mark.parametrize("written_off", [False, True])
async def test_a_reinstated_recognition_stands_as_it_did_before_the_revocation(
    feed: Feed, call: Call, case_id: UUID, written_off: bool
) -> None:
    report_id, recognition = await signed(call, case_id), new_id()
    recognised = ResolutionRecognisedV1(
        recognition_id=recognition, evidence=tuple(EvidenceSlot), observe_until=DUE
    )
    told: list[EventData] = [ClosureApprovedV1(report_id=report_id), recognised]
    if written_off:
        told.append(CaseWrittenOffV1(recognition_id=recognition))
    back = ResolutionReinstatedV1(
        recognition_id=recognition, later_case_id=new_id(), recognised_on=date(2026, 11, 26),
        written_off_on=date(2026, 11, 28) if written_off else None,
    )  # fmt: skip
    told += [revoked(), back]
    for version, data in enumerate(told, 1):
        await feed(tell(case_id, version, data))
    view = (await call("handler", f"/cases/{case_id}")).json()
    assert view["state"] == ("written_off" if written_off else "recognised")
    assert (await call("handler", "/desk")).json()["items"] == []


async def test_a_report_that_crosses_the_reinstatement_leaves_the_recognition_standing(
    feed: Feed, call: Call, case_id: UUID
) -> None:
    report_id, recognition = await signed(call, case_id), new_id()
    recognised = ResolutionRecognisedV1(
        recognition_id=recognition, evidence=tuple(EvidenceSlot), observe_until=DUE
    )
    told = [ClosureApprovedV1(report_id=report_id), recognised, revoked()]
    for version, data in enumerate(told, 1):
        await feed(tell(case_id, version, data, date(2026, 11, 25)))
    await report(call, case_id)
    assert await state_of(call, case_id) == "reported"
    back = ResolutionReinstatedV1(recognition_id=recognition, later_case_id=new_id())
    await feed(tell(case_id, 4, back))
    assert await state_of(call, case_id) == "recognised"


async def test_r72_a_stored_answer_does_not_outlive_the_seal(
    feed: Feed, call: Call, case_id: UUID
) -> None:
    path, body = f"/cases/{case_id}/activities", an_activity()
    first = await call("handler", path, body, Idempotency_Key="visit")
    assert first.is_success, first.text
    assert (await call("handler", path, body, Idempotency_Key="visit")).json() == first.json()
    await feed(tell(case_id, 2, CaseSealedV1()))
    again = await call("handler", path, body, Idempotency_Key="visit")
    assert (again.status_code, again.json()["code"]) == (404, "case_not_found")
