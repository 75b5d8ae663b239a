"""What a ledger says of cases that are registered already: left alone, or put right on request."""

import pytest
from intake_builders import an_id, column, events, upload
from ledger_files import a_ledger, a_row, mended
from matter_texts import HEATING, HEATING_AGAIN

NUMBER = a_row(1)["信访件编号"]


async def committed(client, who, rows) -> str:
    taken = await upload(client, who, ("t.csv", a_ledger(rows)))
    import_id = taken.json()["import_id"]
    done = await client.post(f"/v1/imports/{import_id}/commit", headers=who)
    assert done.status_code == 200, done.text
    return import_id


async def previewed(client, who, data: bytes, profile: str | None = None) -> dict:
    answer = await client.post(
        "/v1/imports", files={"file": ("c.csv", data)}, headers=who,
        data={"profile": profile} if profile else {},
    )  # fmt: skip
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


async def rows_of(client, who, import_id, **filters) -> list[dict]:
    answer = await client.get(f"/v1/imports/{import_id}/rows", params=filters, headers=who)
    return answer.json()["items"]


def corrections(**over: str) -> bytes:
    return a_ledger([{"信访件编号": NUMBER, **over}], only=("信访件编号", *over))


async def test_the_same_rows_in_another_file_are_already_present(client, office, service_db):
    await committed(client, office, [a_row(1), a_row(2)])
    again = await previewed(client, office, a_ledger([a_row(2), a_row(1), a_row(3)]))
    assert again["standings"] == {"present": 2, "new": 1}
    done = await client.post(f"/v1/imports/{again['import_id']}/commit", headers=office)
    assert (done.json()["committed"], done.json()["already_present"]) == (1, 2)
    assert await column(service_db.admin_dsn, "select count(*) from cases") == [3]


async def test_a_row_that_differs_is_shown_and_never_overwrites(client, office, service_db):
    await committed(client, office, [a_row(1)])
    changed = a_row(1, 联系电话="16405180999", 诉求内容="请求退还预付款，商家已关门。")
    again = await previewed(client, office, a_ledger([changed]))
    assert again["standings"] == {"differs": 1}
    (row,) = await rows_of(client, office, again["import_id"], standing="differs")
    assert row["changed"] == ["诉求内容", "联系电话"]
    assert {"column": "联系电话", "old": "164****0462", "new": "164****0999"} in row["changes"]
    done = await client.post(f"/v1/imports/{again['import_id']}/commit", headers=office)
    assert (done.json()["committed"], done.json()["amended"]) == (0, 0)
    assert await events(service_db.admin_dsn, "case_amended") == []
    (row,) = await rows_of(client, office, again["import_id"])
    assert row["standing"] == "differs"


async def test_a_row_that_differs_amends_its_case_when_a_person_says_so(client, office, service_db):
    await committed(client, office, [a_row(1), a_row(2)])
    rows = [a_row(1, 责任单位="富宁街街道"), a_row(2, 责任单位="富宁街街道")]
    again = await previewed(client, office, a_ledger(rows))
    done = await client.post(
        f"/v1/imports/{again['import_id']}/commit", json={"amend_rows": [3]}, headers=office
    )
    assert (done.json()["amended"], done.json()["already_present"]) == (1, 1)
    (told,) = await events(service_db.admin_dsn, "case_amended")
    assert told["data"]["proposed_unit"] == "funingjie"
    standings = [r["standing"] for r in await rows_of(client, office, again["import_id"])]
    assert standings == ["differs", "amended"]


async def test_empty_cells_say_nothing(client, office):
    await committed(client, office, [a_row(1)])
    again = await previewed(client, office, a_ledger([a_row(1, 联系电话="", 身份证号="")]))
    assert again["standings"] == {"present": 1}


async def test_a_list_of_corrections_shows_old_and_new_and_amends_on_commit(
    client, office, service_db
):
    await committed(client, office, [a_row(1)])
    data = corrections(登记时间="2019-04-01", 信访人姓名="丘胜", 身份证号=an_id(950))
    preview = await previewed(client, office, data, "corrections")
    assert (preview["profile"], preview["standings"]) == ("corrections", {"differs": 1})
    (row,) = await rows_of(client, office, preview["import_id"])
    shown = {c["column"]: (c["old"], c["new"]) for c in row["changes"]}
    assert shown["登记时间"] == ("2019-03-25", "2019-04-01")
    assert shown["信访人"][0] == f"丘*（{an_id(901)[:4]}**********{an_id(901)[-4:]}）"
    assert "丘胜" not in str(row)
    done = await client.post(
        f"/v1/imports/{preview['import_id']}/commit", json={"source_letter": "更正〔2026〕3号"},
        headers=office,
    )  # fmt: skip
    assert (done.json()["amended"], done.json()["committed"]) == (1, 0)
    (told,) = await events(service_db.admin_dsn, "case_amended")
    assert set(told["data"]["changed"]) == {"petitioners", "registered_on"}
    assert told["data"]["registered_on"] == "2019-04-01"
    reasons = await column(
        service_db.admin_dsn, "select reason from audit_log where action = 'case.amended'"
    )
    assert reasons == ["按更正台账更正（更正〔2026〕3号）"]
    again = await previewed(client, office, data + b"\n", "corrections")
    assert again["standings"] == {"present": 1}


async def test_corrections_of_no_case_or_of_another_units_case_are_rejected_rows(
    client, office, street
):
    await committed(client, office, [a_row(1)])
    rows = [{"信访件编号": NUMBER, "联系电话": "16405180999"},
            {"信访件编号": "GJ2019999900001", "联系电话": "16405180999"}]  # fmt: skip
    data = a_ledger(rows, only=("信访件编号", "联系电话"))
    preview = await previewed(client, office, data, "corrections")
    assert (preview["file_verdict"], preview["rows_accepted"]) == ("partial", 1)
    assert [(r["row"], r["codes"]) for r in preview["rows_rejected"]] == [(3, ["case_not_found"])]
    refused = await client.post(
        "/v1/imports", files={"file": ("c.csv", data)}, data={"profile": "corrections"},
        headers=street,
    )  # fmt: skip
    assert (refused.status_code, refused.json()["code"]) == (422, "case_not_found")
    assert {tuple(r["codes"]) for r in refused.json()["rows_rejected"]} == {("case_not_found",)}


async def test_a_correction_that_contradicts_the_rules_is_a_rejected_row_and_the_rest_goes_in(
    client, office, service_db, monkeypatch
):
    from intake.domain.errors import RegistrationInvalidError
    from intake.usecases.amend_petition import AmendPetition

    await committed(client, office, [a_row(1), a_row(2)])
    rows = [a_row(n, 责任单位="富宁街街道") for n in (1, 2)]
    again = await previewed(client, office, a_ledger(rows))
    real, refused = AmendPetition.amend, []

    async def first_is_refused(self, tx, case_id, changes, **more):
        if not refused:
            refused.append(case_id)
            raise RegistrationInvalidError("事项前后矛盾。", rule="test")
        return await real(self, tx, case_id, changes, **more)

    monkeypatch.setattr(AmendPetition, "amend", first_is_refused)
    done = await client.post(
        f"/v1/imports/{again['import_id']}/commit", json={"amend_rows": [2, 3]}, headers=office
    )
    assert (done.status_code, done.json()["amended"]) == (200, 1)
    rejected = await rows_of(client, office, again["import_id"], verdict="rejected")
    assert [(r["row"], r["reason_zh"]) for r in rejected] == [(2, "第 2 行：事项前后矛盾。")]


async def test_rejected_rows_come_back_are_mended_and_register_just_themselves(
    client, office, service_db
):
    rows = [a_row(1), a_row(2, 登记时间="2018-12-31"), a_row(3, 登记时间="2020-07-01")]
    taken = await previewed(client, office, a_ledger(rows))
    assert taken["rows_accepted"] == 1
    url = f"/v1/imports/{taken['import_id']}"
    await client.post(f"{url}/commit", headers=office)
    book = await client.get(f"{url}/result-book", headers=office)
    assert book.status_code == 200
    assert book.headers["cache-control"] == "no-store"
    assert "filename*=UTF-8''c-" in book.headers["content-disposition"]
    fixed = await previewed(client, office, mended(book.content, {"登记时间": "2020-03-01"}))
    assert (fixed["rows_total"], fixed["standings"]) == (2, {"new": 2})
    done = await client.post(f"/v1/imports/{fixed['import_id']}/commit", headers=office)
    assert done.json()["committed"] == 2
    assert await column(service_db.admin_dsn, "select count(*) from cases") == [3]
    audited = await column(
        service_db.admin_dsn,
        "select after->>'rows' from audit_log where action = 'import.rejected_exported'",
    )
    assert audited == ["2"]


async def test_a_row_turned_away_after_reading_comes_back_with_its_cells(client, office):
    await committed(client, office, [a_row(1)])
    rows = [{"信访件编号": NUMBER, "联系电话": "16405180999"},
            {"信访件编号": "GJ2019999900001", "联系电话": "16405180998"}]  # fmt: skip
    data = a_ledger(rows, only=("信访件编号", "联系电话"))
    preview = await previewed(client, office, data, "corrections")
    book = await client.get(f"/v1/imports/{preview['import_id']}/result-book", headers=office)
    fixed = await previewed(
        client, office, mended(book.content, {"信访件编号": NUMBER}), "corrections"
    )
    assert fixed["standings"] == {"differs": 1}
    (row,) = await rows_of(client, office, fixed["import_id"])
    assert row["changes"] == [{"column": "联系电话", "old": "164****0462", "new": "164****0998"}]


async def test_the_workbook_of_rejected_rows_is_for_the_units_registrars(
    client, office, street, identity
):
    taken = await previewed(client, office, a_ledger([a_row(1), a_row(2, 登记时间="2018-01-01")]))
    url = f"/v1/imports/{taken['import_id']}/result-book"
    supervisor = identity.office("supervisor")
    assert (await client.get(url, headers=supervisor)).json()["code"] == "role_missing"
    assert (await client.get(url, headers=street)).json()["code"] == "import_not_found"
    good = await previewed(client, office, a_ledger([a_row(4)]))
    none = await client.get(f"/v1/imports/{good['import_id']}/result-book", headers=office)
    assert (none.status_code, none.json()["code"]) == (404, "nothing_rejected")


@pytest.mark.parametrize("profile", ["campaign", "daily"])
async def test_one_file_may_be_taken_as_different_kinds_of_list(client, office, profile):
    data = a_ledger([a_row(1, 登记时间="2020-03-01"), a_row(2, 登记时间="2020-08-01")])
    first = await previewed(client, office, data, profile)
    again = await previewed(client, office, data, profile)
    assert again["import_id"] == first["import_id"]
    other = await previewed(client, office, data, "daily" if profile == "campaign" else "campaign")
    assert other["import_id"] != first["import_id"]
    assert other["profile"] != first["profile"]


async def test_the_repeats_that_a_ledger_brought_are_counted_and_listed_by_it(client, office):
    first = await committed(client, office, [a_row(1, 诉求内容=HEATING)])
    same = a_row(2, 诉求内容=HEATING_AGAIN, 身份证号=a_row(1)["身份证号"], 登记时间="2020-05-06")
    second = await committed(client, office, [same, a_row(3, 信访人姓名="毛毛", 联系电话="")])
    other = await committed(client, office, [a_row(4, 信访人姓名="花花", 联系电话="")])
    for import_id, expected in ((first, 1), (second, 1), (other, 0)):
        found = (await client.get(f"/v1/imports/{import_id}", headers=office)).json()
        assert found["repeats_suspected"] == expected
        listed = await client.get(f"/v1/repeat-links?import_id={import_id}", headers=office)
        assert listed.json()["total"] == expected


async def test_a_preview_read_again_is_compared_with_what_is_registered_by_now(client, office):
    early = await previewed(client, office, a_ledger([a_row(1), a_row(2)]))
    await committed(client, office, [a_row(1)])
    page = f"/v1/imports/{early['import_id']}"
    answer = await client.put(f"{page}/mapping", json={"remember": False}, headers=office)
    assert answer.json()["standings"] == {"present": 1, "new": 1}
