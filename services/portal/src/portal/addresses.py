"""Addresses inside the portal that may be returned to."""

from urllib.parse import quote, urlsplit

_MAX = 500


def inner(target: str | None) -> str:
    """``target`` when it is a plain path of this portal, else the desk: no open redirects."""
    if not target or len(target) > _MAX or not target.startswith("/"):
        return "/"
    if target.startswith("//") or "\\" in target or any(ord(c) < 33 for c in target):  # noqa: PLR2004
        return "/"
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or parts.path.startswith(("/login", "/auth", "/logout")):
        return "/"
    return target


def login_for(target: str) -> str:
    """The login address that comes back to ``target``."""
    return f"/login?next={quote(inner(target), safe='/')}"
