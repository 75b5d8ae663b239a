"""Hashed counts of single characters and pairs: what the linear model sees of a text."""

import re
import unicodedata
from typing import Any

import numpy as np
from numpy.typing import NDArray

BITS = 15
BUCKETS = 1 << BITS
_HAN_ONLY = re.compile(r"[^\u4e00-\u9fff]+")
_MOST = 3_000
"""Characters of a body that count; complaints say what they want early."""
_MIX = np.uint32(0x9E3779B1)
_SECOND = np.uint32(0x85EBCA6B)


def normalised(text: str) -> str:
    """Chinese characters only; runs of anything else become one space."""
    return _HAN_ONLY.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def joined(subject: str | None, body: str) -> str:
    """Subject and body as one text; the subject counts twice, as it names the matter."""
    head = normalised(subject or "")
    return f"{head} {head} {normalised(body)[:_MOST]}".strip()


def buckets(text: str) -> NDArray[np.uint32]:
    """The bucket of every character and every pair of neighbours; no spaces."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    letter = codes != np.uint32(0x20)
    single = codes[letter] * _MIX
    both = letter[:-1] & letter[1:]
    pairs = (codes[:-1][both] * _MIX) ^ (codes[1:][both] * _SECOND + np.uint32(1))
    pairs = pairs * _MIX
    return np.concatenate([single, pairs]) >> np.uint32(32 - BITS)


def features(text: str, idf: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Distinct buckets and their weights: (1 + log count) times idf, to length 1."""
    where, counts = np.unique(buckets(text).astype(np.int64), return_counts=True)
    weights = ((1 + np.log(counts)) * idf[where]).astype(np.float32)
    length = float(np.linalg.norm(weights))
    return where, weights / length if length else weights
