"""Makes the stream and the durable consumers on our own NATS, as its administrator."""

import nats.errors
from eventing import streams
from nats.aio.client import Client

from standalone.failures import StartupError
from standalone.servers.nats import ADMIN, Nats
from standalone.vault import Secrets


async def ensure_streams(server: Nats, secrets: Secrets) -> bool:
    """Create what is missing; True when the stream is new (then the relays publish all again).

    Raises:
        StartupError: the server does not let us.
    """
    client = Client()
    try:
        await client.connect(
            server.url,
            user=ADMIN,
            password=secrets.nats_admin,
            connect_timeout=5,
            allow_reconnect=False,
        )
        return await streams.ensure(client)
    except (nats.errors.Error, OSError) as e:
        raise StartupError(
            f"消息服务的事件流无法建立（{type(e).__name__}）。", code="streams"
        ) from e
    finally:
        await client.close()
