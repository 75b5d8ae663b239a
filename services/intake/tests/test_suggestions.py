"""The classification and the advice on a text, as a clerk's form asks for them."""

import pytest
from contracts.vocab import LABELS, Field
from intake_builders import column
from matter_texts import HEATING

TREE = "/v1/categories"
URL = "/v1/suggestions"
PLAN_FIELDS = [
    "集资融资", "房地产", "交通运输", "劳动社保", "国土规划", "生态环境", "教育医疗", "军队退役人员",
    "特殊疾病患者等群体", "其他",
]  # fmt: skip


async def suggest(client, headers, demand, **over):
    answer = await client.post(URL, json={"demand": demand, **over}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_classification_has_three_levels_and_every_ranked_category_is_one_of_its_leaves(
    client, street
):
    tree = (await client.get(TREE, headers=street)).json()["level1"]
    leaves = {
        (a["name"], b["name"], c) for a in tree for b in a["level2"] for c in b["level3"]
    }  # fmt: skip
    assert len(leaves) > 300
    advice = await suggest(client, street, HEATING)
    ranked = [(s["level1"], s["level2"], s["level3"]) for s in advice["categories"]]
    assert len(ranked) == 5
    assert set(ranked) <= leaves
    assert ranked[0] == ("城乡建设", "城市建设和市政管理", "冬季采暖")
    shares = [s["probability"] for s in advice["categories"]]
    assert shares == sorted(shares, reverse=True)


async def test_how_right_the_ranking_is_stands_beside_it(client, street):
    measured = (await suggest(client, street, HEATING))["accuracy"]
    assert measured["texts"] > 400
    assert measured["top1"] < measured["top3"] < 1
    assert f"{measured['top1']:.0%}" in measured["sentence"]
    assert str(measured["texts"]) in measured["sentence"]


@pytest.mark.parametrize(
    ("demand", "tag", "label", "word"),
    [
        ("某小区自2014年停工至今成了烂尾楼，购房人无家可归。", "unfinished_building", "烂尾楼", "烂尾楼"),
        ("入住六年，开发商一直无法办理房产证。", "title_refused", "无法办证", "无法办理房产证"),
        ("房屋拆除三年，拆迁安置一直没有落实。", "resettlement", "拆迁安置", "拆迁安置"),
        ("村里土地被征收，征地补偿款没有发到村民手里。", "land_compensation", "征地补偿", "征地补偿款"),
    ],
)  # fmt: skip
async def test_r20_the_plans_examples_are_suggested_as_tags_with_their_words_and_as_a_hard_case(
    client, street, demand, tag, label, word
):
    advice = await suggest(client, street, demand)
    (found,) = [t for t in advice["tags"] if t["tag"] == tag]
    assert (found["label"], found["caution"]) == (label, None)
    assert any(word in w for w in found["words"])
    hard = {h["reason"]: h["words"] for h in advice["hard_case"]}
    assert set(found["words"]) <= set(hard["plan_example"])


async def test_r20_a_text_of_none_of_the_examples_gets_none_of_the_tags(client, street):
    advice = await suggest(client, street, HEATING)
    assert advice["tags"] == []
    assert "plan_example" not in {h["reason"] for h in advice["hard_case"]}


def test_r38_the_fields_are_exactly_the_plans_and_others():
    assert [LABELS[Field][f] for f in Field] == PLAN_FIELDS


@pytest.mark.parametrize(
    ("demand", "field", "word"),
    [
        ("本人系退役士兵，退役后安置岗位一直没有落实。", "veterans", "退役士兵"),
        ("我患尘肺病多年，单位不承认，医药费无着落。", "special_patients", "尘肺"),
        ("在理财公司投资，本息到期不兑付，涉嫌非法集资。", "fundraising", "非法集资"),
        ("单位拖欠农民工工资三个月，至今不发。", "labour", None),
        ("工厂夜间排放废气，气味刺鼻，居民无法开窗。", "environment", None),
    ],
)  # fmt: skip
async def test_r38_a_field_of_the_plan_is_suggested_from_words_or_category(
    client, street, demand, field, word
):
    found = (await suggest(client, street, demand))["field"]
    assert (found["field"], found["label"]) == (field, LABELS[Field][Field(field)])
    assert (word in found["words"]) if word else found["words"] == []


async def test_a_suggested_accusation_says_what_setting_it_means_and_judges_nobody(client, street):
    advice = await suggest(client, street, "反映某镇书记贪污公款，请组织查处。")
    (found,) = [t for t in advice["tags"] if t["tag"] == "accusation"]
    assert "此处不作判断" in found["caution"]


async def test_advice_keeps_nothing_and_no_cache_may(client, street, service_db):
    answer = await client.post(URL, json={"demand": HEATING}, headers=street)
    assert answer.headers["cache-control"] == "no-store"
    for table in ("cases", "audit_log", "outbox", "idempotency"):
        assert await column(service_db.admin_dsn, f"select count(*) from {table}") == [0]


async def test_advice_needs_a_text_and_a_reader_of_cases(client, street, identity):
    nobody = identity.headers("wenhuajie", "street", ["system_admin"])
    for body in ({"demand": "  "}, {"demand": "字" * 20_001}, {"demand": "供暖", "name": "张三"}):
        assert (await client.post(URL, json=body, headers=street)).status_code == 422
    assert (await client.post(URL, json={"demand": HEATING}, headers=nobody)).status_code == 403
    assert (await client.get(TREE, headers=nobody)).status_code == 403
    assert (await client.get(TREE)).status_code == 401
