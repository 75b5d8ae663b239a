"""Blocking keys: two petitions about the same matter share at least one of them, most others none."""

import numpy as np

from .profile import Profile
from .tables import Tables

MAX_KEYS = 24
_SHINGLES, _NAMES = 3, 12
_RARE = 4.0
"""Rarity from which a pair of characters tells one name from another (one of 55 petitions)."""
_COPY, _NAME, _STRING = 1 << 40, 2 << 40, 3 << 40


def keys(tables: Tables, profile: Profile) -> frozenset[int]:
    """Signed 64-bit keys of a petition: copies, the pairs most special to names, the rarest strings."""
    found = [_COPY | int(v) for v in profile.shingles[:_SHINGLES]]
    axes = profile.axes
    score = axes.weight.copy()
    at = np.searchsorted(axes.ids, profile.subject_axes.ids)
    score[at] += profile.subject_axes.weight
    score[tables.pairs.rarity(axes.ids) < _RARE] = 0
    found += [
        _NAME | int(axes.ids[i]) for i in np.argsort(-score, kind="stable")[:_NAMES] if score[i] > 0
    ]
    whole = profile.whole
    score = whole.weight.copy()
    score[np.searchsorted(whole.ids, profile.subject.ids)] += profile.subject.weight
    rest = MAX_KEYS - len(found)
    found += [_STRING | int(whole.ids[i]) for i in np.argsort(-score, kind="stable")[:rest]]
    return frozenset(found)
