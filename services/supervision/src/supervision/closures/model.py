"""The model that tells how likely a closing text reports process instead of result."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from math import exp, log, sqrt
from typing import Any

from supervision.closures.features import features, grams
from supervision.closures.reasons import Reason, explain
from supervision.closures.sentences import Sentence, sentences

_LONGEST = 6_000
"""Characters of a reply that are read; a demand is read to a third of that."""
_FLOOR = 1e-4
_EMPTY = 2.5
"""Evidence for process, in log odds, of a reply without a sentence that says anything."""
_EXTREME = 7.0


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear model over strings of characters; one row of weights for each class."""

    rarity: Mapping[str, float]
    weights: Mapping[str, Sequence[float]]
    bias: Sequence[float]

    def scores(self, text: str) -> list[float]:
        """Decision value of each class."""
        return self.of_counts(grams(text))

    def of_counts(self, counts: Counter[str]) -> list[float]:
        """The same for a text that was counted already."""
        rarity = self.rarity
        seen = [(g, (1 + log(n)) * rarity[g]) for g, n in counts.items() if g in rarity]
        size = sqrt(sum(v * v for _, v in seen)) or 1.0
        total = [0.0] * len(self.bias)
        for g, v in seen:
            for i, w in enumerate(self.weights[g]):
                total[i] += v * w
        return [t / size + b for t, b in zip(total, self.bias, strict=True)]


@dataclass(frozen=True, slots=True)
class Weights:
    """Parameters learnt offline."""

    figures: Mapping[str, float]
    bias: float
    text: Linear
    sentence: Linear
    mix: tuple[float, float, float]
    """Shares of figures, text and sentences in the log odds."""
    slope: float
    offset: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a closing text was judged; advice, a person decides. No reasons without a flag."""

    probability: float
    procedural: bool
    reasons: tuple[Reason, ...]


def digest(reply: str) -> str:
    """Recognises a training text without keeping it."""
    return sha256("".join(reply.split()).encode()).hexdigest()[:12]


class ClosureModel:
    """Judges closing texts; pure and deterministic, a few milliseconds a text."""

    def __init__(self, weights: Weights, unseen: Mapping[str, float]) -> None:
        self._w = weights
        self._unseen = unseen

    @classmethod
    def shipped(cls) -> "ClosureModel":
        """The packaged model."""
        return _shipped()

    @property
    def threshold(self) -> float:
        """Probability from which a text is flagged."""
        return self._w.threshold

    def judge(self, subject: str | None, demand: str, reply: str) -> Verdict:
        """Whether ``reply`` reports process as result, and the sentences that show it.

        Args:
            subject: heading of the petition, if there is one.
            demand: what the petitioner wants.
            reply: closing report or published reply.
        """
        said = sentences(reply[:_LONGEST])
        evidence = [self._process(s) for s in said]
        logit = self._combined(subject or "", demand, reply[:_LONGEST], said, evidence)
        probability = _share(self._w.slope * logit + self._w.offset)
        flagged = probability >= self._w.threshold
        margins = [bad - good for bad, good in evidence]
        reasons = explain(subject or "", reply, said, margins) if flagged else ()
        return Verdict(probability, flagged, reasons)

    def unseen_probability(self, reply: str) -> float | None:
        """For a training text, what the fold of cross-validation without it said; else None."""
        return self._unseen.get(digest(reply))

    def _process(self, sentence: Sentence) -> tuple[float, float]:
        scores = self._w.sentence.scores(sentence.text)
        top = max(scores)
        shares = [exp(s - top) for s in scores]
        total = sum(shares)
        _, outcome, process = (log(s / total + _FLOOR) for s in shares)
        return process, outcome

    def _combined(
        self,
        subject: str,
        demand: str,
        reply: str,
        said: Sequence[Sentence],
        evidence: Sequence[tuple[float, float]],
    ) -> float:
        figures = features(subject, demand[: _LONGEST // 3], reply, [s.text for s in said])
        told = self._w.bias + sum(self._w.figures[k] * v for k, v in figures.items())
        (text,) = self._w.text.scores("。".join(s.text for s in said))
        single = _EMPTY
        if evidence:
            single = max(e[0] for e in evidence) - max(e[1] for e in evidence)
        parts = (_clipped(told), _clipped(text), _clipped(single))
        return sum(m * p for m, p in zip(self._w.mix, parts, strict=True))


def _clipped(logit: float) -> float:
    return max(-_EXTREME, min(_EXTREME, logit))


def _share(logit: float) -> float:
    return 1 / (1 + exp(-logit))


def _linear(table: dict[str, Any]) -> Linear:
    rows: dict[str, list[float]] = table["grams"]
    return Linear(
        {g: r[0] for g, r in rows.items()}, {g: r[1:] for g, r in rows.items()}, table["bias"]
    )


def read(table: dict[str, Any]) -> ClosureModel:
    """The model that ``table``, the packaged file, describes."""
    weights = Weights(
        figures=table["figures"],
        bias=table["bias"],
        text=_linear(table["text"]),
        sentence=_linear(table["sentence"]),
        mix=(table["mix"][0], table["mix"][1], table["mix"][2]),
        slope=table["slope"],
        offset=table["offset"],
        threshold=table["threshold"],
    )
    return ClosureModel(weights, table["unseen"])


@cache
def _shipped() -> ClosureModel:
    packed = files("supervision.closures").joinpath("data", "model.json")
    return read(json.loads(packed.read_text("utf-8")))
