"""The plan's rules for lists: which days belong where, and the letter that handed cases down."""

import pytest
from intake_builders import column, events, upload
from ledger_files import a_ledger, a_row


async def taken(client, who, rows, profile=None, only=None):
    data = a_ledger(rows, **({"only": only} if only else {}))
    return await client.post(
        "/v1/imports", files={"file": ("t.csv", data)}, headers=who,
        data={"profile": profile} if profile else {},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "accepted"),
    [("2018-12-31", 0), ("2019-01-01", 1), ("2020-06-30", 1), ("2020-07-01", 0)],
)
async def test_r9_only_cases_registered_2019_01_01_to_2020_06_30_come_into_cohort_a(
    client, office, service_db, day, accepted
):
    answer = await taken(client, office, [a_row(1), a_row(2, 登记时间=day)])
    body = answer.json()
    assert body["rows_accepted"] == 1 + accepted
    if not accepted:
        (rejected,) = body["rows_rejected"]
        assert rejected["column"] == "登记时间"
        assert day in rejected["reason_zh"]
    await client.post(f"/v1/imports/{body['import_id']}/commit", headers=office)
    told = await events(service_db.admin_dsn, "case_registered")
    assert {e["data"]["cohort"] for e in told} == {"A"}
    assert len(told) == 1 + accepted


async def test_r10_a_daily_list_goes_to_the_daily_stream_and_takes_no_earlier_case(
    client, office, service_db
):
    rows = [a_row(1, 登记时间="2020-07-01"), a_row(2, 登记时间="2020-06-30")]
    body = (await taken(client, office, rows, "daily")).json()
    assert (body["profile"], body["rows_accepted"]) == ("daily", 1)
    assert [r["row"] for r in body["rows_rejected"]] == [3]
    await client.post(f"/v1/imports/{body['import_id']}/commit", headers=office)
    (told,) = await events(service_db.admin_dsn, "case_registered")
    assert (told["data"]["cohort"], told["occurredon"]) == ("daily", "2020-07-01")


async def test_r2_every_case_keeps_the_letter_that_handed_it_down(client, office, service_db):
    rows = [a_row(1, 交办文号="宁信联办〔2020〕9号"), a_row(2)]
    body = (await taken(client, office, rows, only=(*a_row(), "交办文号"))).json()
    done = await client.post(
        f"/v1/imports/{body['import_id']}/commit", json={"source_letter": "兴信联办〔2020〕1号"},
        headers=office,
    )  # fmt: skip
    assert done.json()["committed"] == 2
    told = await events(service_db.admin_dsn, "case_registered")
    letters = {e["data"]["case_no"]: e["data"]["letter_no"] for e in told}
    assert letters == {
        a_row(1)["信访件编号"]: "宁信联办〔2020〕9号", a_row(2)["信访件编号"]: "兴信联办〔2020〕1号",
    }  # fmt: skip
    found = (await client.get(f"/v1/imports/{body['import_id']}", headers=office)).json()
    assert found["source_letter"] == "兴信联办〔2020〕1号"
    stored = await column(service_db.admin_dsn, "select letter_no from cases order by case_no")
    assert stored == ["宁信联办〔2020〕9号", "兴信联办〔2020〕1号"]


async def test_an_unknown_profile_is_refused(client, office):
    answer = await taken(client, office, [a_row(1)], "weekly")
    assert answer.status_code == 422


async def test_a_national_exchange_record_is_recognised_by_its_headings(client, office):
    headed = {
        "序号": "查询码",
        "联系电话": "登记机构",
        "常住地": "信访目的",
        "责任单位": "全国初次标志",
    }
    data = a_ledger([a_row(1)], headed=headed)
    answer = await upload(client, office, ("export.csv", data))
    assert answer.status_code == 201, answer.text
    assert answer.json()["profile"] == "exchange"
    assert "全国信访信息系统" in answer.json()["notes"][0]
    page = f"/v1/imports/{answer.json()['import_id']}/mapping"
    first = (await client.get(page, headers=office)).json()["columns"][0]
    assert (first["heading"], first["sure"], first["samples"]) == ("查询码", "ignored", [])
