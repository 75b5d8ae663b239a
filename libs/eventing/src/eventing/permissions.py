"""What each service's NATS user may do: its own events out, its own consumer in, nothing else."""

from dataclasses import dataclass

from contracts.subjects import CONSUMERS, PUBLISHERS, STREAM


@dataclass(frozen=True, slots=True)
class Permissions:
    """Allowed subjects of one user."""

    publish: tuple[str, ...]
    subscribe: tuple[str, ...]


def inbox_prefix(service: str) -> str:
    """The service's own reply prefix, so that nobody else can read its answers."""
    return f"_INBOX_{service}"


def permissions_of(service: str) -> Permissions:
    """The least rights that relay and consumer of a service need."""
    publish: list[str] = []
    if service in PUBLISHERS:
        publish += [f"evt.{service}.>", f"$JS.API.STREAM.INFO.{STREAM}"]
    if service in CONSUMERS:
        publish += [
            f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{service}",
            f"$JS.ACK.{STREAM}.{service}.>",
            f"$JS.ACK.*.*.{STREAM}.{service}.>",
        ]
    return Permissions(tuple(publish), (f"{inbox_prefix(service)}.>",))
