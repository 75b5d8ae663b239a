"""Labelled and unlabelled messages, and the groups that cross-validation keeps together."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from intake.classify.grams import BUCKETS, buckets, features, joined
from scipy.sparse import csr_matrix

ALIKE = 0.6
"""Cosine from which two texts may not lie on both sides of a fold."""


@dataclass(frozen=True)
class Message:
    """One message; ``level1`` is empty when unlabelled."""

    user: str
    subject: str
    body: str
    level1: str


def read(path: Path) -> list[Message]:
    """Messages of a file in the order of its rows."""
    with path.open(encoding="utf-8-sig", newline="") as f:
        return [
            Message(r["user_id"], r["subject"], r["body"], r.get("level1", ""))
            for r in csv.DictReader(f)
        ]


def idf_of(messages: list[Message]) -> np.ndarray:
    """Inverse document frequency of every bucket."""
    seen = np.zeros(BUCKETS)
    for m in messages:
        seen[np.unique(buckets(joined(m.subject, m.body)))] += 1
    return (np.log((1 + len(messages)) / (1 + seen)) + 1).astype(np.float32)


def matrix(messages: list[Message], idf: np.ndarray) -> csr_matrix:
    """One row of features a message."""
    rows = [features(joined(m.subject, m.body), idf) for m in messages]
    ends = np.cumsum([0] + [len(w) for w, _ in rows])
    return csr_matrix(
        (np.concatenate([x for _, x in rows]), np.concatenate([w for w, _ in rows]), ends),
        shape=(len(messages), BUCKETS),
    )


def groups(messages: list[Message], x: csr_matrix) -> list[int]:
    """Messages of one user, and near-duplicates, share a group."""
    parent = list(range(len(messages)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[str, int] = {}
    for i, m in enumerate(messages):
        parent[root(i)] = root(first.setdefault(m.user, i))
    close = (x @ x.T).tocoo()
    for i, j, alike in zip(close.row, close.col, close.data, strict=True):
        if alike > ALIKE:
            parent[root(int(i))] = root(int(j))
    return [root(i) for i in range(len(messages))]
