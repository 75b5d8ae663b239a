"""What is wrong is refused with a code and a sentence; what is good is not lost."""

import pytest
from people import RefusedError
from servicekit.ids import new_id
from story import UNIT, Story
from testkit.drain import until

pytestmark = pytest.mark.stack
OTHER = "jyj"


async def test_a_foreign_case_looks_like_one_that_does_not_exist_in_every_service(person):
    story = await Story(person).until_reported()
    stranger = person(f"{OTHER}.handler")
    for service in ("intake", "assignment", "mediation", "supervision", "reporting"):
        foreign = await stranger.ask("GET", service, f"/v1/cases/{story.case_id}")
        absent = await stranger.ask("GET", service, f"/v1/cases/{new_id()}")
        assert (foreign.status_code, absent.status_code) == (404, 404), service
        a, b = foreign.json(), absent.json()
        assert {k: v for k, v in a.items() if k != "request_id"} == {
            k: v for k, v in b.items() if k != "request_id"
        }


async def test_lists_and_counts_of_another_unit_do_not_show_the_case(person):
    story = await Story(person).until_started()
    own, other = person(f"{UNIT}.handler"), person(f"{OTHER}.handler")

    async def shown() -> bool:
        answer = await own.get("reporting", "/v1/ledger", q=story.case_no)
        return answer["total"] == 1

    await until(shown)
    hidden = await other.get("reporting", "/v1/ledger", q=story.case_no)
    assert (hidden["total"], hidden["items"]) == (0, [])
    for service in ("assignment", "mediation", "supervision"):
        desk = await other.get(service, "/v1/desk")
        assert story.case_id not in str(desk)


@pytest.mark.parametrize(
    "service", ["intake", "assignment", "mediation", "supervision", "reporting"]
)
async def test_without_a_token_or_with_a_forged_one_nothing_is_answered(person, service):
    import httpx2

    base = person.stack.endpoints.services[service]
    async with httpx2.AsyncClient() as http:
        for headers in ({}, {"Authorization": "Bearer x.y.z"}):
            answer = await http.get(f"{base}/v1/cases/{new_id()}", headers=headers)
            assert answer.status_code == 401
            assert answer.json()["code"] == "unauthenticated"


async def test_the_same_key_registers_once_and_another_body_under_it_is_refused(person):
    registrar, key = person("xlb.registrar"), str(new_id())
    body = {
        "case_no": f"D{new_id().hex[-12:].upper()}", "source": "region", "registered_on": "2020-03-02",
        "channel": "letter", "people_count": 1, "category": "城乡建设", "case_kind": "ordinary",
        "cross_separated": False, "demand": "路灯不亮，请求修复。", "petitioners": [{"name": "钱测试"}],
    }  # fmt: skip
    answers = [
        await registrar.ask(
            "POST", "intake", "/v1/cases", json=body, headers={"Idempotency-Key": key}
        )
        for _ in range(2)
    ]
    assert answers[0].json()["case_id"] == answers[1].json()["case_id"]
    other = await registrar.ask(
        "POST",
        "intake",
        "/v1/cases",
        json={**body, "people_count": 2},
        headers={"Idempotency-Key": key},
    )
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_stale_version_is_refused(person):
    story = await Story(person).until_started()
    handler = person(f"{UNIT}.handler")
    answer = await handler.ask(
        "POST", "assignment", f"/v1/cases/{story.case_id}/plan", headers={"If-Match": '"1"'},
        json={
            "measures": "督促办理。", "target_on": "2020-12-20", "occurred_on": "2020-11-01",
            "steps": [{"title": "约谈", "owner": "张干事", "due_on": "2020-11-10"}],
        },
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_version")


async def test_an_illegal_transition_names_state_and_action(person):
    story = await Story(person).until_started()
    with pytest.raises(RefusedError) as refused:
        await story.sign()
    assert refused.value.status == 409


@pytest.mark.parametrize(
    ("day", "code"), [("2030-01-01", "in_the_future"), ("2020-10-01", "before_its_cause")]
)
async def test_a_day_that_cannot_be_is_refused(person, day, code):
    story = Story(person)
    await story.register()
    await story.verify()
    await story.issue()
    with pytest.raises(RefusedError) as refused:
        await person(f"{UNIT}.handler").do(
            "assignment", f"/v1/cases/{story.case_id}/sign", occurred_on=day
        )
    assert refused.value.code == code


async def test_a_wrong_id_number_is_refused_without_repeating_it(person):
    wrong = "640104199003319335"
    with pytest.raises(RefusedError) as refused:
        await Story(person).register(petitioners=[{"name": "孙测试", "id_no": wrong}])
    assert refused.value.status == 422
    assert wrong not in str(refused.value.problem)
