"""Learns the shipped weights from labelled records, and checks them on people left out.

    python services/intake/training/persons/fit.py RECORDS.csv... [--out MODEL.json] [--folds 5] [--em]

m is half what the labels (or, with ``--em``, expectation-maximisation without labels) say and half what is
expected of real registers, because the labelled records are synthetic: nobody in them moves house, no clerk
leaves the estate away. u of levels that random pairs show often is counted there in the same way; u of rare
levels is that of a district of a million people, which no file of some thousand records can show.
"""

import argparse
import json
import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from intake.matching.persons import fellegi_sunter as fs
from intake.matching.persons.command import read_records
from intake.matching.persons.evaluate import Labelled, candidates, evaluate
from intake.matching.persons.frequency import NameTable
from intake.matching.persons.levels import compare
from intake.matching.persons.model import PersonModel
from intake.matching.persons.person import PersonProfile
from numpy.typing import NDArray

PRIOR_BITS = -20.0
"""One in a million: a pair drawn at random from a district of a million people."""
BANDS = {"suggested": 5.5, "clerical": -4.0}
"""Bits. 5.5 is a probability of 0.978, -4 one of 0.06."""

# level: (m expected of real registers, u in a population of a million)
EXPECTED: dict[str, dict[str, tuple[float, float]]] = {
    "name": {
        "exact": (0.80, 2e-5),  # u only for the record: the share of the name itself is used
        "homophone": (0.08, 6e-5),
        "part": (0.02, 5e-5),
        "one_character": (0.04, 3e-3),
        "surname": (0.02, 4e-2),
        "different": (0.04, 0.956),
    },
    "id_no": {
        "equal": (0.85, 1e-8),
        "typo": (0.08, 1e-7),
        "order_code": (0.0005, 5e-2),  # u among relatives, the only ones who come near
        "different": (0.0695, 0.999995),
    },
    "phone": {"equal": (0.65, 3e-6), "one_digit": (0.03, 1e-5), "different": (0.32, 0.99998)},
    "address": {
        "door": (0.55, 1e-5),
        "building": (0.10, 2e-4),
        "area": (0.15, 2e-2),
        "different": (0.20, 0.98),
    },
}  # fmt: skip
OFTEN = 1e-3
"""u above this is counted in random pairs too."""
RANDOM_PAIRS = 300_000


def expected() -> fs.Scheme:
    """The scheme before any data."""
    comparisons = tuple(
        fs.Comparison(
            name,
            tuple(levels),
            tuple(m for m, _ in levels.values()),
            tuple(u for _, u in levels.values()),
        )
        for name, levels in EXPECTED.items()
    )
    return fs.Scheme(comparisons, PRIOR_BITS)


def fit(records: list[Labelled], *, em: bool = False, seed: int = 1) -> tuple[fs.Scheme, fs.Scheme]:
    """The scheme to ship, and what the data alone says of m."""
    start, sizes = expected(), [len(c) for c in EXPECTED.values()]
    model = PersonModel(start, NameTable.shipped(), **BANDS)
    people = [model.profile(r.person) for r in records]
    if em:
        pairs = _levels(people, candidates(model, people))
        seen = fs.learn_m(replace(start, prior=0.0), pairs)
    else:
        same = _levels(people, _true_pairs(records))
        m = fs.shares(same, np.ones(len(same)), sizes)
        seen = fs.Scheme(
            tuple(replace(c, m=x) for c, x in zip(start.comparisons, m, strict=True)), PRIOR_BITS
        )
    counted = fs.with_u(start, _levels(people, _random_pairs(len(people), seed)))
    shipped = tuple(
        replace(c, m=_half(c.m, s.m), u=_common(c.u, r.u))
        for c, s, r in zip(start.comparisons, seen.comparisons, counted.comparisons, strict=True)
    )
    return fs.Scheme(shipped, PRIOR_BITS), seen


def cross_validate(records: list[Labelled], folds: int, *, em: bool) -> Iterable[dict[str, Any]]:
    """Fits without one part of the people, measures on that part, for each part."""
    entities = sorted({r.entity for r in records})
    random.Random(folds).shuffle(entities)  # noqa: S311
    for fold in range(folds):
        out = set(entities[fold::folds])
        scheme, _ = fit([r for r in records if r.entity not in out], em=em)
        model = PersonModel(scheme, NameTable.shipped(), **BANDS)
        yield evaluate(model, [r for r in records if r.entity in out])


def _levels(people: list[PersonProfile], pairs: Iterable[tuple[int, int]]) -> NDArray[np.int_]:
    return np.array([compare(people[i], people[j]).pattern for i, j in pairs])


def _true_pairs(records: list[Labelled]) -> list[tuple[int, int]]:
    groups: dict[str, list[int]] = {}
    for i, r in enumerate(records):
        groups.setdefault(r.entity, []).append(i)
    return [pair for group in groups.values() for pair in combinations(group, 2)]


def _random_pairs(size: int, seed: int) -> list[tuple[int, int]]:
    draw = random.Random(seed)  # noqa: S311
    pairs = ((draw.randrange(size), draw.randrange(size)) for _ in range(RANDOM_PAIRS))
    return [(i, j) for i, j in pairs if i != j]


def _half(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, ...]:
    return tuple((x + y) / 2 for x, y in zip(a, b, strict=True))


def _common(population: tuple[float, ...], counted: tuple[float, ...]) -> tuple[float, ...]:
    return tuple((x + y) / 2 if x > OFTEN else x for x, y in zip(population, counted, strict=True))


def main() -> None:
    """Fits, prints, and writes the model file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", nargs="+", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--em", action="store_true")
    args = parser.parse_args()
    records = [
        replace(r, entity=f"{n}|{r.entity}")
        for n, path in enumerate(args.records)
        for r in read_records(path)
    ]
    scheme, seen = fit(records, em=args.em)
    for ship, data in zip(scheme.comparisons, seen.comparisons, strict=True):
        for i, level in enumerate(ship.levels):
            print(
                f"{ship.name:8} {level:14} m of the data {data.m[i]:.4f}  shipped m {ship.m[i]:.4f} "
                f"u {ship.u[i]:.2g}  bits {ship.weight(i):+.1f}"
            )
    for fold, result in enumerate(cross_validate(records, args.folds, em=args.em)):
        s, c = result["suggested"], result["clerical"]
        print(
            f"fold {fold}: P {s['precision']:.4f} R {s['recall']:.4f} F1 {s['f1']:.4f}, clerical "
            f"{c['true_pairs']} of {c['pairs']}, neither {result['ignored_true_pairs']}"
        )
    if args.out:
        data = {**fs.to_json(scheme), "bands_bits": BANDS}
        args.out.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
