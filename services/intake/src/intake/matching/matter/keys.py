"""Blocking keys: two petitions about the same matter share at least one of them, most others none."""

import numpy as np
import numpy.typing as npt

from .grams import Rarity, hashes
from .profile import Profile

MAX_KEYS = 24
_SHINGLES = 3
_NAMES = 9
_GRAM = 3
_SALT_SHINGLE = np.uint64(0x5151)
_SALT_NAME = np.uint64(0xA0A0)


def keys(profile: Profile, rarity: Rarity) -> frozenset[int]:
    """Signed 64-bit keys of a petition: copies, names, and its rarest words."""
    found: list[int] = [
        int(v)
        for v in _signed(np.sort(profile.shingles)[:_SHINGLES].astype(np.uint64) ^ _SALT_SHINGLE)
    ]
    for name in profile.names[:_NAMES]:
        tail = hashes(name.text[-4:], min(4, len(name.text)))
        found.extend(int(v) for v in _signed(tail ^ _SALT_NAME))
    found.extend(_rarest(profile, rarity, MAX_KEYS - len(set(found))))
    return frozenset(found)


def _rarest(profile: Profile, rarity: Rarity, room: int) -> list[int]:
    subject = hashes(profile.subject_text, _GRAM)
    body = hashes(profile.body_text, _GRAM)
    grams, counts = np.unique(np.concatenate([subject, subject, body]), return_counts=True)
    if not len(grams) or room <= 0:
        return []
    short = (grams & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    score = rarity.of(short) * (1.0 + np.log(counts))
    best = np.argsort(-score, kind="stable")[:room]
    return [int(v) for v in _signed(grams[best])]


def _signed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    return values.view(np.int64)
