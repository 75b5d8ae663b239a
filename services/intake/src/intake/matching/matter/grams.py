"""Characters in a row (n-grams) as hashed, weighted vectors; rare ones weigh more."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.uint32]
Weights = npt.NDArray[np.float32]

_M1 = np.uint64(0x9E3779B97F4A7C15)
_M2 = np.uint64(0xBF58476D1CE4E5B9)
_HAN, _DIGIT, _LATIN = (0x4E00, 0x9FFF), (0x30, 0x39), (0x61, 0x7A)
_MASK = np.uint64(0xFFFFFFFF)
_S29 = np.uint64(29)
_S32 = np.uint64(32)


def _letters(text: str) -> npt.NDArray[np.uint64]:
    """Code points; everything that is neither letter, digit nor Han character becomes 0."""
    points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    kept = np.zeros(len(points), dtype=bool)
    for first, last in (_HAN, _DIGIT, _LATIN):
        kept |= (points >= first) & (points <= last)
    points[~kept] = 0
    return points


def _mix(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    mixed = values * _M1
    mixed ^= mixed >> _S29
    mixed *= _M2
    mixed ^= mixed >> _S32
    return mixed


def hashes(text: str, size: int) -> npt.NDArray[np.uint64]:
    """Hashes (64 bits) of all n-grams of one size, in order; those over a break are left out."""
    points = _letters(text)
    count = len(points) - size + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    state = np.full(count, size, dtype=np.uint64)
    whole = np.ones(count, dtype=bool)
    for offset in range(size):
        window = points[offset : offset + count]
        whole &= window != 0
        state = _mix(state ^ window)
    return state[whole]


def ids(text: str, sizes: tuple[int, ...]) -> Ids:
    """Short hashes (32 bits) of all n-grams of several sizes, with repetitions."""
    parts = [hashes(text, size) for size in sizes]
    return (np.concatenate(parts) & _MASK).astype(np.uint32)


@dataclass(frozen=True, slots=True)
class Vector:
    """N-grams of a text: ids in rising order, their rarity, and weights of length one."""

    ids: Ids
    rarity: Weights
    weights: Weights


class Rarity:
    """In how many petitions an n-gram was seen; what was never seen is rarest."""

    def __init__(self, known: Ids, logdf: Weights, documents: int) -> None:
        self._known = known
        self._idf = (np.log(documents + 1.0) - logdf).astype(np.float32)
        self.ceiling = float(np.log(documents + 1.0) - np.log(2.0))

    @classmethod
    def load(cls, path: Path) -> "Rarity":
        """Reads the shipped table."""
        with np.load(path, allow_pickle=False) as table:
            return cls(
                table["ids"], np.log1p(table["df"].astype(np.float32)), int(table["documents"])
            )

    def of(self, wanted: Ids) -> Weights:
        """Inverse document frequency of each n-gram, natural logarithm."""
        if not len(wanted):
            return np.zeros(0, dtype=np.float32)
        at = np.searchsorted(self._known, wanted)
        at[at == len(self._known)] = 0
        return np.where(self._known[at] == wanted, self._idf[at], np.float32(self.ceiling)).astype(
            np.float32
        )

    def vector(self, text: str, sizes: tuple[int, ...] = (1, 2, 3)) -> Vector:
        """TF-IDF vector of a text, term counts damped by their logarithm."""
        unique, counts = np.unique(ids(text, sizes), return_counts=True)
        rarity = self.of(unique)
        weights = rarity * (1.0 + np.log(counts, dtype=np.float32))
        length = float(np.sqrt(np.dot(weights, weights)))
        return Vector(unique, rarity, (weights / length if length else weights).astype(np.float32))


def positions(small: Ids, large: Ids) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Where the ids of one vector stand in another, and which of them do."""
    at = np.searchsorted(large, small)
    at[at == len(large)] = 0
    return at, (large[at] == small if len(large) else np.zeros(len(small), dtype=bool))


def cosine(a: Vector, b: Vector) -> float:
    """Cosine of two vectors."""
    if len(a.ids) > len(b.ids):
        a, b = b, a
    if not len(a.ids):
        return 0.0
    at, hit = positions(a.ids, b.ids)
    return float(np.dot(a.weights[hit], b.weights[at[hit]]))


def covered(part: Vector, whole: Vector) -> float:
    """Share of a text's n-grams, by rarity, that the other text has too."""
    if not len(part.ids) or not len(whole.ids):
        return 0.0
    _, hit = positions(part.ids, whole.ids)
    total = float(part.rarity.sum())
    return float(part.rarity[hit].sum()) / total if total else 0.0
