"""Relay and consumer on a real NATS: killed, wiped, poisoned, forbidden."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from types import SimpleNamespace

import nats
import nats.errors
import pytest
import pytest_asyncio
from contracts.mediation import ActivityRecordedV1
from contracts.subjects import STREAM
from contracts.vocab import ActivityKind
from eventing.consumer import Consumer
from eventing.inbox import Handlers
from eventing.outbox import emit
from eventing.permissions import inbox_prefix
from eventing.relay import Relay
from eventing.streams import ensure
from servicekit.ids import new_id
from sqlalchemy import text
from testkit.drain import until
from testkit.nats import NatsServer

DAY = date(2020, 11, 2)


@pytest.fixture
def broker():
    server = NatsServer(("mediation", "supervision"))
    server.start()
    yield server
    server.stop()


async def connect(server: NatsServer, user: str):
    async def quiet(_e: Exception) -> None: ...

    return await nats.connect(
        server.url, user=user, password=user, inbox_prefix=inbox_prefix(user), error_cb=quiet,
        max_reconnect_attempts=-1, reconnect_time_wait=0.1,
    )  # fmt: skip


@pytest_asyncio.fixture
async def admin(broker) -> AsyncIterator[nats.NATS]:
    client = await connect(broker, "admin")
    await ensure(client)
    yield client
    await client.close()


@pytest_asyncio.fixture
async def publisher(broker, admin) -> AsyncIterator[nats.NATS]:
    client = await connect(broker, "mediation")
    yield client
    await client.close()


@contextlib.asynccontextmanager
async def running(*loops: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(loop()) for loop in loops]
    try:
        yield
    finally:
        for t in tasks:
            t.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def count(db, sql: str) -> int:
    async with db.system_read() as session:
        return await session.scalar(text(sql)) or 0


async def write(db, make_caller, case_id, n: int = 1) -> None:
    for _ in range(n):
        async with db.transaction(make_caller()) as tx:
            await emit(
                tx, case_id,
                ActivityRecordedV1(
                    activity_id=new_id(), kind=ActivityKind.STUDIED, by_leader=True,
                    face_to_face=False,
                ),
                occurred_on=DAY,
            )  # fmt: skip


async def stored(admin) -> int:
    return (await admin.jetstream().stream_info(STREAM)).state.messages


async def all_published(db) -> bool:
    return await count(db, "select count(*) from outbox where published_at is null") == 0


async def test_events_are_published_once_and_in_order_per_case(
    db, make_case, make_caller, admin, publisher
):
    cases = [await make_case() for _ in range(3)]
    for c in cases:
        await write(db, make_caller, c, 4)
    relay = Relay("mediation", db, publisher.jetstream())
    assert await relay.step() == (12, 0)
    assert await relay.step() == (0, 0)
    rows = []
    async with db.system_read() as session:
        for c in cases:
            rows.append(
                list(
                    await session.scalars(
                        text("select stream_seq from outbox where case_id = :c order by version"),
                        {"c": c},
                    )
                )
            )
    assert all(r == sorted(r) for r in rows)
    assert await stored(admin) == 12


async def test_a_crash_between_publish_and_mark_publishes_no_second_copy(
    db, make_case, make_caller, admin, publisher
):
    await write(db, make_caller, await make_case(), 3)
    relay = Relay("mediation", db, publisher.jetstream())
    await relay.step()
    async with db.system("test") as tx:
        await tx.session.execute(text("update outbox set published_at = null"))
    assert await relay.step() == (3, 0)
    assert await stored(admin) == 3


async def test_only_one_relay_works_at_a_time(db, make_case, make_caller, publisher):
    await write(db, make_caller, await make_case(), 2)
    relay = Relay("mediation", db, publisher.jetstream())
    async with db.engine.connect() as other:
        await other.execute(text("select pg_advisory_xact_lock(884400)"))
        assert await relay.step() == (0, 0)
        await other.rollback()
    assert await relay.step() == (2, 0)


async def test_a_killed_broker_only_delays_events(
    broker, db, make_case, make_caller, admin, publisher
):
    case_id = await make_case()
    relay = Relay("mediation", db, publisher.jetstream())
    async with running(relay.run):
        await write(db, make_caller, case_id, 2)
        await until(lambda: all_published(db))
        broker.kill()
        await write(db, make_caller, case_id, 3)
        broker.start()
        await until(lambda: all_published(db))
    assert await stored(admin) == 5


async def test_a_wiped_store_is_filled_again_from_the_outbox(
    broker, db, make_case, make_caller, admin, publisher
):
    case_id = await make_case()
    relay = Relay("mediation", db, publisher.jetstream())
    async with running(relay.run):
        await write(db, make_caller, case_id, 5)
        await until(lambda: all_published(db))
    broker.kill()
    broker.wipe()
    broker.start()
    fresh = await connect(broker, "admin")
    assert await ensure(fresh)
    assert await stored(fresh) == 0
    async with running(Relay("mediation", db, publisher.jetstream()).run):

        async def full() -> bool:
            return await stored(fresh) == 5

        await until(full)
    await fresh.close()


async def test_a_consumer_applies_everything_and_buries_poison(
    broker, db, make_case, make_caller, admin, publisher
):
    cases = [await make_case() for _ in range(4)]
    for c in cases:
        await write(db, make_caller, c, 5)
    poison = cases[1]
    seen: list[tuple[str, int]] = []
    handlers = Handlers("supervision")

    @handlers.on(ActivityRecordedV1)
    async def note(_tx, envelope, _data) -> None:
        if envelope.case_id == poison and envelope.case_version == 2:
            raise RuntimeError("poison")
        seen.append((str(envelope.case_id), envelope.case_version))

    await publisher.jetstream().publish("evt.mediation.x.y.z", b"no event")
    reader = await connect(broker, "supervision")
    relay = Relay("mediation", db, publisher.jetstream())
    consumer = Consumer(db, reader.jetstream(), handlers)

    async def settled() -> bool:
        return (
            await count(db, "select count(*) from inbox") == 19
            and await count(db, "select count(*) from dead_letter") == 2
        )

    async with running(relay.run, consumer.run):
        await until(settled, 60)
    await reader.close()
    for c in cases:
        versions = [v for case, v in seen if case == str(c)]
        deduplicated = list(dict.fromkeys(versions))
        assert deduplicated == ([1, 3, 4, 5] if c == poison else [1, 2, 3, 4, 5])


class Delivered:
    """A message as the broker hands it over, delivered often before."""

    def __init__(self, data: bytes) -> None:
        self.data, self.subject, self.answers = data, "evt.mediation.x.y.z", list[str]()
        self.metadata = SimpleNamespace(num_delivered=40)

    async def nak(self, delay: float) -> None:
        self.answers.append("nak")

    async def ack_sync(self, **_: float) -> None:
        self.answers.append("ack")

    async def term(self) -> None:
        self.answers.append("term")


async def test_deliveries_that_met_a_gap_do_not_count_as_failures(db, make_case, make_caller):
    await write(db, make_caller, await make_case(), 1)
    async with db.system_read() as session:
        payload = await session.scalar(text("select payload from outbox"))
    handlers, failing = Handlers("supervision"), [True]

    @handlers.on(ActivityRecordedV1)
    async def note(_tx, _envelope, _data) -> None:
        if failing:
            raise RuntimeError("not now")

    consumer, msg = Consumer(db, None, handlers), Delivered(json.dumps(payload).encode())
    await consumer.handle([msg])
    failing.clear()
    await consumer.handle([msg])
    assert msg.answers == ["nak", "ack"]
    assert await count(db, "select count(*) from dead_letter") == 0


@pytest.mark.parametrize(
    "forbidden",
    ["evt.intake.x", f"$JS.API.STREAM.DELETE.{STREAM}", f"$JS.API.STREAM.PURGE.{STREAM}",
     f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.reporting", "$JS.API.CONSUMER.CREATE.CASES.x"],
)  # fmt: skip
async def test_a_service_may_do_nothing_but_its_own(publisher, forbidden):
    with pytest.raises((nats.errors.TimeoutError, nats.errors.NoRespondersError)):
        await publisher.request(forbidden, b"{}", timeout=0.3)


async def test_a_service_cannot_read_anothers_replies(broker, admin, publisher):
    errors: list[Exception] = []

    async def note(e: Exception) -> None:
        errors.append(e)

    client = await nats.connect(
        broker.url, user="supervision", password="supervision", error_cb=note
    )
    await client.subscribe("_INBOX_mediation.>")
    await client.flush()

    async def refused() -> bool:
        return bool(errors)

    await until(refused)
    assert "permissions violation" in str(errors[0]).lower()
    await client.close()
