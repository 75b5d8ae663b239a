"""The stream and the durable consumers, made by a deploy step with the administrator's connection."""

from contracts.subjects import CONSUMERS, STREAM, filter_for
from nats.aio.client import Client
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)  # fmt: skip
from nats.js.errors import NotFoundError

_DAY = 24 * 3600.0


def stream_config(replicas: int = 1) -> StreamConfig:
    """The one stream of case events: kept by limits, never purged, full means refused."""
    return StreamConfig(
        name=STREAM,
        subjects=["evt.>"],
        retention=RetentionPolicy.LIMITS,
        discard=DiscardPolicy.NEW,
        storage=StorageType.FILE,
        max_bytes=8 * 1024**3,
        max_age=400 * _DAY,
        duplicate_window=600,
        num_replicas=replicas,
        deny_delete=True,
        deny_purge=True,
    )


def consumer_config(service: str) -> ConsumerConfig:
    """The durable pull consumer of one service."""
    return ConsumerConfig(
        durable_name=service,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=30,
        max_deliver=-1,
        max_ack_pending=2000,
        filter_subjects=[filter_for(s) for s in CONSUMERS[service]],
    )


async def ensure(client: Client, *, replicas: int = 1) -> bool:
    """Create the stream and the consumers where they are missing.

    Returns:
        Whether the stream was created now; then every relay publishes its outbox anew.
    """
    js = client.jetstream()
    created = False
    try:
        await js.stream_info(STREAM)
    except NotFoundError:
        await js.add_stream(stream_config(replicas))
        created = True
    for service in CONSUMERS:
        await js.add_consumer(STREAM, consumer_config(service))
    return created
