import random

import numpy as np
import pytest
from intake.matching.persons import fellegi_sunter as fs

SCHEME = fs.Scheme(
    (
        fs.Comparison("name", ("exact", "like", "other"), (0.8, 0.15, 0.05), (0.01, 0.04, 0.95)),
        fs.Comparison("born", ("exact", "other"), (0.9, 0.1), (0.02, 0.98)),
        fs.Comparison("place", ("exact", "other"), (0.7, 0.3), (0.1, 0.9)),
    ),
    prior=-3.0,
)


def draw(rng, match):
    row = []
    for c in SCHEME.comparisons:
        row.append(rng.choices(range(len(c.levels)), c.m if match else c.u)[0])
    return row


def test_weights_are_bits_of_the_ratio_and_missing_says_nothing():
    assert SCHEME.comparisons[0].weight(0) == pytest.approx(np.log2(80))
    assert SCHEME.bits((fs.MISSING,) * 3) == SCHEME.prior
    assert SCHEME.bits((0, 0, 0)) > 0 > SCHEME.bits((2, 1, 1))


def test_expectation_maximisation_finds_m_and_the_share_without_labels():
    rng = random.Random(3)
    pairs = np.array([draw(rng, rng.random() < 0.2) for _ in range(20_000)])
    chance = np.array([draw(rng, False) for _ in range(20_000)])
    start = fs.Scheme(
        tuple(
            fs.Comparison(c.name, c.levels, (0.7, *[0.3 / (len(c.m) - 1)] * (len(c.m) - 1)), c.u)
            for c in SCHEME.comparisons
        ),
        0.0,
    )
    found = fs.learn_m(fs.with_u(start, chance), pairs, rounds=200)
    for got, true in zip(found.comparisons, SCHEME.comparisons, strict=True):
        assert got.m == pytest.approx(true.m, abs=0.04)
        assert got.u == pytest.approx(true.u, abs=0.01)
    assert fs.probability(found.prior) == pytest.approx(0.2, abs=0.02)


def test_a_scheme_survives_its_file():
    back = fs.from_json(fs.to_json(SCHEME))
    assert back == SCHEME


def test_probabilities_stay_probabilities_at_any_size():
    assert fs.probability(-1e6) == pytest.approx(0.0)
    assert fs.probability(0) == pytest.approx(0.5)
    assert fs.probability(1e6) == pytest.approx(1.0)
