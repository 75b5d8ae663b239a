"""The three learners of the closure model: figures, whole text, single sentences."""

import csv
import re
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler, normalize
from supervision.closures.cues import HARD, SOFT
from supervision.closures.features import features, grams
from supervision.closures.model import _EMPTY, _EXTREME, _FLOOR, _LONGEST
from supervision.closures.sentences import sentences

RARE = 3
"""Strings in fewer texts are dropped; nothing of a single text is kept."""
ALIKE = 0.5
"""Share of common strings from which two replies are one template."""
SHORT = 6
"""Characters up to which a sentence inside the evidence proves nothing."""
C_FIGURES, C_TEXT, C_SENTENCE = 0.2, 10, 10
FOR_PROCESS = frozenset({"soft", "first_soft", "last_soft", "chars_soft"})
AGAINST_PROCESS = frozenset(
    {
        "cause",
        "found",
        "hard",
        "chars_hard",
        "new",
        "new_share",
        "chars",
        "length",
        "sentences",
        "covered",
    }
)
OTHER, OUTCOME, PROCESS = range(3)


@dataclass
class Data:
    """The labelled replies, counted once."""

    rows: list[dict[str, str]]
    y: Any
    groups: Any
    """Replies of one user or of much the same wording have one number."""
    lengths: Any
    names: list[str]
    figures: Any
    vocabulary: list[str]
    texts: Any
    singles: Any
    owner: Any
    kinds: Any
    """Class of each sentence by the evidence column."""


def load(path: Path) -> Data:
    """Reads and counts ``path``."""
    with path.open(encoding="utf-8-sig", newline="") as f:
        rows = list(csv.DictReader(f))
    said = [sentences(r["reply"][:_LONGEST]) for r in rows]
    figures = [
        features(
            r["subject"], r["body"][: _LONGEST // 3], r["reply"][:_LONGEST], [s.text for s in ss]
        )
        for r, ss in zip(rows, said, strict=True)
    ]
    names = sorted(figures[0])
    index: dict[str, int] = {}
    texts = _matrix(["。".join(s.text for s in ss) for ss in said], index, grow=True)
    flat = [(i, r, s) for i, (r, ss) in enumerate(zip(rows, said, strict=True)) for s in ss]
    singles = _matrix([s.text for _, _, s in flat], index, grow=False)
    return Data(
        rows=rows,
        y=np.array([int(r["procedural"]) for r in rows]),
        groups=_groups(rows, said),
        lengths=np.array([len(r["reply"]) for r in rows]),
        names=names,
        figures=np.array([[f[k] for k in names] for f in figures]),
        vocabulary=list(index),
        texts=texts,
        singles=singles,
        owner=np.array([i for i, _, _ in flat]),
        kinds=np.array([_kind(r, r["reply"][s.start : s.end]) for _, r, s in flat]),
    )


def _groups(rows: list[dict[str, str]], said: list[Any]) -> Any:
    wording = []
    for ss in said:
        text = "。".join(s.text for s in ss)
        wording.append({text[i : i + 3] for i in range(len(text) - 2)})
    group = list(range(len(rows)))
    for i, j in combinations(range(len(rows)), 2):
        a, b = wording[i], wording[j]
        alike = bool(a) and len(a & b) >= ALIKE * len(a | b)
        if alike or rows[i]["user_id"] == rows[j]["user_id"]:
            old, new = group[j], group[i]
            group = [new if g == old else g for g in group]
    return np.array(group)


def _kind(row: dict[str, str], sentence: str) -> tuple[int, float]:
    told, evidence = (re.sub(r"\s", "", t) for t in (sentence, row["evidence"]))
    decisive = bool(evidence) and (
        evidence in told or (told in evidence and len(told) > SHORT) or evidence[:8] in told
    )
    procedural = row["procedural"] == "1"
    if decisive:
        return (PROCESS if procedural else OUTCOME), 2.0
    return (PROCESS, 0.5) if procedural else (OTHER, 0.3)


def _matrix(texts: list[str], index: dict[str, int], *, grow: bool) -> Any:
    data, where, ends = [], [], [0]
    for text in texts:
        for g, n in grams(text).items():
            k = index.setdefault(g, len(index)) if grow else index.get(g)
            if k is not None:
                where.append(k)
                data.append(1 + np.log(n))
        ends.append(len(where))
    return csr_matrix((data, where, ends), shape=(len(texts), len(index)))


@dataclass
class Grams:
    """A linear model over strings, with the columns it kept."""

    kept: Any
    rarity: Any
    model: Any

    def scores(self, x: Any) -> Any:
        """Decision values."""
        return self.model.decision_function(_weighted(x, self.kept, self.rarity))


def _weighted(x: Any, kept: Any, rarity: Any) -> Any:
    return normalize(x[:, kept].multiply(rarity).tocsr())


def fit_grams(x: Any, y: Any, c: float, weights: Any = None) -> Grams:
    """Learns from counts ``x``; without ``weights`` the classes count alike."""
    frequency = np.asarray((x > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(frequency >= RARE)
    rarity = np.log((1 + x.shape[0]) / (1 + frequency[kept])) + 1
    balance = None if weights is not None else "balanced"
    model = LogisticRegression(C=c, class_weight=balance, max_iter=200, tol=1e-3)
    return Grams(kept, rarity, model.fit(_weighted(x, kept, rarity), y, weights))


def sign(name: str) -> int:
    """1 for a figure that may only speak for process, -1 only against it, 0 for either."""
    cue = name.split("_", 1)[-1] if name.startswith(("has_", "n_", "share_")) else name
    if cue in SOFT or cue in FOR_PROCESS:
        return 1
    return -1 if cue in HARD or cue in AGAINST_PROCESS else 0


def fit_signed(x: Any, y: Any, names: list[str]) -> Any:
    """Logistic regression whose weights keep the sign that their meaning gives; the bias is last."""
    signs = [sign(n) for n in names]
    limits = [(0 if s > 0 else None, 0 if s < 0 else None) for s in signs] + [(None, None)]
    side = 2 * y - 1
    weight = np.where(y == 1, len(y) / 2 / y.sum(), len(y) / 2 / (len(y) - y.sum())) * C_FIGURES

    def loss(v: Any) -> tuple[float, Any]:
        margin = side * (x @ v[:-1] + v[-1])
        slope = -side * weight / (1 + np.exp(margin))
        value = (weight * np.logaddexp(0, -margin)).sum() + v[:-1] @ v[:-1] / 2
        return value, np.append(x.T @ slope + v[:-1], slope.sum())

    start = np.zeros(x.shape[1] + 1)
    return minimize(
        loss, start, jac=True, bounds=limits, method="L-BFGS-B", options={"maxiter": 200}
    ).x


@dataclass
class Fitted:
    """The learners of one training set."""

    scale: Any
    figures: Any
    text: Grams
    sentence: Grams

    def logits(self, d: Data, which: Any) -> Any:
        """Log odds of figures, text and sentences for the replies ``which``."""
        told = self.scale.transform(d.figures[which]) @ self.figures[:-1] + self.figures[-1]
        text = self.text.scores(d.texts[which])
        single = []
        for i in which:
            mine = np.flatnonzero(d.owner == i)
            if not len(mine):
                single.append(_EMPTY)
                continue
            s = self.sentence.scores(d.singles[mine])
            p = np.exp(s - s.max(axis=1, keepdims=True))
            p = np.log(p / p.sum(axis=1, keepdims=True) + _FLOOR)
            single.append(p[:, PROCESS].max() - p[:, OUTCOME].max())
        return np.clip(np.column_stack([told, text, single]), -_EXTREME, _EXTREME)


def fit(d: Data, which: Any) -> Fitted:
    """Learns from the replies ``which``."""
    scale = StandardScaler().fit(d.figures[which])
    figures = fit_signed(scale.transform(d.figures[which]), d.y[which], d.names)
    mine = np.isin(d.owner, which)
    kinds = d.kinds[mine]
    sentence = fit_grams(d.singles[mine], kinds[:, 0].astype(int), C_SENTENCE, kinds[:, 1])
    return Fitted(scale, figures, fit_grams(d.texts[which], d.y[which], C_TEXT), sentence)
