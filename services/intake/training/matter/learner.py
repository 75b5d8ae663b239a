"""A logistic regression with one head for each kind of pair, shallow trees, and a kernel machine."""

from dataclasses import dataclass

import numpy as np
from intake.matching.matter.kernel import Kernel, standard
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

INVERSE_PENALTY = 0.02
TREES = 150
MARGIN_COST, GAMMA = 2.0, 0.01
SHARPNESS = 1.6
"""Log-odds of one unit of the kernel machine; by cross-validation."""
MIX = ((0.0, 1 / 3, 2 / 3), (0.5, 0.5, 0.0))
"""Shares of regression, trees and kernel, for different petitioners and for the same one; by cross-validation."""


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights on raw evidence per head, the trees, and the kernel machine."""

    weights: tuple[np.ndarray, np.ndarray]
    bias: tuple[float, float]
    trees: list[list[tuple[int, float, int, int, float]]]
    base: float
    forest: HistGradientBoostingClassifier
    kernel: Kernel

    def probabilities(self, x: np.ndarray, same: np.ndarray) -> np.ndarray:
        """As the product computes them."""
        linear = np.where(
            same == 1, x @ self.weights[1] + self.bias[1], x @ self.weights[0] + self.bias[0]
        )
        grown = self.forest.decision_function(np.column_stack([x, same]))
        alike = self.kernel.odds(x, same)
        mix = np.array(MIX).T[:, same]
        return np.asarray(
            1.0 / (1.0 + np.exp(-(mix * np.stack([linear, grown, alike])).sum(axis=0)))
        )


def learn(x: np.ndarray, y: np.ndarray, same: np.ndarray) -> Learned:
    """Both parts on the same pairs; the heads of the regression share what they can (interaction terms)."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = (x - mean) / spread
    side = (same - 0.5)[:, None]
    linear = LogisticRegression(C=INVERSE_PENALTY, max_iter=5000).fit(
        np.hstack([z, z * side, side * 2]), y
    )
    count = x.shape[1]
    coefficients = linear.coef_[0]
    heads, bias = [], []
    for head in (0, 1):
        weights = (coefficients[:count] + coefficients[count : 2 * count] * (head - 0.5)) / spread
        heads.append(weights)
        bias.append(
            float(linear.intercept_[0] + coefficients[-1] * (2 * head - 1) - weights @ mean)
        )
    forest = HistGradientBoostingClassifier(
        max_iter=TREES,
        max_depth=3,
        learning_rate=0.05,
        min_samples_leaf=15,
        l2_regularization=5.0,
        max_features=0.3,
        max_bins=64,
        early_stopping=False,
        random_state=0,
    ).fit(np.column_stack([x, same]), y)
    trees = [_nodes(stage[0].nodes) for stage in forest._predictors]
    return Learned(
        (heads[0], heads[1]),
        (bias[0], bias[1]),
        trees,
        float(forest._baseline_prediction.ravel()[0]),
        forest,
        _kernel(x, y, same, mean, spread),
    )


def _kernel(
    x: np.ndarray, y: np.ndarray, same: np.ndarray, mean: np.ndarray, spread: np.ndarray
) -> Kernel:
    machine = SVC(C=MARGIN_COST, gamma=GAMMA).fit(standard(x, same, mean, spread), y)
    return Kernel(
        mean, spread, machine.support_vectors_, machine.dual_coef_[0],
        float(machine.intercept_[0]), GAMMA, SHARPNESS,
    )  # fmt: skip


def _nodes(nodes: np.ndarray) -> list[tuple[int, float, int, int, float]]:
    return [
        (-1, 0.0, 0, 0, float(n["value"]))
        if n["is_leaf"]
        else (
            int(n["feature_idx"]),
            float(n["num_threshold"]),
            int(n["left"]),
            int(n["right"]),
            0.0,
        )
        for n in nodes
    ]
