"""What assignment's events do in intake: sight, once, in order."""

import pytest
from contracts.assignment import (
    CaseIssuedV1,
    DutySignedV1,
    IssuedDuty,
    LeaderAssignedV1,
    ObjectionDecidedV1,
)
from contracts.vocab import DutyRole, LeaderLevel
from eventing.inbox import Verdict, apply, bury
from intake_builders import column, register
from servicekit.ids import new_id
from testkit.events import an_event


def issued(*units: tuple[str, DutyRole]) -> CaseIssuedV1:
    return CaseIssuedV1(
        batch_id=new_id(), letter_no="兴信联办〔2020〕1号",
        duties=tuple(IssuedDuty(unit=u, role=r) for u, r in units),
    )  # fmt: skip


@pytest.fixture
def deliver(app, db):
    async def run(*envelopes):
        return await apply(db, app.state.parts.handlers, envelopes)

    return run


async def test_units_with_a_duty_see_the_case_from_its_issue_on(
    client, office, street, bureau, deliver, service_db
):
    case_id = await register(client, office)
    url = f"/v1/cases/{case_id}"
    assert (await client.get(url, headers=street)).status_code == 404
    event = an_event(
        issued(("wenhuajie", DutyRole.LEAD), ("jyj", DutyRole.ASSIST)), case_id=case_id
    )
    assert await deliver(event) == [Verdict.APPLIED]
    for headers in (street, bureau):
        assert (await client.get(url, headers=headers)).json()["petitioners"][0]["name"] == "王*"
        assert (await client.get("/v1/cases", headers=headers)).json()["total"] == 1
    assert await deliver(event) == [Verdict.DUPLICATE]
    roles = await column(
        service_db.admin_dsn,
        "select role from case_visibility where tenant in ('wenhuajie', 'jyj') order by role",
    )
    assert roles == ["assist", "lead"]


async def test_the_leaders_unit_sees_the_case_and_an_early_event_waits(
    client, office, identity, deliver
):
    case_id = await register(client, office)
    leader = identity.headers("qld", "leaders", ["leader"])
    issue = an_event(issued(("wenhuajie", DutyRole.LEAD)), case_id=case_id)
    signed = an_event(
        DutySignedV1(unit="wenhuajie", role=DutyRole.LEAD), case_id=case_id, version=2
    )
    named = an_event(
        LeaderAssignedV1(
            leader_account="l1", leader_unit="qld", level=LeaderLevel.COUNTY, by_override=False
        ),
        case_id=case_id, version=3,
    )  # fmt: skip
    assert await deliver(named) == [Verdict.GAP]
    assert (await client.get(f"/v1/cases/{case_id}", headers=leader)).status_code == 404
    assert await deliver(issue, signed, named) == [Verdict.APPLIED] * 3
    assert (await client.get(f"/v1/cases/{case_id}", headers=leader)).status_code == 200


async def test_sight_ends_with_the_duty_it_came_from(
    client, office, street, bureau, identity, deliver
):
    case_id = await register(client, office)
    leader = identity.headers("qld", "leaders", ["leader"])
    who = {"street": street, "bureau": bureau, "leader": leader, "office": office}

    async def seen_by() -> set[str]:
        url = f"/v1/cases/{case_id}"
        return {n for n, h in who.items() if (await client.get(url, headers=h)).status_code == 200}

    def named(unit: str) -> LeaderAssignedV1:
        return LeaderAssignedV1(
            leader_account="l1", leader_unit=unit, level=LeaderLevel.COUNTY, by_override=False
        )

    async def tell(version: int, data) -> set[str]:
        assert await deliver(an_event(data, case_id=case_id, version=version)) == [Verdict.APPLIED]
        return await seen_by()

    duties = (("wenhuajie", DutyRole.LEAD), ("jyj", DutyRole.ASSIST))
    assert await tell(1, issued(*duties)) == {"street", "bureau", "office"}
    assert await tell(2, named("qld")) == {*who}
    assert await tell(3, named("daxinzhen")) == {"street", "bureau", "office"}
    assert await tell(4, named("qld")) == {*who}
    assert await tell(5, ObjectionDecidedV1(unit="wenhuajie", accepted=False)) == {*who}
    assert await tell(6, ObjectionDecidedV1(unit="wenhuajie", accepted=True)) == {"office"}
    assert await tell(7, issued(("jyj", DutyRole.LEAD))) == {"bureau", "office"}


async def test_a_unit_that_registered_a_case_keeps_its_sight_without_a_duty(
    client, street, deliver
):
    case_id = await register(client, street)
    await deliver(an_event(issued(("wenhuajie", DutyRole.LEAD)), case_id=case_id))
    taken = ObjectionDecidedV1(unit="wenhuajie", accepted=True)
    await deliver(an_event(taken, case_id=case_id, version=2))
    assert (await client.get(f"/v1/cases/{case_id}", headers=street)).status_code == 200


async def test_a_letter_that_still_cannot_be_read_stays_with_a_sentence(client, identity, app, db):
    admin = identity.headers("xlb", "district_office", ["system_admin"])
    await bury(
        db, app.state.parts.handlers, envelope=None, subject="evt.assignment.x.y.z",
        raw=b"no event", reason="undecodable",
    )  # fmt: skip
    (letter,) = (await client.get("/v1/dead-letters", headers=admin)).json()
    answer = await client.post(f"/v1/dead-letters/{letter['id']}/replay", headers=admin)
    assert (answer.status_code, answer.json()["code"]) == (409, "replay_failed")
    assert len((await client.get("/v1/dead-letters", headers=admin)).json()) == 1
