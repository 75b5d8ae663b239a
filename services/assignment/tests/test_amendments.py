"""Corrected facts, quick write-offs, and recognitions that stand again."""

from datetime import date
from uuid import UUID

import pytest
from contracts.supervision import (
    CaseWrittenOffV1,
    ResolutionRecognisedV1,
    ResolutionReinstatedV1,
    ResolutionRevokedV1,
    RevocationCause,
)
from contracts.vocab import CaseKind
from servicekit.ids import new_id
from testkit.events import an_event

from .builders import (
    OWN_LEADER,
    Call,
    a_batch,
    a_line,
    code_of,
    issue,
    registered_and_verified,
    sign,
    start,
)
from .conftest import Feed
from .test_consumers import recognised, revoked
from .test_sealing import amended


def struck_off() -> list[ResolutionRecognisedV1 | CaseWrittenOffV1]:
    recognition = new_id()
    day = date(2020, 11, 10)
    return [
        ResolutionRecognisedV1(
            recognition_id=recognition, evidence=(), observe_until=day, fast=True
        ),
        CaseWrittenOffV1(recognition_id=recognition),
    ]


async def test_an_amendment_replaces_the_registered_facts(
    feed: Feed, call: Call, case_id: UUID
) -> None:
    before = (await call("office", f"/cases/{case_id}")).json()
    facts = amended(case_id, category="劳动社保", proposed_unit="daxinzhen")
    await feed(an_event(facts, case_id=case_id, version=3))
    after = (await call("office", f"/cases/{case_id}")).json()
    assert (after["category"], after["proposed_unit"]) == ("劳动社保", "daxinzhen")
    assert (after["case_no"], after["state"]) == (before["case_no"], "ready")
    assert after["version"] == before["version"] + 1


@pytest.mark.parametrize("over", [{"kind": CaseKind.NAIL}, {"cross_separated": True}])
async def test_r19_a_case_that_becomes_hard_under_a_section_leader_asks_for_a_county_leader(
    feed: Feed, call: Call, over: dict
) -> None:
    one = new_id()
    await feed(*registered_and_verified(one, CaseKind.ORDINARY))
    await sign(call, one)
    answer = await call("lead", f"/cases/{one}/leader", OWN_LEADER, put=True)
    assert answer.status_code == 200, answer.text
    view = (await call("lead", f"/cases/{one}")).json()
    assert (view["leader_level_below_county"], "leader" in view["missing_to_start"]) == (
        False, False,
    )  # fmt: skip
    assert await desk(call, "office") == []

    await feed(
        an_event(amended(one, **{"kind": CaseKind.ORDINARY, **over}), case_id=one, version=3)
    )
    view = (await call("lead", f"/cases/{one}")).json()
    assert (view["needs_county_leader"], view["leader_level_below_county"]) == (True, True)
    assert "leader" in view["missing_to_start"]
    for who in ("lead", "office"):
        assert (str(one), "assign_leader") in await desk(call, who), who
    refused = await call("lead", f"/cases/{one}/start", {"occurred_on": "2020-11-06"})
    assert code_of(refused) == (422, "not_ready_to_resolve")

    leave = {"reason": "案情简单，区领导已知情并同意由街道负责", "occurred_on": "2020-11-06"}
    answer = await call("office", f"/cases/{one}/leader-override", leave)
    assert answer.status_code == 201, answer.text
    view = (await call("lead", f"/cases/{one}")).json()
    assert view["leader_level_below_county"] is False
    assert await desk(call, "office") == []


async def desk(call: Call, who: str) -> list[tuple[str, str]]:
    items = (await call(who, "/desk")).json()["items"]
    return [(i["case_id"], i["action"]) for i in items]


@pytest.mark.parametrize("stage", ["ready", "issued", "signed", "resolving"])
async def test_r13_a_case_struck_off_at_once_is_closed_and_a_relapse_leads_back_to_where_it_was(
    feed: Feed, call: Call, case_id: UUID, stage: str
) -> None:
    for state, bring in (("issued", issue), ("signed", sign), ("resolving", start)):
        if state == stage:
            await bring(call, case_id)
    day = date(2020, 11, 10)
    for version, data in enumerate(struck_off(), 1):
        await feed(an_event(data, case_id=case_id, version=version, occurred_on=day))
    view = (await call("office", f"/cases/{case_id}")).json()
    assert (view["state"], view["closed"]["occurred_on"]) == ("closed", "2020-11-10")
    assert view["allowed_actions"] == []
    batch = await call("office", "/batches", a_batch(a_line(case_id), batch_no="2020-009"))
    assert [r["code"] for r in batch.json()["refused"]] == ["illegal_transition"]
    await feed(an_event(revoked(), case_id=case_id, version=3, occurred_on=date(2020, 12, 1)))
    view = (await call("office", f"/cases/{case_id}")).json()
    assert (view["state"], view["closed"]) == (stage, None)


async def test_r13_a_verification_told_after_the_quick_write_off_is_kept(
    feed: Feed, call: Call
) -> None:
    one = new_id()
    registration, verification = registered_and_verified(one)
    await feed(registration, an_event(struck_off()[0], case_id=one, version=1), verification)
    view = (await call("office", f"/cases/{one}")).json()
    assert (view["state"], view["verified"]["occurred_on"]) == ("closed", "2020-10-28")


async def test_a_reinstated_recognition_closes_the_case_with_the_day_it_was_recognised(
    feed: Feed, call: Call, case_id: UUID
) -> None:
    await start(call, case_id)
    recognition = new_id()
    back = ResolutionReinstatedV1(
        recognition_id=recognition, later_case_id=new_id(), recognised_on=date(2020, 11, 20)
    )
    relapse = ResolutionRevokedV1(
        recognition_id=recognition, cause=RevocationCause.RELAPSE, later_case_id=new_id()
    )
    for version, (data, day) in enumerate(
        [
            (recognised(), date(2020, 11, 20)),
            (relapse, date(2020, 11, 25)),
            (back, date(2020, 12, 3)),
        ],
        1,
    ):
        await feed(an_event(data, case_id=case_id, version=version, occurred_on=day))
    view = (await call("lead", f"/cases/{case_id}")).json()
    assert (view["state"], view["closed"]["occurred_on"]) == ("closed", "2020-11-20")
