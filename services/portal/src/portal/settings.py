"""Settings of the portal."""

from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from servicekit.settings import HttpSettings

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class PortalSettings(HttpSettings):
    """Where the portal is seen, whom it asks, and how long a session lasts."""

    port: int = 8100
    max_body_bytes: int = Field(default=50 * 1024 * 1024 + 16 * 1024, gt=0)
    """What intake takes as a ledger, and the form around it."""
    public_url: str = "http://127.0.0.1:8100"
    """The address that browsers use; also the origin that forms must come from."""
    client_id: str = "huajie-portal"
    client_secret: SecretStr = SecretStr("")
    intake_url: str = "http://127.0.0.1:8101"
    assignment_url: str = "http://127.0.0.1:8102"
    mediation_url: str = "http://127.0.0.1:8103"
    supervision_url: str = "http://127.0.0.1:8104"
    reporting_url: str = "http://127.0.0.1:8105"
    session_idle_seconds: int = Field(default=15 * 60, gt=0)
    session_max_seconds: int = Field(default=8 * 3600, gt=0)
    session_cap: int = Field(default=5000, gt=0)
    """How many sessions are kept; the longest unused one gives way."""

    @model_validator(mode="after")
    def _session_cookie_needs_https(self) -> Self:
        parts = urlsplit(self.public_url)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            msg = (
                "门户地址 HUAJIE_PUBLIC_URL 必须以 https:// 开头（本机回环地址除外），"
                "否则会话 Cookie 不安全。"
            )
            raise ValueError(msg)
        return self

    @property
    def origin(self) -> str:
        """Scheme, host and port of the portal, as browsers write it."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def is_https(self) -> bool:
        """Whether browsers reach the portal over TLS."""
        return self.public_url.startswith("https://")
