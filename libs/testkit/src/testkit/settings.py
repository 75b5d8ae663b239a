"""Settings of a service under test."""

from base64 import b64encode
from typing import Any

from testkit.identity import ISSUER

AUDIT_KEY = b"a" * 32
FIELD_KEY = b"f" * 32
BLIND_KEY = b"b" * 32


def values(**over: Any) -> dict[str, Any]:
    """Keyword arguments for a ``ServiceSettings`` subclass; ``over`` adds and replaces."""
    return {
        "issuer_url": ISSUER,
        "audit_key": b64encode(AUDIT_KEY).decode(),
        "field_key": b64encode(FIELD_KEY).decode(),
        "blind_index_key": b64encode(BLIND_KEY).decode(),
        "database_url": "postgresql+asyncpg://unused/unused",
        "log_level": "WARNING",
        **over,
    }
