"""The Fellegi-Sunter model for any records: levels of agreement, their weights, and how they are learnt.

Fellegi and Sunter, "A Theory for Record Linkage", JASA 1969; levels and the use of random pairs for u
follow later practice. Nothing here knows what a person is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log2
from typing import Any

import numpy as np
from numpy.typing import NDArray

MISSING = -1
"""Level of a comparison in which one side is empty: it says nothing, its weight is 0."""

_FLOOR = 1e-9


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field, compared in levels from agreement to disagreement.

    Attributes:
        name: the field.
        levels: names of the levels, best first.
        m: how often each level is seen in pairs of one entity; sums to 1, none is 0.
        u: the same in pairs of two entities; none is 0.
    """

    name: str
    levels: tuple[str, ...]
    m: tuple[float, ...]
    u: tuple[float, ...]

    def weight(self, level: int) -> float:
        """Bits of evidence of a level: positive speaks for one entity."""
        if level == MISSING:
            return 0.0
        return log2(self.m[level] / self.u[level])


@dataclass(frozen=True, slots=True)
class Scheme:
    """Comparisons taken together, independent of each other given the truth.

    Attributes:
        comparisons: in the order of the patterns.
        prior: bits; log2 odds that a pair is one entity before anything was compared.
    """

    comparisons: tuple[Comparison, ...]
    prior: float

    def bits(self, pattern: Sequence[int]) -> float:
        """Log2 odds that a pair with this pattern of levels is one entity."""
        return self.prior + sum(
            c.weight(level) for c, level in zip(self.comparisons, pattern, strict=True)
        )


def probability(bits: float) -> float:
    """Turns log2 odds into a probability; no overflow at any size."""
    return float(1 / (1 + 2 ** -max(-900.0, min(900.0, bits))))


def shares(
    patterns: NDArray[np.int_],
    weights: NDArray[np.float64],
    sizes: Sequence[int],
    prior: float = 0.5,
) -> list[tuple[float, ...]]:
    """Share of each level in a set of pairs, weighted and smoothed; missing values are left out."""
    out = []
    for column, size in enumerate(sizes):
        seen = patterns[:, column]
        known = seen != MISSING
        counts = np.bincount(seen[known], weights=weights[known], minlength=size) + prior
        out.append(tuple(float(x) for x in counts / counts.sum()))
    return out


def with_u(scheme: Scheme, random_pairs: NDArray[np.int_]) -> Scheme:
    """The scheme with u learnt from pairs drawn at random, nearly all of which are two entities."""
    sizes = [len(c.levels) for c in scheme.comparisons]
    u = shares(random_pairs, np.ones(len(random_pairs)), sizes)
    return replace(
        scheme,
        comparisons=tuple(replace(c, u=x) for c, x in zip(scheme.comparisons, u, strict=True)),
    )


def learn_m(scheme: Scheme, pairs: NDArray[np.int_], *, rounds: int = 50) -> Scheme:
    """Expectation-maximisation over unlabelled candidate pairs: m and the prior move, u stays.

    Args:
        scheme: start values; its u is kept.
        pairs: one row of levels a candidate pair.
        rounds: at most so many rounds; stops when no m moves by more than 1e-5.
    """
    patterns, counts = np.unique(pairs, axis=0, return_counts=True)
    sizes = [len(c.levels) for c in scheme.comparisons]
    for _ in range(rounds):
        odds = np.array([scheme.bits(p) for p in patterns.tolist()])
        match = counts / (1 + np.exp2(-np.clip(odds, -900, 900)))
        m = shares(patterns, match, sizes)
        share = min(max(match.sum() / counts.sum(), _FLOOR), 1 - _FLOOR)
        after = Scheme(
            tuple(replace(c, m=x) for c, x in zip(scheme.comparisons, m, strict=True)),
            float(np.log2(share / (1 - share))),
        )
        moved = max(
            abs(x - y)
            for c, d in zip(scheme.comparisons, after.comparisons, strict=True)
            for x, y in zip(c.m, d.m, strict=True)
        )
        scheme = after
        if moved < 1e-5:  # noqa: PLR2004
            break
    return scheme


def to_json(scheme: Scheme) -> dict[str, Any]:
    """The scheme as plain data, each level with its m and u."""
    return {
        "prior": round(scheme.prior, 3),
        "comparisons": {
            c.name: {
                level: [float(f"{m:.4g}"), float(f"{u:.4g}")]
                for level, m, u in zip(c.levels, c.m, c.u, strict=True)
            }
            for c in scheme.comparisons
        },
    }


def from_json(data: dict[str, Any]) -> Scheme:
    """The scheme that ``to_json`` wrote."""
    return Scheme(
        tuple(
            Comparison(
                name,
                tuple(levels),
                tuple(m for m, _ in levels.values()),
                tuple(u for _, u in levels.values()),
            )
            for name, levels in data["comparisons"].items()
        ),
        data["prior"],
    )
