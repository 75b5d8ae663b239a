"""Logging in: a password, a lockout after five wrong ones, a session for single sign-on."""

import asyncio
import secrets
from dataclasses import dataclass

from servicekit.clock import Clock
from servicekit.logging import get_logger

from standalone.issuer import passwords
from standalone.issuer.store import Account, IssuerStore

log = get_logger(__name__)

MAX_FAILURES = 5
_AT_ONCE = 2
"""How many passwords are hashed at the same time: each takes 19 MiB and a core."""


class LoginRefusedError(Exception):
    """The sentence for the login page."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is logged in."""

    sid: str
    account: Account
    auth_time: float


class Logins:
    """Checks passwords and keeps sessions.

    Args:
        store: accounts and lockouts.
        seeded: passwords of demo accounts whose hash is not made yet.
        clock: when it is.
        lock_seconds: how long five wrong passwords lock a name.
        session_seconds: how long a session lasts.
    """

    def __init__(
        self,
        store: IssuerStore,
        seeded: dict[str, str],
        clock: Clock,
        *,
        lock_seconds: int,
        session_seconds: int,
    ) -> None:
        self._store = store
        self._seeded = seeded
        self._clock = clock
        self._lock_seconds = lock_seconds
        self._session_seconds = session_seconds
        self._hashing = asyncio.Semaphore(_AT_ONCE)

    async def log_in(self, username: str, password: str) -> Session:
        """Open a session.

        Raises:
            LoginRefusedError: wrong name or password, or locked; a name that does not exist behaves alike.
        """
        username = username.strip().lower()
        locked = self._store.locked_until(username) - self._clock.now().timestamp()
        if locked > 0:
            raise LoginRefusedError(_locked_sentence(locked))
        account = self._store.account(username)
        if not await self._is_right(account, password) or account is None:
            until = self._clock.now().timestamp() + self._lock_seconds
            if self._store.failed(username, limit=MAX_FAILURES, lock_until=until):
                log.warning("login_locked")
                raise LoginRefusedError(_locked_sentence(self._lock_seconds))
            raise LoginRefusedError("用户名或密码不正确。")
        self._store.succeeded(username)
        sid, now = secrets.token_urlsafe(24), self._clock.now().timestamp()
        self._store.open_session(sid, username, now=now, expires=now + self._session_seconds)
        return Session(sid, account, now)

    def current(self, sid: str | None) -> Session | None:
        """The live session of a browser."""
        found = self._store.session(sid, now=self._clock.now().timestamp()) if sid else None
        account = self._store.account(found[0]) if found else None
        if sid is None or found is None or account is None:
            return None
        return Session(sid, account, found[1])

    async def _is_right(self, account: Account | None, password: str) -> bool:
        async with self._hashing:
            stored = account.password_hash if account else await asyncio.to_thread(passwords.decoy)
            if account is not None and stored is None:
                stored = await self._hash_seeded(account.username)
            return await asyncio.to_thread(passwords.matches, stored or "", password)

    async def _hash_seeded(self, username: str) -> str | None:
        seeded = self._seeded.get(username)
        if seeded is None:
            return None
        stored = await asyncio.to_thread(passwords.hashed, seeded)
        self._store.set_hash(username, stored)
        return stored

    async def hash_remaining(self, *, first_after: float = 20.0, pause: float = 0.2) -> None:
        """Hash the seeded passwords that nobody used yet, slowly, once the start is over."""
        await asyncio.sleep(first_after)
        for username in self._store.without_hash():
            await self._hash_seeded(username)
            await asyncio.sleep(pause)


def _locked_sentence(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    return f"密码连续输错 {MAX_FAILURES} 次，该账号已锁定，请约 {minutes} 分钟后再试。"
