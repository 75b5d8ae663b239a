"""What is taken out of one petition once, so that comparing two is quick."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from . import cues as cue_words
from . import wishes as wish_words
from .letters import Ids, grams, joined, pairs, points
from .names import Name, districts, marked, names
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
    subject_wishes: int
    wishes: int
    cues: dict[str, str]


def build(tables: Tables, subject: str | None, body: str) -> Profile:
    """Profile of a petition; without a subject the body's beginning stands for it."""
    body_text = clean(body)
    subject_text = clean(subject) or body_text[:SUBJECT_FROM_BODY]
    text = f"{subject_text}。{body_text}"
    edge = len(subject_text)
    letters = points(text)
    sized = grams(letters, GRAM)
    pair_ids, unbroken = pairs(letters)
    mark = marked(text, edge)
    in_name = tables.in_name(pair_ids, np.minimum(mark[:-1], mark[1:]))
    in_name[~unbroken] = 0
    return Profile(
        subject=_strings(tables, sized, edge),
        whole=_strings(tables, sized, len(text)),
        subject_axes=_axes(tables, pair_ids, in_name, unbroken, edge - 1),
        axes=_axes(tables, pair_ids, in_name, unbroken, len(text)),
        subject_sounds=_sounds(tables, letters, in_name, unbroken, edge - 1),
        sounds=_sounds(tables, letters, in_name, unbroken, len(text)),
        subject_meant=_meant(tables, pair_ids, in_name, unbroken, edge - 1),
        meant=_meant(tables, pair_ids, in_name, unbroken, len(text)),
        shingles=_shingles(sized[GRAM - 1]),
        numbers=frozenset(_NUMBER.findall(text)),
        subject_numbers=frozenset(_NUMBER.findall(subject_text)),
        text=text,
        subject_length=edge,
        length=len(body_text),
        names=names(text, in_name, _NAMES),
        districts=districts(text),
        subject_wishes=wish_words.wishes(subject_text),
        wishes=wish_words.wishes(text),
        cues=cue_words.found(text),
    )


def _vector(ids: Ids, weight: Weights, other: Weights) -> Vector:
    return Vector(
        ids, weight, float(np.sqrt(weight @ weight)), other, float(np.sqrt(other @ other))
    )


def _strings(tables: Tables, sized: list[tuple[Ids, npt.NDArray[np.bool_]]], end: int) -> Vector:
    parts = [
        ids[: max(0, end - size)][kept[: max(0, end - size)]]
        for size, (ids, kept) in enumerate(sized)
    ]
    unique, counts = np.unique(np.concatenate(parts), return_counts=True)
    rarity = tables.grams.rarity(unique)
    return _vector(unique, rarity * (1 + np.log(counts, dtype=np.float32)), rarity)


def _axes(
    tables: Tables, ids: Ids, in_name: Weights, kept: npt.NDArray[np.bool_], end: int
) -> Vector:
    end = max(0, end)
    unique, first, counts = np.unique(ids[:end][kept[:end]], return_index=True, return_counts=True)
    share = _greatest(ids[:end][kept[:end]], in_name[:end][kept[:end]], unique, first)
    weight = tables.pairs.rarity(unique) * (1 + np.log(counts, dtype=np.float32))
    return _vector(unique, weight * share, weight * (1 - share))


def _greatest(ids: Ids, value: Weights, unique: Ids, first: npt.NDArray[np.intp]) -> Weights:
    best = value[first]
    np.maximum.at(best, np.searchsorted(unique, ids), value)
    return best


def _sounds(
    tables: Tables, letters: Ids, in_name: Weights, kept: npt.NDArray[np.bool_], end: int
) -> Vector:
    end = max(0, end)
    ids = tables.sounded(letters)[:end][kept[:end]]
    unique, first, counts = np.unique(ids, return_index=True, return_counts=True)
    share = _greatest(ids, in_name[:end][kept[:end]], unique, first)
    rarity = tables.sounds.rarity(unique) * (1 + np.log(counts, dtype=np.float32))
    return _vector(unique, rarity * share, rarity)


def _meant(
    tables: Tables, ids: Ids, in_name: Weights, kept: npt.NDArray[np.bool_], end: int
) -> Meant:
    end = max(0, end)
    unique, first, counts = np.unique(ids[:end][kept[:end]], return_index=True, return_counts=True)
    at = np.searchsorted(tables.meaning_ids, unique)
    at[at == len(tables.meaning_ids)] = 0
    known = tables.meaning_ids[at] == unique
    unique, first, counts, at = unique[known], first[known], counts[known], at[known]
    rarity = tables.pairs.rarity(unique) * (1 + np.log(counts, dtype=np.float32))
    weight = rarity * (1 - in_name[:end][kept[:end]][first]) - _COMMON
    chosen = np.argsort(-weight, kind="stable")[:_MEANT]
    return Meant(at[chosen].astype(np.int32), np.maximum(weight[chosen], np.float32(0.01)))


def _shingles(sized: tuple[Ids, npt.NDArray[np.bool_]]) -> Ids:
    ids, kept = sized
    spread = _SHINGLE_PART * (_SHINGLE_PARTS - 1)
    count = len(ids) - spread
    if count <= 0:
        return np.zeros(0, dtype=np.uint32)
    whole = kept[:count] & kept[_SHINGLE_PART : count + _SHINGLE_PART] & kept[spread:]
    return np.unique(joined([ids] * _SHINGLE_PARTS, _SHINGLE_PART)[whole])
