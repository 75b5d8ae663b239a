"""Passwords: readable random ones for demo accounts, argon2id for keeping."""

import secrets
from functools import lru_cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

_CONSONANTS = "bdfghjkmnprstvwz"
_VOWELS = "aeiou"


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)


def readable() -> str:
    """A random password that can be read out: three words of two syllables and two digits (44 bits)."""

    def word() -> str:
        return "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(2))

    return f"{word()}-{word()}-{word()}-{secrets.randbelow(90) + 10}"


def hashed(password: str) -> str:
    """The argon2id hash (two passes over 19 MiB)."""
    return _hasher().hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether ``password`` is the one that was hashed."""
    try:
        return _hasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def decoy() -> str:
    """A hash nobody's password has: an unknown name costs as long as a known one."""
    return hashed(secrets.token_urlsafe(16))
