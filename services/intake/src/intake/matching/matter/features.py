"""The evidence of one pair as numbers; the trained model knows them by name."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .letters import Ids
from .profile import Meant, Profile, Vector
from .tables import Tables, Weights

RARE = 5.5
"""Rarity from which a string counts as a special word (seen in about one of 250 petitions)."""
UNKNOWN_DAYS = 30
_SPECIFIC = 2.0
_NEUTRAL = 0.5


def places(small: Ids, large: Ids) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Where the ids of one vector stand in another, and which of them do."""
    if not len(large):
        return np.zeros(len(small), dtype=np.intp), np.zeros(len(small), dtype=bool)
    at = np.searchsorted(large, small)
    at[at == len(large)] = 0
    return at, large[at] == small


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two vectors share: the weights on either side."""

    a: Vector
    b: Vector
    at_a: npt.NDArray[np.intp]
    at_b: npt.NDArray[np.intp]

    @classmethod
    def of(cls, a: Vector, b: Vector) -> "Overlap":
        """Finds the shared ids."""
        if len(a.ids) <= len(b.ids):
            at, hit = places(a.ids, b.ids)
            return cls(a, b, np.flatnonzero(hit), at[hit])
        at, hit = places(b.ids, a.ids)
        return cls(a, b, at[hit], np.flatnonzero(hit))

    def cosine(self) -> float:
        """Of the weights."""
        return _over(
            float(self.a.weight[self.at_a] @ self.b.weight[self.at_b]), self.a.norm * self.b.norm
        )

    def other_cosine(self) -> float:
        """Of the other weights."""
        part = float(self.a.other[self.at_a] @ self.b.other[self.at_b])
        return _over(part, self.a.other_norm * self.b.other_norm)


def features(tables: Tables, a: Profile, b: Profile, days_apart: int | None) -> dict[str, float]:
    """Named evidence of a pair; symmetric in the two petitions."""
    return {
        **_wording(a, b),
        **_copied(a, b),
        **_objects(a, b),
        **_sounds(a, b),
        **_meaning(tables, a, b),
        **_wishes(a, b),
        **_circumstances(a, b, days_apart),
    }


def _wording(a: Profile, b: Profile) -> dict[str, float]:
    whole, subject = Overlap.of(a.whole, b.whole), Overlap.of(a.subject, b.subject)
    cross = (Overlap.of(a.subject, b.whole), Overlap.of(b.subject, a.whole))
    shared, shared_subject = whole.a.other[whole.at_a], subject.a.other[subject.at_a]
    total = float(shared.sum())
    covers = (_over(total, float(a.whole.other.sum())), _over(total, float(b.whole.other.sum())))
    found = [one.a.other[one.at_a] for one in cross]
    crossed = [
        _over(float(f.sum()), float(one.a.other.sum())) for f, one in zip(found, cross, strict=True)
    ]
    rare = [_rare(f) for f in found]
    return {
        "whole": whole.cosine(),
        "subject": subject.cosine(),
        "cover_min": min(covers),
        "cover_max": max(covers),
        "rare": _rare(shared),
        "subject_rare": _rare(shared_subject),
        "cross_max": max(crossed),
        "cross_min": min(crossed),
        "cross_rare_max": max(rare),
        "cross_rare_min": min(rare),
        "cross_top_min": min(float(f.max()) if len(f) else 0.0 for f in found),
    }


def _copied(a: Profile, b: Profile) -> dict[str, float]:
    small, large = sorted((a.shingles, b.shingles), key=len)
    hits = float(places(small, large)[1].sum()) if len(small) else 0.0
    return {
        "shingle": hits / max(1, len(small)),
        "shingle_log": math.log1p(hits),
        "shingle_max": hits / max(1, len(large)),
    }


def _objects(a: Profile, b: Profile) -> dict[str, float]:
    whole, subject = Overlap.of(a.axes, b.axes), Overlap.of(a.subject_axes, b.subject_axes)
    cross = (Overlap.of(a.subject_axes, b.axes), Overlap.of(b.subject_axes, a.axes))
    shared = np.minimum(a.axes.weight[whole.at_a], b.axes.weight[whole.at_b])
    missing = sorted(_missing(one) for one in cross)
    found = float(sum(_specific(one.a.weight[one.at_a]) for one in cross))
    covered = sorted(_share(np.square(one.a.weight), one.at_a) for one in cross)
    wanted = sorted(_share(one.a.other, one.at_a) for one in cross)
    object_whole, wish_whole = whole.cosine(), whole.other_cosine()
    top = np.sort(shared)[-3:] if len(shared) else shared
    return {
        "object_subject": subject.cosine(),
        "object_whole": object_whole,
        "wish_subject": subject.other_cosine(),
        "wish_whole": wish_whole,
        "object_cover_min": covered[0],
        "object_cover_max": covered[1],
        "wish_cover_min": wanted[0],
        "wish_cover_max": wanted[1],
        "object_missing_min": math.log1p(missing[0]),
        "object_missing_max": math.log1p(missing[1]),
        "object_shared": math.log1p(_specific(shared)),
        "object_top": float(top.sum()),
        "object_found": math.log1p(found),
        "wish_less_object": wish_whole - object_whole,
        "object_net": math.log1p(found) - math.log1p(missing[0]),
    }


def _sounds(a: Profile, b: Profile) -> dict[str, float]:
    cross = (Overlap.of(a.subject_sounds, b.sounds), Overlap.of(b.subject_sounds, a.sounds))
    covered = sorted(_share(one.a.weight, one.at_a) for one in cross)
    missing = sorted(float(one.a.weight.sum() - one.a.weight[one.at_a].sum()) for one in cross)
    return {
        "sound_whole": Overlap.of(a.sounds, b.sounds).cosine(),
        "sound_cover_min": covered[0],
        "sound_cover_max": covered[1],
        "sound_missing_min": math.log1p(max(0.0, missing[0])),
        "sound_missing_max": math.log1p(max(0.0, missing[1])),
    }


def _meaning(tables: Tables, a: Profile, b: Profile) -> dict[str, float]:
    sides = [tables.meaning[m.rows] for m in (a.subject_meant, a.meant, b.subject_meant, b.meant)]
    subject_a, whole_a, subject_b, whole_b = sides
    centres = [
        _centre(side, m)
        for side, m in zip(sides, (a.subject_meant, a.meant, b.subject_meant, b.meant), strict=True)
    ]
    subjects = _near(subject_a, subject_b, a.subject_meant, b.subject_meant)
    in_text = (
        _nearest(subject_a, whole_b, a.subject_meant),
        _nearest(subject_b, whole_a, b.subject_meant),
    )
    mixed = (float(centres[0] @ centres[3]), float(centres[2] @ centres[1]))
    return {
        "meaning_subject": float(centres[0] @ centres[2]),
        "meaning_whole": float(centres[1] @ centres[3]),
        "meaning_mixed_min": min(mixed),
        "meaning_mixed_max": max(mixed),
        "said_min": min(in_text),
        "said_max": max(in_text),
        "said_subject_min": min(subjects),
        "said_subject_max": max(subjects),
    }


def _centre(side: Weights, meant: Meant) -> Weights:
    centre = meant.weight @ side
    return np.asarray(centre / (float(np.sqrt(centre @ centre)) + 1e-9), dtype=np.float32)


def _near(left: Weights, right: Weights, a: Meant, b: Meant) -> tuple[float, float]:
    if not len(left) or not len(right):
        return _NEUTRAL, _NEUTRAL
    near = left @ right.T
    return (
        _over(float(near.max(axis=1) @ a.weight), float(a.weight.sum())),
        _over(float(near.max(axis=0) @ b.weight), float(b.weight.sum())),
    )


def _nearest(left: Weights, right: Weights, a: Meant) -> float:
    if not len(left) or not len(right):
        return _NEUTRAL
    return _over(float((left @ right.T).max(axis=1) @ a.weight), float(a.weight.sum()))


def _wishes(a: Profile, b: Profile) -> dict[str, float]:
    subject_both, subject_any = (
        a.subject_wishes & b.subject_wishes,
        a.subject_wishes | b.subject_wishes,
    )
    both, either = a.wishes & b.wishes, a.wishes | b.wishes
    clash = not subject_both and a.subject_wishes and b.subject_wishes
    return {
        "lexicon_clash": float(bool(clash)),
        "lexicon_subject": subject_both.bit_count() / max(1, subject_any.bit_count()),
        "lexicon_both": math.log1p(both.bit_count()),
        "lexicon_share": both.bit_count() / max(1, either.bit_count()),
        "lexicon_cross": (_held(a.subject_wishes, b.wishes) + _held(b.subject_wishes, a.wishes))
        / 2,
    }


def _held(part: int, whole: int) -> float:
    return (part & whole).bit_count() / max(1, part.bit_count())


def _circumstances(a: Profile, b: Profile, days_apart: int | None) -> dict[str, float]:
    days = UNKNOWN_DAYS if days_apart is None else days_apart
    short, long = sorted((a.length, b.length))
    common = a.districts & b.districts
    numbers = len(a.subject_numbers & b.numbers) + len(b.subject_numbers & a.numbers)
    return {
        "district_same": float(bool(common)),
        "district_clash": float(bool(a.districts and b.districts and not common)),
        "number_clash": float(
            bool(a.subject_numbers and b.subject_numbers)
            and not a.subject_numbers & b.subject_numbers
        ),
        "number_share": numbers / max(1, len(a.subject_numbers) + len(b.subject_numbers)),
        "number_both": math.log1p(len(a.numbers & b.numbers)),
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


def _over(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _rare(rarity: Weights) -> float:
    return math.log1p(float((rarity[rarity > RARE] - RARE).sum()))


def _specific(weight: Weights) -> float:
    return float(weight[weight > _SPECIFIC].sum())


def _missing(one: Overlap) -> float:
    return max(0.0, _specific(one.a.weight) - _specific(one.a.weight[one.at_a]))


def _share(weight: Weights, at: npt.NDArray[np.intp]) -> float:
    total = float(weight.sum())
    return float(weight[at].sum()) / total if total > 0 else _NEUTRAL
