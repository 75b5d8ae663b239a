"""The table of how often n-grams occur, made from petitions without labels."""

import csv
from pathlib import Path

import numpy as np
from intake.matching.matter.grams import ids
from intake.matching.matter.text import clean

SIZES = (1, 2, 3)
LEAST = 2


def write_rarity(messages: Path, target: Path) -> None:
    """Counts in how many petitions each hashed n-gram stands; n-grams of one petition are left out."""
    with messages.open(encoding="utf-8-sig", newline="") as file:
        texts = [f"{clean(row['subject'])}。{clean(row['body'])}" for row in csv.DictReader(file)]
    found, df = np.unique(
        np.concatenate([np.unique(ids(text, SIZES)) for text in texts]), return_counts=True
    )
    kept = df >= LEAST
    np.savez_compressed(
        target, ids=found[kept], df=df[kept].astype(np.uint16), documents=np.int64(len(texts))
    )
