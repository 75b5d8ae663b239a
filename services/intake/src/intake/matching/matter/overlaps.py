"""What the vectors of many pairs of petitions share, found for all pairs at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .letters import Ids
from .profile import Vector

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
_OWNER = np.uint64(32)


class Pack:
    """Vectors of different petitions one behind the other, found by petition and id."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self.lengths = np.array([len(v.ids) for v in vectors], dtype=np.intp)
        self.starts = np.cumsum(self.lengths) - self.lengths
        self.ids: Ids = np.concatenate([v.ids for v in vectors])
        self._owner = np.repeat(np.arange(len(vectors), dtype=np.intp), self.lengths)
        self.keys = keyed(self._owner, self.ids)
        self.weight = np.concatenate([v.weight for v in vectors]).astype(np.float64)
        self.other = np.concatenate([v.other for v in vectors]).astype(np.float64)
        self.norm = np.array([v.norm for v in vectors])
        self.other_norm = np.array([v.other_norm for v in vectors])

    def total(self, values: Numbers) -> Numbers:
        """Sum over each vector."""
        return summed(self._owner, values, len(self.lengths))

    def spread(self, owners: Places) -> tuple[Places, Places]:
        """The things of some vectors: for each the place in ``owners``, and its own place."""
        lengths = self.lengths[owners]
        each = np.repeat(np.arange(len(owners), dtype=np.intp), lengths)
        begins = np.cumsum(lengths) - lengths
        return each, np.arange(len(each)) + (self.starts[owners] - begins)[each]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What the left and the right vector of each pair share.

    Attributes:
        left: where the left vectors are.
        right: where the right ones are.
        owners: which vector is left in each pair.
        others: which one is right.
        pair: for each shared thing its pair.
        at_left: its place on the left.
        at_right: its place on the right.
    """

    left: Pack
    right: Pack
    owners: Places
    others: Places
    pair: Places
    at_left: Places
    at_right: Places

    @classmethod
    def of(cls, left: Pack, owners: Places, right: Pack, others: Places) -> "Overlap":
        """Finds the shared ids of each pair."""
        pair, at = left.spread(owners)
        found, hit = placed(keyed(others[pair], left.ids[at]), right.keys)
        return cls(left, right, owners, others, pair[hit], at[hit], found[hit])

    def total(self, values: Numbers) -> Numbers:
        """Sum over each pair's shared things."""
        return summed(self.pair, values, len(self.owners))

    def greatest(self, values: Numbers) -> Numbers:
        """The greatest of each pair's shared things; 0 where there are none."""
        found = np.zeros(len(self.owners))
        np.maximum.at(found, self.pair, values)
        return found

    def top(self, values: Numbers, most: int) -> Numbers:
        """Sum of the few greatest of each pair."""
        order = np.lexsort((-values, self.pair))
        pair = self.pair[order]
        rank = np.arange(len(pair)) - np.searchsorted(pair, pair)
        chosen = rank < most
        return summed(pair[chosen], values[order][chosen], len(self.owners))

    def cosine(self) -> Numbers:
        """Of the weights."""
        product = self.left.weight[self.at_left] * self.right.weight[self.at_right]
        return over(self.total(product), self.left.norm[self.owners] * self.right.norm[self.others])

    def other_cosine(self) -> Numbers:
        """Of the other weights."""
        product = self.left.other[self.at_left] * self.right.other[self.at_right]
        norms = self.left.other_norm[self.owners] * self.right.other_norm[self.others]
        return over(self.total(product), norms)

    def share(self, values: Numbers, empty: float) -> Numbers:
        """How much of the left vectors' ``values`` is shared; ``empty`` where there is nothing to share."""
        whole = self.left.total(values)[self.owners]
        return np.where(whole > 0, over(self.total(values[self.at_left]), whole), empty)


def keyed(owner: Places, ids: Ids) -> npt.NDArray[np.uint64]:
    """One number for a petition and an id."""
    return (owner.astype(np.uint64) << _OWNER) | ids


def placed(
    wanted: npt.NDArray[np.uint64], held: npt.NDArray[np.uint64]
) -> tuple[Places, npt.NDArray[np.bool_]]:
    """Where ``wanted`` stand in the rising ``held``, and which of them do."""
    if not len(held):
        return np.zeros(len(wanted), dtype=np.intp), np.zeros(len(wanted), dtype=bool)
    at = np.searchsorted(held, wanted)
    at[at == len(held)] = 0
    return at, held[at] == wanted


def summed(owner: Places, values: Numbers, count: int) -> Numbers:
    """Sum of the values of each owner."""
    return np.bincount(owner, values, count).astype(np.float64)


def over(part: Numbers, whole: Numbers) -> Numbers:
    """A share; 0 of nothing."""
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole != 0)
