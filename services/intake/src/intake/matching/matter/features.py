"""The evidence of one pair as numbers, in a fixed order that the model was trained on."""

import math
from dataclasses import dataclass

import numpy as np

from .grams import Vector, positions
from .profile import Profile

RARE = 5.5
"""Rarity from which an n-gram counts as a name or a special word (seen in about one of 250 texts)."""
UNKNOWN_DAYS = 30
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two vectors share."""

    cosine: float
    of_a: float
    of_b: float
    rare: float
    top: float


_NOTHING = Overlap(0.0, 0.0, 0.0, 0.0, 0.0)


def overlap(a: Vector, b: Vector) -> Overlap:
    """Cosine, share of each side that the other has, and the weight of rare things shared."""
    if len(a.ids) > len(b.ids):
        turned = overlap(b, a)
        return Overlap(turned.cosine, turned.of_b, turned.of_a, turned.rare, turned.top)
    if not len(a.ids):
        return _NOTHING
    at, hit = positions(a.ids, b.ids)
    if not hit.any():
        return _NOTHING
    shared = a.rarity[hit]
    cosine = float(np.dot(a.weights[hit], b.weights[at[hit]]))
    total = float(shared.sum())
    beyond = shared[shared > RARE] - RARE
    return Overlap(
        cosine,
        total / float(a.rarity.sum()),
        total / float(b.rarity.sum()),
        math.log1p(float(beyond.sum())),
        float(shared.max()),
    )


def features(a: Profile, b: Profile, days_apart: int | None) -> dict[str, float]:
    """Named evidence of a pair; symmetric in the two petitions."""
    return {
        **_wording(a, b),
        **_copied(a, b),
        **_wishes(a, b),
        **_name_evidence(a, b),
        **_circumstances(a, b, days_apart),
    }


def _wording(a: Profile, b: Profile) -> dict[str, float]:
    whole = overlap(a.whole, b.whole)
    body = overlap(a.body, b.body)
    subject = overlap(a.subject, b.subject)
    cross = (overlap(a.subject, b.whole), overlap(b.subject, a.whole))
    return {
        "whole": whole.cosine,
        "body": body.cosine,
        "subject": subject.cosine,
        "cover_min": min(whole.of_a, whole.of_b),
        "cover_max": max(whole.of_a, whole.of_b),
        "body_cover_max": max(body.of_a, body.of_b),
        "rare": whole.rare,
        "top": whole.top,
        "subject_rare": subject.rare,
        "subject_top": subject.top,
        "cross_max": max(one.of_a for one in cross),
        "cross_min": min(one.of_a for one in cross),
        "cross_rare_max": max(one.rare for one in cross),
        "cross_rare_min": min(one.rare for one in cross),
        "cross_top_min": min(one.top for one in cross),
    }


def _copied(a: Profile, b: Profile) -> dict[str, float]:
    small, large = sorted((a.shingles, b.shingles), key=len)
    hits = float(positions(small, large)[1].sum()) if len(small) else 0.0
    return {
        "shingle": hits / max(1, len(small)),
        "shingle_log": math.log1p(hits),
        "shingle_max": hits / max(1, len(large)),
    }


def _wishes(a: Profile, b: Profile) -> dict[str, float]:
    subject_both, subject_any = (
        a.subject_wishes & b.subject_wishes,
        a.subject_wishes | b.subject_wishes,
    )
    both, either = a.wishes & b.wishes, a.wishes | b.wishes
    clash = not subject_both and a.subject_wishes and b.subject_wishes
    return {
        "wish_subject_both": min(3, subject_both.bit_count()),
        "wish_subject_clash": float(bool(clash)),
        "wish_subject_jaccard": subject_both.bit_count() / max(1, subject_any.bit_count()),
        "wish_both": math.log1p(both.bit_count()),
        "wish_jaccard": both.bit_count() / max(1, either.bit_count()),
        "wish_cross": (_held(a.subject_wishes, b.wishes) + _held(b.subject_wishes, a.wishes)) / 2,
    }


def _held(part: int, whole: int) -> float:
    return (part & whole).bit_count() / max(1, part.bit_count())


def _circumstances(a: Profile, b: Profile, days_apart: int | None) -> dict[str, float]:
    days = UNKNOWN_DAYS if days_apart is None else days_apart
    short, long = sorted((a.length, b.length))
    common = a.districts & b.districts
    return {
        "district_same": float(bool(common)),
        "district_clash": float(bool(a.districts and b.districts and not common)),
        "days": math.log1p(days),
        "same_day": float(days == 0),
        "length_short": math.log1p(short),
        "length_ratio": math.log((long + 20) / (short + 20)),
        "again": float("again" in a.cues or "again" in b.cues),
        "replied": float("replied" in a.cues) + float("replied" in b.cues),
        "unsolved": float("unsolved" in a.cues) + float("unsolved" in b.cues),
        "before": float("before" in a.cues) + float("before" in b.cues),
        "thanks": float("thanks" in a.cues or "thanks" in b.cues),
    }


def _name_evidence(a: Profile, b: Profile) -> dict[str, float]:
    best_a, main_a = _names_covered(a, b.whole)
    best_b, main_b = _names_covered(b, a.whole)
    return {
        "name_best": max(best_a, best_b),
        "name_main_max": max(main_a, main_b),
        "name_main_min": min(main_a, main_b),
        "name_clash": float(-1 < main_a < _HALF and -1 < main_b < _HALF),
    }


def _names_covered(a: Profile, other: Vector) -> tuple[float, float]:
    best, main = 0.0, -1.0
    for i, vector in enumerate(a.name_vectors):
        if not len(vector.ids) or not len(other.ids):
            continue
        _, hit = positions(vector.ids, other.ids)
        total = float(vector.rarity.sum())
        share = float(vector.rarity[hit].sum()) / total if total else 0.0
        best = max(best, share * total)
        if i < len(a.subject_names):
            main = max(main, share)
    return math.log1p(best), main
