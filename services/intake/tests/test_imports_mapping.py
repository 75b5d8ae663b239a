"""Which column means what: shown, corrected by a person, remembered for the unit's next file."""

import csv
import io

import openpyxl
import pytest
from intake_builders import column, upload
from ledger_files import a_ledger, a_row

ODD = {"责任单位": "谁来办"}
"""A heading that no form knows."""


def odd_ledger(*numbers: int) -> tuple[str, bytes]:
    return "台账.csv", a_ledger([a_row(n) for n in numbers or (1, 2)], headed=ODD)


async def refused(client, who, file) -> str:
    answer = await upload(client, who, file)
    assert (answer.status_code, answer.json()["code"]) == (422, "missing_required_column")
    return answer.json()["import_id"]


async def test_the_mapping_shows_every_column_with_masked_samples_and_what_is_required(
    client, office
):
    file = ("台账.csv", a_ledger([a_row(1), a_row(2)], headed={"备注": "x"}))
    import_id = (await upload(client, office, file)).json()["import_id"]
    shown = (await client.get(f"/v1/imports/{import_id}/mapping", headers=office)).json()
    by_letter = {c["letter"]: c for c in shown["columns"]}
    assert (by_letter["E"]["heading"], by_letter["E"]["name"]) == ("信访人姓名", "信访人姓名")
    assert by_letter["E"]["samples"] == ["丘*"]
    assert by_letter["C"]["samples"] == [a_row(1)["信访件编号"], a_row(2)["信访件编号"]]
    assert by_letter["E"]["sure"] == "exact"
    text = str(shown)
    for secret in ("丘生", "16405180462", "396号", a_row(1)["身份证号"]):
        assert secret not in text
    required = {c["name"] for c in shown["canonical"] if c["required"]}
    assert required == {"交办层级", "信访件编号", "登记时间", "信访人姓名", "诉求内容", "责任单位"}
    assert "correct_mapping" in shown["allowed_actions"]


async def test_a_column_that_nobody_headed_so_before_is_named_by_a_person_and_the_file_loads(
    client, office, service_db
):
    import_id = await refused(client, office, odd_ledger())
    shown = (await client.get(f"/v1/imports/{import_id}/mapping", headers=office)).json()
    assert next(c for c in shown["columns"] if c["heading"] == "谁来办")["name"] is None
    again = await client.put(
        f"/v1/imports/{import_id}/mapping", json={"columns": {"责任单位": "J"}}, headers=office
    )
    assert again.status_code == 200, again.text
    body = again.json()
    assert (body["state"], body["rows_accepted"]) == ("previewed", 2)
    assert body["column_map"]["责任单位"] == "J"
    done = await client.post(f"/v1/imports/{import_id}/commit", headers=office)
    assert done.json()["committed"] == 2
    assert await column(service_db.admin_dsn, "select count(*) from import_files") == [0]


async def test_the_next_file_under_the_same_headings_is_read_by_the_remembered_mapping(
    client, office, street
):
    import_id = await refused(client, office, odd_ledger())
    await client.put(
        f"/v1/imports/{import_id}/mapping", json={"columns": {"责任单位": "J"}}, headers=office
    )
    taken = await upload(client, office, odd_ledger(3, 4, 5))
    assert taken.status_code == 201, taken.text
    assert taken.json()["remembered_mapping"]
    assert "上次" in taken.json()["notes"][0]
    kept = (await client.get("/v1/import-mappings", headers=office)).json()
    assert [(m["uses"], m["profile"]) for m in kept] == [(1, "campaign")]
    assert {"name": "责任单位", "letter": "J", "heading": "谁来办"} in kept[0]["columns"]
    # Another unit's choice is its own.
    await refused(client, street, odd_ledger(6))
    assert (await client.get("/v1/import-mappings", headers=street)).json() == []


async def test_a_forgotten_mapping_is_not_used_any_more(client, office, street):
    import_id = await refused(client, office, odd_ledger())
    await client.put(
        f"/v1/imports/{import_id}/mapping", json={"columns": {"责任单位": "J"}}, headers=office
    )
    (kept,) = (await client.get("/v1/import-mappings", headers=office)).json()
    url = f"/v1/import-mappings/{kept['mapping_id']}"
    assert (await client.delete(url, headers=street)).status_code == 404
    assert (await client.delete(url, headers=office)).status_code == 204
    await refused(client, office, odd_ledger(3))
    again = await client.delete(url, headers=office)
    assert (again.status_code, again.json()["code"]) == (404, "mapping_not_found")


async def test_a_mapping_can_be_tried_without_being_remembered(client, office):
    import_id = await refused(client, office, odd_ledger())
    body = {"columns": {"责任单位": "J"}, "remember": False}
    await client.put(f"/v1/imports/{import_id}/mapping", json=body, headers=office)
    assert (await client.get("/v1/import-mappings", headers=office)).json() == []


async def test_another_choice_replaces_the_preview(client, office, service_db):
    rows = [a_row(1, 备注="2020-02-02"), a_row(2, 备注="2020-02-03")]
    file = ("台账.csv", a_ledger(rows, only=(*a_row(), "备注")))
    taken = (await upload(client, office, file)).json()
    answer = await client.put(
        f"/v1/imports/{taken['import_id']}/mapping",
        json={"columns": {"登记时间": "K", "备注": None}}, headers=office,
    )  # fmt: skip
    assert answer.json()["version"] > taken["version"]
    found = await client.get(f"/v1/imports/{taken['import_id']}/rows", headers=office)
    assert [r["values"]["登记时间"] for r in found.json()["items"]] == ["2020-02-02", "2020-02-03"]
    assert await column(service_db.admin_dsn, "select count(*) from import_rows") == [2]


async def test_a_choice_that_reads_nothing_is_a_refused_preview_that_can_be_corrected_again(
    client, office
):
    import_id = (await upload(client, office, ("t.csv", a_ledger([a_row()])))).json()["import_id"]
    url = f"/v1/imports/{import_id}/mapping"
    wrong = await client.put(url, json={"columns": {"责任单位": None}}, headers=office)
    assert (wrong.status_code, wrong.json()["state"]) == (200, "refused")
    assert wrong.json()["missing_columns"] == ["责任单位"]
    right = await client.put(url, json={"columns": {"责任单位": "J"}}, headers=office)
    assert right.json()["state"] == "previewed"


@pytest.mark.parametrize(
    "columns", [{"没有的列": "A"}, {"责任单位": "A1"}, {"责任单位": "A", "登记时间": "a"}]
)
async def test_a_mapping_that_cannot_be_is_refused(client, office, columns):
    import_id = (await upload(client, office, ("t.csv", a_ledger([a_row()])))).json()["import_id"]
    answer = await client.put(
        f"/v1/imports/{import_id}/mapping", json={"columns": columns}, headers=office
    )
    assert answer.status_code == 422


async def test_what_is_committed_is_not_read_again(client, office, street):
    import_id = (await upload(client, office, ("t.csv", a_ledger([a_row()])))).json()["import_id"]
    url = f"/v1/imports/{import_id}/mapping"
    assert (await client.get(url, headers=street)).status_code == 404
    stale = await client.put(url, json={}, headers=office | {"If-Match": '"9"'})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    await client.post(f"/v1/imports/{import_id}/commit", headers=office)
    answer = await client.put(url, json={}, headers=office)
    assert (answer.status_code, answer.json()["code"]) == (409, "file_gone")


async def test_the_kept_file_and_its_name_are_encrypted(client, office, service_db):
    await upload(client, office, ("丘生的信访件.csv", a_ledger([a_row()])))
    (size,) = await column(service_db.admin_dsn, "select sum(length(sealed)) from import_files")
    assert size > len(a_ledger([a_row()]))
    for table in ("imports", "import_files", "import_rows", "import_mappings", "audit_log"):
        text = "\n".join(await column(service_db.admin_dsn, f"select t::text from {table} t"))
        for secret in ("丘生", "16405180462"):
            assert secret not in text, table
            assert secret.encode().hex() not in text, table


def a_book(**sheets: int) -> tuple[str, bytes]:
    """A workbook of sheets under the same odd headings, one row each."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, n in sheets.items():
        lines = a_ledger([a_row(n)], headed=ODD).decode("utf-8-sig")
        sheet = book.create_sheet(name)
        for line in csv.reader(io.StringIO(lines)):
            sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return "台账.xlsx", out.getvalue()


async def test_another_sheet_is_read_when_a_person_asks_though_one_is_remembered(client, office):
    import_id = await refused(client, office, a_book(今年=1, 去年=2))
    page = f"/v1/imports/{import_id}"
    remembered = {"columns": {"责任单位": "J"}, "sheet": "今年"}
    await client.put(f"{page}/mapping", json=remembered, headers=office)
    again = {"sheet": "去年", "remember": False}
    answer = await client.put(f"{page}/mapping", json=again, headers=office)
    assert (answer.json()["sheet"], answer.json()["rows_accepted"]) == ("去年", 1)
    (row,) = (await client.get(f"{page}/rows", headers=office)).json()["items"]
    assert row["values"]["信访件编号"] == a_row(2)["信访件编号"]
