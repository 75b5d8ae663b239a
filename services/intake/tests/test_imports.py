"""A ledger on its way from a file to cases."""

import time

import pytest
from intake_builders import LEDGERS, MAIN, column, events, upload


async def test_the_campaign_ledger_becomes_95_cases_with_one_event_each(client, office, service_db):
    taken = await upload(client, office, MAIN)
    assert taken.status_code == 201, taken.text
    body = taken.json()
    assert (body["file_verdict"], body["state"]) == ("accepted", "previewed")
    assert (body["rows_total"], body["rows_accepted"], body["committed"]) == (95, 95, 0)
    started = time.perf_counter()
    done = await client.post(
        f"/v1/imports/{body['import_id']}/commit", json={"source_letter": "兴信联办〔2020〕1号"},
        headers=office,
    )  # fmt: skip
    assert time.perf_counter() - started < 2.0
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
