"""Labelled pairs as numbers, with the groups that must not be torn apart in cross-validation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from intake.matching.matter.evaluation import BORDERLINE
from intake.matching.matter.features import features
from intake.matching.matter.pairs_file import messages, pairs
from intake.matching.matter.profile import Profile, build
from intake.matching.matter.tables import Tables

NEAR = 0.25
"""Likeness of wording from which two texts never stand on both sides of a fold."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Evidence, label, head (same petitioner or not), group and source of each strict pair."""

    columns: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    same: np.ndarray
    group: np.ndarray
    source: np.ndarray


def load(sources: Sequence[tuple[Path, Sequence[Path]]], table_file: Path) -> Dataset:
    """Pairs without borderline ones, of several sources (messages, pairs) that share no text.

    Group = component of petitioners, labelled pairs and texts with much the same wording.
    """
    tables = Tables.load(table_file)
    root: dict[str, str] = {}
    rows, labels, same, first, source = [], [], [], [], []
    for number, (message_file, pair_files) in enumerate(sources):
        known = messages(message_file)
        labelled = [
            p
            for file in pair_files
            for p in pairs(file, known)
            if not p.kind.startswith(BORDERLINE)
        ]
        profiles = {
            key: build(tables, known[key].subject, known[key].body)
            for key in {key: None for pair in labelled for key in (pair.a, pair.b)}
        }
        for left, right in _alike(profiles):
            _join(root, known[left].user, known[right].user)
        for pair in labelled:
            a, b = known[pair.a], known[pair.b]
            _join(root, a.user, b.user)
            days = abs((b.sent_on - a.sent_on).days) if a.sent_on and b.sent_on else None
            rows.append(features(tables, profiles[pair.a], profiles[pair.b], days))
            labels.append(int(pair.label))
            same.append(int(a.user == b.user))
            first.append(a.user)
            source.append(number)
    columns = tuple(rows[0])
    return Dataset(
        columns=columns,
        x=np.array([[row[name] for name in columns] for row in rows]),
        y=np.array(labels),
        same=np.array(same),
        group=np.array([_find(root, user) for user in first]),
        source=np.array(source),
    )


def _find(root: dict[str, str], item: str) -> str:
    root.setdefault(item, item)
    while root[item] != item:
        root[item] = root[root[item]]
        item = root[item]
    return item


def _join(root: dict[str, str], left: str, right: str) -> None:
    root[_find(root, left)] = _find(root, right)


def _alike(profiles: Mapping[str, Profile]) -> Iterator[tuple[str, str]]:
    keys = list(profiles)
    ids, at = np.unique(np.concatenate([profiles[k].whole.ids for k in keys]), return_inverse=True)
    weight = np.concatenate([profiles[k].whole.weight / profiles[k].whole.norm for k in keys])
    ends = np.cumsum([0] + [len(profiles[k].whole.ids) for k in keys])
    texts = sp.csr_matrix((weight, at, ends), shape=(len(keys), len(ids)))
    near = sp.triu(texts @ texts.T, 1).tocoo()
    for i, j in zip(near.row[near.data > NEAR], near.col[near.data > NEAR], strict=True):
        yield keys[i], keys[j]
