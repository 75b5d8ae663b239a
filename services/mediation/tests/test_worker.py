"""The worker on a real NATS: upstream events come in, our own go out."""

from collections.abc import AsyncIterator
from pathlib import Path

import nats
import pytest_asyncio
from contracts.subjects import STREAM, subject_of
from eventing.streams import ensure
from mediation.main import create_app
from mediation.settings import MediationSettings
from nats.aio.client import Client
from pydantic import SecretStr
from servicekit.clock import FixedClock
from servicekit.ids import new_id
from testkit.drain import until
from testkit.http import client_for
from testkit.identity import Identity
from testkit.nats import NatsServer
from testkit.postgres import ServiceDb
from testkit.settings import values

from .builders import an_activity, under_way

UNITS = Path(__file__).parents[3] / "examples" / "units.csv"


@pytest_asyncio.fixture
async def admin(nats_server: NatsServer) -> AsyncIterator[Client]:
    client = await nats.connect(nats_server.url, user="admin", password="admin")
    await ensure(client)
    yield client
    await client.close()


async def test_events_come_in_and_go_out(
    admin: Client,
    nats_server: NatsServer,
    service_db: ServiceDb,
    identity: Identity,
    clock: FixedClock,
) -> None:
    case_id, js = new_id(), admin.jetstream()
    settings = MediationSettings(
        **values(
            database_url=service_db.app_url,
            units_file=UNITS,
            nats_url=nats_server.url,
            nats_user="mediation",
            nats_password=SecretStr("mediation"),
            run_worker=True,
        )
    )
    app = create_app(settings, clock=clock, jwks_client=identity.jwks_client())
    handler = identity.headers("wenhuajie", "street", ["handler"])
    path = f"/v1/cases/{case_id}"
    async with client_for(app) as client:
        for e in under_way(case_id):
            await js.publish(subject_of(e), e.to_json())

        async def under_way_here() -> bool:
            answer = await client.get(path, headers=handler)
            return answer.status_code == 200 and answer.json()["state"] == "resolving"

        await until(under_way_here)
        done = await client.post(f"{path}/activities", json=an_activity(), headers=handler)
        assert done.status_code == 201
        subject = f"evt.mediation.wenhuajie.{case_id}.activity_recorded.v1"

        async def published() -> bool:
            info = await js.stream_info(STREAM, subjects_filter=subject)
            return (info.state.subjects or {}).get(subject) == 1

        await until(published)
        books = await client.get("/v1/accounting", headers=identity.office("analyst"))
        assert books.json()["consumed"] == {"intake": 1, "assignment": 4}
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()["checks"]) == (200, {"database": True})
