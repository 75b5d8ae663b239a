"""Long ledgers: answered at once, worked on beside the requests, continued after a stop."""

import asyncio
from datetime import timedelta

import pytest
import pytest_asyncio
from intake.main import create_app
from intake.settings import Settings
from intake.usecases import import_work
from intake.usecases.registering import Registering
from intake_builders import LEDGERS, column, events, upload
from ledger_files import a_ledger, a_row
from testkit import settings as test_settings
from testkit.drain import until
from testkit.http import client_for

FILE = LEDGERS / "rows20_gbk.csv"


@pytest.fixture
def settings(service_db) -> Settings:
    return Settings(
        **test_settings.values(database_url=service_db.app_url, units_file=LEDGERS.parent / "units.csv"),
        import_at_once_bytes=0, import_at_once_rows=3, import_portion_rows=5,
    )  # fmt: skip


@pytest.fixture
def worker(app):
    return app.state.usecases.imports.worker


@pytest_asyncio.fixture
async def restarted(settings, clock, identity, client):
    """The worker of another process on the same database."""
    app = create_app(settings, clock=clock, jwks_client=identity.jwks_client())
    async with client_for(app):
        yield app.state.usecases.imports.worker


async def state_of(client, office, import_id):
    return (await client.get(f"/v1/imports/{import_id}", headers=office)).json()


async def uploaded(client, office, worker, file=FILE) -> str:
    import_id = (await upload(client, office, file)).json()["import_id"]
    assert await worker.step()
    return import_id


async def test_a_long_file_is_accepted_at_once_and_previewed_later(client, office, worker):
    taken = await upload(client, office, FILE)
    assert taken.status_code == 202, taken.text
    body = taken.json()
    assert (body["state"], body["progress"]["phase"]) == ("reading", "waiting")
    assert body["allowed_actions"] == []
    again = await upload(client, office, FILE)
    assert (again.status_code, again.json()["import_id"]) == (200, body["import_id"])
    early = await client.post(f"/v1/imports/{body['import_id']}/commit", headers=office)
    assert (early.status_code, early.json()["code"]) == (409, "illegal_transition")
    assert await worker.step()
    done = await state_of(client, office, body["import_id"])
    assert (done["state"], done["rows_accepted"], done["progress"]) == ("previewed", 20, None)
    assert done["standings"] == {"new": 20}
    assert not await worker.step()


async def test_a_long_file_that_is_refused_says_so_in_its_state(client, office, worker, service_db):
    import_id = await uploaded(client, office, worker, LEDGERS / "broken_encrypted.xlsx")
    found = await state_of(client, office, import_id)
    assert (found["state"], found["reason"]) == ("refused", "encrypted")
    assert await column(service_db.admin_dsn, "select count(*) from import_files") == [0]


async def test_a_long_commit_is_ordered_and_done_in_portions(client, office, worker, service_db):
    import_id = await uploaded(client, office, worker)
    ordered = await client.post(
        f"/v1/imports/{import_id}/commit", json={"source_letter": "兴信联办〔2020〕1号"},
        headers=office,
    )  # fmt: skip
    assert (ordered.status_code, ordered.json()["state"]) == (202, "committing")
    assert await worker.step()
    done = await state_of(client, office, import_id)
    assert (done["state"], done["committed"], done["already_present"]) == ("committed", 20, 0)
    told = await events(service_db.admin_dsn, "case_registered")
    assert {e["data"]["letter_no"] for e in told} == {"兴信联办〔2020〕1号"}
    assert len({e["subject"] for e in told}) == 20
    actors = await column(
        service_db.admin_dsn, "select distinct actor_sub from audit_log where action like 'case.%'"
    )
    assert actors != ["system:imports"]
    assert len(actors) == 1


async def test_a_commit_that_stops_half_way_goes_on_in_the_next_process_and_no_row_comes_twice(
    client, office, worker, restarted, service_db, monkeypatch
):
    import_id = await uploaded(client, office, worker)
    await client.post(f"/v1/imports/{import_id}/commit", headers=office)
    calls, real = 0, Registering.__call__

    async def third_hangs(self, tx, new, **more):
        nonlocal calls
        calls += 1
        await real(self, tx, new, **more)
        if calls == 3:
            await asyncio.Event().wait()

    monkeypatch.setattr(Registering, "__call__", third_hangs)
    task = asyncio.create_task(worker.step())

    async def hangs() -> bool:
        return calls == 3

    await until(hangs)
    half = await state_of(client, office, import_id)
    assert (half["state"], half["committed"]) == ("committing", 10)
    assert half["progress"] == {"phase": "committing", "done": 10, "total": 20, "attempts": 0}
    # While one process works on it, another keeps off.
    assert not await restarted.step()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    monkeypatch.setattr(Registering, "__call__", real)
    assert await restarted.step()
    done = await state_of(client, office, import_id)
    assert (done["state"], done["committed"], done["already_present"]) == ("committed", 20, 0)
    assert await column(service_db.admin_dsn, "select count(*) from cases") == [20]
    assert len(await events(service_db.admin_dsn, "case_registered")) == 20


async def test_work_that_fails_time_and_again_is_given_up_and_can_be_ordered_anew(
    client, office, worker, service_db, monkeypatch
):
    import_id = await uploaded(client, office, worker)
    await client.post(f"/v1/imports/{import_id}/commit", headers=office)
    real = Registering.__call__

    async def broken(*_args, **_more):
        raise RuntimeError("nobody expected this")

    monkeypatch.setattr(Registering, "__call__", broken)
    for _ in range(5):
        worker._not_before.clear()
        assert await worker.step()
    failed = await state_of(client, office, import_id)
    assert (failed["state"], failed["allowed_actions"]) == ("failed", ["commit"])
    assert not await worker.step()
    monkeypatch.setattr(Registering, "__call__", real)
    again = await client.post(f"/v1/imports/{import_id}/commit", headers=office)
    assert again.status_code == 202
    worker._not_before.clear()
    assert await worker.step()
    assert (await state_of(client, office, import_id))["committed"] == 20


async def test_a_mapping_of_a_long_file_is_corrected_beside_the_requests_too(
    client, office, worker
):
    file = ("t.csv", a_ledger([a_row(1), a_row(2)], headed={"责任单位": "谁来办"}))
    import_id = await uploaded(client, office, worker, file)
    assert (await state_of(client, office, import_id))["state"] == "refused"
    answer = await client.put(
        f"/v1/imports/{import_id}/mapping", json={"columns": {"责任单位": "J"}}, headers=office
    )
    assert (answer.status_code, answer.json()["state"]) == (202, "reading")
    assert await worker.step()
    assert (await state_of(client, office, import_id))["rows_accepted"] == 2
    assert len((await client.get("/v1/import-mappings", headers=office)).json()) == 1


async def test_a_file_that_nobody_commits_is_deleted_after_thirty_days(
    client, office, worker, clock, service_db, monkeypatch
):
    import_id = await uploaded(client, office, worker)
    monkeypatch.setattr(import_work, "_EXPIRE_EVERY", 0.0)
    clock.move_to(clock.now() + timedelta(days=29))
    await worker.step()
    assert await column(service_db.admin_dsn, "select count(*) from import_files") == [1]
    clock.move_to(clock.now() + timedelta(days=2))
    await worker.step()
    assert await column(service_db.admin_dsn, "select count(*) from import_files") == [0]
    gone = await client.put(f"/v1/imports/{import_id}/mapping", json={}, headers=office)
    assert (gone.status_code, gone.json()["code"]) == (409, "file_gone")
    done = await client.post(f"/v1/imports/{import_id}/commit", headers=office)
    assert done.status_code == 202
