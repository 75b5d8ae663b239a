"""R72: a sealed case exists for 纪检监察 alone; 涉法涉诉 is also shown to 政法."""

from uuid import UUID

from contracts.intake import CaseAmendedV1, CaseSealedV1, CaseUnsealedV1
from contracts.vocab import CaseTag
from servicekit.ids import new_id
from testkit.events import an_event
from testkit.identity import Identity
from testkit.postgres import ServiceDb

from .builders import (
    ASSIST,
    COOPERATE,
    LEAD,
    Call,
    a_batch,
    a_line,
    a_registration,
    code_of,
    issue,
    registered_and_verified,
    rows,
    start,
)
from .conftest import Feed

LITIGATION = (CaseTag.LITIGATION,)


def amended(case_id: UUID, **over: object) -> CaseAmendedV1:
    facts = a_registration(case_id, **over).model_dump()
    return CaseAmendedV1(changed=tuple(over), **facts)


async def sight(service_db: ServiceDb, case_id: UUID) -> set[tuple[str, str]]:
    found = await rows(
        service_db.admin_dsn, "select tenant, role from case_visibility where case_id = $1", case_id
    )
    return {(r["tenant"], r["role"]) for r in found}


async def test_r72_a_case_sealed_from_the_start_is_shown_to_the_discipline_unit_alone(
    feed: Feed, service_db: ServiceDb
) -> None:
    one = new_id()
    await feed(an_event(a_registration(one, sealed=True), case_id=one, tenant="jjw"))
    assert await sight(service_db, one) == {("jjw", "compartment")}


async def test_r72_sealing_takes_a_case_in_work_from_everybody_at_once(
    feed: Feed, call: Call, service_db: ServiceDb, identity: Identity, people: dict
) -> None:
    people["jjw"] = identity.headers("jjw", "discipline", ["handler", "supervisor"])
    hidden, shown = new_id(), new_id()
    for one in (hidden, shown):
        await feed(*registered_and_verified(one))
    await start(call, hidden)
    answer = await call("office", "/batches", a_batch(a_line(shown), batch_no="2020-001"))
    batch = answer.json()["batch_id"]
    assert (await call("office", f"/batches/{batch}")).json()["issued"] == 2
    await feed(an_event(CaseSealedV1(), case_id=hidden, version=3, tenant="jjw"))
    assert await sight(service_db, hidden) == {("jjw", "compartment")}

    for who in ("office", "bureau", "lead", "assist", "leader", "stranger"):
        unknown = await call(who, f"/cases/{new_id()}")
        answer = await call(who, f"/cases/{hidden}")
        assert code_of(answer) == code_of(unknown) == (404, "case_not_found"), who
        assert answer.json()["detail"] == unknown.json()["detail"]
        listed = (await call(who, "/cases")).json()
        assert str(hidden) not in str(listed)
        assert listed["total"] == len(listed["items"])
        assert str(hidden) not in (await call(who, "/desk")).text
        signing = await call(who, f"/cases/{hidden}/sign", {"occurred_on": "2020-11-09"})
        assert code_of(signing) == (404, "case_not_found"), who
    kept = (await call("office", f"/batches/{batch}")).json()
    assert (kept["issued"], [i["case_id"] for i in kept["items"]]) == (1, [str(shown)])
    assert [b["issued"] for b in (await call("office", "/batches")).json()["items"]] == [1]
    again = await call("office", "/batches", a_batch(a_line(hidden), batch_no="2020-002"))
    assert [r["code"] for r in again.json()["refused"]] == ["case_not_found"]

    seen = (await call("jjw", f"/cases/{hidden}")).json()
    assert (seen["state"], seen["allowed_actions"]) == ("resolving", [])
    assert (await call("jjw", "/cases")).json()["total"] == 1
    signing = await call("jjw", f"/cases/{hidden}/sign", {"occurred_on": "2020-11-09"})
    assert signing.status_code == 403


async def test_r72_an_unsealed_case_is_shown_again_to_registrar_offices_duties_and_leader(
    feed: Feed, call: Call, service_db: ServiceDb
) -> None:
    one = new_id()
    registered, verified = registered_and_verified(one)
    await feed(registered.model_copy(update={"tenant": "daxinzhen"}), verified)
    await start(call, one)
    before = await sight(service_db, one)
    assert {(LEAD, "lead"), (ASSIST, "assist"), (COOPERATE, "cooperate")} < before
    assert {("daxinzhen", "registrar"), ("xlb", "supervision"), ("qld", "leader")} < before
    number = (await call("office", f"/cases/{one}")).json()["case_no"]
    await feed(an_event(CaseSealedV1(case_no="JM-1"), case_id=one, version=3, tenant="jjw"))
    (kept,) = await rows(service_db.admin_dsn, "select case_no from cases where case_id = $1", one)
    assert kept["case_no"] == "JM-1"
    back = CaseUnsealedV1(case_no=number)
    await feed(an_event(back, case_id=one, version=4, tenant="daxinzhen"))
    assert await sight(service_db, one) == before
    assert (await call("office", f"/cases/{one}")).json()["case_no"] == number


async def test_r72_a_case_sealed_from_the_start_belongs_to_whom_its_unsealing_is_told_for(
    feed: Feed, service_db: ServiceDb
) -> None:
    one = new_id()
    await feed(
        an_event(a_registration(one, sealed=True), case_id=one, tenant="jjw"),
        an_event(CaseUnsealedV1(), case_id=one, version=2, tenant="shenglijie"),
    )
    assert await sight(service_db, one) == {
        ("xlb", "supervision"), ("xfj", "supervision"), ("shenglijie", "registrar"),
    }  # fmt: skip


async def test_r72_litigation_is_also_shown_to_politics_and_law(
    feed: Feed, service_db: ServiceDb
) -> None:
    one, later = new_id(), new_id()
    law = ("zfw", "compartment")
    await feed(an_event(a_registration(one, tags=LITIGATION), case_id=one))
    assert law in await sight(service_db, one)
    assert ("xlb", "supervision") in await sight(service_db, one)
    await feed(an_event(a_registration(later), case_id=later))
    assert law not in await sight(service_db, later)
    await feed(an_event(amended(later, tags=LITIGATION), case_id=later, version=2))
    assert law in await sight(service_db, later)
    await feed(an_event(amended(later, tags=()), case_id=later, version=3))
    assert law not in await sight(service_db, later)
    await feed(an_event(CaseSealedV1(), case_id=one, version=2))
    assert await sight(service_db, one) == {("jjw", "compartment")}


async def test_r72_what_happens_on_a_sealed_case_shows_it_to_nobody(
    feed: Feed, call: Call, service_db: ServiceDb, identity: Identity, people: dict
) -> None:
    one = new_id()
    await feed(*registered_and_verified(one))
    line = a_line(one, lead_unit="jjw")
    assert (await call("office", "/batches", a_batch(line))).json()["refused"] == []
    await feed(an_event(CaseSealedV1(), case_id=one, version=3))
    people["jjw"] = identity.headers("jjw", "discipline", ["handler", "late_entry"])
    leader = {
        "account": "leader01", "unit": "qld", "name": "赵雯", "level": "county",
        "occurred_on": "2020-11-03",
    }  # fmt: skip
    answer = await call("jjw", f"/cases/{one}/leader", leader, put=True)
    assert answer.status_code == 200, answer.text
    await feed(an_event(amended(one, tags=LITIGATION), case_id=one, version=4))
    assert await sight(service_db, one) == {("jjw", "compartment")}
    assert code_of(await call("leader", f"/cases/{one}")) == (404, "case_not_found")


async def test_sealing_is_audited_in_the_systems_chain_only(
    feed: Feed, call: Call, case_id: UUID, service_db: ServiceDb
) -> None:
    await issue(call, case_id)
    await feed(an_event(CaseSealedV1(), case_id=case_id, version=3, tenant="jjw"))
    found = await rows(
        service_db.admin_dsn,
        "select tenant from audit_log where action = 'case.case_sealed_followed'",
    )
    assert [r["tenant"] for r in found] == ["*"]


async def test_r72_the_stored_answer_of_a_batch_does_not_outlive_the_seal_of_one_of_its_cases(
    feed: Feed, call: Call
) -> None:
    hidden, shown = new_id(), new_id()
    for one in (hidden, shown):
        await feed(*registered_and_verified(one))
    body = a_batch(a_line(hidden), a_line(shown))
    first = await call("office", "/batches", body, Idempotency_Key="batch")
    assert (first.status_code, len(first.json()["issued"])) == (201, 2), first.text
    again = await call("office", "/batches", body, Idempotency_Key="batch")
    assert again.json() == first.json()
    await feed(an_event(CaseSealedV1(), case_id=hidden, version=3, tenant="jjw"))
    after = await call("office", "/batches", body, Idempotency_Key="batch")
    assert [r["code"] for r in after.json()["refused"] if r["case_id"] == str(hidden)] == [
        "case_not_found"
    ]
    assert after.json()["issued"] == []
