"""The two OAuth clients and what each may do."""

import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit

_LOOPBACK = {"127.0.0.1", "[::1]", "::1"}


@dataclass(frozen=True, slots=True)
class Client:
    """A registered client; ``secret`` is None for a public one."""

    client_id: str
    secret: str | None
    redirect_uris: tuple[str, ...]
    post_logout_uris: tuple[str, ...]
    any_loopback_port: bool = False

    def allows_redirect(self, uri: str) -> bool:
        """Exact match; a native client may use any port of the loopback address (RFC 8252 §7.3)."""
        if uri in self.redirect_uris:
            return True
        if not self.any_loopback_port:
            return False
        try:
            parts = urlsplit(uri)
            port_is_fine = parts.port is None or parts.port > 0
        except ValueError:
            return False
        plain = f"{parts.scheme}://{parts.hostname}{parts.path}"
        return (
            port_is_fine
            and parts.hostname in _LOOPBACK
            and not (parts.query or parts.fragment or parts.username)
            and plain in self.redirect_uris
        )

    def authenticates(self, secret: str | None) -> bool:
        """Whether ``secret`` proves the client; a public client proves nothing and sends none."""
        if self.secret is None:
            return secret is None or not secret
        return secret is not None and hmac.compare_digest(secret.encode(), self.secret.encode())


def registered(public_url: str, portal_secret: str) -> dict[str, Client]:
    """The clients by id; the portal's addresses lie under ``public_url``."""
    portal = public_url.rstrip("/")
    return {
        "huajie-cli": Client(
            "huajie-cli", None, ("http://127.0.0.1/callback",), (), any_loopback_port=True
        ),
        "huajie-portal": Client(
            "huajie-portal",
            portal_secret,
            (f"{portal}/auth/callback",),
            (f"{portal}/", f"{portal}/logged-out"),
        ),
    }
