"""The issuer's SQLite file: accounts with their units, lockouts, sessions, codes, refresh tokens."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

_SCHEMA = """
create table if not exists accounts (
  username text primary key, sub text not null unique, name text not null, password_hash text);
create table if not exists memberships (
  username text not null references accounts, unit text not null, roles text not null,
  primary key (username, unit));
create table if not exists failures (
  username text primary key, count integer not null, locked_until real not null default 0);
create table if not exists sessions (
  sid text primary key, username text not null, auth_time real not null, expires real not null);
create table if not exists codes (
  code_hash text primary key, grant_json text not null, family text not null, expires real not null,
  used integer not null default 0);
create table if not exists refresh_tokens (
  token_hash text primary key, family text not null, sid text not null, grant_json text not null,
  expires real not null, used integer not null default 0);
"""


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may log in; ``units`` maps a unit code to the roles held there."""

    username: str
    sub: str
    name: str
    password_hash: str | None
    units: dict[str, tuple[str, ...]]


class IssuerStore:
    """All that the issuer remembers. One process, one connection; each method is one transaction."""

    def __init__(self, file: Path) -> None:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        os.close(descriptor)
        self._db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._db.execute("begin immediate")
        try:
            yield self._db
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    # accounts

    def account(self, username: str) -> Account | None:
        """The account of that login name."""
        row = self._db.execute(
            "select username, sub, name, password_hash from accounts where username = ?",
            (username,),
        ).fetchone()
        if row is None:
            return None
        units = self._db.execute(
            "select unit, roles from memberships where username = ? order by rowid", (username,)
        )
        held = {u: tuple(json.loads(r)) for u, r in units}
        return Account(row[0], row[1], row[2], row[3], held)

    def add(self, username: str, name: str, password_hash: str | None) -> bool:
        """Make an account; False when the name is taken (nothing is changed)."""
        with self._transaction() as db:
            done = db.execute(
                "insert into accounts values (?, ?, ?, ?) on conflict do nothing",
                (username, str(uuid4()), name, password_hash),
            )
            return done.rowcount == 1

    def put_membership(self, username: str, unit: str, roles: list[str]) -> bool:
        """Give an account its roles in a unit; False when it belonged to the unit before."""
        with self._transaction() as db:
            known = db.execute(
                "select 1 from memberships where username = ? and unit = ?", (username, unit)
            ).fetchone()
            db.execute(
                "insert into memberships values (?, ?, ?)"
                " on conflict (username, unit) do update set roles = excluded.roles",
                (username, unit, json.dumps(roles)),
            )
            return known is None

    def seed(self, accounts: list[tuple[str, str, dict[str, list[str]]]]) -> None:
        """Make, in one transaction, those of (username, name, roles per unit) that are missing."""
        with self._transaction() as db:
            for username, name, units in accounts:
                db.execute(
                    "insert into accounts values (?, ?, ?, null) on conflict do nothing",
                    (username, str(uuid4()), name),
                )
                for unit, roles in units.items():
                    db.execute(
                        "insert into memberships values (?, ?, ?) on conflict do nothing",
                        (username, unit, json.dumps(roles)),
                    )

    def set_hash(self, username: str, password_hash: str) -> None:
        """Store the hash of a password that was only seeded so far."""
        with self._transaction() as db:
            db.execute(
                "update accounts set password_hash = ? where username = ?",
                (password_hash, username),
            )

    def without_hash(self) -> list[str]:
        """Accounts whose seeded password is not hashed yet."""
        rows = self._db.execute("select username from accounts where password_hash is null")
        return [r[0] for r in rows]

    # lockout

    def locked_until(self, username: str) -> float:
        """Until when (epoch seconds) logging in under this name is refused; 0 for not at all."""
        row = self._db.execute(
            "select locked_until from failures where username = ?", (username,)
        ).fetchone()
        return float(row[0]) if row else 0.0

    def failed(self, username: str, *, limit: int, lock_until: float) -> bool:
        """Count a wrong password; True when this one locks the name."""
        with self._transaction() as db:
            count = db.execute(
                "insert into failures (username, count) values (?, 1)"
                " on conflict (username) do update set count = count + 1 returning count",
                (username,),
            ).fetchone()[0]
            if count < limit:
                return False
            db.execute(
                "update failures set count = 0, locked_until = ? where username = ?",
                (lock_until, username),
            )
            return True

    def succeeded(self, username: str) -> None:
        """Forget the wrong passwords."""
        with self._transaction() as db:
            db.execute("delete from failures where username = ?", (username,))

    # single sign-on sessions

    def open_session(self, sid: str, username: str, *, now: float, expires: float) -> None:
        """Remember that this browser is logged in; forget sessions that ended."""
        with self._transaction() as db:
            db.execute("delete from sessions where expires < ?", (now,))
            db.execute("insert into sessions values (?, ?, ?, ?)", (sid, username, now, expires))

    def session(self, sid: str, *, now: float) -> tuple[str, float] | None:
        """Login name and time of login of a live session."""
        row = self._db.execute(
            "select username, auth_time from sessions where sid = ? and expires > ?", (sid, now)
        ).fetchone()
        return (row[0], row[1]) if row else None

    def end_session(self, sid: str) -> None:
        """Log out: the session and every refresh token that grew from it end."""
        with self._transaction() as db:
            db.execute("delete from sessions where sid = ?", (sid,))
            db.execute("delete from refresh_tokens where sid = ?", (sid,))

    # codes and refresh tokens, by hash only

    def put_code(self, code_hash: str, grant: dict[str, Any], family: str, expires: float) -> None:
        """Keep an authorization code."""
        with self._transaction() as db:
            db.execute(
                "insert into codes values (?, ?, ?, ?, 0)",
                (code_hash, json.dumps(grant), family, expires),
            )

    def take_code(self, code_hash: str, *, now: float) -> tuple[dict[str, Any], str] | None:
        """Use a code up; a second use also revokes all tokens of the first (RFC 6749 §4.1.2)."""
        with self._transaction() as db:
            db.execute("delete from codes where expires < ?", (now - 600,))
            row = db.execute(
                "select grant_json, family, expires, used from codes where code_hash = ?",
                (code_hash,),
            ).fetchone()
            if row is None:
                return None
            if row[3]:
                db.execute("delete from refresh_tokens where family = ?", (row[1],))
                return None
            db.execute("update codes set used = 1 where code_hash = ?", (code_hash,))
            return (json.loads(row[0]), row[1]) if row[2] > now else None

    def put_refresh(
        self, token_hash: str, *, family: str, sid: str, grant: dict[str, Any], expires: float
    ) -> None:
        """Keep a refresh token."""
        with self._transaction() as db:
            db.execute(
                "insert into refresh_tokens values (?, ?, ?, ?, ?, 0)",
                (token_hash, family, sid, json.dumps(grant), expires),
            )

    def take_refresh(
        self, token_hash: str, *, now: float
    ) -> tuple[dict[str, Any], str, str] | None:
        """Use a refresh token up; a second use revokes its whole family (RFC 9700 §4.14)."""
        with self._transaction() as db:
            db.execute("delete from refresh_tokens where expires < ?", (now,))
            row = db.execute(
                "select grant_json, family, sid, used from refresh_tokens where token_hash = ?",
                (token_hash,),
            ).fetchone()
            if row is None:
                return None
            if row[3]:
                db.execute("delete from refresh_tokens where family = ?", (row[1],))
                return None
            db.execute("update refresh_tokens set used = 1 where token_hash = ?", (token_hash,))
            return json.loads(row[0]), row[1], row[2]
