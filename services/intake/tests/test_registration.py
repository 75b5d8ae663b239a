"""Registration by hand: every kind of party, place and class that the form knows."""

import pytest
from contracts.vocab import CaseTag
from intake_builders import a_case, an_id, column, events, register


@pytest.fixture
def discipline(identity) -> dict[str, str]:
    """A registrar of 纪委监委."""
    return identity.headers("jjw", "discipline", ["registrar", "supervisor"])


async def shown(client, headers, case_id: str) -> dict:
    answer = await client.get(f"/v1/cases/{case_id}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_group_letter_with_an_agent_is_kept_whole_and_shown_masked(
    client, street, service_db
):
    case_id = await register(
        client, street, channel="fax", people_count=40, received_on="2026-11-24",
        letter_no="宁信联发〔2020〕2号", first_petition_on="2019-03-01", first_nationwide=False,
        petitioners=[
            {"name": "王小花", "id_no": an_id(), "phones": ["0951-6041234-8"],
             "household": "宁夏吴忠市利通区1号", "residence": "银川市兴庆区2号",
             "representative": True},
            {"name": "李大山"},
        ],
        agents=[{"name": "赵律师", "phone": "13900001111", "relation": "委托律师", "acts_for": 2}],
        category="城乡建设", category_level2="住房保障", category_level3="物业管理",
        field="special_patients", tags=["resettlement", "litigation"], cross_separated=True,
        cross_kinds=["household_apart", "regions"], demand_class="justified",
        special_hardship=True, place_unit="zjj",
    )  # fmt: skip
    case = await shown(client, street, case_id)
    first, second = case["petitioners"]
    assert (first["phones"], first["representative"]) == (["095****1234-****"], True)
    assert second["name"] == "李*"
    assert case["agents"] == [
        {"seq": 1, "name": "赵*", "phone": "139****1111", "id_no": None, "relation": "委托律师",
         "acts_for": 2}
    ]  # fmt: skip
    assert (case["category_level1"], case["category_level2"], case["category_level3"]) == (
        "城乡建设", "住房保障", "物业管理",
    )  # fmt: skip
    assert case["labels"] == {
        "source": "兴庆区本级", "cohort": "日常交办", "channel": "传真",
        "field": "特殊疾病患者等群体", "case_kind": "一般", "demand_class": "诉求合理（责任不落实）",
        "cross_kinds": ["跨地区", "人户分离"], "tags": ["拆迁安置", "涉法涉诉"],
        "leader_level": None,
    }  # fmt: skip
    assert [a["label"] for a in case["next_actions"]] == ["限期解决", "帮扶救助"]
    (event,) = await events(service_db.admin_dsn)
    told = event["data"]
    assert (told["letter_no"], told["first_unit"], told["demand_class"]) == (
        "宁信联发〔2020〕2号", "zjj", "justified",
    )  # fmt: skip
    assert (told["cross_kinds"], told["tags"]) == (
        ["regions", "household_apart"],
        ["resettlement", "litigation"],
    )
    assert told["special_hardship"] is True
    secrets = ("王小花", "赵律师", "13900001111", "09516041234", "利通区", "供暖", an_id())
    assert not [s for s in secrets if s in str(event)]
    rows = await column(service_db.admin_dsn, "select row_to_json(c)::text from cases c")
    rows += await column(service_db.admin_dsn, "select row_to_json(p)::text from petitioners p")
    rows += await column(service_db.admin_dsn, "select row_to_json(a)::text from agents a")
    assert not [s for s in secrets if s in "".join(rows)]


async def test_what_was_typed_comes_back_whole_on_a_reveal(client, street):
    case_id = await register(
        client, street,
        petitioners=[{"name": "王小花", "phones": ["0951-6041234转8"], "household": "吴忠市1号"}],
        agents=[{"name": "赵律师", "phone": "13900001111", "id_no": an_id(), "acts_for": 1}],
    )  # fmt: skip
    answer = await client.post(
        f"/v1/cases/{case_id}/reveal", headers=street,
        json={"purpose": "电话回访信访人", "fields": ["name", "id_no", "phone", "address"]},
    )  # fmt: skip
    assert answer.json() == {
        "case_id": case_id,
        "petitioners": [{"seq": 1, "name": "王小花", "id_no": None}],
        "agents": [{"seq": 1, "name": "赵律师", "id_no": an_id()}],
        "phones": ["15400001234", "09516041234-8", "13900001111"],
        "household": "吴忠市1号", "residence": "银川市兴庆区文化街1号2室",
    }  # fmt: skip


async def test_r2_the_source_and_the_letter_of_a_handed_down_case_are_told(
    client, office, service_db
):
    case_id = await register(
        client, office, source="region", registered_on="2019-05-06",
        handed_down_on="2020-10-26", letter_no="宁信联发〔2020〕2号",
    )  # fmt: skip
    (event,) = await events(service_db.admin_dsn)
    assert (event["data"]["source"], event["data"]["letter_no"], event["data"]["cohort"]) == (
        "region",
        "宁信联发〔2020〕2号",
        "A",
    )
    assert (await shown(client, office, case_id))["campaign_batch"] == 1


async def test_r38_the_officer_chooses_the_field_and_the_category_only_proposes_it(client, street):
    proposed = await register(client, street, case_no="XQ1001", category="交通运输")
    chosen = await register(client, street, case_no="XQ1002", category="交通运输", field="veterans")
    assert (await shown(client, street, proposed))["field"] == "transport"
    assert (await shown(client, street, chosen))["labels"]["field"] == "军队退役人员"
    listed = await client.get("/v1/cases?field=veterans", headers=street)
    assert [c["case_id"] for c in listed.json()["items"]] == [chosen]


async def test_r57_a_first_petition_has_a_first_unit_and_a_first_person_that_stay(
    client, street, office, bureau
):
    own = await register(client, street, case_no="XQ2001")
    elsewhere = await register(client, street, case_no="XQ2002", place_unit="jyj")
    repeat = await register(client, street, case_no="XQ2003", first_here=False)
    seen = [await shown(client, street, c) for c in (own, elsewhere, repeat)]
    assert [(c["first_unit"], c["first_person"]) for c in seen] == [
        ("wenhuajie", "wenhuajie.registrar"), ("jyj", "wenhuajie.registrar"), (None, None),
    ]  # fmt: skip
    url = f"/v1/cases/{own}"
    moved = {"first_unit": "jyj", "reason": "交接给教育局办理"}
    refused = await client.patch(url, json=moved, headers=street)
    assert (refused.status_code, refused.json()["code"]) == (403, "role_missing")
    named = await client.patch(
        url, json={"first_person": "李主任", "reason": "明确首办责任人"}, headers=street
    )
    assert named.status_code == 200, named.text
    put_right = await client.patch(
        url, json={"first_unit": "jyj", "reason": "登记时首办单位填写有误"}, headers=office
    )
    assert put_right.status_code == 200, put_right.text
    case = await shown(client, street, own)
    assert (case["first_unit_name"], case["first_person"]) == ("兴庆区教育局", "李主任")


async def test_r20_the_suggestion_is_shown_and_must_be_answered_once_it_was_seen(
    client, street, office
):
    body = {"tags": ["unfinished_building"], "people_count": 30}
    case_id = await register(client, street, **body)
    case = await shown(client, street, case_id)
    assert [r["code"] for r in case["hard_case"]["reasons"]] == [
        "tag_unfinished_building",
        "many_people",
    ]
    assert (case["hard_case"]["suggested"], case["hard_case"]["open"]) == (True, True)
    listed = await client.get("/v1/cases?hard_open=true", headers=office)
    assert [c["case_id"] for c in listed.json()["items"]] == [case_id]
    seen = a_case(case_no="XQ3002", kind_decided=True, **body)
    refused = await client.post("/v1/cases", json=seen, headers=street)
    assert (refused.status_code, refused.json()["code"]) == (422, "hard_case_unexplained")
    assert len(refused.json()["reasons"]) == 2
    kept = await client.post(
        "/v1/cases", json=seen | {"ordinary_because": "已与住户达成一致意见"}, headers=street
    )
    bone = await client.post(
        "/v1/cases", json=seen | {"case_no": "XQ3003", "case_kind": "bone"}, headers=street
    )
    assert (kept.status_code, bone.status_code) == (201, 201)
    assert (await client.get("/v1/cases?hard_open=true", headers=office)).json()["total"] == 1


async def test_a_case_without_a_number_gets_one_of_its_unit_and_day(client, street, bureau):
    await register(client, street, case_no="WENHUAJIE-20261125-0002")
    numbers = []
    for headers in (street, street, bureau):
        answer = await client.post(
            "/v1/cases", json={k: v for k, v in a_case().items() if k != "case_no"}, headers=headers
        )
        assert answer.status_code == 201, answer.text
        numbers.append(answer.json()["case_no"])
    assert numbers == [
        "WENHUAJIE-20261125-0001", "WENHUAJIE-20261125-0003", "JYJ-20261125-0001",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("over", "code", "rule"),
    [
        ({"case_no": an_id()}, "case_no_invalid", "case_no_is_identity"),
        ({"case_no": "密-2026-0001"}, "case_no_invalid", "case_no_reserved"),
        ({"registered_on": "0001-01-01"}, "date_too_early", None),
        ({"registered_on": "9999-12-31"}, "in_the_future", None),
        ({"first_petition_on": "1900-01-01"}, "date_too_early", None),
        ({"received_on": "2026-11-26"}, "registration_invalid", "received_after_registration"),
        ({"anonymous": True, "petitioners": []}, "registration_invalid", "anonymous_petition"),
        ({"first_unit": "nowhere"}, "unit_unknown", None),
        ({"field": "weather"}, "validation", None),
        ({"agents": [{"name": "赵", "acts_for": 2}]}, "registration_invalid",
         "agent_without_principal"),
        (
            {"people_count": 9, "petitioners": [
                {"name": f"张{i}", "representative": True} for i in range(6)]},
            "registration_invalid", "too_many_representatives",
        ),
    ],
)  # fmt: skip
async def test_a_form_that_contradicts_itself_is_refused_by_rule(
    client, street, service_db, over, code, rule
):
    answer = await client.post("/v1/cases", json=a_case(**over), headers=street)
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem.get("rule")) == (422, code, rule)
    assert an_id() not in answer.text
    assert await column(service_db.admin_dsn, "select count(*) from cases") == [0]


@pytest.mark.parametrize(
    ("over", "field", "sentence"),
    [
        ({"phones": ["0951-6041234", "99"]}, "phones", "第 2 个联系电话不是有效的号码。"),
        ({"phones": ["99"]}, "phones", "联系电话不是有效的号码。"),
        ({"petitioners": [{"name": "甲"}, {"name": "乙", "phones": ["12345", "8"]}]},
         "petitioners.1.phones", "第 2 个联系电话不是有效的号码。"),
        ({"agents": [{"name": "赵"}, {"name": "钱", "acts_for": 3}]}, "agents.1.acts_for",
         "代理人须对应一名信访人（被代理人）。"),
    ],
)  # fmt: skip
async def test_a_refusal_says_where_in_a_form_to_look(client, street, over, field, sentence):
    problem = (await client.post("/v1/cases", json=a_case(**over), headers=street)).json()
    assert (problem["field"], problem["detail"]) == (field, sentence)


async def test_r58_the_procedure_of_a_case_follows_who_registered_it_and_what_is_known(
    client, street, office
):
    def steps_of(answer) -> dict:
        return {s["code"]: s for s in answer.json()["steps"]}

    ids = [
        await register(client, street, case_no="XQ4001", received_on="2026-11-10"),
        await register(
            client, street, case_no="XQ4002", phones=[], residence=None, received_on="2026-11-10"
        ),
        await register(client, office, case_no="XQ4003"),
    ]
    reached, unknown, at_office = [
        await client.get(f"/v1/cases/{c}/procedure", headers=office) for c in ids
    ]
    assert steps_of(reached)["answer"]["due_on"] == "2026-11-25"
    assert {d["label"] for d in steps_of(reached)["answer"]["documents"]} == {
        "受理告知书", "不予受理告知书",
    }  # fmt: skip
    assert steps_of(unknown)["answer"]["due_on"] is None
    assert steps_of(at_office)["forward"]["due_on"] == "2026-12-10"
    assert at_office.json()["received_on_assumed"] is True
    assert "自然日" in at_office.json()["counting"]


async def test_r72_politics_and_law_sees_what_is_tagged_litigation_and_nothing_else(
    client, street, identity
):
    law = identity.headers("zfw", "politics_law", ["handler"])
    await register(client, street, case_no="XQ5001")
    tagged = await register(client, street, case_no="XQ5002", tags=["litigation"])
    listed = (await client.get("/v1/cases", headers=law)).json()
    assert [c["case_id"] for c in listed["items"]] == [tagged]


@pytest.mark.parametrize("tag", [t for t in CaseTag if t is not CaseTag.ACCUSATION])
async def test_every_other_tag_leaves_a_case_in_the_open(client, street, office, tag):
    case_id = await register(client, street, tags=[tag.value])
    assert (await client.get(f"/v1/cases/{case_id}", headers=office)).status_code == 200
    listed = await client.get(f"/v1/cases?tag={tag.value}", headers=office)
    assert listed.json()["total"] == 1
