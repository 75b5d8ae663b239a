"""Keys of cases that were there before the matcher, or before its models changed."""

import pytest
from intake.usecases import renew_keys
from intake_builders import an_id, column, events, register
from matter_texts import HEATING, HEATING_AGAIN

LIN = {"name": "林小花", "id_no": an_id(905, "19700312")}


@pytest.fixture
def job(app):
    return app.state.parts.usecases.renew_keys


async def _forget(service_db):
    for sql in ("delete from person_keys", "delete from matter_keys"):
        await column(service_db.admin_dsn, sql)
    await column(service_db.admin_dsn, "update cases set keyed_version = 0")


async def test_cases_of_before_are_found_once_the_job_came_by(client, street, job, service_db):
    first = await register(client, street, case_no="XQ0001", petitioners=[LIN], demand=HEATING)
    kept = await column(service_db.admin_dsn, "select key from person_keys order by key")
    await _forget(service_db)
    assert await job.batch() == 1
    assert await column(service_db.admin_dsn, "select key from person_keys order by key") == kept
    assert await job.batch() == 0
    await register(client, street, case_no="XQ0002", petitioners=[LIN], demand=HEATING_AGAIN)
    (told,) = await events(service_db.admin_dsn, "repeat_suspected")
    assert told["subject"] == first


async def test_the_job_can_stop_and_go_on(client, street, job, service_db, monkeypatch):
    for i in range(3):
        await register(client, street, case_no=f"XQ000{i}", demand=HEATING)
    await _forget(service_db)
    monkeypatch.setattr(renew_keys, "BATCH", 2)
    assert [await job.batch() for _ in range(3)] == [2, 1, 0]
    assert await column(
        service_db.admin_dsn, "select count(distinct case_id) from person_keys"
    ) == [3]


async def test_a_new_case_needs_no_renewal(client, street, job, service_db):
    await register(client, street)
    assert await job.batch() == 0
