"""R72 across all services: a sealed case is gone for everybody but 纪检监察, and comes back whole."""

import asyncio
import json

import pytest
from people import Cast, RefusedError
from stack import StackProcess
from story import LEADER, UNIT, Story
from testkit.drain import until

pytestmark = pytest.mark.stack

WORKFLOW = ("assignment", "mediation", "supervision", "reporting")
OTHERS = ("xlb.supervisor", "xlb.analyst", f"{UNIT}.handler", LEADER, "zjj.handler", "sfj.handler")
"""Offices, the duty units and their leader, and a unit without a part in it."""
COMPARTMENT = "jjw.handler"


async def status(person: Cast, who: str, service: str, case_id: str) -> tuple[int, str]:
    answer = await person(who).ask("GET", service, f"/v1/cases/{case_id}")
    return answer.status_code, answer.json().get("code", "")


async def reaches(person: Cast, who: str, case_id: str, wanted: int) -> None:
    """Wait until every workflow service answers ``who`` so about the case."""

    async def there() -> bool:
        codes = [(await status(person, who, s, case_id))[0] for s in WORKFLOW]
        return codes == [wanted] * len(WORKFLOW)

    await until(there, 20)


async def figures(person: Cast, stack: StackProcess) -> dict[str, object]:
    """All that the office counts, once no event of any story is under way."""
    await asyncio.to_thread(stack.audit)
    analyst = person("xlb.analyst")
    summary = await analyst.get("reporting", "/v1/summary")
    # What was told of earlier cases before a seal stays told of them, without the later one's id.
    del summary["events_published"]
    ledger = await analyst.get("reporting", "/v1/ledger")
    groups = {
        g: await analyst.get("reporting", "/v1/rates", as_of="2020-12-31", group_by=g)
        for g in ("none", "unit", "source", "field", "case_kind")
    }
    lists = {
        s: (await person("xlb.supervisor").get(s, "/v1/cases"))["total"]
        for s in ("assignment", "supervision")
    }
    return {
        "summary": summary, "ledger": ledger["total"], "rates": groups, "lists": lists,
        "matters": (await analyst.get("reporting", "/v1/matters"))["total"],
    }  # fmt: skip


async def issued_in_batches(person: Cast) -> int:
    page = await person("xlb.supervisor").get("assignment", "/v1/batches", size=100)
    return sum(b["issued"] for b in page["items"])


async def test_r72_a_case_that_turns_out_to_be_an_accusation_is_gone_and_comes_back_whole(
    person: Cast, empty_stack: StackProcess
) -> None:
    without, batches = await figures(person, empty_stack), await issued_in_batches(person)
    story = await Story(person).until_reported()
    case = story.case_id
    await reaches(person, "xlb.supervisor", case, 200)
    assert await figures(person, empty_stack) != without

    registrar = person("xlb.registrar")
    await registrar.do("intake", f"/v1/cases/{case}/seal", reason="反映的是经办干部收受好处费。")
    await reaches(person, "xlb.supervisor", case, 404)
    for who in OTHERS:
        for service in WORKFLOW:
            assert await status(person, who, service, case) == (404, "case_not_found"), (
                who,
                service,
            )
    assert await figures(person, empty_stack) == without
    assert await issued_in_batches(person) == batches
    with pytest.raises(RefusedError) as refused:
        await person("xlb.supervisor").do(
            "supervision", f"/v1/cases/{case}/revocation", reason="复查发现问题未解决。"
        )
    assert refused.value.code == "case_not_found"
    for service in ("assignment", "mediation"):
        desk = await person(f"{UNIT}.handler").get(service, "/v1/desk")
        assert case not in json.dumps(desk)

    for service in WORKFLOW:
        assert (await status(person, COMPARTMENT, service, case))[0] == 200, service
    sealed = await person(COMPARTMENT).get("reporting", f"/v1/cases/{case}")
    assert sealed["sealed"] is True
    assert sealed["case_no"] != story.case_no
    assert empty_stack.audit()["ok"] is True

    await person(COMPARTMENT).do(
        "intake", f"/v1/cases/{case}/unseal", reason="经核实不属于揭发控告，按一般信访事项办理。"
    )
    await reaches(person, "xlb.supervisor", case, 200)
    await reaches(person, f"{UNIT}.handler", case, 200)
    back = await person("xlb.analyst").get("reporting", f"/v1/cases/{case}")
    assert (back["case_no"], back["state"]) == (story.case_no, "opinion_signed")
    await story.review()
    await story.recognise()


async def test_r72_a_case_registered_as_an_accusation_is_never_seen_outside_the_compartment(
    person: Cast, empty_stack: StackProcess
) -> None:
    without = await figures(person, empty_stack)
    story = Story(person)
    await story.register(tags=["accusation"])
    await reaches(person, COMPARTMENT, story.case_id, 200)
    for who in OTHERS:
        for service in WORKFLOW:
            assert await status(person, who, service, story.case_id) == (404, "case_not_found")
    assert await figures(person, empty_stack) == without
    batch = await person("xlb.supervisor").do(
        "assignment", "/v1/batches", letter_no="兴信联办交〔2020〕9号", occurred_on="2020-10-28",
        items=[{"case_id": story.case_id, "lead_unit": UNIT}],
    )  # fmt: skip
    assert [r["code"] for r in batch["refused"]] == ["case_not_found"]
    assert empty_stack.audit()["ok"] is True


async def test_r72_litigation_is_shown_to_politics_and_law_beside_the_offices(person: Cast) -> None:
    story = Story(person)
    await story.register(tags=["litigation"])
    await reaches(person, "zfw.handler", story.case_id, 200)
    await reaches(person, "xlb.supervisor", story.case_id, 200)
    plain = Story(person)
    await plain.register()
    await reaches(person, "xlb.supervisor", plain.case_id, 200)
    for service in WORKFLOW:
        assert (await status(person, "zfw.handler", service, plain.case_id))[0] == 404
