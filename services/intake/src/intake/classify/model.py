"""The model that ranks content categories: a linear one for the first level, words for the others."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intake.classify import categories as table
from intake.classify.categories import OTHER, Category
from intake.classify.grams import features, joined, normalised
from intake.classify.lexicon import Lexicon

_LONGEST = 3_000
"""Characters of a body that are read."""
_LEFT_OVER = 0.1
"""Head start of a level's 其他, which no word names, over leaves that no word of the text names."""
_INSIDE = 6.0
"""How sharply words part the leaves of a first level; without labels it cannot be fitted."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category with the model's probability; advice for the clerk."""

    level1: str
    level2: str
    level3: str
    probability: float


@dataclass(frozen=True, slots=True)
class Measured:
    """How good the first level was in cross-validation; the second and third have no labels.

    ``top1`` and ``top3`` are shares of ``texts``; ``classes`` are the first levels that had labels.
    """

    texts: int
    top1: float
    top3: float
    macro_f1: float
    classes: tuple[str, ...]
    method: str


@dataclass(frozen=True, slots=True)
class Weights:
    """Parameters learnt offline; matrices are (model, class, bucket), model 0 saw all texts."""

    idf: NDArray[Any]
    coefficients: NDArray[Any]
    scales: NDArray[Any]
    intercepts: NDArray[Any]
    classes: tuple[str, ...]
    sharpness: float
    words: float
    unseen: float
    """What a first level without labels starts from, against a decision value."""
    rarity: dict[str, float]
    seen: dict[int, int]
    """Digest of a training text to the model that did not see it."""


def digest(subject: str | None, body: str) -> int:
    """64 bits that recognise a training text without keeping it."""
    text = normalised(subject or "") + "\n" + normalised(body)
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big", signed=True)


class CategoryModel:
    """Ranks categories of a text; pure, about a millisecond a text."""

    def __init__(
        self, weights: Weights, measured: Measured, categories: Sequence[Category]
    ) -> None:
        self._w = weights
        self.measured = measured
        self._categories = tuple(categories)
        self._lexicon = Lexicon(self._categories, weights.rarity)
        self.levels = tuple(dict.fromkeys(c.level1 for c in self._categories))
        self._level = np.array([self.levels.index(c.level1) for c in self._categories])
        self._left_over = np.array([_LEFT_OVER * (c.level3 == OTHER) for c in self._categories])
        self._labelled = [
            (self.levels.index(c), i) for i, c in enumerate(weights.classes) if c in self.levels
        ]

    @classmethod
    def shipped(cls) -> "CategoryModel":
        """The packaged model over the packaged classification."""
        return _shipped()

    @classmethod
    def over(cls, categories: Sequence[Category]) -> "CategoryModel":
        """The packaged weights over another table of categories."""
        return cls(*_read(), categories)

    def suggest(self, subject: str | None, body: str, limit: int = 5) -> list[Suggestion]:
        """The likeliest categories, best first, with probabilities over the whole table."""
        lexical = self._lexicon.scores(normalised(subject or ""), normalised(body)[:_LONGEST])
        shares = self._levels(subject, body, lexical, model=0)
        inside = np.exp((lexical + self._left_over) * _INSIDE)
        total = np.zeros(len(self.levels))
        np.add.at(total, self._level, inside)
        probability = shares[self._level] * inside / total[self._level]
        best = np.argsort(-probability, kind="stable")[:limit]
        return [
            Suggestion(c.level1, c.level2, c.level3, float(probability[i]))
            for i in best
            for c in (self._categories[i],)
        ]

    def first_levels(
        self, subject: str | None, body: str, *, unseen: bool = False
    ) -> list[tuple[str, float]]:
        """First levels with probabilities, best first.

        Args:
            subject: the heading, if there is one.
            body: the text.
            unseen: score a text of the training set with the model that did not see it.
        """
        lexical = self._lexicon.scores(normalised(subject or ""), normalised(body)[:_LONGEST])
        model = self._w.seen.get(digest(subject, body), 0) if unseen else 0
        shares = self._levels(subject, body, lexical, model=model)
        order = np.argsort(-shares, kind="stable")
        return [(self.levels[i], float(shares[i])) for i in order]

    def was_trained_on(self, subject: str | None, body: str) -> bool:
        """Whether the model learnt from exactly this text."""
        return digest(subject, body) in self._w.seen

    def _levels(
        self, subject: str | None, body: str, lexical: NDArray[Any], *, model: int
    ) -> NDArray[Any]:
        evidence = np.zeros(len(self.levels))
        np.maximum.at(evidence, self._level, lexical)
        logits = np.full(len(self.levels), self._w.unseen)
        decision = self._decide(joined(subject, body), model)
        for level, i in self._labelled:
            logits[level] = decision[i]
        logits = self._w.sharpness * logits + self._w.words * evidence
        shares: NDArray[Any] = np.exp(logits - logits.max())
        shares /= shares.sum()
        return shares

    def _decide(self, text: str, model: int) -> NDArray[Any]:
        where, weights = features(text, self._w.idf)
        rows = self._w.coefficients[model][:, where].astype(np.float32)
        decision: NDArray[Any] = rows @ weights * self._w.scales[model] + self._w.intercepts[model]
        return decision


def _read() -> tuple[Weights, Measured]:
    data = files("intake.classify").joinpath("data")
    meta = json.loads(data.joinpath("model.json").read_text("utf-8"))
    with data.joinpath("model.npz").open("rb") as f, np.load(f, allow_pickle=False) as arrays:
        weights = Weights(
            idf=arrays["idf"].astype(np.float32), coefficients=arrays["coefficients"],
            scales=arrays["scales"], intercepts=arrays["intercepts"],
            classes=tuple(meta["classes"]), sharpness=meta["sharpness"], words=meta["words"],
            unseen=meta["unseen"], rarity=meta["rarity"],
            seen=dict(zip(arrays["seen"].tolist(), arrays["fold"].tolist(), strict=True)),
        )  # fmt: skip
    measured = meta["measured"]
    return weights, Measured(**{**measured, "classes": tuple(measured["classes"])})


@cache
def _shipped() -> CategoryModel:
    return CategoryModel(*_read(), table.shipped())
