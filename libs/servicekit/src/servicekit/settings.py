"""Settings of every service, from environment variables that begin with ``HUAJIE_``."""

import base64
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class HttpSettings(BaseSettings):
    """What a service needs to speak HTTP and to check tokens."""

    model_config = SettingsConfigDict(env_prefix="HUAJIE_", extra="ignore")

    env: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: int = 8000
    log_level: str = "INFO"
    issuer_url: str = "http://127.0.0.1:8106"
    audience: str = "huajie-api"
    allowed_clients: tuple[str, ...] = ("huajie-portal", "huajie-cli")
    """Clients (``azp``) whose tokens are accepted."""
    units_file: Path = Path("examples/units.csv")
    max_body_bytes: int = Field(default=20 * 1024 * 1024, gt=0)


class ServiceSettings(HttpSettings):
    """What a service with a database and events needs besides."""

    database_url: str
    """``postgresql+asyncpg://`` of the application role."""
    pool_size: int = Field(default=4, ge=1)
    nats_url: str = "nats://127.0.0.1:4222"
    nats_user: str | None = None
    nats_password: SecretStr | None = None
    run_worker: bool = False
    """Run relay and consumers inside the API process (one machine)."""
    audit_key: SecretStr
    field_key: SecretStr
    blind_index_key: SecretStr
    """Keys: 32 bytes each, base64."""
    late_after_days: int = Field(default=3, ge=0)
    """How many calendar days back an entry still counts as on time."""


def key_bytes(secret: SecretStr) -> bytes:
    """Decode a 32-byte key from its base64 setting.

    Raises:
        ValueError: it is not 32 bytes.
    """
    raw = base64.b64decode(secret.get_secret_value())
    if len(raw) != 32:  # noqa: PLR2004
        raise ValueError("a key must be 32 bytes, base64")
    return raw
