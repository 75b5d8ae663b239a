"""Measures the shipped model on records whose true persons are known."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from intake.matching.band import Band
from intake.matching.persons.clusters import Link, cluster
from intake.matching.persons.model import PersonModel
from intake.matching.persons.person import Person, PersonProfile

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One record with the truth; ``tags`` are columns to report by (variant, role, expect)."""

    record_id: str
    person: Person
    entity: str
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """What the model made of all pairs that share a key."""

    compared: set[Pair]
    suggested: dict[Pair, float]
    clerical: dict[Pair, float]


def candidates(model: PersonModel, people: list[PersonProfile]) -> set[Pair]:
    """Pairs of positions that share at least one blocking key."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, person in enumerate(people):
        for key in model.profile_keys(person):
            blocks[key].append(i)
    return {pair for block in blocks.values() for pair in combinations(block, 2)}


def judge(model: PersonModel, people: list[PersonProfile]) -> Found:
    """Blocks and compares a whole file."""
    found = Found(candidates(model, people), {}, {})
    for i, j in found.compared:
        verdict = model.compare_profiles(people[i], people[j])
        if verdict.band is Band.SUGGESTED:
            found.suggested[i, j] = verdict.probability
        elif verdict.band is Band.CLERICAL:
            found.clerical[i, j] = verdict.probability
    return found


def evaluate(model: PersonModel, records: list[Labelled]) -> dict[str, Any]:
    """Precision, recall and F1 of suggestions over all pairs, and what became of the others."""
    people = [model.profile(r.person) for r in records]
    found = judge(model, people)
    truth = _pairs(r.entity for r in records)
    clusters = cluster(
        [Link(i, j, p) for (i, j), p in found.suggested.items()],
        lambda i, j: model.compare_profiles(people[i], people[j]).band is Band.IGNORED,
    )
    joined = {pair for members in clusters for pair in combinations(sorted(members), 2)}
    return {
        "records": len(records),
        "entities": len({r.entity for r in records}),
        "true_pairs": len(truth),
        "compared_pairs": len(found.compared),
        "missed_by_blocking": len(truth - found.compared),
        "suggested": _score(set(found.suggested), truth),
        "clerical": {
            "pairs": len(found.clerical),
            "true_pairs": len(truth & found.clerical.keys()),
        },
        "ignored_true_pairs": len(truth - found.suggested.keys() - found.clerical.keys()),
        "clusters": {"count": len(clusters), **_score(joined, truth)},
        **{f"by_{column}": _by(column, records, truth, found) for column in _columns(records)},
    }


def false_pairs(records: list[Labelled], found: Iterable[Pair]) -> list[Pair]:
    """Pairs of two entities among the given ones."""
    return [(i, j) for i, j in found if records[i].entity != records[j].entity]


def _pairs(labels: Iterable[str]) -> set[Pair]:
    groups: dict[str, list[int]] = defaultdict(list)
    for i, label in enumerate(labels):
        groups[label].append(i)
    return {pair for group in groups.values() for pair in combinations(group, 2)}


def _score(found: set[Pair], truth: set[Pair]) -> dict[str, float]:
    right = len(found & truth)
    precision = right / len(found) if found else 1.0
    recall = right / len(truth) if truth else 1.0
    total = precision + recall
    return {
        "pairs": len(found),
        "true_pairs": right,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / total, 4) if total else 0.0,
    }


def _columns(records: list[Labelled]) -> list[str]:
    return [c for c in ("expect", "role", "variant") if any(r.tags.get(c) for r in records)]


def _by(
    column: str, records: list[Labelled], truth: set[Pair], found: Found
) -> dict[str, dict[str, float]]:
    """True pairs by a column of their records; a pair counts once for each of its two values.

    Of ``expect`` a pair is ``review`` when one of its records is.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in truth:
        band = "ignored"
        if pair in found.suggested:
            band = "suggested"
        elif pair in found.clerical:
            band = "clerical"
        values = {records[i].tags.get(column) or "?" for i in pair}
        if column == "expect" and "review" in values:
            values = {"review"}
        for value in values:
            counts[value][band] += 1
    return {
        value: {
            "true_pairs": c.total(),
            **{band: c[band] for band in ("suggested", "clerical", "ignored")},
            "recall": round(c["suggested"] / c.total(), 4),
        }
        for value, c in sorted(counts.items())
    }
