"""Likeness to pairs that were judged before: a support vector machine with a radial kernel."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
CLIP = 4.0
"""Standard deviations beyond which evidence says no more."""
SAME = 3.0
"""How far the kind of pair (same petitioner or not) lies from the middle, in the same unit."""


def standard(values: Numbers, same: Numbers, mean: Numbers, spread: Numbers) -> Numbers:
    """Evidence in standard deviations, with the kind of pair as the last column."""
    scaled = np.clip((values - mean) / spread, -CLIP, CLIP)
    return np.column_stack([scaled, np.where(same > 0, SAME, -SAME)])


@dataclass(frozen=True)
class Kernel:
    """The pairs that bear the border, and what each says.

    Attributes:
        mean: of each kind of evidence in training.
        spread: standard deviation of each.
        support: the bearing pairs, standardised.
        weight: what each says; positive for the same matter.
        bias: the constant, on the scale of the weights.
        gamma: how quickly likeness fades with distance.
        sharpness: log-odds of one unit.
    """

    mean: Numbers
    spread: Numbers
    support: Numbers
    weight: Numbers
    bias: float
    gamma: float
    sharpness: float

    @classmethod
    def load(cls, path: Path) -> "Kernel":
        """Reads the shipped pairs."""
        with np.load(path, allow_pickle=False) as t:
            return cls(
                *(t[name].astype(np.float64) for name in ("mean", "spread", "support", "weight")),
                *(float(t[name]) for name in ("bias", "gamma", "sharpness")),
            )

    def save(self, path: Path) -> None:
        """Writes what ``load`` reads, in single precision."""
        np.savez_compressed(
            path, bias=self.bias, gamma=self.gamma, sharpness=self.sharpness,
            mean=self.mean.astype(np.float32), spread=self.spread.astype(np.float32),
            support=self.support.astype(np.float32), weight=self.weight.astype(np.float32),
        )  # fmt: skip

    def odds(self, values: Numbers, same: Numbers) -> Numbers:
        """Log-odds of each pair (a row of evidence)."""
        rows = standard(values, same, self.mean, self.spread)
        likeness = self._steep.dot(rows.T).T - self._far
        likeness -= self.gamma * np.square(rows).sum(axis=1)[:, None]
        said = np.exp(np.minimum(likeness, 0.0)) @ self.weight
        return np.asarray(self.sharpness * (said + self.bias), dtype=np.float64)

    @cached_property
    def _far(self) -> Numbers:
        return np.asarray(self.gamma * np.square(self.support).sum(axis=1), dtype=np.float64)

    @cached_property
    def _steep(self) -> Numbers:
        return np.asarray(2 * self.gamma * self.support, dtype=np.float64)
