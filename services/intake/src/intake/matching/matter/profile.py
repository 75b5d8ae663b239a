"""What is taken out of one petition once, so that comparing two is quick."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from . import cues as cue_words
from . import wishes as wish_words
from .letters import Ids, grams, joined, pairs, points
from .names import Name, cities, districts, marked, names
from .tables import Tables, Weights
from .text import clean

SUBJECT_FROM_BODY = 30
"""Characters of the body that stand for a missing subject."""
GRAM = 3
_SHINGLE_PART, _SHINGLE_PARTS = 3, 3
_NAMES = 14
_NUMBER = re.compile(
    r"\d+[号路栋期年元班幼万平户楼单]?|[一二三四五六七八九十]+(?:期|栋|区|号线|单元|楼|中)"
)
_COMMON = np.float32(1.5)
_MEANT = 160
_BREAK = np.zeros(1, dtype=np.float32)
_OWNER = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Vector:
    """Things of a text in rising order of id, with one or two weights each."""

    ids: Ids
    weight: Weights
    norm: float
    other: Weights
    other_norm: float


@dataclass(frozen=True, slots=True)
class Meant:
    """Pairs of characters that are no names, as rows of the meaning table."""

    rows: npt.NDArray[np.int32]
    weight: Weights


@dataclass(frozen=True, slots=True)
class Profile:
    """A petition's evidence about its matter; can be pickled and cached.

    ``subject`` and ``whole`` hold strings of one to three characters (weight: with counts; other: rarity).
    ``subject_axes`` and ``axes`` hold pairs in either order (weight: as part of a name, other: as part of
    a wish). ``sounds`` hold pairs of syllables inside names.
    """

    subject: Vector
    whole: Vector
    subject_axes: Vector
    axes: Vector
    subject_sounds: Vector
    sounds: Vector
    subject_meant: Meant
    meant: Meant
    shingles: Ids
    numbers: frozenset[str]
    subject_numbers: frozenset[str]
    text: str
    subject_length: int
    length: int
    names: tuple[Name, ...]
    districts: frozenset[str]
    cities: frozenset[str]
    subject_wishes: int
    wishes: int
    cues: dict[str, str]


def build(tables: Tables, subject: str | None, body: str) -> Profile:
    """Profile of a petition; without a subject the body's beginning stands for it."""
    return build_all(tables, [(subject, body)])[0]


def build_all(tables: Tables, petitions: Sequence[tuple[str | None, str]]) -> list[Profile]:
    """Profiles of many petitions, each the same as if it were alone; in common they cost a fraction."""
    if not petitions:
        return []
    texts = [_Text.of(subject, body) for subject, body in petitions]
    # A full stop breaks everything that is counted, so no string reaches from one text into the next.
    letters = points("".join(f"{t.text}。" for t in texts))
    line = _Line.of(texts)
    sized = grams(letters, GRAM)
    pair_ids, unbroken = pairs(letters)
    mark = np.concatenate([m for t in texts for m in (marked(t.text, t.edge), _BREAK)])
    in_name = tables.in_name(pair_ids, np.minimum(mark[:-1], mark[1:]))
    in_name[~unbroken] = 0
    kept = np.flatnonzero(unbroken)
    begun = kept[line.inside[kept] < line.edge[kept] - 1]
    sounds = tables.sounded(letters)
    parts = zip(
        texts,
        line.starts,
        _strings(tables, sized, line, subject=True),
        _strings(tables, sized, line, subject=False),
        _axes(tables, line, pair_ids, in_name, begun),
        _axes(tables, line, pair_ids, in_name, kept),
        _sounds(tables, line, sounds, in_name, begun),
        _sounds(tables, line, sounds, in_name, kept),
        _meant(tables, line, pair_ids, in_name, begun),
        _meant(tables, line, pair_ids, in_name, kept),
        _shingles(line, sized[GRAM - 1]),
        strict=True,
    )
    return [_profile(in_name, *part) for part in parts]


def _profile(
    in_name: Weights, text: "_Text", start: int, subject: Vector, whole: Vector,
    subject_axes: Vector, axes: Vector, subject_sounds: Vector, sounds: Vector,
    subject_meant: Meant, meant: Meant, shingles: Ids,
) -> Profile:  # fmt: skip
    said = text.text
    return Profile(
        subject, whole, subject_axes, axes, subject_sounds, sounds, subject_meant, meant, shingles,
        numbers=frozenset(_NUMBER.findall(said)),
        subject_numbers=frozenset(_NUMBER.findall(text.subject)),
        text=said,
        subject_length=text.edge,
        length=text.length,
        names=names(said, in_name[start : start + len(said) - 1], _NAMES),
        districts=districts(said),
        cities=cities(said),
        subject_wishes=wish_words.wishes(text.subject),
        wishes=wish_words.wishes(said),
        cues=cue_words.found(said),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Text:
    """A petition as it is read: its subject, a break, its body."""

    subject: str
    text: str
    length: int
    """Of the body."""

    @property
    def edge(self) -> int:
        """Where the subject ends."""
        return len(self.subject)

    @classmethod
    def of(cls, subject: str | None, body: str) -> "_Text":
        """Cleans both."""
        body_text = clean(body)
        subject_text = clean(subject) or body_text[:SUBJECT_FROM_BODY]
        return cls(subject_text, f"{subject_text}。{body_text}", len(body_text))


@dataclass(frozen=True, slots=True)
class _Line:
    """Texts one behind the other: for each character whose it is, and where in it."""

    starts: list[int]
    owner: npt.NDArray[np.uint64]
    inside: npt.NDArray[np.int64]
    edge: npt.NDArray[np.int64]

    @classmethod
    def of(cls, texts: Sequence[_Text]) -> "_Line":
        """Each text is followed by a break of one character."""
        lengths = np.array([len(t.text) + 1 for t in texts])
        starts = np.cumsum(lengths) - lengths
        owner = np.repeat(np.arange(len(texts), dtype=np.uint64), lengths)
        edge = np.repeat(np.array([t.edge for t in texts]), lengths)
        return cls(starts.tolist(), owner, np.arange(len(owner)) - np.repeat(starts, lengths), edge)

    def counted(self, at: npt.NDArray[np.intp], ids: Ids) -> "_Counts":
        """The different ids of each text.

        Args:
            at: where they stand.
            ids: what stands there.
        """
        owned = (self.owner[at] << _OWNER) | ids
        order = np.argsort(owned, kind="stable")
        ordered = owned[order]
        new = np.ones(len(owned), dtype=bool)
        new[1:] = ordered[1:] != ordered[:-1]
        groups = np.flatnonzero(new)
        unique = ordered[groups]
        bounds = np.searchsorted(unique >> _OWNER, np.arange(len(self.starts) + 1, dtype=np.uint64))
        return _Counts(
            unique.astype(np.uint32), order, groups, np.diff(groups, append=len(owned)),
            bounds.tolist(),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Counts:
    """Different ids, text by text in rising order, and how often each stands in its text."""

    ids: Ids
    order: npt.NDArray[np.intp]
    groups: npt.NDArray[np.intp]
    counts: npt.NDArray[np.intp]
    bounds: list[int]

    @property
    def often(self) -> Weights:
        """What an id's rarity is multiplied by."""
        return np.asarray(1 + np.log(self.counts, dtype=np.float32), dtype=np.float32)

    def first(self, values: Weights) -> Weights:
        """The value where each id stands first in its text."""
        return values[self.order[self.groups]]

    def greatest(self, values: Weights) -> Weights:
        """The greatest value of the places where each id stands."""
        if not len(self.groups):
            return values[:0]
        return np.maximum.reduceat(values[self.order], self.groups)

    def vectors(self, weight: Weights, other: Weights) -> list[Vector]:
        """One a text."""
        return [
            _vector(self.ids[a:b].copy(), weight[a:b].copy(), other[a:b].copy())
            for a, b in pairwise(self.bounds)
        ]


def _vector(ids: Ids, weight: Weights, other: Weights) -> Vector:
    return Vector(
        ids, weight, float(np.sqrt(weight @ weight)), other, float(np.sqrt(other @ other))
    )


def _strings(
    tables: Tables, sized: list[tuple[Ids, npt.NDArray[np.bool_]]], line: _Line, *, subject: bool
) -> list[Vector]:
    places, ids = [], []
    for size, (found, kept) in enumerate(sized):
        at = np.flatnonzero(kept)
        if subject:
            at = at[line.inside[at] < line.edge[at] - size]
        places.append(at)
        ids.append(found[at])
    counted = line.counted(np.concatenate(places), np.concatenate(ids))
    rarity = tables.grams.rarity(counted.ids)
    return counted.vectors(rarity * counted.often, rarity)


def _axes(
    tables: Tables, line: _Line, ids: Ids, in_name: Weights, at: npt.NDArray[np.intp]
) -> list[Vector]:
    counted = line.counted(at, ids[at])
    share = counted.greatest(in_name[at])
    weight = tables.pairs.rarity(counted.ids) * counted.often
    return counted.vectors(weight * share, weight * (1 - share))


def _sounds(
    tables: Tables, line: _Line, ids: Ids, in_name: Weights, at: npt.NDArray[np.intp]
) -> list[Vector]:
    counted = line.counted(at, ids[at])
    rarity = tables.sounds.rarity(counted.ids) * counted.often
    return counted.vectors(rarity * counted.greatest(in_name[at]), rarity)


def _meant(
    tables: Tables, line: _Line, ids: Ids, in_name: Weights, at: npt.NDArray[np.intp]
) -> list[Meant]:
    counted = line.counted(at, ids[at])
    rows = np.searchsorted(tables.meaning_ids, counted.ids)
    rows[rows == len(tables.meaning_ids)] = 0
    known = tables.meaning_ids[rows] == counted.ids
    rarity = tables.pairs.rarity(counted.ids) * counted.often
    weight = rarity * (1 - counted.first(in_name[at])) - _COMMON
    return [
        _most(rows[a:b][known[a:b]], weight[a:b][known[a:b]]) for a, b in pairwise(counted.bounds)
    ]


def _most(rows: npt.NDArray[np.intp], weight: Weights) -> Meant:
    chosen = np.argsort(-weight, kind="stable")[:_MEANT]
    return Meant(rows[chosen].astype(np.int32), np.maximum(weight[chosen], np.float32(0.01)))


def _shingles(line: _Line, sized: tuple[Ids, npt.NDArray[np.bool_]]) -> list[Ids]:
    ids, kept = sized
    spread = _SHINGLE_PART * (_SHINGLE_PARTS - 1)
    count = max(0, len(ids) - spread)
    whole = kept[:count] & kept[_SHINGLE_PART : count + _SHINGLE_PART] & kept[spread:]
    at = np.flatnonzero(whole)
    counted = line.counted(at, joined([ids] * _SHINGLE_PARTS, _SHINGLE_PART)[at])
    return [counted.ids[a:b].copy() for a, b in pairwise(counted.bounds)]
