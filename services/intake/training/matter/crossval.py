"""Grouped cross-validation: no petitioner, no labelled pair and no similar text on both sides."""

from itertools import product

import numpy as np
from dataset import Dataset
from learner import learn

FOLDS = 10
_BIG = 40
PRECISION = 0.87
"""Least precision out of fold at which a pair may be called the same; two points of reserve."""
SURE = (0.95, 0.985)
"""Least precision out of fold of what is suggested, for different petitioners and for the same one."""


def folds(group: np.ndarray, seed: int) -> np.ndarray:
    """A fold for each pair; big groups are spread first."""
    draw = np.random.RandomState(seed)
    names, sizes = np.unique(group, return_counts=True)
    order = draw.permutation(len(names))
    order = sorted(order, key=lambda i: -sizes[i] if sizes[i] > _BIG else 0)
    filled, place = np.zeros(FOLDS), {}
    for i in order:
        fold = int(np.argmin(filled + draw.rand(FOLDS) * 5))
        place[names[i]] = fold
        filled[fold] += sizes[i]
    return np.array([place[name] for name in group])


def grouped_probabilities(data: Dataset, seed: int) -> np.ndarray:
    """Probability of each pair by a model that saw none of its group."""
    fold = folds(data.group, seed)
    result = np.zeros(len(data.y))
    for part in range(FOLDS):
        out = fold == part
        model = learn(data.x[~out], data.y[~out], data.same[~out])
        result[out] = model.probabilities(data.x[out], data.same[out])
    return result


def scores(y: np.ndarray, said: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    hit = float((said & (y == 1)).sum())
    precision, recall = hit / max(1.0, said.sum()), hit / max(1.0, (y == 1).sum())
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def thresholds(data: Dataset, results: list[np.ndarray], head: int) -> dict[str, float]:
    """Decision where F1 is best and flat, suggestion where precision holds, by out-of-fold probabilities."""
    chosen = (data.same == head) & (data.source == 0)
    grid = np.arange(0.2, 0.8, 0.01)
    curve = np.array(
        [
            np.mean([scores(data.y[chosen], p[chosen] >= t) for p in results], axis=0)[[0, 2]]
            for t in grid
        ]
    )
    smooth = np.convolve(np.pad(curve[:, 1], 4, mode="edge"), np.ones(9) / 9, mode="valid")
    smooth[curve[:, 0] < PRECISION] = 0
    decision = float(round(grid[int(np.argmax(smooth))], 2))
    sure = [
        float(round(t, 2))
        for t in np.arange(0.6, 0.951, 0.05)
        if np.mean([scores(data.y[chosen], p[chosen] >= t)[0] for p in results]) >= SURE[head]
    ]
    return {"decision": decision, "suggested": min(sure, default=0.95), "clerical": 0.1}


def figures(data: Dataset, results: list[np.ndarray]) -> str:
    """A line for each source and kind of pair, with the threshold that would ship."""
    lines = []
    kinds = ((1, "same petitioner"), (0, "across petitioners"))
    for source, (head, title) in product(sorted(set(data.source.tolist())), kinds):
        chosen = (data.same == head) & (data.source == source)
        limit = thresholds(data, results, head)["decision"]
        each = np.array([scores(data.y[chosen], p[chosen] >= limit) for p in results])
        mean, spread = each.mean(axis=0), each.std(axis=0)
        lines.append(
            f"source {source}, {title}: P {mean[0]:.3f} R {mean[1]:.3f} F1 {mean[2]:.3f} "
            f"(sd {spread[2]:.3f}) at {limit:.2f}, "
            f"{chosen.sum()} pairs, {len(set(data.group[chosen]))} groups"
        )
    return "\n".join(lines)
