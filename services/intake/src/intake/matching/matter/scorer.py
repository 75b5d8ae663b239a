"""The trained scorer: a logistic regression and a few shallow trees, averaged in log-odds."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Tree = tuple[tuple[int, float, int, int, float], ...]
"""Nodes (feature, threshold, left, right, value); feature -1 marks a leaf."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which a pair counts as the same matter, is suggested, goes to a clerk."""

    decision: float
    suggested: float
    clerical: float


@dataclass(frozen=True, slots=True)
class Scorer:
    """Turns named evidence into a probability.

    Attributes:
        names: the evidence in the order of the weights; ``same_person`` comes last.
        linear: weights on raw evidence, for different petitioners and for the same one.
        bias: the constants that go with them.
        trees: shallow regression trees on the log-odds scale.
        base: where the trees start.
        thresholds: for different petitioners and for the same one.
    """

    names: tuple[str, ...]
    linear: tuple[tuple[float, ...], tuple[float, ...]]
    bias: tuple[float, float]
    trees: tuple[Tree, ...]
    base: float
    thresholds: tuple[Thresholds, Thresholds]

    @classmethod
    def load(cls, path: Path) -> "Scorer":
        """Reads the shipped weights."""
        return cls.parsed(json.loads(path.read_text(encoding="utf-8")))

    @classmethod
    def parsed(cls, data: Mapping[str, Any]) -> "Scorer":
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
            thresholds=(Thresholds(**different["thresholds"]), Thresholds(**same["thresholds"])),
        )

    def probability(self, evidence: Mapping[str, float], *, same_person: bool) -> float:
        """Probability that the pair is the same matter, among pairs like those it learned from."""
        values = [evidence[name] for name in self.names]
        head = int(same_person)
        linear = self.bias[head]
        for weight, value in zip(self.linear[head], values, strict=True):
            linear += weight * value
        values.append(float(same_person))
        odds = (linear + self.base + grown(self.trees, values)) / 2
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def grown(trees: Sequence[Tree], values: Sequence[float]) -> float:
    """The sum of the leaves that a pair falls into."""
    total = 0.0
    for tree in trees:
        feature, threshold, left, right, value = tree[0]
        while feature >= 0:
            feature, threshold, left, right, value = tree[
                left if values[feature] <= threshold else right
            ]
        total += value
    return total
