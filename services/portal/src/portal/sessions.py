"""Sessions of logged-in browsers; tokens stay in this process and never reach the browser."""

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from servicekit.auth import Principal
from servicekit.clock import Clock

_RESULTS = 10
_PICKS = 20


@dataclass(slots=True)
class Tokens:
    """What the issuer handed out, and when (epoch seconds) the access token ends."""

    access: str
    refresh: str | None
    id_token: str
    expires: float


@dataclass(slots=True)
class Session:
    """One logged-in browser."""

    principal: Principal
    name: str
    tokens: Tokens
    csrf: str
    created: float
    seen: float
    flashes: list[str] = field(default_factory=list)
    results: OrderedDict[str, Any] = field(default_factory=OrderedDict)
    picks: OrderedDict[str, frozenset[int]] = field(default_factory=OrderedDict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def flash(self, sentence: str) -> None:
        """Keep a sentence for the next page; the same one is said once."""
        if sentence not in self.flashes:
            self.flashes.append(sentence)

    def take_flashes(self) -> list[str]:
        """The sentences to say now."""
        said, self.flashes = self.flashes, []
        return said

    def keep_result(self, key: str, result: Any) -> None:
        """Keep the result of a bulk action for the page that shows it."""
        self.results[key] = result
        while len(self.results) > _RESULTS:
            self.results.popitem(last=False)

    def keep_picks(self, key: str, rows: frozenset[int]) -> None:
        """Keep which rows of a list of several pages are ticked so far."""
        self.picks[key] = rows
        self.picks.move_to_end(key)
        while len(self.picks) > _PICKS:
            self.picks.popitem(last=False)


def _digest(sid: str) -> str:
    return hashlib.sha256(sid.encode()).hexdigest()


class SessionStore:
    """Keeps sessions by the digest of their id.

    Args:
        clock: when it is.
        idle: seconds without a request after which a session ends (等保: idle log-out).
        longest: seconds after which it ends in any case.
        cap: how many are kept.
    """

    def __init__(self, clock: Clock, *, idle: int, longest: int, cap: int) -> None:
        self._clock = clock
        self._idle = idle
        self._longest = longest
        self._cap = cap
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    def open(self, principal: Principal, name: str, tokens: Tokens) -> str:
        """Make a session and return the id for the cookie."""
        sid = secrets.token_urlsafe(32)
        now = self._clock.now().timestamp()
        self._sessions[_digest(sid)] = Session(
            principal, name, tokens, csrf=secrets.token_urlsafe(24), created=now, seen=now
        )
        while len(self._sessions) > self._cap:
            self._sessions.popitem(last=False)
        return sid

    def get(self, sid: str | None) -> Session | None:
        """The session of this id, unless it has ended; counts as a sign of life."""
        if not sid:
            return None
        key = _digest(sid)
        session = self._sessions.get(key)
        if session is None:
            return None
        now = self._clock.now().timestamp()
        if now - session.seen > self._idle or now - session.created > self._longest:
            del self._sessions[key]
            return None
        session.seen = now
        self._sessions.move_to_end(key)
        return session

    def close(self, sid: str | None) -> None:
        """End the session of this id."""
        if sid:
            self._sessions.pop(_digest(sid), None)

    def __len__(self) -> int:
        return len(self._sessions)
