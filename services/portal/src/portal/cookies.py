"""The portal's cookies: bound to this host, unreadable by scripts, only over a trusted connection."""

from starlette.responses import Response

SESSION = "__Host-huajie"
BROWSER = "__Host-huajie-login"
"""Binds a login under way to the browser that began it."""
AGAIN = "__Host-huajie-again"
"""Says that a session lapsed here, so that the password is asked again."""


def keep(answer: Response, name: str, value: str, max_age: int | None = None) -> None:
    """Set a cookie; without ``max_age`` it ends with the browser."""
    answer.set_cookie(
        name, value, max_age=max_age, path="/", secure=True, httponly=True, samesite="lax"
    )


def drop(answer: Response, name: str) -> None:
    """Remove a cookie."""
    answer.delete_cookie(name, path="/", secure=True, httponly=True, samesite="lax")
