"""Relay and consumers inside the API process, on a real NATS; and the processes' refusal to start."""

import asyncio
import os
import sys

import nats
from contracts.event import Envelope
from contracts.subjects import STREAM, subject_of
from eventing.permissions import inbox_prefix
from eventing.streams import ensure
from servicekit.ids import new_id
from supervision.main import create_app
from testkit.drain import until
from testkit.http import client_for

from .conftest import Desk


async def test_events_come_in_from_the_stream_and_decisions_go_out_to_it(
    settings, clock, identity, nats_server
):
    admin = await nats.connect(
        nats_server.url, user="admin", password="admin", inbox_prefix=inbox_prefix("admin")
    )
    await ensure(admin)
    js = admin.jetstream()
    live = settings.model_copy(
        update={
            "run_worker": True, "nats_url": nats_server.url, "nats_user": "supervision",
            "nats_password": type(settings.audit_key)("supervision"),
        }
    )  # fmt: skip
    app = create_app(live, clock=clock, jwks_client=identity.jwks_client())
    async with client_for(app) as client:
        desk, case_id = Desk(app.state.parts, client, identity), new_id()
        office = identity.office("reviewer")
        for e in (
            desk.registered(case_id), desk.issued(case_id), desk.reported(case_id),
            desk.opinion(case_id),
        ):  # fmt: skip
            await js.publish(subject_of(e), e.to_json(), stream=STREAM)

        async def waits_for_review() -> bool:
            answer = await client.get(f"/v1/cases/{case_id}", headers=office)
            return answer.is_success and answer.json()["allowed_actions"] == ["review"]

        await until(waits_for_review)
        assert (await desk.review(case_id)).status_code == 200
        out = await js.subscribe(f"evt.supervision.*.{case_id}.>", stream=STREAM)
        message = await out.next_msg(timeout=20)
        assert Envelope.from_json(message.data).name == "closure_approved"
    await admin.close()


async def _run(module: str, **env: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, env={**os.environ, **env},
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, err = await process.communicate()
    return process.returncode, err.decode()


async def test_both_processes_end_with_one_sentence_on_an_old_schema(postgres, settings):
    db = await postgres.clone("supervision", empty=True)
    env = {
        "HUAJIE_DATABASE_URL": db.app_url,
        "HUAJIE_UNITS_FILE": str(settings.units_file),
        "HUAJIE_AUDIT_KEY": settings.audit_key.get_secret_value(),
        "HUAJIE_FIELD_KEY": settings.field_key.get_secret_value(),
        "HUAJIE_BLIND_INDEX_KEY": settings.blind_index_key.get_secret_value(),
    }
    for module in ("supervision.main", "supervision.worker"):
        code, sentence = await _run(module, **env)
        assert code == 3, sentence
        assert sentence.count("\n") == 1
        assert "请先运行数据库迁移" in sentence
    await postgres.drop(db)
