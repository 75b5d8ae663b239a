"""Subject grammar and stream names: ``evt.<service>.<tenant>.<case_id>.<name>.v<n>``."""

import re

from contracts.event import Envelope

STREAM = "CASES"
"""The one stream that carries all case events."""

PUBLISHERS = ("intake", "assignment", "mediation", "supervision")
"""Services that publish events; reporting only reads."""

CONSUMERS: dict[str, tuple[str, ...]] = {
    "intake": ("assignment",),
    "assignment": ("intake", "supervision"),
    "mediation": ("intake", "assignment", "supervision"),
    "supervision": ("intake", "assignment", "mediation"),
    "reporting": ("intake", "assignment", "mediation", "supervision"),
}
"""Which services' events each consumer reads."""

_TOKEN = re.compile(r"^[a-z0-9_-]+$")


def subject_of(envelope: Envelope) -> str:
    """The subject an event is published on.

    Raises:
        ValueError: the tenant is no plain code.
    """
    if not _TOKEN.match(envelope.tenant):
        msg = f"tenant {envelope.tenant!r} is no subject token"
        raise ValueError(msg)
    return ".".join(
        ("evt", envelope.service, envelope.tenant, str(envelope.case_id), envelope.type)
    )


def filter_for(service: str) -> str:
    """The subject filter for all events of one publishing service."""
    return f"evt.{service}.>"
