"""Labelled pairs as numbers, with the groups that must not be torn apart in cross-validation."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from intake.matching.matter.evaluation import BORDERLINE
from intake.matching.matter.features import features
from intake.matching.matter.pairs_file import messages, pairs
from intake.matching.matter.profile import build
from intake.matching.matter.tables import Tables


@dataclass(frozen=True, slots=True)
class Dataset:
    """Evidence, label, head (same petitioner or not) and group of each strict pair."""

    columns: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    same: np.ndarray
    group: np.ndarray
    kind: np.ndarray


def load(message_file: Path, pair_files: Iterable[Path], table_file: Path) -> Dataset:
    """Pairs of all files without borderline ones; group = component of users and same matters."""
    known = messages(message_file)
    tables = Tables.load(table_file)
    labelled = [
        p for file in pair_files for p in pairs(file, known) if not p.kind.startswith(BORDERLINE)
    ]
    profiles = {
        key: build(tables, known[key].subject, known[key].body)
        for key in {key for pair in labelled for key in (pair.a, pair.b)}
    }
    root: dict[str, str] = {}

    def find(item: str) -> str:
        root.setdefault(item, item)
        while root[item] != item:
            root[item] = root[root[item]]
            item = root[item]
        return item

    rows, same = [], []
    for pair in labelled:
        left, right = known[pair.a], known[pair.b]
        root[find(left.user)] = find(right.user)
        days = abs((right.sent_on - left.sent_on).days) if left.sent_on and right.sent_on else None
        rows.append(features(tables, profiles[pair.a], profiles[pair.b], days))
        same.append(left.user == right.user)
    columns = tuple(rows[0])
    return Dataset(
        columns=columns,
        x=np.array([[row[name] for name in columns] for row in rows]),
        y=np.array([int(pair.label) for pair in labelled]),
        same=np.array(same, dtype=int),
        group=np.array([find(known[pair.a].user) for pair in labelled]),
        kind=np.array([pair.kind for pair in labelled]),
    )
