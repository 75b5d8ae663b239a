"""Grouped cross-validation: no user and no event on both sides."""

import numpy as np
from dataset import Dataset
from learner import learn

FOLDS = 8
_BIG = 40


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
    chosen = data.same == head
    grid = np.arange(0.3, 0.7, 0.01)
    curve = np.array(
        [np.mean([scores(data.y[chosen], p[chosen] >= t)[2] for p in results]) for t in grid]
    )
    smooth = np.convolve(np.pad(curve, 4, mode="edge"), np.ones(9) / 9, mode="valid")
    decision = float(round(grid[int(np.argmax(smooth))], 2))
    return {"decision": decision, "suggested": 0.9, "clerical": 0.1}


def figures(data: Dataset, results: list[np.ndarray]) -> str:
    """A line for each kind of pair, with the threshold that would ship."""
    lines = []
    for head, title in ((1, "same petitioner"), (0, "across petitioners")):
        chosen = data.same == head
        limit = thresholds(data, results, head)["decision"]
        each = np.array([scores(data.y[chosen], p[chosen] >= limit) for p in results])
        mean, spread = each.mean(axis=0), each.std(axis=0)
        lines.append(
            f"{title}: P {mean[0]:.3f} R {mean[1]:.3f} F1 {mean[2]:.3f} (sd {spread[2]:.3f}) at {limit:.2f}, "
            f"{chosen.sum()} pairs, {len(set(data.group[chosen]))} groups"
        )
    return "\n".join(lines)
