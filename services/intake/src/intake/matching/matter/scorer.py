"""The trained scorer: a regression, shallow trees and a kernel machine, averaged in log-odds."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .kernel import Kernel

Tree = tuple[tuple[int, float, int, int, float], ...]
"""Nodes (feature, threshold, left, right, value); feature -1 marks a leaf."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which a pair counts as the same matter, is suggested, goes to a clerk."""

    decision: float
    suggested: float
    clerical: float


@dataclass(frozen=True)
class Scorer:
    """Turns named evidence into a probability.

    Attributes:
        names: the evidence in the order of the weights; ``same_person`` comes last.
        linear: weights on raw evidence, for different petitioners and for the same one.
        bias: the constants that go with them.
        trees: shallow regression trees on the log-odds scale.
        base: where the trees start.
        kernel: likeness to pairs that were judged before.
        mix: shares of regression, trees and kernel, for different petitioners and for the same one.
        thresholds: for different petitioners and for the same one.
    """

    names: tuple[str, ...]
    linear: tuple[tuple[float, ...], tuple[float, ...]]
    bias: tuple[float, float]
    trees: tuple[Tree, ...]
    base: float
    kernel: Kernel
    mix: tuple[tuple[float, ...], tuple[float, ...]]
    thresholds: tuple[Thresholds, Thresholds]

    @classmethod
    def load(cls, path: Path, kernel: Path) -> "Scorer":
        """Reads the shipped weights."""
        return cls.parsed(json.loads(path.read_text(encoding="utf-8")), Kernel.load(kernel))

    @classmethod
    def parsed(cls, data: Mapping[str, Any], kernel: Kernel) -> "Scorer":
        """The scorer of its JSON form."""
        different, same = data["heads"]
        return cls(
            names=tuple(data["features"]),
            linear=(tuple(different["weights"]), tuple(same["weights"])),
            bias=(different["bias"], same["bias"]),
            trees=tuple(
                tuple((n[0], n[1], n[2], n[3], n[4]) for n in tree) for tree in data["trees"]
            ),
            base=data["base"],
            kernel=kernel,
            mix=(tuple(different["mix"]), tuple(same["mix"])),
            thresholds=(Thresholds(**different["thresholds"]), Thresholds(**same["thresholds"])),
        )

    def probability(self, evidence: Mapping[str, float], *, same_person: bool) -> float:
        """Probability that the pair is the same matter, among pairs like those it learned from."""
        return self.probabilities([evidence], [same_person])[0]

    def probabilities(
        self, evidence: Sequence[Mapping[str, float]], same_person: Sequence[bool]
    ) -> list[float]:
        """The same of many pairs; ``same_person`` says of each whether it has a petitioner in common."""
        values = np.array([[e[name] for name in self.names] for e in evidence])
        same = np.array(same_person)
        linear = np.where(
            same, values @ self.linear[1] + self.bias[1], values @ self.linear[0] + self.bias[0]
        )
        grown = self.base + self._forest.grown(np.column_stack([values, same]))
        alike = self.kernel.odds(values, same)
        mix = np.where(same, np.array(self.mix[1])[:, None], np.array(self.mix[0])[:, None])
        odds = (mix * np.stack([linear, grown, alike])).sum(axis=0)
        chance: list[float] = (1.0 / (1.0 + np.exp(-np.clip(odds, -30.0, 30.0)))).tolist()
        return chance

    @cached_property
    def _forest(self) -> "Forest":
        return Forest(self.trees)


class Forest:
    """Trees side by side, for many pairs at once."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        size = max((len(tree) for tree in trees), default=1)
        leaf = (-1, 0.0, 0, 0, 0.0)
        padded = [[*tree, *[leaf] * (size - len(tree))] for tree in trees]
        columns = np.array(padded, dtype=np.float64).reshape(len(trees), size, 5)
        self._feature = columns[..., 0].astype(np.intp)
        self._threshold = columns[..., 1]
        self._left, self._right = columns[..., 2].astype(np.intp), columns[..., 3].astype(np.intp)
        self._value = columns[..., 4]
        self._tree = np.arange(len(trees))

    def grown(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """For each pair the sum of the leaves that it falls into."""
        rows = np.arange(len(values))[:, None]
        at = np.zeros((len(values), len(self._tree)), dtype=np.intp)
        while True:
            feature = self._feature[self._tree, at]
            inner = feature >= 0
            if not inner.any():
                found: npt.NDArray[np.float64] = self._value[self._tree, at].sum(axis=1)
                return found
            less = values[rows, feature] <= self._threshold[self._tree, at]
            step = np.where(less, self._left[self._tree, at], self._right[self._tree, at])
            at = np.where(inner, step, at)
