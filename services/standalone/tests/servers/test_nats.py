"""NATS from its wheel: fsync before ack, a user per service, a store that may vanish."""

import os
import shutil
import signal
import stat

import nats.errors
import pytest
from contracts.subjects import CONSUMERS, STREAM
from nats.aio.client import Client
from standalone.servers.nats import ADMIN
from testkit.drain import until

from .conftest import Servers

pytestmark = pytest.mark.timeout(60)


async def connect(servers: Servers, user: str, password: str) -> Client:
    client = Client()
    try:
        await client.connect(
            servers.plan.nats.url, user=user, password=password, allow_reconnect=False,
            inbox_prefix=f"_INBOX_{user}" if user != ADMIN else "_INBOX",
        )  # fmt: skip
    except nats.errors.Error:
        await client.close()
        raise
    return client


async def restarted(servers: Servers, times: int) -> None:
    async def is_back() -> bool:
        return servers.nats.restarts >= times and servers.nats.state == "ready"

    await until(is_back)


async def test_stream_and_consumers_are_there_when_it_is_ready(servers: Servers) -> None:
    await servers.start_nats()
    admin = await connect(servers, ADMIN, servers.secrets.nats_admin)
    infos = await admin.jetstream().consumers_info(STREAM)
    assert {i.name for i in infos} == set(CONSUMERS)
    await admin.close()
    config = servers.plan.nats.config_file
    assert "sync_interval: always" in config.read_text()
    assert stat.S_IMODE(config.stat().st_mode) == 0o600


async def test_a_service_publishes_its_own_events_and_no_others(servers: Servers) -> None:
    await servers.start_nats()
    client = await connect(servers, "intake", servers.secrets.nats["intake"])
    js = client.jetstream()
    assert (await js.publish("evt.intake.xlb.c1.x.v1", b"{}", timeout=2)).seq == 1
    with pytest.raises(nats.errors.TimeoutError):
        await js.publish("evt.assignment.xlb.c1.x.v1", b"{}", timeout=0.5)
    with pytest.raises(nats.errors.TimeoutError):
        await client.request(f"$JS.API.STREAM.PURGE.{STREAM}", b"", timeout=0.5)
    await client.close()


async def test_a_service_reads_only_its_own_consumer(servers: Servers) -> None:
    await servers.start_nats()
    publisher = await connect(servers, "intake", servers.secrets.nats["intake"])
    await publisher.jetstream().publish("evt.intake.xlb.c1.x.v1", b"{}", timeout=2)
    reader = await connect(servers, "assignment", servers.secrets.nats["assignment"])
    own = await reader.jetstream().pull_subscribe_bind(durable="assignment", stream=STREAM)
    [message] = await own.fetch(1, timeout=2)
    await message.ack_sync(timeout=2)
    other = await reader.jetstream().pull_subscribe_bind(durable="mediation", stream=STREAM)
    with pytest.raises(nats.errors.TimeoutError):
        await other.fetch(1, timeout=0.5)
    await publisher.close()
    await reader.close()


async def test_a_wrong_password_is_refused(servers: Servers) -> None:
    await servers.start_nats()
    with pytest.raises(nats.errors.Error):
        await connect(servers, "intake", "wrong")


async def test_a_killed_server_comes_back_with_its_messages(servers: Servers) -> None:
    await servers.start_nats()
    client = await connect(servers, "intake", servers.secrets.nats["intake"])
    await client.jetstream().publish("evt.intake.xlb.c1.x.v1", b"{}", timeout=2)
    assert servers.nats.pid is not None
    os.kill(servers.nats.pid, signal.SIGKILL)
    await restarted(servers, 1)
    admin = await connect(servers, ADMIN, servers.secrets.nats_admin)
    assert (await admin.jetstream().stream_info(STREAM)).state.messages == 1
    await admin.close()


async def test_a_vanished_store_gets_its_stream_and_consumers_again(servers: Servers) -> None:
    await servers.start_nats()
    assert servers.nats.pid is not None
    shutil.rmtree(servers.folder.nats / "store")
    os.kill(servers.nats.pid, signal.SIGKILL)
    await restarted(servers, 1)
    admin = await connect(servers, ADMIN, servers.secrets.nats_admin)
    assert {i.name for i in await admin.jetstream().consumers_info(STREAM)} == set(CONSUMERS)
    await admin.close()
