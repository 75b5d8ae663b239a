"""A registered case: its facts, the commands of intake, sealed cases, the receipt."""

import re
from typing import Any

import pytest
import pytest_asyncio

from .conftest import problem, sample

CASE = "0198a000-0000-7000-8000-000000000001"
API = f"/v1/cases/{CASE}"
DO = f"/cases/{CASE}/do"
OFFICE = {"unit": "xlb", "kind": "district_office", "roles": ["registrar", "supervisor"]}
DISCIPLINE = {"unit": "jjw", "kind": "discipline", "roles": ["handler"]}
STREET = {"unit": "wenhuajie", "kind": "street", "roles": ["registrar"]}
READER = {"unit": "wenhuajie", "kind": "street", "roles": ["analyst"]}
SEALED_ONLY = ["amend", "classify", "report_progress", "unseal"]


@pytest_asyncio.fixture
async def office(browser: Any, full: Any) -> Any:
    """A supervisor of the office before a case with everything that a registration may hold."""
    more = sample("registration")
    full.answer("intake", "GET", API, (200, sample("case")["intake"] | more["case"]))
    full.answer("intake", "GET", f"{API}/procedure", (200, more["procedure"]))
    full.answer("intake", "GET", f"{API}/legal-references", (200, more["references"]))
    full.answer("intake", "GET", "/v1/categories", (200, more["categories"]))
    await browser.login(**OFFICE)
    return browser


def case(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = sample("case")["intake"] | sample("registration")["case"] | changes
    return found


async def test_a_case_shows_what_was_registered_of_it(office: Any):
    page = (await office.get(f"/cases/{CASE}")).text
    for shown in (
        "代理第 1 位信访人", "138****0000", "宁信交〔2020〕8号", "城乡建设 / 房地产开发 / 逾期交房",
        "烂尾楼", "跨地区", "诉求合理（责任不落实）", "可采取：限期解决", "有特殊困难", "尚未认定",
        "首次信访已 14 年", "补偿款已全部到账。", "受理告知书", "2019-04-10", "按自然日计算。",
        "银公兴行罚决字〔2020〕12号", "列入第一批交办。",
    ):  # fmt: skip
        assert shown in page
    assert "（T4）" not in page


async def test_legal_references_are_not_even_asked_for_without_the_right(office: Any, full: Any):
    full.answer("intake", "GET", API, (200, case(allowed_actions=["reveal"])))
    page = (await office.get(f"/cases/{CASE}")).text
    assert "银公兴行罚决字" not in page
    assert full.sent("GET", f"{API}/legal-references") == []


async def test_a_case_is_classified_anew_from_what_it_is_now(office: Any, full: Any):
    full.answer("intake", "PUT", f"{API}/classification", (200, {"id": CASE}))
    form = await office.form(f"{DO}/classification")
    assert form["category"] == "城乡建设/房地产开发/逾期交房"
    form |= {"case_kind": "long_standing", "cross_kinds": ["regions", "trades"]}
    sent = await office.post(f"{DO}/classification", form)
    assert sent.status_code == 303
    body = full.sent("PUT", f"{API}/classification")[0].json
    assert body == {
        "category": "城乡建设", "category_level2": "房地产开发", "category_level3": "逾期交房",
        "field": "real_estate", "tags": ["unfinished_building"], "case_kind": "long_standing",
        "cross_separated": True, "cross_kinds": ["regions", "trades"], "demand_class": "justified",
        "special_hardship": True,
    }  # fmt: skip


async def test_an_open_case_is_not_sealed_by_a_tag_and_a_sealed_one_keeps_it(
    office: Any, full: Any
):
    tag = 'name="tags"\\s+value="accusation"'
    assert not re.search(tag, (await office.get(f"{DO}/classification")).text)
    sealed = case(sealed=True, tags=["accusation"], allowed_actions=["classify"])
    full.answer("intake", "GET", API, (200, sealed))
    assert (await office.form(f"{DO}/classification"))["tags"] == "accusation"


async def test_an_unexplained_classification_names_the_reasons(office: Any, full: Any):
    reasons = [{"code": "long_span", "sentence": "已 14 年。"}]
    refused = problem("hard_case_unexplained", "请写明理由。", reasons=reasons)
    full.answer("intake", "PUT", f"{API}/classification", (422, refused))
    page = await office.post(f"{DO}/classification", await office.form(f"{DO}/classification"))
    assert "已 14 年。" in page.text
    assert 'id="ordinary_because-error"' in page.text


async def test_a_correction_shows_no_persons_and_leaves_alone_what_is_blank(office: Any, full: Any):
    full.answer("intake", "PATCH", API, (200, {"id": CASE}))
    form = await office.form(f"{DO}/amendment")
    assert form["petitioners-0-name"] == form["phones"] == form["demand"] == ""
    form |= {"reason": "收到日期填写有误", "received_on": "2019-03-25"}
    assert (await office.post(f"{DO}/amendment", form)).status_code == 303
    body = full.sent("PATCH", API)[0].json
    assert (body["reason"], body["received_on"]) == ("收到日期填写有误", "2019-03-25")
    assert not {"petitioners", "agents", "accused", "phones", "demand"} & set(body)


async def test_what_a_correction_shows_can_be_emptied(office: Any, full: Any):
    full.answer("intake", "PATCH", API, (200, {"id": CASE}))
    form = await office.form(f"{DO}/amendment")
    assert form["letter_no"] == "宁信交〔2020〕8号"
    form |= {"reason": "文号属于另一件", "letter_no": "", "household": ""}
    await office.post(f"{DO}/amendment", form)
    body = full.sent("PATCH", API)[0].json
    assert body["letter_no"] is None
    assert "household" not in body


async def test_a_correction_asks_only_what_this_visitor_may_correct_in_this_case(
    office: Any, full: Any, browser: Any
):
    page = (await office.get(f"{DO}/amendment")).text
    assert ('name="first_unit"' in page, 'name="accused-0-name"' in page) == (True, False)
    full.answer("intake", "GET", API, (200, case(sealed=True, allowed_actions=SEALED_ONLY)))
    await browser.login(**DISCIPLINE)
    page = (await browser.get(f"{DO}/amendment")).text
    assert ('name="first_unit"' in page, 'name="accused-0-name"' in page) == (False, True)


async def test_a_category_that_a_ledger_made_up_may_stay(office: Any, full: Any):
    held = {"category": "历史遗留", "category_level1": "历史遗留"}
    held |= {"category_level2": None, "category_level3": None}
    full.answer("intake", "GET", API, (200, case(**held)))
    full.answer("intake", "PUT", f"{API}/classification", (200, {"id": CASE}))
    form = await office.form(f"{DO}/classification")
    assert (await office.post(f"{DO}/classification", form)).status_code == 303
    page = await office.post(f"{DO}/classification", form | {"category": "历史"})
    assert 'id="category-error"' in page.text


async def test_a_quick_write_off_names_its_document(office: Any, full: Any):
    full.answer("intake", "POST", f"{API}/fast-closure", (200, {"id": CASE}))
    form = await office.form(f"{DO}/fast-closure")
    form |= {"document_no": "兴信〔2026〕9号", "basis": "补偿款已全部到账"}
    assert (await office.post(f"{DO}/fast-closure", form)).status_code == 303
    assert full.sent("POST", f"{API}/fast-closure")[0].json["document_no"] == "兴信〔2026〕9号"


async def test_the_verification_may_open_the_quick_way(office: Any, full: Any):
    full.answer("intake", "POST", f"{API}/verification", (200, {"id": CASE}))
    form = await office.form(f"{DO}/verification")
    form |= {f"ticks-{i}-evidence": "卷宗一致" for i in range(3)}
    await office.post(f"{DO}/verification", form | {"fast_because": "补偿款已全部到账"})
    assert full.sent("POST", f"{API}/verification")[0].json["fast_because"] == "补偿款已全部到账"


async def test_who_seals_a_case_is_led_away_from_it(office: Any, full: Any):
    full.answer("intake", "POST", f"{API}/seal", (200, {"id": CASE}))
    form = await office.form(f"{DO}/seal") | {"reason": "反映干部违纪"}
    sent = await office.post(f"{DO}/seal", form)
    assert (sent.status_code, sent.headers["location"]) == (303, "/ledger")


async def test_a_legal_document_is_referred_to_by_its_number(office: Any, full: Any):
    full.answer("intake", "POST", f"{API}/legal-references", (201, {"id": CASE}))
    form = await office.form(f"{DO}/legal-reference")
    typed = {"kind": "judgment", "document_no": "(2020)宁01民终1号", "organ": "银川市中级人民法院"}
    await office.post(f"{DO}/legal-reference", form | typed | {"issued_on": "2020-05-06"})
    body = full.sent("POST", f"{API}/legal-references")[0].json
    assert body == typed | {"issued_on": "2020-05-06"}


@pytest.mark.parametrize(
    ("who", "is_there"), [(OFFICE, True), (DISCIPLINE, True), (STREET, True), (READER, False)]
)
async def test_the_menu_leads_to_sealed_cases_whom_they_concern(
    browser: Any, full: Any, who: dict[str, Any], is_there: bool
):
    await browser.login(**who)
    assert ('href="/sealed"' in (await browser.get("/rates")).text) is is_there


async def test_discipline_sees_every_sealed_case_and_tells_how_far_it_is(browser: Any, full: Any):
    full.answer("intake", "GET", "/v1/sealed-cases", (200, sample("registration")["sealed"]))
    full.answer("intake", "GET", API, (200, case(sealed=True, allowed_actions=SEALED_ONLY)))
    full.answer("intake", "POST", f"{API}/compartment-progress", (201, {"id": CASE}))
    await browser.login(**DISCIPLINE)
    page = (await browser.get("/sealed")).text
    assert "全部密封件" in page
    assert f'href="{DO}/compartment-progress"' in page
    form = await browser.form(f"{DO}/compartment-progress")
    sent = await browser.post(f"{DO}/compartment-progress", form | {"stage": "verifying"})
    assert sent.headers["location"] == "/sealed"
    assert full.sent("POST", f"{API}/compartment-progress")[0].json["stage"] == "verifying"


async def test_the_office_sees_how_far_and_nothing_else(office: Any, full: Any):
    more = sample("registration")
    blank = {"items": [], "total": 0, "page": 1, "size": 20}
    full.answer("intake", "GET", "/v1/sealed-cases", (200, blank))
    full.answer("intake", "GET", "/v1/compartment-progress", (200, more["progress"]))
    page = (await office.get("/sealed")).text
    for shown in ("没有您本人登记的密封件。", "密-2026-000001", "核查中", "2026-11-22"):
        assert shown in page
    assert f"/cases/{CASE}" not in page


async def test_a_clerk_without_progress_sees_her_own_only(browser: Any, full: Any):
    full.answer("intake", "GET", "/v1/sealed-cases", (200, sample("registration")["sealed"]))
    forbidden = problem("role_missing", "没有权限。")
    full.answer("intake", "GET", "/v1/compartment-progress", (403, forbidden))
    await browser.login(**STREET)
    page = (await browser.get("/sealed")).text
    assert "本人登记的密封件" in page
    assert "通报的进展" not in page


async def test_a_receipt_is_masked_until_the_full_name_is_asked_for_on_record(
    office: Any, full: Any
):
    full.answer("intake", "POST", f"{API}/reveal", (200, {"petitioners": [{"name": "王小明"}]}))
    address = f"/cases/{CASE}/receipt"
    page = (await office.get(address)).text
    for shown in ("信访事项登记回执", "GJ2019032520392", "王*：", "2019-04-10 前", "文化街街道"):
        assert shown in page
    page = (await office.post(address, await office.form(address))).text
    assert "王小明：" in page
    asked = full.sent("POST", f"{API}/reveal")[0].json
    assert asked == {"purpose": "打印登记回执交信访人", "fields": ["name"]}


async def test_the_receipt_of_a_sealed_case_says_nothing_of_the_matter(office: Any, full: Any):
    sealed = case(sealed=True, case_no="密-2026-000001", category="揭发控告", petitioners=[])
    full.answer("intake", "GET", API, (200, sealed))
    paper = (await office.get(f"/cases/{CASE}/receipt")).text.partition("hj-paper")[2]
    assert "密-2026-000001" in paper
    assert "揭发控告" not in paper
    assert "内容分类" not in paper
