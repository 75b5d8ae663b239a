"""Settings of the issuer process."""

from pathlib import Path

from pydantic import SecretStr
from servicekit.settings import HttpSettings


class IssuerSettings(HttpSettings):
    """Where the issuer keeps its accounts, and the portal it serves."""

    data_dir: Path
    """The stack's data folder; keys and accounts lie in ``issuer/`` under it."""
    public_url: str = "http://127.0.0.1:8100"
    """The portal's address, for its redirect addresses."""
    client_secret: SecretStr
    """Secret of the confidential client ``huajie-portal``."""
    access_token_seconds: int = 300
    refresh_idle_seconds: int = 1800
    session_seconds: int = 8 * 3600
    code_seconds: int = 60
    lock_seconds: int = 900
    """How long an account stays locked after five wrong passwords."""
