"""How much the words of a text speak for each category: names and usual words, no training labels."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intake.classify.categories import OTHER, Category

_LEVEL2_SHARE = 0.5
"""Weight of a pair of characters from the second level's name against one from the third's."""
_VOCABULARY_SHARE = 0.7
"""Weight of a usual word against the full name of its category."""
_RARITY_POWER = 0.75
"""Below 1, so that a common word such as 物业 still says what a short text is about."""
_IN_SUBJECT = 2.0
"""A word of the subject names the matter; one of the body may stand there by the way."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the text that speaks for a category."""

    word: str
    weight: float


def vocabulary() -> dict[Category, tuple[str, ...]]:
    """The usual words of petitioners for each category, as packaged."""
    text = files("intake.classify").joinpath("data/vocabulary.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        Category(r["level1"], r["level2"], r["level3"]): tuple(r["words"].split("|")) for r in rows
    }


def words_of(category: Category, usual: Sequence[str]) -> dict[str, float]:
    """Words with their share of evidence: the name, its pairs of characters, the usual words."""
    words: dict[str, float] = {}
    for name, share in ((category.level3, 1.0), (category.level2, _LEVEL2_SHARE)):
        if name == OTHER:
            continue
        pairs = [name[i : i + 2] for i in range(len(name) - 1)]
        for pair in pairs:
            words[pair] = max(words.get(pair, 0.0), share / len(pairs))
        words[name] = max(words.get(name, 0.0), share)
    for word in usual:
        words[word] = max(words.get(word, 0.0), _VOCABULARY_SHARE)
    return words


class Lexicon:
    """Scores all categories at once; rare words weigh more than common ones."""

    def __init__(self, categories: Sequence[Category], rarity: dict[str, float]) -> None:
        """Build the index.

        Args:
            categories: the table to rank.
            rarity: inverse document frequency of words; unknown words count as rare.
        """
        usual = vocabulary()
        self._size = len(categories)
        rarest = max(rarity.values(), default=1.0)
        index: dict[str, list[tuple[int, float]]] = {}
        for i, c in enumerate(categories):
            for word, share in words_of(c, usual.get(c, ())).items():
                weight = share * (rarity.get(word, rarest) / rarest) ** _RARITY_POWER
                index.setdefault(word, []).append((i, weight))
        self._by_pair: dict[str, list[tuple[str, NDArray[Any], NDArray[Any]]]] = {}
        for word, entries in index.items():
            where = np.array([at for at, _ in entries])
            weights = np.array([x for _, x in entries], dtype=np.float32)
            self._by_pair.setdefault(word[:2], []).append((word, where, weights))

    @property
    def words(self) -> frozenset[str]:
        """Every word that is looked for."""
        return frozenset(w for entries in self._by_pair.values() for w, _, _ in entries)

    def scores(self, subject: str, body: str) -> NDArray[Any]:
        """Evidence for each category; 0 for those that no word speaks for."""
        out = np.zeros(self._size, dtype=np.float32)
        text = f"{subject} {body}"
        # A word can only stand where its first two characters do: most words need no search.
        for pair in {text[i : i + 2] for i in range(len(text) - 1)} & self._by_pair.keys():
            for word, where, weights in self._by_pair[pair]:
                strength = _IN_SUBJECT * (word in subject) + min(body.count(word), 3) ** 0.5
                if strength:
                    out[where] += weights * strength
        return out
