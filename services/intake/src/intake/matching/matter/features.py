"""The evidence of pairs as numbers; the trained model knows them by name."""

import math
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from .overlaps import Numbers, Overlap, Pack, Places, keyed, over, placed
from .profile import Meant, Profile
from .tables import Tables, Weights

RARE = 5.5
"""Rarity from which a string counts as a special word (seen in about one of 250 petitions)."""
UNKNOWN_DAYS = 30
_SPECIFIC = 2.0
_NEUTRAL = 0.5

PairOf = tuple[Profile, Profile, int | None]
"""Two petitions, and the days between them if they are known."""
Columns = dict[str, Numbers]


def features(tables: Tables, a: Profile, b: Profile, days_apart: int | None) -> dict[str, float]:
    """Named evidence of a pair; symmetric in the two petitions."""
    return features_all(tables, [(a, b, days_apart)])[0]


def features_all(tables: Tables, pairs: Sequence[PairOf]) -> list[dict[str, float]]:
    """Named evidence of many pairs, each as if it were alone; in common they cost a fraction."""
    if not pairs:
        return []
    packed = _Pairs(pairs)
    columns = {**_wording(packed), **_copied(packed), **_objects(packed), **_sounds(packed)}
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    names = tuple(columns)
    return [
        {
            **dict(zip(names, row, strict=True)),
            **meaning,
            **_wishes(a, b),
            **_circumstances(a, b, days),
        }
        for (a, b, days), row, meaning in zip(pairs, rows, _meaning(tables, packed), strict=True)
    ]


class _Pairs:
    """The petitions of all pairs, each packed once however many pairs it is in."""

    def __init__(self, pairs: Sequence[PairOf]) -> None:
        number: dict[int, int] = {}
        self.profiles: list[Profile] = []
        for p in (p for a, b, _ in pairs for p in (a, b)):
            if number.setdefault(id(p), len(self.profiles)) == len(self.profiles):
                self.profiles.append(p)
        self.a: Places = np.array([number[id(a)] for a, _, _ in pairs], dtype=np.intp)
        self.b: Places = np.array([number[id(b)] for _, b, _ in pairs], dtype=np.intp)

    def _packed(self, part: str) -> Pack:
        return Pack([getattr(p, part) for p in self.profiles])

    @cached_property
    def whole(self) -> Pack:
        return self._packed("whole")

    @cached_property
    def subject(self) -> Pack:
        return self._packed("subject")

    @cached_property
    def axes(self) -> Pack:
        return self._packed("axes")

    @cached_property
    def subject_axes(self) -> Pack:
        return self._packed("subject_axes")

    def overlap(self, pack: Pack) -> Overlap:
        """Both petitions' vectors of one kind."""
        return Overlap.of(pack, self.a, pack, self.b)

    def crossed(self, subject: Pack, whole: Pack) -> tuple[Overlap, Overlap]:
        """Each petition's subject in the other's whole text."""
        return (
            Overlap.of(subject, self.a, whole, self.b),
            Overlap.of(subject, self.b, whole, self.a),
        )


def _wording(pairs: _Pairs) -> Columns:
    whole, subject = pairs.overlap(pairs.whole), pairs.overlap(pairs.subject)
    cross = pairs.crossed(pairs.subject, pairs.whole)
    rarity, subject_rarity = pairs.whole.other, pairs.subject.other
    rare, subject_rare = _rare(rarity), _rare(subject_rarity)
    total, totals = whole.total(rarity[whole.at_left]), pairs.whole.total(rarity)
    covers = over(total, totals[pairs.a]), over(total, totals[pairs.b])
    crossed = [one.share(subject_rarity, 0.0) for one in cross]
    rares = [np.log1p(one.total(subject_rare[one.at_left])) for one in cross]
    tops = [one.greatest(subject_rarity[one.at_left]) for one in cross]
    return {
        "whole": whole.cosine(),
        "subject": subject.cosine(),
        "cover_min": np.minimum(*covers),
        "cover_max": np.maximum(*covers),
        "rare": np.log1p(whole.total(rare[whole.at_left])),
        "subject_rare": np.log1p(subject.total(subject_rare[subject.at_left])),
        "cross_max": np.maximum(*crossed),
        "cross_min": np.minimum(*crossed),
        "cross_rare_max": np.maximum(*rares),
        "cross_rare_min": np.minimum(*rares),
        "cross_top_min": np.minimum(*tops),
    }


def _copied(pairs: _Pairs) -> Columns:
    shingles = [p.shingles for p in pairs.profiles]
    lengths = np.array([len(s) for s in shingles], dtype=np.intp)
    owner = np.repeat(np.arange(len(shingles), dtype=np.intp), lengths)
    ids = np.concatenate(shingles)
    starts = np.cumsum(lengths) - lengths
    own = lengths[pairs.a]
    pair = np.repeat(np.arange(len(pairs.a), dtype=np.intp), own)
    at = np.arange(len(pair)) + (starts[pairs.a] - np.cumsum(own) + own)[pair]
    _, hit = placed(keyed(pairs.b[pair], ids[at]), keyed(owner, ids))
    hits = np.bincount(pair[hit], minlength=len(pairs.a)).astype(np.float64)
    small, large = np.minimum(own, lengths[pairs.b]), np.maximum(own, lengths[pairs.b])
    return {
        "shingle": hits / np.maximum(1, small),
        "shingle_log": np.log1p(hits),
        "shingle_max": hits / np.maximum(1, large),
    }


def _objects(pairs: _Pairs) -> Columns:
    axes, subject_axes = pairs.axes, pairs.subject_axes
    whole, subject = pairs.overlap(axes), pairs.overlap(subject_axes)
    cross = pairs.crossed(subject_axes, axes)
    shared = np.minimum(axes.weight[whole.at_left], axes.weight[whole.at_right])
    special = _specific(subject_axes.weight)
    held = [one.total(special[one.at_left]) for one in cross]
    missing = [
        np.maximum(0.0, subject_axes.total(special)[one.owners] - part)
        for one, part in zip(cross, held, strict=True)
    ]
    covered = [one.share(np.square(subject_axes.weight), _NEUTRAL) for one in cross]
    wanted = [one.share(subject_axes.other, _NEUTRAL) for one in cross]
    object_whole, wish_whole = whole.cosine(), whole.other_cosine()
    found, least = np.log1p(held[0] + held[1]), np.log1p(np.minimum(*missing))
    return {
        "object_subject": subject.cosine(),
        "object_whole": object_whole,
        "wish_subject": subject.other_cosine(),
        "wish_whole": wish_whole,
        "object_cover_min": np.minimum(*covered),
        "object_cover_max": np.maximum(*covered),
        "wish_cover_min": np.minimum(*wanted),
        "wish_cover_max": np.maximum(*wanted),
        "object_missing_min": least,
        "object_missing_max": np.log1p(np.maximum(*missing)),
        "object_shared": np.log1p(whole.total(_specific(shared))),
        "object_top": whole.top(shared, 3),
        "object_found": found,
        "wish_less_object": wish_whole - object_whole,
        "object_net": found - least,
    }


def _sounds(pairs: _Pairs) -> Columns:
    sounds = Pack([p.sounds for p in pairs.profiles])
    subject = Pack([p.subject_sounds for p in pairs.profiles])
    cross = pairs.crossed(subject, sounds)
    covered = [one.share(subject.weight, _NEUTRAL) for one in cross]
    missing = [
        np.maximum(
            0.0, subject.total(subject.weight)[one.owners] - one.total(subject.weight[one.at_left])
        )
        for one in cross
    ]
    return {
        "sound_whole": pairs.overlap(sounds).cosine(),
        "sound_cover_min": np.minimum(*covered),
        "sound_cover_max": np.maximum(*covered),
        "sound_missing_min": np.log1p(np.minimum(*missing)),
        "sound_missing_max": np.log1p(np.maximum(*missing)),
    }


class _Meaning:
    """The vectors of a petition's words: those of the subject, those of all, and their centres."""

    def __init__(self, tables: Tables, p: Profile) -> None:
        self.subject_meant, self.meant = p.subject_meant, p.meant
        self.subject = tables.meaning[p.subject_meant.rows]
        self.whole = tables.meaning[p.meant.rows]
        self.subject_centre = _centre(self.subject, p.subject_meant)
        self.centre = _centre(self.whole, p.meant)


def _meaning(tables: Tables, pairs: _Pairs) -> Iterator[dict[str, float]]:
    sides = [_Meaning(tables, p) for p in pairs.profiles]
    for i, j in zip(pairs.a.tolist(), pairs.b.tolist(), strict=True):
        a, b = sides[i], sides[j]
        subjects = _near(a.subject, b.subject, a.subject_meant, b.subject_meant)
        in_text = (
            _nearest(a.subject, b.whole, a.subject_meant),
            _nearest(b.subject, a.whole, b.subject_meant),
        )
        mixed = (float(a.subject_centre @ b.centre), float(b.subject_centre @ a.centre))
        yield {
            "meaning_subject": float(a.subject_centre @ b.subject_centre),
            "meaning_whole": float(a.centre @ b.centre),
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
        _part(float(near.max(axis=1) @ a.weight), float(a.weight.sum())),
        _part(float(near.max(axis=0) @ b.weight), float(b.weight.sum())),
    )


def _nearest(left: Weights, right: Weights, a: Meant) -> float:
    if not len(left) or not len(right):
        return _NEUTRAL
    return _part(float((left @ right.T).max(axis=1) @ a.weight), float(a.weight.sum()))


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
        "city_clash": float(bool(a.cities and b.cities and not a.cities & b.cities)),
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


def _part(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _rare(rarity: Numbers) -> Numbers:
    return np.where(rarity > RARE, rarity - RARE, 0.0)


def _specific(weight: Numbers) -> Numbers:
    return np.where(weight > _SPECIFIC, weight, 0.0)
