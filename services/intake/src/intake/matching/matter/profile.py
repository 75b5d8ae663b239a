"""What is taken out of one petition once, so that comparing two is quick."""

from dataclasses import dataclass

import numpy as np

from . import cues as cue_words
from . import wishes as wish_words
from .grams import Ids, Rarity, Vector, hashes
from .names import Name, districts, names
from .text import clean

SHINGLE = 8


@dataclass(frozen=True, slots=True)
class Profile:
    """A petition's evidence about its matter; no I/O, can be pickled and cached."""

    subject: Vector
    body: Vector
    whole: Vector
    shingles: Ids
    subject_text: str
    body_text: str
    length: int
    names: tuple[Name, ...]
    subject_names: tuple[Name, ...]
    name_vectors: tuple[Vector, ...]
    districts: frozenset[str]
    subject_wishes: int
    wishes: int
    cues: dict[str, str]


def build(rarity: Rarity, subject: str | None, body: str) -> Profile:
    """Profile of a petition; without a subject the body's first sentence stands for it."""
    body_text = clean(body)
    subject_text = clean(subject) or body_text[:30]
    whole = f"{subject_text}。{body_text}"
    in_subject = names(subject_text, limit=4)
    found = tuple({n.text: n for n in (*in_subject, *names(body_text))}.values())
    return Profile(
        subject=rarity.vector(subject_text),
        body=rarity.vector(body_text),
        whole=rarity.vector(whole),
        shingles=np.unique(hashes(whole, SHINGLE)).astype(np.uint32),
        subject_text=subject_text,
        body_text=body_text,
        length=len(body_text),
        names=found,
        subject_names=in_subject,
        name_vectors=tuple(rarity.vector(n.text, (2, 3)) for n in found),
        districts=districts(whole),
        subject_wishes=wish_words.wishes(subject_text),
        wishes=wish_words.wishes(whole),
        cues=cue_words.found(whole),
    )
