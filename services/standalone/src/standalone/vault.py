"""Every password and key of one stack: generated once, kept in one file that only its owner reads."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standalone.layout import SERVICES


def write_private(path: Path, text: str, *, durable: bool = True) -> None:
    """Replace ``path`` with ``text`` at once, readable by its owner only.

    Raises:
        OSError: the folder is not writable or the disk is full.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as f:
            f.write(text)
            f.flush()
            if durable:
                os.fsync(f.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _password() -> str:
    return secrets.token_urlsafe(24)


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


@dataclass(frozen=True, slots=True)
class Secrets:
    """Passwords of servers and roles, and the keys of the services."""

    postgres: str
    """Password of the PostgreSQL superuser."""
    databases: dict[str, dict[str, str]]
    """Per service: passwords of owner, app and ro."""
    nats_admin: str
    nats: dict[str, str]
    """Password per service's NATS user."""
    audit_key: str
    field_key: str
    blind_index_key: str
    session_key: str
    portal_client_secret: str

    @classmethod
    def load(cls, path: Path) -> "Secrets":
        """Read the file; generate what is missing and write it back.

        Raises:
            OSError: it can be neither read nor written.
            ValueError: it is no JSON object.
        """
        old: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
        databases = old.get("databases", {})
        nats = old.get("nats", {})
        new: dict[str, Any] = {
            "postgres": old.get("postgres") or _password(),
            "databases": {
                s: {r: databases.get(s, {}).get(r) or _password() for r in ("owner", "app", "ro")}
                for s in SERVICES
            },
            "nats_admin": old.get("nats_admin") or _password(),
            "nats": {s: nats.get(s) or _password() for s in SERVICES},
            "portal_client_secret": old.get("portal_client_secret") or _password(),
        }
        for name in ("audit_key", "field_key", "blind_index_key", "session_key"):
            new[name] = old.get(name) or _key()
        if new != old:
            write_private(path, json.dumps(new, indent=1))
        return cls(**new)
