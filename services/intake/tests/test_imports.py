"""A ledger on its way from a file to cases."""

import asyncio
import json

import pytest
from intake_builders import LEDGERS, MAIN, column, events, upload
from testkit.queries import recorded


async def test_the_campaign_ledger_becomes_95_cases_with_one_event_each(
    client, office, db, service_db
):
    taken = await upload(client, office, MAIN)
    assert taken.status_code == 201, taken.text
    body = taken.json()
    assert (body["file_verdict"], body["state"]) == ("accepted", "previewed")
    assert (body["rows_total"], body["rows_accepted"], body["committed"]) == (95, 95, 0)
    with recorded(db.engine) as statements:
        done = await client.post(
            f"/v1/imports/{body['import_id']}/commit",
            json={"source_letter": "兴信联办〔2020〕1号"},
            headers=office,
        )
    # A fixed handful for all cases together, however many they are.
    told = await events(service_db.admin_dsn)
    assert len(statements) <= 100
    assert done.status_code == 200, done.text
    assert (done.json()["committed"], done.json()["already_present"]) == (95, 0)
    assert len({c["case_no"] for c in done.json()["cases"]}) == 95
    told = await events(service_db.admin_dsn, "case_registered")
    assert len(told) == 95
    assert {e["data"]["cohort"] for e in told} == {"A"}
    assert sum(e["data"]["source"] == "central" for e in told) == 52
    first = next(e for e in told if e["data"]["case_no"] == "GJ2019032520392")
    assert (first["occurredon"], first["late"], first["caseversion"]) == ("2019-03-25", True, 1)
    assert first["data"]["proposed_unit"] == "fenghuangbeijie"
    assert first["data"]["proposed_assist_units"] == ["funingjie"]


async def test_rows_carry_everything_the_ledger_said_with_persons_masked(client, office):
    import_id = (await upload(client, office, MAIN)).json()["import_id"]
    await client.post(f"/v1/imports/{import_id}/commit", headers=office)
    page = (
        await client.get(f"/v1/imports/{import_id}/rows?page=1&size=200", headers=office)
    ).json()
    assert (page["total"], len(page["items"])) == (95, 95)
    expected = json.loads((LEDGERS / f"{MAIN.name}.expected.json").read_text("utf-8"))["rows"]
    for shown, row in zip(page["items"], expected, strict=True):
        for key, value in row["values"].items():
            if key not in {"信访人", "联系电话", "户籍地", "常住地"}:
                assert shown["values"][key] == value
        assert shown["warnings"] == row["warnings"]
        assert shown["case_id"]
    first = page["items"][0]
    assert first["values"]["信访人"] == [
        {"姓名": "丘*", "身份证号": "6401**********9817", "状态": "ok"}
    ]
    assert first["values"]["联系电话"] == ["164****0462"]
    assert first["values"]["常住地"] == "银川市兴庆区****"


async def test_a_partly_bad_ledger_keeps_its_good_rows_and_names_the_bad_ones(client, office):
    taken = await upload(client, office, LEDGERS / "broken_dates.xlsx")
    assert taken.status_code == 201
    body = taken.json()
    assert (body["file_verdict"], body["reason"]) == ("partial", "date_out_of_scope")
    assert [r["row"] for r in body["rows_rejected"]] == [3, 5, 7, 9, 11]
    assert body["rows_rejected"][0]["reason_zh"] == "第 3 行：登记时间 2018-12-31 早于 2019-01-01"
    done = await client.post(f"/v1/imports/{body['import_id']}/commit", headers=office)
    assert done.json()["committed"] == 7
    rows = (
        await client.get(f"/v1/imports/{body['import_id']}/rows?size=50", headers=office)
    ).json()["items"]
    bad = [r for r in rows if r["verdict"] == "rejected"]
    assert [(r["row"], r["case_id"]) for r in bad] == [(n, None) for n in (3, 5, 7, 9, 11)]
    assert bad[0]["values"]["信访人"][0]["姓名"] == "武*"


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("broken_encrypted.xlsx", "encrypted", "已加密"),
        ("broken_huge_dimension.xlsx", "too_large", "解压后约 67 MB"),
        ("broken_renamed_pdf.xlsx", "not_a_spreadsheet", "PDF"),
        ("broken_missing_column.xlsx", "missing_required_column", "责任单位"),
    ],
)
async def test_a_refused_file_is_a_problem_with_its_own_code_and_leaves_a_trace(
    client, office, name, code, words
):
    answer = await upload(client, office, LEDGERS / name)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["code"] == code
    assert words in body["detail"]
    listed = (await client.get("/v1/imports", headers=office)).json()["items"]
    assert [(i["file_name"], i["state"], i["reason"]) for i in listed] == [(name, "refused", code)]
    again = await client.post(f"/v1/imports/{listed[0]['import_id']}/commit", headers=office)
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")


async def test_the_same_file_is_the_same_import_for_its_unit_and_another_for_others(
    client, office, street
):
    file = LEDGERS / "rows20_gbk.csv"
    first = await upload(client, office, file)
    second = await upload(client, office, ("another name.csv", file.read_bytes()))
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["import_id"] == first.json()["import_id"]
    other = await upload(client, street, file)
    assert other.status_code == 201
    assert other.json()["import_id"] != first.json()["import_id"]


async def test_an_import_is_committed_once_and_a_repeated_request_gets_the_first_answer(
    client, office, service_db
):
    import_id = (await upload(client, office, LEDGERS / "rows20_gbk.csv")).json()["import_id"]
    url, keyed = f"/v1/imports/{import_id}/commit", office | {"Idempotency-Key": "k1"}
    first = await client.post(url, json={}, headers=keyed)
    assert first.json()["committed"] == 20
    again = await client.post(url, json={}, headers=keyed)
    assert again.json() == first.json()
    other = await client.post(url, json={}, headers=office)
    assert (other.status_code, other.json()["code"]) == (409, "illegal_transition")
    assert len(await events(service_db.admin_dsn, "case_registered")) == 20


async def test_two_commits_at_once_make_one_set_of_cases(client, office, service_db):
    import_id = (await upload(client, office, LEDGERS / "rows20_gbk.csv")).json()["import_id"]
    url = f"/v1/imports/{import_id}/commit"
    answers = await asyncio.gather(*(client.post(url, headers=office) for _ in range(2)))
    assert sorted(a.status_code for a in answers) == [200, 409]
    assert await column(service_db.admin_dsn, "select count(*) from cases") == [20]


async def test_a_stale_version_commits_nothing(client, office, service_db):
    taken = await upload(client, office, LEDGERS / "rows20_gbk.csv")
    assert taken.headers["etag"] == '"1"'
    url = f"/v1/imports/{taken.json()['import_id']}/commit"
    answer = await client.post(url, headers=office | {"If-Match": '"7"'})
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_version")
    assert await column(service_db.admin_dsn, "select count(*) from cases") == [0]


async def test_rows_that_are_registered_already_are_left_alone(client, office, service_db):
    gbk = (await upload(client, office, LEDGERS / "rows20_gbk.csv")).json()["import_id"]
    await client.post(f"/v1/imports/{gbk}/commit", headers=office)
    main = (await upload(client, office, MAIN)).json()["import_id"]
    done = (await client.post(f"/v1/imports/{main}/commit", headers=office)).json()
    assert (done["committed"], done["already_present"]) == (75, 20)
    rows = (await client.get(f"/v1/imports/{main}/rows?size=200", headers=office)).json()["items"]
    assert all(r["case_id"] for r in rows)
    assert len(await events(service_db.admin_dsn, "case_registered")) == 95


async def test_a_street_learns_nothing_of_a_case_that_another_unit_registered(
    client, office, street, bureau
):
    file = LEDGERS / "rows20_gbk.csv"
    theirs = (await upload(client, bureau, file)).json()["import_id"]
    await client.post(f"/v1/imports/{theirs}/commit", headers=bureau)
    ours = (await upload(client, street, file)).json()["import_id"]
    done = (await client.post(f"/v1/imports/{ours}/commit", headers=street)).json()
    assert (done["committed"], done["already_present"], done["cases"]) == (0, 20, [])
    rows = (await client.get(f"/v1/imports/{ours}/rows", headers=street)).json()["items"]
    assert {r["case_id"] for r in rows} == {None}
    assert (await client.get(f"/v1/imports/{theirs}", headers=street)).status_code == 404
    assert (await client.get("/v1/cases", headers=street)).json()["total"] == 0
    assert (await client.get("/v1/cases", headers=office)).json()["total"] == 20


async def test_imports_are_late_entries_without_needing_the_right(client, street, service_db):
    import_id = (await upload(client, street, LEDGERS / "rows20_gbk.csv")).json()["import_id"]
    done = await client.post(f"/v1/imports/{import_id}/commit", headers=street)
    assert done.status_code == 200
    assert {e["late"] for e in await events(service_db.admin_dsn)} >= {True}


async def test_a_commit_in_the_future_is_refused(client, office):
    import_id = (await upload(client, office, LEDGERS / "rows20_gbk.csv")).json()["import_id"]
    answer = await client.post(
        f"/v1/imports/{import_id}/commit", json={"occurred_on": "2026-11-26"}, headers=office
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "in_the_future")


async def test_only_registrars_import(client, identity):
    handler = identity.headers("wenhuajie", "street", ["handler"])
    answer = await upload(client, handler, LEDGERS / "rows20_gbk.csv")
    assert (answer.status_code, answer.json()["code"]) == (403, "role_missing")
    assert (await upload(client, {}, LEDGERS / "rows20_gbk.csv")).status_code == 401


async def test_a_body_over_the_limit_is_413(client, office, settings):
    answer = await upload(client, office, ("big.csv", b"x" * (settings.max_body_bytes + 1)))
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_nothing_personal_is_stored_in_clear(client, office, service_db):
    import_id = (await upload(client, office, MAIN)).json()["import_id"]
    await client.post(f"/v1/imports/{import_id}/commit", headers=office)
    for table in ("import_rows", "imports", "cases", "petitioners", "match_keys", "outbox",
                  "audit_log", "idempotency"):  # fmt: skip
        rows = await column(service_db.admin_dsn, f"select t::text from {table} t")
        text = "\n".join(rows)
        for secret in ("640122199606169817", "16405180462", "丘生", "396号春晖家园"):
            assert secret not in text, (table, secret)
            assert secret.encode().hex() not in text, (table, secret)
