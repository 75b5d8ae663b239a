"""Logins under way: what must come back from the issuer, bound to the browser that began."""

import base64
import hashlib
import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass

from servicekit.clock import Clock
from servicekit.errors import Category, DomainError

_TTL = 600
_CAP = 5000


class LoginAttemptUnknownError(DomainError):
    """The answer belongs to no login that this browser began."""

    code = "login_attempt_unknown"
    category = Category.INVALID


@dataclass(frozen=True, slots=True)
class Attempt:
    """One login: state, nonce and PKCE verifier, and where to go afterwards."""

    state: str
    nonce: str
    verifier: str
    next: str
    browser: str
    begun: float

    @property
    def challenge(self) -> str:
        """The S256 challenge of the verifier (RFC 7636)."""
        raw = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Attempts:
    """Keeps attempts for ten minutes; each can be taken once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, Attempt] = OrderedDict()

    def begin(self, next_: str, browser: str) -> Attempt:
        """Start a login for the browser that holds the cookie value ``browser``."""
        attempt = Attempt(
            state=secrets.token_urlsafe(24),
            nonce=secrets.token_urlsafe(24),
            verifier=secrets.token_urlsafe(48),
            next=next_,
            browser=browser,
            begun=self._clock.now().timestamp(),
        )
        self._kept[attempt.state] = attempt
        while len(self._kept) > _CAP:
            self._kept.popitem(last=False)
        return attempt

    def take(self, state: str, browser: str | None) -> Attempt:
        """The attempt of ``state``.

        Raises:
            LoginAttemptUnknownError: unknown, used, too old, or another browser's.
        """
        attempt = self._kept.get(state)
        fits = (
            attempt is not None
            and browser is not None
            and hmac.compare_digest(attempt.browser, browser)
            and self._clock.now().timestamp() - attempt.begun <= _TTL
        )
        if attempt is None or not fits:
            raise LoginAttemptUnknownError("登录请求已失效或不是由本浏览器发起，请重新登录。")
        del self._kept[state]
        return attempt
